package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// details are the diffs of a stack's resources that fit, dangerous ones first.
type details struct {
	chosen []string
	// ordered are the changed resources; done is how many of them were taken, and
	// full is true when one didn't fit.
	ordered []changes.Resource
	done    int
	full    bool
}

// frame is room for what stands around the diffs.
const frame = 200

// writeDangerous takes the diffs of what findings are about.
func (s *section) writeDangerous() string {
	if !s.told {
		return ""
	}
	places := placesOf(s.stack.Findings, func(f danger.Finding) string { return f.URN })
	s.details.ordered = ordered(s.stack.Set, places)
	if !s.detailed() {
		return ""
	}
	s.page.room -= frame
	most := slices.IndexFunc(s.details.ordered, func(r changes.Resource) bool {
		_, dangerous := places[r.URN]
		return !dangerous
	})
	if most < 0 {
		most = len(s.details.ordered)
	}
	return s.take(most, 1)
}

// detailed is true of a stack that has something to show in detail.
func (s *section) detailed() bool {
	return len(s.details.ordered) > 0 || len(s.stack.Set.Outputs) > 0 || len(s.stack.Set.Warnings) > 0
}

// take takes diffs up to a place in the order, until one doesn't fit. As many as
// together of one component that come or go share a block.
func (s *section) take(most, together int) string {
	d := &s.details
	for d.done < most {
		last := d.done + 1
		for last < min(most, d.done+together) && shareable(d.ordered[d.done], d.ordered[last]) {
			last++
		}
		var lines []string
		for _, resource := range d.ordered[d.done:last] {
			lines = append(lines, diffLines(resource)...)
		}
		block := fenced("diff", lines)
		if !s.page.fits(block) {
			d.full = true
			return cutDetails
		}
		d.chosen = append(d.chosen, s.page.must(block))
		d.done = last
	}
	return ""
}

// shareable is true of two resources that come, or go, with the same component.
func shareable(a, b changes.Resource) bool {
	return a.Operation == b.Operation && a.Operation != changes.Update && a.Operation != changes.Replace && a.Within() == b.Within()
}

const (
	// resourcesAtMost is how many diffs a stack shows even where there is no limit:
	// nobody reads more, and the summary of a job has a limit too.
	resourcesAtMost = 1_000
	// togetherAtMost is how many diffs share a block.
	togetherAtMost = 12
)

// writeDetail takes the other diffs, and outputs and warnings.
func (s *section) writeDetail() string {
	if !s.told || !s.detailed() {
		return ""
	}
	if s.details.full {
		return cutDetails
	}
	if len(s.details.ordered) > resourcesAtMost {
		s.page.missed(cutDetails)
	}
	cut := s.take(min(len(s.details.ordered), resourcesAtMost), togetherAtMost)
	for _, more := range []string{outputsBlock(s.stack.Set), warningsBlock(s.stack.Set)} {
		if more == "" {
			continue
		}
		if !s.page.fits(more) {
			return cutDetails
		}
		s.details.chosen = append(s.details.chosen, s.page.must(more))
	}
	return cut
}

// block is the folded part with what was taken.
func (d details) block() string {
	if len(d.chosen) == 0 {
		return ""
	}
	label := "Every change in detail: " + plural(len(d.ordered), "resource")
	if d.done < len(d.ordered) {
		label = fmt.Sprintf("Changes in detail: %d of %d resources", d.done, len(d.ordered))
	}
	return folded(label, strings.Join(d.chosen, "\n"))
}

// ordered are the changed resources: dangerous ones first, in the order of what is
// found, then by operation, then
// by component and name: the engine's order differs from run to run.
func ordered(set changes.Set, places map[string]int) []changes.Resource {
	var all []changes.Resource
	for _, resource := range set.Resources {
		if resource.Changes() && !resource.Component {
			all = append(all, resource)
		}
	}
	place := func(r changes.Resource) int {
		if found, dangerous := places[r.URN]; dangerous {
			return found - len(places)*len(places) - len(set.Resources)
		}
		return weight(r.Operation)
	}
	slices.SortStableFunc(all, func(a, b changes.Resource) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Within(), b.Within()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.URN, b.URN))
	})
	return all
}

func outputsBlock(set changes.Set) string {
	if len(set.Outputs) == 0 {
		return ""
	}
	lines := []string{"@@ outputs of the stack @@"}
	for i, output := range set.Outputs {
		if i == propertiesAtMost {
			lines = append(lines, fmt.Sprintf("# and %d more", len(set.Outputs)-i))
			break
		}
		lines = append(lines, propertyLines(output)...)
	}
	return fenced("diff", lines)
}

func warningsBlock(set changes.Set) string {
	if len(set.Warnings) == 0 {
		return ""
	}
	lines := []string{"@@ warnings @@"}
	for i, warning := range set.Warnings {
		if i == errorLines {
			lines = append(lines, fmt.Sprintf("# and %d more", len(set.Warnings)-i))
			break
		}
		lines = append(lines, "! "+shorten(clean(strings.TrimSpace(warning)), 2*longest))
	}
	return fenced("diff", lines)
}

// byComponent puts resources of a component together, otherwise as they were.
func byComponent(all []changes.Resource) {
	slices.SortStableFunc(all, func(a, b changes.Resource) int { return cmp.Compare(a.Within(), b.Within()) })
}
