package engine

import (
	"time"

	"groundwork/internal/traffic"
)

// moves are an operation on a stack, as what stood when.
type moves struct {
	course Course
	// ends is when each resource is done, leaves when its delete begins, counted from
	// the last create or update.
	ends, leaves  map[string]time.Duration
	before, after checkpoint
}

// spans are the versions of each resource. Of one that is changed in place both
// are there, one after the other; of one that is replaced the new one comes first,
// unless it was deleted before.
func (m moves) spans() []traffic.Span {
	last := m.course.last(m.ends)
	kept := map[[2]string]stateResource{}
	for _, resource := range m.after.Resources {
		kept[[2]string{resource.URN, resource.ID}] = resource
	}
	var spans []traffic.Span
	for _, old := range m.before.Resources {
		at := [2]string{old.URN, old.ID}
		now, stays := kept[at]
		begin, deletes := m.begin(old.URN)
		switch {
		case stays && deletes: // deleted, and made again with the id of before
			spans = append(spans, span(old, traffic.Always, begin), span(now, m.ends[old.URN], traffic.Forever))
		case stays && len(m.course.built[old.URN]) > 0:
			spans = append(spans, span(old, traffic.Always, m.ends[old.URN]), span(now, m.ends[old.URN], traffic.Forever))
		case stays:
			spans = append(spans, span(now, traffic.Always, traffic.Forever))
		case deletes:
			spans = append(spans, span(old, traffic.Always, begin))
		default:
			spans = append(spans, span(old, traffic.Always, last+m.leaves[old.URN]))
		}
		delete(kept, at)
	}
	for _, made := range kept {
		spans = append(spans, span(made, m.ends[made.URN], traffic.Forever))
	}
	return spans
}

// begin is when the operations on a resource begin, and whether they delete it first.
func (m moves) begin(urn string) (at time.Duration, deletes bool) {
	for _, took := range m.course.built[urn] {
		deletes = deletes || took.Verb == "delete"
	}
	return m.ends[urn] - m.course.takes(urn), deletes
}

func span(of stateResource, from, until time.Duration) traffic.Span {
	return traffic.Span{Type: of.Type, ID: of.ID, Properties: of.Outputs, From: from, Until: until}
}
