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
	// total is how many there are.
	total int
	// done is how many of the ordered resources were taken; full is true when one
	// didn't fit.
	done    int
	full    bool
	ordered []changes.Resource
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
	s.details.total = len(s.details.ordered)
	if s.details.total == 0 && len(s.stack.Set.Outputs) == 0 && len(s.stack.Set.Warnings) == 0 {
		return ""
	}
	s.page.room -= frame
	most := slices.IndexFunc(s.details.ordered, func(r changes.Resource) bool {
		_, dangerous := places[r.URN]
		return !dangerous
	})
	if most < 0 {
		most = s.details.total
	}
	return s.take(most)
}

// take takes diffs up to a place in the order, until one doesn't fit.
func (s *section) take(most int) string {
	for s.details.done < most {
		diff := Diff(s.details.ordered[s.details.done])
		if !s.page.fits(diff) {
			s.details.full = true
			return cutDetails
		}
		s.details.chosen = append(s.details.chosen, s.page.must(diff))
		s.details.done++
	}
	return ""
}

// resourcesAtMost is how many diffs a stack shows even where there is no limit:
// nobody reads more, and the summary of a job has a limit too.
const resourcesAtMost = 1_000

// writeDetail takes the other diffs, and outputs and warnings.
func (s *section) writeDetail() string {
	if !s.told || s.details.total == 0 && len(s.stack.Set.Outputs) == 0 && len(s.stack.Set.Warnings) == 0 {
		return ""
	}
	for _, more := range []string{outputsBlock(s.stack.Set), warningsBlock(s.stack.Set)} {
		if more != "" && s.page.fits(more) {
			s.details.chosen = append(s.details.chosen, s.page.must(more))
		}
	}
	if s.details.full {
		return cutDetails
	}
	if s.details.total > resourcesAtMost {
		s.page.missed(cutDetails)
	}
	return s.take(min(s.details.total, resourcesAtMost))
}

// block is the folded part with what was taken.
func (d details) block() string {
	if len(d.chosen) == 0 {
		return ""
	}
	label := "Every change in detail: " + plural(d.total, "resource")
	if d.done < d.total {
		label = fmt.Sprintf("Changes in detail: %d of %d resources", d.done, d.total)
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
