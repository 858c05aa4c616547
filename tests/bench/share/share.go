// Package share tells which share of a yardstick's cost the product takes, and
// whether it may.
package share

import (
	"fmt"
	"io"
	"maps"

	"groundwork/tests/bench/cost"
)

// Step is an operation of a stack's life.
type Step struct {
	// Title is for people, Operation the engine's word.
	Title, Operation string
	// Product are the arguments of groundwork local.
	Product []string
	// Most is the largest share of the yardstick's CPU that the product may take.
	Most float64
}

// Life are the steps that are compared, in their order.
var Life = []Step{
	{"preview", "preview", []string{"preview"}, 0.85},
	{"first up", "up", []string{"up"}, 0.35},
	{"unchanged up", "up", []string{"up"}, 0.6},
	{"refresh preview", "refresh", []string{"refresh", "--preview-only"}, 0.7},
	{"destroy", "destroy", []string{"destroy", "--unprotect"}, 0.4},
}

// The sides that are compared.
const (
	Product = iota
	Yardstick
)

// Pair is what a step took on each side.
type Pair [2]cost.Cost

// SameWork fails when the two sides did not do the same: then a share says
// nothing.
func SameWork(step Step, took Pair) error {
	if !maps.Equal(took[Product].Changes, took[Yardstick].Changes) {
		return fmt.Errorf("%s: the product did %v and the echo %v: its answers (tests/bench/echo/answers.go) no longer fit the program",
			step.Title, took[Product].Changes, took[Yardstick].Changes)
	}
	return nil
}

// Compare prints what each step took on both sides, with the least CPU of the
// rounds, and gives the steps that took a larger share than they may. Memory and
// CLIs are those of the round that was watched closely.
func Compare(out io.Writer, title string, rounds [][]Pair, watched []Pair) (missed []string) {
	fmt.Fprintf(out, "\n%s: CPU seconds of all processes, the least of %d rounds; product / echo\n", title, len(rounds))
	fmt.Fprintf(out, "%-16s %15s %7s %8s %-6s %13s %13s %9s\n", "", "CPU s", "ratio", "at most", "", "wall s", "memory GB", "CLIs")
	for at, step := range Life {
		least := leastOf(rounds, at)
		ours, echo := least[Product], least[Yardstick]
		share, verdict := ours.CPU/echo.CPU, "ok"
		if share > step.Most {
			verdict, missed = "above", append(missed, step.Title)
		}
		fmt.Fprintf(out, "%-16s %15s %7.2f %8.2f %-6s %13s %13s %9s\n", step.Title,
			fmt.Sprintf("%.2f / %.2f", ours.CPU, echo.CPU), share, step.Most, verdict,
			fmt.Sprintf("%.1f / %.1f", ours.Wall, echo.Wall),
			fmt.Sprintf("%.2f / %.2f", Gigabytes(watched[at][Product].Peak), Gigabytes(watched[at][Yardstick].Peak)),
			fmt.Sprintf("%d / %d", watched[at][Product].CLIs, watched[at][Yardstick].CLIs))
	}
	return missed
}

// leastOf is what a step took on each side at its least: whatever else runs on
// the machine only adds.
func leastOf(rounds [][]Pair, at int) Pair {
	least := rounds[0][at]
	for _, round := range rounds[1:] {
		for side, took := range round[at] {
			least[side].CPU = min(least[side].CPU, took.CPU)
			least[side].Wall = min(least[side].Wall, took.Wall)
		}
	}
	return least
}

// Gigabytes are bytes as people tell them.
func Gigabytes(bytes int64) float64 { return float64(bytes) / 1e9 }
