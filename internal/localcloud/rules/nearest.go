package rules

import (
	"sort"

	"github.com/agext/levenshtein"
)

// Nearest returns the candidate with the fewest edits to name, or "" when none
// is close enough to be what was meant.
func Nearest(name string, candidates []string) string {
	sort.Strings(candidates)
	best, least := "", len(name)/2+1
	for _, candidate := range candidates {
		if d := levenshtein.Distance(name, candidate, nil); d < least {
			best, least = candidate, d
		}
	}
	return best
}
