package report

import (
	"cmp"
	"maps"
	"slices"

	"groundwork/internal/changes"
)

// arrow leads from a component that changes to one whose change follows from it.
type arrow struct{ from, to int }

// arrows are between different nodes, each once, in order.
func arrows(set changes.Set, node map[string]int) []arrow {
	within := make(map[string]string, len(set.Resources))
	for _, resource := range set.Resources {
		within[resource.URN] = resource.Within()
	}
	found := map[arrow]bool{}
	for _, resource := range set.Resources {
		to, there := node[resource.Within()]
		if !there || !resource.Changes() {
			continue
		}
		for _, urn := range resource.Follows {
			if from, is := node[within[urn]]; is && from != to {
				found[arrow{from, to}] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b arrow) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
}

// reach tells which node leads to which over any number of arrows.
type reach [nodesAtMost + 1][nodesAtMost + 1]bool

func reachOf(arrows []arrow) *reach {
	var r reach
	for _, a := range arrows {
		r[a.from][a.to] = true
	}
	for over := range r {
		for from := range r {
			for to := range r {
				r[from][to] = r[from][to] || r[from][over] && r[over][to]
			}
		}
	}
	return &r
}

// direct leaves out arrows that say what a longer way says already, so that a
// picture of a whole stack can be read. In a circle every arrow stays.
func direct(arrows []arrow) []arrow {
	r := reachOf(arrows)
	return slices.DeleteFunc(slices.Clone(arrows), func(a arrow) bool {
		for over := range r {
			circle := r[over][a.from] || r[a.to][over]
			if over != a.from && over != a.to && r[a.from][over] && r[over][a.to] && !circle {
				return true
			}
		}
		return false
	})
}
