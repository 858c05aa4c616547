// Package gate decides whether a plan may be carried out: what can't be, what is
// protected, and what would be lost without anybody having said that it may be. Every
// command that changes a stack or speaks of a change asks here. It is pure.
package gate

import (
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// Verdict is what the gate says of a plan.
type Verdict string

// The verdicts, worst first.
const (
	// Refused can't be carried out: no approval lifts it.
	Refused Verdict = "refused"
	// Protected would destroy what is protected. Lifting the protection, in an update
	// of its own, lifts it.
	Protected Verdict = "protected"
	// Loses would destroy what can't be made again. An approval of just that lifts it.
	Loses Verdict = "loses"
	// Failed is a plan that could not be made for another reason.
	Failed Verdict = "failed"
	// Open may be carried out.
	Open Verdict = "open"
)

// Ruling is what the gate says of a plan, and why.
type Ruling struct {
	Verdict Verdict
	// Findings are what decides, worst first; none of a plan that is open or failed.
	Findings []danger.Finding
	// Fingerprint stands for the data that would be lost: an approval names it. "" is
	// none.
	Fingerprint string
	// Problems are why there is no plan, without those that protection explains.
	Problems []string
}

// Rule judges a plan. Problems are what stopped it, approved is the fingerprint of
// what somebody said may be lost, "" for nothing.
func Rule(set changes.Set, problems []string, approved string) Ruling {
	return Of(danger.Judge(set), problems, approved)
}

// Of is Rule for a plan whose dangers were judged already.
func Of(findings []danger.Finding, problems []string, approved string) Ruling {
	ruling := Ruling{Verdict: Open, Fingerprint: danger.Fingerprint(findings), Problems: Unexplained(findings, problems)}
	if refused := danger.Of(findings, danger.Refused); len(refused) > 0 {
		ruling.Verdict, ruling.Findings = Refused, refused
		return ruling
	}
	lost := danger.Of(findings, danger.DataLoss)
	switch protected := Guarded(findings); {
	case len(protected) > 0:
		ruling.Verdict, ruling.Findings = Protected, protected
	case len(lost) > 0 && approved != ruling.Fingerprint:
		ruling.Verdict, ruling.Findings = Loses, lost
	case len(ruling.Problems) > 0:
		ruling.Verdict = Failed
	}
	return ruling
}

// Guarded are the findings about what is protected.
func Guarded(findings []danger.Finding) []danger.Finding {
	var guarded []danger.Finding
	for _, finding := range findings {
		if finding.Protected {
			guarded = append(guarded, finding)
		}
	}
	return guarded
}

// Unexplained are the problems of a plan without the engine's words about what is
// protected, where a finding says the same: what the engine advises, to take the
// protection out of its state by hand, is not the way here.
func Unexplained(findings []danger.Finding, problems []string) []string {
	guarded := Guarded(findings)
	if len(guarded) == 0 {
		return problems
	}
	var left []string
	for _, problem := range problems {
		if !aboutProtection(problem) {
			left = append(left, problem)
		}
	}
	return left
}

// aboutProtection knows the engine's words for what it refuses to delete or replace:
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/resource/deploy/step.go
func aboutProtection(problem string) bool {
	return strings.Contains(problem, "marked for protection") || strings.Contains(problem, "because it is protected")
}
