package review

import (
	"slices"

	"groundwork/internal/danger"
	"groundwork/internal/rehearsal"
	"groundwork/internal/report"
)

// Ending is what a review comes to.
type Ending int

// The endings, of those that hold the first.
const (
	// Untold: there is no preview of a stack.
	Untold Ending = iota
	// Refused: a stack file is refused, or what is there can't become what it says.
	Refused
	// Loses: data would be lost, and nobody approved it.
	Loses
	// Fails: a change would fail, or its way back does, or in production there is
	// none, and nobody approved that.
	Fails
	// Fine: none of these.
	Fine
)

// End tells what a review comes to. The label lifts what is lost and a way back that
// is not there, and never a change that fails.
func End(of report.Review) Ending {
	ending := Fine
	for _, stack := range of.Stacks {
		ending = min(ending, endOf(stack))
	}
	if ending > Refused && Blocked(of) {
		lost := func(s report.Stack) bool { return len(danger.Of(s.Findings, danger.DataLoss)) > 0 }
		if slices.ContainsFunc(of.Stacks, lost) {
			return Loses
		}
		return Fails
	}
	return ending
}

// endOf is what no label lifts.
func endOf(stack report.Stack) Ending {
	rehearsed := stack.Rehearsal
	switch {
	case rehearsed != nil && rehearsed.Verdict == rehearsal.Refused, danger.Worst(stack.Findings) == danger.Refused:
		return Refused
	case rehearsed == nil && stack.Failed():
		return Untold
	case rehearsed != nil && rehearsed.Fails:
		return Fails
	}
	return Fine
}
