package engine

import (
	"slices"
	"time"

	"groundwork/internal/localcloud/pace"
)

// Course is what an operation made or changed, how long each took, and what
// waited for what.
type Course struct {
	built map[string][]pace.Took
	waits map[string][]wait
	// of is what counts as its end; nil is all.
	of func(urn string) bool
}

// Declared tells whether a resource needs another although none of its inputs
// says so; both are URNs.
type Declared func(urn, on string) bool

// counted chooses among the waits of a resource.
type counted func(urn string, w wait) bool

// every wait counts: the engine keeps to all of them.
func every(string, wait) bool { return true }

// needed are the waits that a resource cannot do without: what it uses, and what
// is declared.
func needed(declared Declared) counted {
	return func(urn string, w wait) bool { return w.uses || declared(urn, w.on) }
}

// Applications is the same course up to where the applications are up.
func (c Course) Applications() Course {
	c.of = application
	return c
}

// Seconds is how long the creates and updates take, with room for all at once.
func (c Course) Seconds() float64 { return c.last(c.ends(every)).Seconds() }

// Bound is how long they would take at least: if each waited only for what it
// uses and for what is declared.
func (c Course) Bound(declared Declared) float64 {
	return c.last(c.ends(needed(declared))).Seconds()
}

// Made are the URNs of all that was made or changed, sorted.
func (c Course) Made() []string {
	urns := make([]string, 0, len(c.built))
	for urn := range c.built {
		urns = append(urns, urn)
	}
	slices.Sort(urns)
	return urns
}

// Waits tells whether a resource waits for another, directly or not.
func (c Course) Waits(urn, on string) bool {
	seen := map[string]bool{}
	var search func(urn string) bool
	search = func(urn string) bool {
		if seen[urn] {
			return false
		}
		seen[urn] = true
		return slices.ContainsFunc(c.waits[urn], func(w wait) bool { return w.on == on || search(w.on) })
	}
	return search(urn)
}

// ends is when each resource is done, after the waits that count.
func (c Course) ends(counts counted) map[string]time.Duration {
	ends := make(map[string]time.Duration, len(c.waits))
	var end func(urn string) time.Duration
	end = func(urn string) time.Duration {
		if known, ok := ends[urn]; ok {
			return known
		}
		ends[urn] = 0 // a state that depends on itself is none of ours
		var begin time.Duration
		for _, w := range c.waits[urn] {
			if counts(urn, w) {
				begin = max(begin, end(w.on))
			}
		}
		ends[urn] = begin + c.takes(urn)
		return ends[urn]
	}
	for urn := range c.waits {
		end(urn)
	}
	for urn := range c.built {
		end(urn)
	}
	return ends
}

// takes is the time of a resource's operations, one after the other.
func (c Course) takes(urn string) time.Duration {
	var whole time.Duration
	for _, took := range c.built[urn] {
		whole += took.Time
	}
	return whole
}

// last is the end of the last operation.
func (c Course) last(ends map[string]time.Duration) time.Duration { return ends[c.latest(ends)] }

// latest is the URN of what ends last; of several the first by its name, so that
// the same run tells the same.
func (c Course) latest(ends map[string]time.Duration) string {
	var latest string
	for _, urn := range c.Made() {
		if (c.of == nil || c.of(urn)) && (latest == "" || ends[urn] > ends[latest]) {
			latest = urn
		}
	}
	return latest
}

// held is what a resource's beginning hangs on: the URN that ends last among
// the waits that count; empty where it begins at once.
func (c Course) held(urn string, ends map[string]time.Duration, counts counted) string {
	var held string
	for _, w := range c.waits[urn] {
		if counts(urn, w) && ends[w.on] > ends[held] {
			held = w.on
		}
	}
	return held
}

// path is the chain of operations that decides when the last one ends.
func (c Course) path(ends map[string]time.Duration) []pace.Took {
	var path []pace.Took
	for urn := c.latest(ends); urn != ""; urn = c.held(urn, ends, every) {
		path = append(slices.Clone(c.built[urn]), path...)
	}
	return path
}
