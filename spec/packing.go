package spec

import (
	"cmp"
	"maps"
	"slices"
)

// pods are pods by what they ask for: how many there are of each. Checking a file must
// cost what the file is long, not what its numbers say.
type pods map[pod]int

func (p pods) add(count int, more ...pod) {
	for _, one := range more {
		p[one] += count
	}
}

// count is how many pods there are.
func (p pods) count() int {
	sum := 0
	for _, count := range p {
		sum += count
	}
	return sum
}

// alike are nodes that have the same left.
type alike struct {
	left  instance
	count int
}

// nodesFor estimates how many nodes the pods need: largest first, each on the
// first node with room.
func nodesFor(room instance, of pods) int {
	nodes, _ := packed(room, of)
	return nodes
}

// packed is nodesFor, and how many kinds of nodes were looked at for it.
func packed(room instance, of pods) (nodes, steps int) {
	share := func(p pod) float64 {
		return max(float64(p.cpu)/float64(room.cpu), float64(p.memory)/float64(room.memory))
	}
	largestFirst := slices.SortedFunc(maps.Keys(of), func(a, b pod) int {
		return cmp.Or(cmp.Compare(share(b), share(a)), cmp.Compare(b.cpu, a.cpu), cmp.Compare(b.memory, a.memory))
	})
	var kinds, after []alike
	for _, p := range largestFirst {
		rest := of[p]
		after = after[:0]
		for _, nodes := range kinds {
			steps++
			after, rest = nodes.take(after, p, rest)
		}
		switch each := room.holds(p); {
		case rest == 0:
		case each == 0: // told elsewhere; it counts as a node's worth
			after = append(after, alike{instance{}, rest})
		default:
			after, _ = alike{room, (rest + each - 1) / each}.take(after, p, rest)
		}
		kinds, after = after, kinds
	}
	for _, kind := range kinds {
		nodes += kind.count
	}
	return nodes, steps
}

// take puts pods on the nodes, each filled before the next, and appends what becomes of
// the nodes; rest is how many pods found no room.
func (a alike) take(after []alike, p pod, count int) (all []alike, rest int) {
	each := a.left.holds(p)
	if each == 0 || count == 0 {
		return append(after, a), count
	}
	full := min(count/each, a.count)
	if full > 0 {
		after = append(after, alike{a.left.without(p, each), full})
	}
	count -= full * each
	left := a.count - full
	if left > 0 && count > 0 {
		after = append(after, alike{a.left.without(p, count), 1})
		count, left = 0, left-1
	}
	if left > 0 {
		after = append(after, alike{a.left, left})
	}
	return after, count
}

// manyPods is more than a node holds.
const manyPods = 1 << 20

// holds is how many of such pods a node has room for.
func (i instance) holds(p pod) int {
	most := max(i.pods, 0)
	if p.cpu > 0 {
		most = min(most, int(i.cpu/p.cpu))
	}
	if p.memory > 0 {
		most = min(most, int(i.memory/p.memory))
	}
	return min(max(most, 0), manyPods)
}

// without is what is left of a node with so many such pods.
func (i instance) without(p pod, count int) instance {
	return instance{i.cpu - CPU(count)*p.cpu, i.memory - Bytes(count)*p.memory, i.pods - count}
}
