package review

import (
	"groundwork/internal/gate"
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
// is not there, and never what is protected, refused or fails.
func End(of report.Review) Ending {
	ending := Fine
	for _, stack := range of.Stacks {
		ending = min(ending, endOf(stack))
	}
	switch ruling := Ruling(of); {
	case ruling.Verdict == gate.Refused:
		return Refused // and stays so, whatever else went wrong
	case ruling.Verdict == gate.Protected, ruling.Verdict == gate.Loses:
		return min(ending, Loses)
	case Lost(of) != "" && (of.Approval == nil || !of.Approval.Covers):
		return min(ending, Fails)
	}
	return ending
}

// endOf is what no label lifts.
func endOf(stack report.Stack) Ending {
	rehearsed := stack.Rehearsal
	switch {
	case rehearsed != nil && rehearsed.Verdict == rehearsal.Refused:
		return Refused
	case rehearsed == nil && stack.Failed():
		return Untold
	case rehearsed != nil && rehearsed.Fails:
		return Fails
	}
	return Fine
}
