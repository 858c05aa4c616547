// Package report shows a review of changes to people and programs: as the comment
// on a pull request (Markdown), as text for terminals and logs, and as JSON. It
// decides nothing: dangers and costs are judged elsewhere. Names and values come
// from whoever wrote the program, so everything that is shown is made inert first.
package report

import (
	"cmp"
	"slices"
	"time"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/price"
	"groundwork/internal/rehearsal"
)

// Stack is what is known of one stack.
type Stack struct {
	Set      changes.Set
	Findings []danger.Finding
	// Cost is nil where nobody estimated it.
	Cost *price.Estimate
	// Error says why the preview failed, "" when it did not. What the engine said
	// of it is in Set.Errors.
	Error string
	// Rehearsal is what came of carrying the change out; nil where nobody did.
	// NotRehearsed says why it could not be done, "" where nobody tried.
	Rehearsal    *rehearsal.Outcome
	NotRehearsed string
	// Production is true of a stack in which a change without a way back needs the
	// label.
	Production bool
	// Note is what else must be known of the preview, such as that the stack is
	// new; "" for nothing.
	Note string
}

// Review is what a change does to each stack.
type Review struct {
	Stacks []Stack
	// Approval is nil without the label.
	Approval *Approval
	// Base and Head are the commits that are compared, "" where unknown.
	Base, Head string
	// Against says what the change is compared with, such as "the stack's state"
	// or "main, in the local cloud".
	Against string
	// Ask is how a loss is approved where no label does it, such as "start it again with
	// allow-loss"; "" is the label.
	Ask string
	// RunURL leads to the job with the whole report, "" outside of one.
	RunURL string
}

// Approval is a reviewer's word that data may be lost, or that there need be no way
// back.
type Approval struct {
	// Label is the one that was set, "" where it was said in another way.
	Label string
	// Covers is true when it was given for what would be lost now, and for the ways
	// back that fail now.
	Covers bool
	// By is who gave it, "" where unknown, and At when, zero where unknown.
	By string
	At time.Time
	// Unfit is why they can't, "" where they can.
	Unfit Unfit
}

// Unfit is why a label does not count, whatever it was set for.
type Unfit string

// Who can't approve.
const (
	// Maker is who made the change.
	Maker Unfit = "maker"
	// Robot is an app, the forge's token or a user who is no more.
	Robot Unfit = "robot"
)

// because is it in words.
func (u Unfit) because() string {
	if u == Maker {
		return "who made this change"
	}
	return "which is no person"
}

// moment is when it was given, for people; "" where unknown.
func (a Approval) moment() string {
	if a.At.IsZero() {
		return ""
	}
	return a.At.UTC().Format(" (2006-01-02 15:04 UTC)")
}

// ApprovalLabel is the label that a report asks for when there is none.
const ApprovalLabel = "data-loss-approved"

// Failed is true of a stack whose preview could not be made.
func (s Stack) Failed() bool { return s.Error != "" || len(s.Set.Errors) > 0 }

// quiet is true of a stack to which nothing happens.
func (s Stack) quiet() bool {
	if s.NotRehearsed != "" || s.Rehearsal != nil && s.Rehearsal.Verdict != rehearsal.Unchanged && s.Rehearsal.Verdict != rehearsal.Works {
		return false
	}
	return !s.Failed() && len(s.Set.Changed()) == 0 && len(s.Set.Outputs) == 0 && len(s.Findings) == 0
}

// lost is true when data of the stack would be lost.
func (s Stack) lost() bool { return len(danger.Of(s.Findings, danger.DataLoss)) > 0 }

// severity orders stacks: the lower, the worse.
func (s Stack) severity() int {
	rehearsed := rehearsal.Outcome{}
	if s.Rehearsal != nil {
		rehearsed = *s.Rehearsal
	}
	switch worst := danger.Worst(s.Findings); {
	case rehearsed.Verdict == rehearsal.Refused || worst == danger.Refused || worst == danger.DataLoss:
		return 0
	case s.Failed() || rehearsed.Fails || rehearsed.Back == rehearsal.BackFails:
		return 1
	case worst == danger.Downtime:
		return 2
	case worst == danger.Exposure:
		return 3
	case !s.quiet():
		return 4
	}
	return 5
}

// sorted are the stacks, worst first, otherwise as they were given.
func (r Review) sorted() []Stack {
	stacks := slices.Clone(r.Stacks)
	slices.SortStableFunc(stacks, func(a, b Stack) int { return cmp.Compare(a.severity(), b.severity()) })
	return stacks
}

// named is what a stack is called: with its system where there are several.
func (r Review) named(s Stack) string {
	for _, other := range r.Stacks {
		if other.Set.System != s.Set.System {
			return s.Set.System + "/" + s.Set.Stack
		}
	}
	return s.Set.Stack
}

// blocks is true when anything stops the change.
func (r Review) blocks() bool { return r.has(danger.Finding.Blocks) || r.wants() }

// Refused is true when something can't be carried out: no label lifts it.
func (r Review) Refused() bool {
	return r.has(func(f danger.Finding) bool { return f.Level == danger.Refused })
}

// Protected is true when something would go that is protected: its protection is
// lifted first, and no label lifts it.
func (r Review) Protected() bool { return r.has(func(f danger.Finding) bool { return f.Protected }) }

func (r Review) has(is func(danger.Finding) bool) bool {
	return slices.ContainsFunc(r.Stacks, func(s Stack) bool { return slices.ContainsFunc(s.Findings, is) })
}

// approved is true when what needs the label has it.
func (r Review) approved() bool {
	return r.Approval != nil && r.Approval.Covers && !r.Refused() && !r.Protected()
}
