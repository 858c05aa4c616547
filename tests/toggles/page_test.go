package toggles

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// kinds are what may come of a toggle, by how its outcome begins, in the order of the
// page.
var kinds = []struct{ begins, title string }{
	{strings.TrimSpace(wrong), "Wrong"},
	{"one way", "One way"},
	{"loses data", "Loses data, and says so"},
	{"refused:", "Refused before anything starts"},
	{"refused by the check", "Refused by the check"},
	{unchanging, "Changes nothing"},
	{"works", "Works, and goes back"},
}

// countsOf counts the outcomes of a stack, or of all, by their kind.
func countsOf(known map[string]string, stack string) map[string]int {
	counts := map[string]int{}
	for key, outcome := range known {
		if stack == "" || strings.HasPrefix(key, stack+"\t") {
			counts[kindOf(outcome)]++
		}
	}
	return counts
}

func kindOf(outcome string) string {
	for _, kind := range kinds {
		if strings.HasPrefix(outcome, kind.begins) {
			return kind.title
		}
	}
	return outcome
}

// page is the report for people: totals of each stack, then all toggles by what came
// of them, the wrong ones first.
func page(known map[string]string, now time.Time) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# Every key changed on a living stack, and changed back\n\n%s, %d toggles\n\n| stack | toggles |", now.Format(time.DateTime), len(known))
	for _, kind := range kinds {
		fmt.Fprintf(&out, " %s |", strings.ToLower(kind.title))
	}
	fmt.Fprintf(&out, "\n| --- |%s\n", strings.Repeat(" ---: |", len(kinds)+1))
	keys := slices.Sorted(maps.Keys(known))
	stacks := map[string]int{}
	for _, key := range keys {
		stack, _, _ := strings.Cut(key, "\t")
		stacks[stack]++
	}
	for _, stack := range slices.Sorted(maps.Keys(stacks)) {
		fmt.Fprintf(&out, "| %s | %d |", stack, stacks[stack])
		for _, kind := range kinds {
			fmt.Fprintf(&out, " %d |", countsOf(known, stack)[kind.title])
		}
		out.WriteString("\n")
	}
	for _, kind := range kinds {
		list(&out, known, keys, kind.title)
	}
	return out.String()
}

// list are the toggles of one kind, by their stacks.
func list(page *strings.Builder, known map[string]string, keys []string, kind string) {
	last := ""
	for _, key := range keys {
		if kindOf(known[key]) != kind {
			continue
		}
		stack, toggle, _ := strings.Cut(key, "\t")
		if last == "" {
			fmt.Fprintf(page, "\n## %s\n", kind)
		}
		if stack != last {
			fmt.Fprintf(page, "\n%s\n\n", stack)
			last = stack
		}
		fmt.Fprintf(page, "- `%s`", toggle)
		if outcome := known[key]; outcome != "works" && outcome != unchanging {
			fmt.Fprintf(page, ": %s", outcome)
		}
		page.WriteString("\n")
	}
}

func TestThePageHasTheTotalsAndTheWrongOnesFirst(t *testing.T) {
	known := map[string]string{
		"shop/dev\tcpu: 1":      "works",
		"shop/dev\tnat: 2":      "WRONG: fails after 1 of 2 changes",
		"shop/prod\tstorage: 3": "one way: comes up",
		"shop/prod\tzones: 4":   "refused by the check: no",
	}
	assert.Equal(t, `# Every key changed on a living stack, and changed back

2026-11-30 12:00:00, 4 toggles

| stack | toggles | wrong | one way | loses data, and says so | refused before anything starts | refused by the check | changes nothing | works, and goes back |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| shop/dev | 2 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
| shop/prod | 2 | 0 | 1 | 0 | 0 | 1 | 0 | 0 |

## Wrong

shop/dev

- `+"`nat: 2`"+`: WRONG: fails after 1 of 2 changes

## One way

shop/prod

- `+"`storage: 3`"+`: one way: comes up

## Refused by the check

shop/prod

- `+"`zones: 4`"+`: refused by the check: no

## Works, and goes back

shop/dev

- `+"`cpu: 1`"+`
`, page(known, time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)))
}
