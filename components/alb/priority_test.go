package alb

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// someRoutes draws routes of different names, and of different host and path.
func someRoutes(t *rapid.T) []Route {
	word := rapid.SampledFrom([]string{"/api", "/v1", "/v2", "/admin", "/x"})
	route := rapid.Custom(func(t *rapid.T) Route {
		return Route{
			Name: rapid.StringMatching(`[a-z][a-z0-9]{0,5}`).Draw(t, "name"),
			Host: rapid.SampledFrom([]string{"a.example.com", "b.example.com"}).Draw(t, "host"),
			Path: strings.Join(rapid.SliceOfN(word, 0, maxDepth).Draw(t, "path"), ""),
		}
	})
	routes := rapid.SliceOfNDistinct(route, 1, 40, func(r Route) string { return r.Name }).Draw(t, "routes")
	slices.SortStableFunc(routes, func(a, b Route) int { return strings.Compare(a.Host+a.Path, b.Host+b.Path) })
	return slices.CompactFunc(routes, func(a, b Route) bool { return a.Host+a.Path == b.Host+b.Path })
}

func TestNoTwoRoutesShareAPriorityAndEachIsLegal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		routes := someRoutes(t)
		seen := map[int]string{}
		for name, priority := range prioritise(routes) {
			assert.Empty(t, seen[priority], "%s has the same priority", name)
			assert.True(t, priority >= 1 && priority <= maxPriority, "%d", priority)
			seen[priority] = name
		}
		assert.Len(t, seen, len(routes))
	})
}

func TestStandbysTakeNoRoutesPriority(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		routes := someRoutes(t)
		seen := map[int]bool{}
		for _, priorities := range []map[string]int{prioritise(routes), standbyPriorities(routes)} {
			assert.Len(t, priorities, len(routes))
			for name, priority := range priorities {
				assert.False(t, seen[priority], name)
				assert.True(t, priority >= 1 && priority <= maxPriority, "%d", priority)
				seen[priority] = true
			}
		}
	})
}

func TestTheMoreSpecificPathIsAskedFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		routes := someRoutes(t)
		priorities := prioritise(routes)
		for _, outer := range routes {
			for _, inner := range routes {
				below := outer.Host == inner.Host && strings.HasPrefix(inner.path(), outer.path()+"/")
				if below {
					assert.Less(t, priorities[inner.Name], priorities[outer.Name], "%s below %s", inner.Path, outer.Path)
				}
			}
		}
	})
}

func TestTheOrderOfRoutesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		routes := someRoutes(t)
		shuffled := rapid.Permutation(routes).Draw(t, "shuffled")
		assert.Equal(t, prioritise(routes), prioritise(shuffled))
	})
}

func TestAnotherRouteMovesNoneThatDrewAnotherPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		routes := someRoutes(t)
		places := map[int]bool{}
		for _, r := range routes {
			places[drawPlace(r.Name)] = true
		}
		if len(places) < len(routes) {
			t.Skip("two routes drew one place")
		}
		with, without := prioritise(routes), prioritise(routes[1:])
		for name, priority := range without {
			assert.Equal(t, priority, with[name], name)
		}
	})
}

func TestRoutesThatDrawTheSamePlaceStillDiffer(t *testing.T) {
	byPlace := map[int]string{}
	for i := 0; ; i++ {
		name := fmt.Sprintf("service%d", i)
		other, same := byPlace[drawPlace(name)]
		if !same {
			byPlace[drawPlace(name)] = name
			continue
		}
		priorities := prioritise([]Route{{Name: name}, {Name: other}})
		values := slices.Sorted(maps.Values(priorities))
		assert.Equal(t, values[0]+1, values[1])
		return
	}
}

// A change of these numbers would renumber the rules of running systems.
func TestThePrioritiesOfRunningSystemsStay(t *testing.T) {
	assert.Equal(t, map[string]int{"api": 49568, "web": 47826, "docs": 43123}, prioritise([]Route{
		{Name: "api", Host: "api.stockindicator.com", Path: "/"},
		{Name: "web", Host: "stockindicator.com"},
		{Name: "docs", Host: "stockindicator.com", Path: "/docs/"},
	}))
}
