package alb

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// A listener asks its rules in the order of their priorities, 1 to 50000, and
// takes the first that matches. A priority can't be held by two rules, not even
// for a moment, so rules must not swap theirs when a route is added: each route
// draws a place of its own, from its name, in the band of its path's depth.
// Paths match by whole words, so of two routes that match the same request one
// path is the beginning of the other, and the deeper one must be asked first.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
const (
	maxPriority = 50000
	maxDepth    = 9
	bandSize    = maxPriority / (maxDepth + 1)
)

// depth is the number of words in a route's path.
func depth(r Route) int { return strings.Count(r.path(), "/") }

// prioritise gives every route its priority, by name. Only routes that draw the
// same place, which for ten routes happens once in a hundred stacks, can still
// make one another move.
func prioritise(routes []Route) map[string]int { return draw(routes, map[int]bool{}) }

// standbyPriorities are those of the rules that no request matches. Where they
// stand means nothing, so they draw in the band of the deepest paths, which hardly
// anybody has, and make no other rule move.
func standbyPriorities(routes []Route) map[string]int {
	taken := map[int]bool{}
	draw(routes, taken)
	standbys := make([]Route, 0, len(routes))
	for _, r := range routes {
		standbys = append(standbys, Route{Name: r.Name, Path: strings.Repeat("/0", maxDepth)})
	}
	return draw(standbys, taken)
}

// draw gives every route a priority that is not taken.
func draw(routes []Route, taken map[int]bool) map[string]int {
	inOrder := slices.SortedFunc(slices.Values(routes), func(a, b Route) int { return cmp.Compare(a.Name, b.Name) })
	priorities := make(map[string]int, len(routes))
	for _, r := range inOrder {
		place := drawPlace(r.Name)
		for taken[priority(r, place)] {
			place = (place + 1) % bandSize
		}
		priorities[r.Name] = priority(r, place)
		taken[priorities[r.Name]] = true
	}
	return priorities
}

func priority(r Route, place int) int { return 1 + (maxDepth-depth(r))*bandSize + place }

func drawPlace(name string) int {
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(name)) // a hash's Write never fails
	return int(hash.Sum32() % bandSize)
}
