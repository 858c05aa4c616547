// Package rehearsal decides what came of a change that was carried out in a
// throw-away cloud: whether it works, whether there is a way back, and what the
// first line of the answer says. It is pure: what the steps showed comes in as
// Seen.
package rehearsal

import (
	"groundwork/internal/danger"
	"groundwork/internal/price"
)

// Verdict is what would become of a change.
type Verdict string

// The verdicts. Of those that hold, the first decides.
const (
	// Refused: the check of the stack file refuses it, or what is there can't become
	// what the file says; nothing is begun.
	Refused Verdict = "refused"
	// Loses: data would be lost.
	Loses Verdict = "loses"
	// Fails: it stops half-way, or leaves what is not as declared.
	Fails Verdict = "fails"
	// Unchanged: nothing is to be done.
	Unchanged Verdict = "unchanged"
	// Works: it is carried out, quiet and clean.
	Works Verdict = "works"
)

// Back is what becomes of the base, carried out again after the change.
type Back string

// What the way back does. The words of two are those of verdicts.
const (
	BackWorks Back = "works"
	BackFails Back = "fails"
	// BackNone: the cloud has no way back from what the change does.
	BackNone Back = "none"
	// BackUntried: there was nothing to go back from, or no way to try.
	BackUntried Back = "untried"
)

// Exit codes of a rehearsal, of those that hold the first.
const (
	exitRefused = 2
	exitLoses   = 3
	exitFails   = 4
)

// Changes counts resources, components too, by what is done to them.
type Changes struct {
	Create  int `json:"create"`
	Update  int `json:"update"`
	Replace int `json:"replace"`
	Delete  int `json:"delete"`
	Same    int `json:"same"`
}

// Total is the number of resources that change.
func (c Changes) Total() int { return c.Create + c.Update + c.Replace + c.Delete }

// Any is true where any resource changes.
func (c Changes) Any() bool { return c.Total() > 0 }

// Fault is one thing that is wrong.
type Fault struct {
	// At is the resource, its type and its logical name; "" where it is about none.
	At string
	// Reason is what is wrong with it, whole, in the words of whoever said so.
	Reason string
}

// Attempt is what carrying out a description showed.
type Attempt struct {
	// Done counts what was done.
	Done Changes
	// Broke are why it ended before its end, the cause first; none when it didn't.
	Broke []Fault
	// Failed are the URNs of the resources whose operation failed.
	Failed []string
	// Unanswered are those who got no answer for a while, the worst first.
	Unanswered []Fault
	// Restless are what a second time still changes.
	Restless []Fault
	// Astray are what is not as declared afterwards: drift, or after everything was
	// to be deleted, what is left.
	Astray []Fault
	// Kept are what stays on purpose when everything is deleted.
	Kept []string
	// Seconds are the simulated ones until the applications are up, or until the
	// end, where Applications is false: none of them was touched.
	Seconds      float64
	Applications bool
}

// ok is true of one that is done, quiet and clean.
func (a *Attempt) ok() bool {
	return len(a.Broke) == 0 && len(a.Restless) == 0 && len(a.Astray) == 0
}

// Seen is what a rehearsal has seen of one stack. What was not come to is empty.
type Seen struct {
	System, Stack string
	// Refused are what the check of the stack file says, File is its name.
	Refused []string
	File    string
	// Removed: the base has the stack and the head has not. New: the other way round.
	Removed, New bool
	// Same: stack file and code are the base's, nothing had to be carried out.
	Same bool
	// Planned is what the preview of the head on the base says. Unplanned are why
	// there is none.
	Planned   Changes
	Unplanned []Fault
	// Findings are what is judged of that preview. With one that is refused or
	// protected, nothing was carried out.
	Findings []danger.Finding
	// Cost is what the change costs a month; nil where nobody estimated it.
	Cost *price.Change
	// OneWay are, by the URN, the changes that the cloud does not take back, and why.
	OneWay map[string]string
	// Head is the change carried out, Back the base after it: for a new stack,
	// everything deleted. Nil is not tried.
	Head, Back *Attempt
}

// lost are the findings that block until they are approved, or their protection is
// lifted.
func (s Seen) lost() []danger.Finding {
	var lost []danger.Finding
	for _, finding := range s.Findings {
		if finding.Level == danger.DataLoss || finding.Protected && finding.Level != danger.Refused {
			lost = append(lost, finding)
		}
	}
	return lost
}

// impossible are the findings that no approval lifts.
func (s Seen) impossible() []danger.Finding { return danger.Of(s.Findings, danger.Refused) }

// Outcome is what is told of a rehearsal. Its JSON form is a contract that scripts
// rely on.
type Outcome struct {
	System  string  `json:"system"`
	Stack   string  `json:"stack"`
	Verdict Verdict `json:"verdict"`
	Back    Back    `json:"back"`
	// Reason is why it is not simply works, At where: a resource with its type, or a
	// stack file. Both "" when all is well.
	Reason string `json:"reason"`
	At     string `json:"at"`
	// Changes is what the head changes on the base, as planned.
	Changes Changes `json:"changes"`
	// Seconds are the simulated ones until the applications are up; of a change that
	// touches none, until its end; 0 for one that does not come up.
	Seconds float64 `json:"seconds"`
	// Fails is true of a change that does not come up as declared, whatever else is
	// said of it. BackAt is where the way back fails.
	Fails  bool   `json:"-"`
	BackAt string `json:"-"`
	// Line says it in one line of at most 120 characters, Details what there is beyond
	// that, whole.
	Line    string   `json:"-"`
	Details []string `json:"-"`
}

// Exit is the exit code.
func (o Outcome) Exit() int {
	switch {
	case o.Verdict == Refused:
		return exitRefused
	case o.Verdict == Loses:
		return exitLoses
	case o.Verdict == Fails || o.Back == BackFails:
		return exitFails
	}
	return 0
}
