package price

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// Gap is something that the sums lack, or a rate that nobody can tell.
type Gap struct {
	// What is unknown in a few words: a class ("rds postgres db.r7g.xlarge"), or the
	// type of the resource.
	What string `json:"what"`
	// Why says it in a sentence's second half.
	Why string `json:"why"`
	// Resources are the names of those that it is about.
	Resources []string `json:"resources"`
	// Before and After are how many of them lack it on either side.
	Before int `json:"before"`
	After  int `json:"after"`
	// ByUse is true of a missing rate, which no sum lacks.
	ByUse bool `json:"byUse,omitempty"`
}

// namesAtMost is how many resources a sentence names.
const namesAtMost = 3

// String is "a, b: why."
func (g Gap) String() string {
	shown := strings.Join(g.Resources[:min(len(g.Resources), namesAtMost)], ", ")
	if more := len(g.Resources) - namesAtMost; more > 0 {
		shown += fmt.Sprintf(" and %d more", more)
	}
	return shown + ": " + g.Why + "."
}

// gap is what one quote lacks.
type gap struct {
	what, why string
	// pieces are how many the list has no price of; 0 where the list isn't why.
	pieces int64
}

// gap says that something isn't in the amount, and why.
func (q *quote) gap(format string, args ...any) {
	q.gaps = miss(q.gaps, gap{what: q.resource.Type, why: fmt.Sprintf(format, args...)})
}

// unlisted is something that the list has no price of.
func unlisted(service, key string, pieces int64) gap {
	what := service + " " + key
	return gap{what: what, why: "there is no price of " + what + " in the list", pieces: pieces}
}

// miss adds a gap; of the same there are only more pieces.
func miss(gaps []gap, one gap) []gap {
	for i, other := range gaps {
		if other.what == one.what && other.why == one.why {
			gaps[i].pieces += one.pieces
			return gaps
		}
	}
	return append(gaps, one)
}

// cost is what a quote comes to; nothing where there is none.
func (q *quote) cost() Amount {
	if q == nil {
		return Amount{}
	}
	return Amount{Known: q.amount, Unknown: len(q.gaps)}
}

func (q *quote) missing() []gap {
	if q == nil {
		return nil
	}
	return q.gaps
}

// between is what a resource costs on both sides.
func between(resource changes.Resource, before, after *quote) Change {
	change := Change{Before: before.cost(), After: after.cost()}
	if cancel(resource, before.missing(), after.missing()) {
		difference := change.After.Known - change.Before.Known
		change.Difference = &difference
	}
	return change
}

// cancel tells whether what isn't known is the same on both sides, so that the
// difference is known without it: as many pieces of the same thing, or whatever it
// is of a resource to which nothing happens.
func cancel(resource changes.Resource, before, after []gap) bool {
	if !slices.Equal(before, after) {
		return false
	}
	byPiece := !slices.ContainsFunc(before, func(g gap) bool { return g.pieces == 0 })
	return byPiece || !resource.Changes() || stays(resource)
}
