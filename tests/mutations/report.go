package mutations

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"groundwork/tests/ledger"
)

// Report has the verdict on each mutant, by its number.
type Report struct{ *ledger.Ledger }

// OpenReport opens a report, and reads what it has.
func OpenReport(path string) (Report, error) {
	opened, err := ledger.Open(path)
	return Report{opened}, err
}

// Verdict is the verdict on a mutant that an earlier run came to.
func (r Report) Verdict(number int) (Verdict, bool) {
	verdict, known := r.Known(strconv.Itoa(number))
	return Verdict(verdict), known
}

// Add writes a verdict down.
func (r Report) Add(number int, verdict Verdict) error {
	return r.Record(strconv.Itoa(number), string(verdict))
}

// Count is how many verdicts there are of each kind.
func (r Report) Count() (refused, accepted, bugs int) {
	for _, text := range r.All() {
		switch verdict := Verdict(text); {
		case verdict.Bug():
			bugs++
		case verdict == Refused:
			refused++
		default:
			accepted++
		}
	}
	return refused, accepted, bugs
}

// mostShown is how much of a bug is told.
const mostShown = 700

// Bugs are the kinds of bugs, each with its first mutants; the most frequent come first.
func (r Report) Bugs() []string {
	known, kinds := r.All(), map[string][]int{}
	for key, text := range known {
		if number, err := strconv.Atoi(key); err == nil && Verdict(text).Bug() {
			kind := kindOf(Verdict(text))
			kinds[kind] = append(kinds[kind], number)
		}
	}
	told := slices.SortedFunc(maps.Keys(kinds), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(kinds[b]), len(kinds[a])), cmp.Compare(a, b))
	})
	for i, kind := range told {
		numbers := slices.Sorted(slices.Values(kinds[kind]))
		text := known[strconv.Itoa(numbers[0])]
		told[i] = fmt.Sprintf("%d times, numbers %v: %s", len(numbers), numbers[:min(len(numbers), 5)], text[:min(len(text), mostShown)])
	}
	return told
}

var particulars = regexp.MustCompile(`"[^"]*"|[0-9]+|stack \S+`)

// kindOf is a verdict without names and numbers.
func kindOf(verdict Verdict) string {
	text := particulars.ReplaceAllString(string(verdict), "_")
	return text[:min(len(text), 160)]
}
