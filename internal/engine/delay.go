package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Delay is waiting for something without a need.
type Delay struct {
	// On is the URN of what is waited for, By those of the resources and the
	// components that ask for it, sorted.
	On string
	By []string
	// Seconds is how long all takes without it, and without the delays that were
	// named before it.
	Seconds float64
}

// named is how many that wait are told by their names.
const named = 4

// String says what to mend.
func (d Delay) String() string {
	kind, name := splitURN(d.On)
	by := make([]string, 0, named+1)
	for i, urn := range d.By {
		if i == named {
			by = append(by, fmt.Sprintf("and %d more", len(d.By)-named))
			break
		}
		kind, name := splitURN(urn)
		by = append(by, kind+" "+name)
	}
	return fmt.Sprintf("%.0f s if these did not wait for %s %s: %s", d.Seconds, kind, name, strings.Join(by, ", "))
}

// Delays are the needless waits that decide when the last operation ends, down
// to the bound: first the one without which most is gained, then the one of which
// that is true once the first is gone. One alone may gain nothing, where something
// else is waited for as long.
func (c Course) Delays(declared Declared) []Delay {
	needed, dropped := needed(declared), map[string]bool{}
	counts := func(urn string, w wait) bool { return !dropped[w.on] || needed(urn, w) }
	var delays []Delay
	for {
		var best string
		var least time.Duration
		for _, on := range c.needless(c.ends(counts), counts, needed) {
			dropped[on] = true
			if takes := c.last(c.ends(counts)); best == "" || takes < least {
				best, least = on, takes
			}
			delete(dropped, on)
		}
		if best == "" {
			return delays
		}
		dropped[best] = true
		delays = append(delays, Delay{On: best, By: c.askers(best, needed), Seconds: least.Seconds()})
	}
}

// needless are what resources of the critical path wait for without a need, the
// last of the path first.
func (c Course) needless(ends map[string]time.Duration, counts, needed counted) []string {
	var needless []string
	for urn := c.latest(ends); urn != ""; {
		held := c.held(urn, ends, counts)
		if ends[held] > ends[c.held(urn, ends, needed)] {
			needless = append(needless, held)
		}
		urn = held
	}
	return needless
}

// askers are who asks to wait for something without a need.
func (c Course) askers(on string, needed counted) []string {
	var askers []string
	for _, urn := range c.Made() {
		for _, w := range c.waits[urn] {
			if w.on != on || needed(urn, w) {
				continue
			}
			askers = append(askers, cmp.Or(w.through, urn))
		}
	}
	slices.Sort(askers)
	return slices.Compact(askers)
}
