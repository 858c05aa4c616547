package report

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// tense is how an operation is counted.
type tense struct {
	operation changes.Operation
	phrase    string
}

// tenses are in the order of a headline.
var tenses = []tense{
	{changes.Create, "to create"},
	{changes.Import, "to import"},
	{changes.Update, "to change"},
	{changes.Replace, "replaced"},
	{changes.Delete, "deleted"},
	{changes.Forget, "forgotten"},
}

// counted says how many resources an operation touches: "3 to change, 1 replaced".
func counted(set changes.Set) string {
	counts := counts(set)
	var parts []string
	for _, t := range tenses {
		if n := counts[t.operation]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, t.phrase))
		}
	}
	if len(parts) == 0 && len(set.Outputs) > 0 {
		return "only outputs change"
	}
	if len(parts) == 0 {
		return "no change"
	}
	return strings.Join(parts, ", ")
}

// counts are the changed resources by operation, without components: those are
// only names around them.
func counts(set changes.Set) map[changes.Operation]int {
	counts := map[changes.Operation]int{}
	for _, resource := range set.Resources {
		if resource.Changes() && !resource.Component {
			counts[resource.Operation]++
		}
	}
	return counts
}

// summary is what happens to a stack, in one line of words: "3 to change, 1
// replaced: the database is replaced, its data would be lost".
func summary(s Stack) string {
	if s.Rehearsal != nil && !s.quiet() {
		return s.Rehearsal.Line
	}
	said := counted(s.Set)
	if s.Failed() {
		said = "the preview failed"
		if s.lost() {
			said += " after " + counted(s.Set)
		}
	}
	if s.Note != "" && !s.quiet() {
		said += " (" + s.Note + ")"
	}
	if worst := worst(s.Findings); worst != nil {
		loss, _, _ := strings.Cut(worst.Loss, ";")
		said += ": " + loss
		if others := alike(s.Findings, worst.Level) - 1; others > 0 {
			said += ", and " + plural(others, "more "+nouns[worst.Level])
		}
	}
	return said
}

// nouns are one of each level.
var nouns = map[danger.Level]string{danger.Refused: "refusal", danger.DataLoss: "loss", danger.Downtime: "interruption", danger.Exposure: "exposure", danger.None: "remark"}

// worst is the finding that is told first.
func worst(findings []danger.Finding) *danger.Finding {
	level := danger.Worst(findings)
	i := slices.IndexFunc(findings, func(f danger.Finding) bool { return f.Level == level })
	if i < 0 {
		return nil
	}
	return &findings[i]
}

func alike(findings []danger.Finding, level danger.Level) int {
	count := 0
	for _, finding := range findings {
		if finding.Level == level {
			count++
		}
	}
	return count
}

// toldAtMost is how many stacks the first line tells of.
const toldAtMost = 4

// headline says it all in one line: see headlines.
func headline(r Review, bold, inert func(string) string) string {
	return strings.Join(headlines(r, bold, inert), "; ")
}

// headlines are what happens to each stack, the worst first, after its name. bold and
// inert are how a format shows them.
func headlines(r Review, bold, inert func(string) string) []string {
	var told []string
	var quiet []string
	stacks := r.sorted()
	if len(stacks) == 0 {
		return []string{bold("No stack was looked at")}
	}
	for i, s := range stacks {
		switch {
		case s.quiet() && i > 0:
			quiet = append(quiet, inert(r.named(s)))
		case i == 0:
			told = append(told, bold(inert(r.named(s))+": "+inert(summary(s))))
		default:
			told = append(told, inert(r.named(s))+": "+inert(summary(s)))
		}
	}
	if rest := len(told) - toldAtMost; rest > 0 {
		told = append(told[:toldAtMost], fmt.Sprintf("%d more stacks", rest))
	}
	if rest := len(quiet) - toldAtMost; rest > 0 {
		quiet = append(quiet[:toldAtMost], fmt.Sprintf("%d more", rest))
	}
	if len(quiet) > 0 {
		told = append(told, strings.Join(quiet, ", ")+": no change")
	}
	return told
}

// opening is the beginning of a comment or a text: one line, or where changes were
// rehearsed one for each stack.
func opening(r Review, bold, inert func(string) string) []string {
	if r.rehearsed() {
		return headlines(r, bold, inert)
	}
	return []string{headline(r, bold, inert)}
}

// verdict says what stops a change, and what becomes of what needs the label; "" when
// nothing stops it. inert is how a format shows names.
func verdict(r Review, inert func(string) string) (word, explained string) {
	switch approval := r.Approval; {
	case !r.blocks():
		return "", ""
	case r.Refused():
		return "Refused", "it can't be carried out as it stands, and no label lifts that."
	case r.Protected():
		return "Blocked", "what is protected would go. Its protection is lifted first, in an update of its own; no label lifts it."
	case approval == nil && r.Ask != "":
		return "Blocked", r.blockers() + ". If that is meant, " + inert(r.Ask) + ": it covers what is named here and nothing else."
	case approval == nil:
		return "Blocked", r.blockers() + ". If that is meant, add the label " + inert(ApprovalLabel) + ": it covers what is named here and nothing else."
	case approval.Unfit != "":
		return "Blocked", "the label " + inert(approval.Label) + " was set by " + inert(approval.By) + ", " + approval.Unfit.because() + ". Somebody else must look at it and add the label again."
	case !approval.Covers:
		return "Blocked", "the label " + inert(approval.Label) + " was given for something else than " + r.now() + ". Look at it again, then add the label again."
	case approval.Label == "":
		return "Approved", "by " + inert(approval.By) + approval.moment() + ": " + r.granted() + "."
	case approval.By != "":
		return "Approved", "by " + inert(approval.By) + approval.moment() + ", with the label " + inert(approval.Label) + ": " + r.granted() + "."
	default:
		return "Approved", "with the label " + inert(approval.Label) + ": " + r.granted() + "."
	}
}
