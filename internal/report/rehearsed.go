package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/danger"
	"groundwork/internal/price"
	"groundwork/internal/rehearsal"
)

// wanting are what a label has to lift beside lost data, in words that stay the same
// from run to run.
func (s Stack) wanting() []string {
	rehearsed := s.Rehearsal
	switch {
	case rehearsed == nil:
		return nil
	case rehearsed.Back == rehearsal.BackFails:
		return []string{"the way back fails at " + cmp.Or(rehearsed.BackAt, "the whole stack")}
	case rehearsed.Back == rehearsal.BackNone && s.Production:
		return []string{"there is no way back"}
	}
	return nil
}

// wants is true when anything needs the label.
func (r Review) wants() bool {
	return slices.ContainsFunc(r.Stacks, func(s Stack) bool { return s.lost() || len(s.wanting()) > 0 })
}

// Fingerprint identifies what the label covers: the data that would be lost, and the
// ways back that there are not. "" where nothing needs the label.
func Fingerprint(review Review) string {
	var findings []danger.Finding
	for _, s := range review.sorted() {
		findings = append(findings, s.Findings...)
		for _, wanting := range s.wanting() {
			findings = append(findings, danger.Finding{URN: s.Set.System + "/" + s.Set.Stack, Level: danger.DataLoss, Loss: wanting})
		}
	}
	return danger.Fingerprint(findings)
}

// blockers say in words why the label is needed.
func (r Review) blockers() string {
	var said []string
	add := func(words string) {
		if !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	for _, s := range r.sorted() {
		if s.lost() {
			add(losesOnly)
		}
	}
	for _, s := range r.sorted() {
		for _, wanting := range s.wanting() {
			what, _, _ := strings.Cut(wanting, " at ")
			add(what)
		}
	}
	return strings.Join(said, ", and ")
}

// losesOnly is what the blockers are where nothing but data is at stake.
const losesOnly = "data would be lost"

// now is what is at stake, after "something else than".
func (r Review) now() string {
	if r.blockers() == losesOnly {
		return "what would be lost now"
	}
	return "what is so now: " + r.blockers()
}

// granted is what the label allows.
func (r Review) granted() string {
	if r.blockers() == losesOnly {
		return "this data may be lost"
	}
	return r.blockers()
}

// rehearsed is true where any stack was, or should have been.
func (r Review) rehearsed() bool {
	return slices.ContainsFunc(r.Stacks, func(s Stack) bool { return s.Rehearsal != nil || s.NotRehearsed != "" })
}

// rehearsalTable is what came of the rehearsals in a row for each stack that
// changes, worst first; "" where there is none.
func rehearsalTable(r Review) string {
	var rows strings.Builder
	for _, s := range r.sorted() {
		switch {
		case s.quiet():
		case s.Rehearsal != nil:
			o := s.Rehearsal
			fmt.Fprintf(&rows, "| %s | %s | %s | %d | %s | %s |\n", prose(r.named(s)), o.Verdict, o.Back, o.Changes.Total(), soon(*o), monthlyChange(s.Cost))
		case s.NotRehearsed != "":
			fmt.Fprintf(&rows, "| %s | not rehearsed | untried | | | %s |\n", prose(r.named(s)), monthlyChange(s.Cost))
		}
	}
	if rows.Len() == 0 {
		return ""
	}
	return "| stack | rehearsed | way back | changes | up in | USD a month |\n| --- | --- | --- | ---: | ---: | ---: |\n" + rows.String()
}

func soon(o rehearsal.Outcome) string {
	if o.Seconds == 0 {
		return ""
	}
	return rehearsal.Minutes(o.Seconds)
}

func monthlyChange(cost *price.Estimate) string {
	switch {
	case cost == nil || cost.Nothing():
		return ""
	case cost.Steady():
		return "as before"
	}
	return difference(cost.Change)
}

// rehearsalDetails are what there is beyond the first lines, folded.
func rehearsalDetails(r Review) string {
	var body strings.Builder
	lines := 0
	for _, s := range r.sorted() {
		for _, line := range s.rehearsalLines() {
			if lines++; lines <= detailsAtMost {
				fmt.Fprintf(&body, "- %s%s\n", prose(r.named(s))+": ", prose(line))
			}
		}
	}
	if rest := lines - detailsAtMost; rest > 0 {
		fmt.Fprintf(&body, "- and %d more\n", rest)
	}
	if body.Len() == 0 {
		return ""
	}
	return folded("What the rehearsal saw", body.String())
}

// detailsAtMost is how many details of rehearsals stand in a comment.
const detailsAtMost = 40

// rehearsalLines are the details of a stack's rehearsal, or why there is none.
func (s Stack) rehearsalLines() []string {
	var lines []string
	if s.NotRehearsed != "" {
		lines = append(lines, "not rehearsed: "+s.NotRehearsed)
	}
	if s.Rehearsal != nil && !s.quiet() {
		for _, detail := range s.Rehearsal.Details {
			lines = append(lines, strings.TrimSpace(detail))
		}
	}
	return lines
}
