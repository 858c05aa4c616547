package report

import (
	"fmt"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// section is what the comment says of one stack.
type section struct {
	page  *page
	stack Stack
	// told is false of a stack whose heading had no room.
	told bool
	// The parts, in the order of reading; "" is left out.
	heading, failure, findings, table, cost, costDetail, picture string
	details                                                      details
}

// sections are of the stacks to which something happens, worst first.
func (p *page) sections() []*section {
	var sections []*section
	for _, s := range p.review.sorted() {
		if !s.quiet() {
			sections = append(sections, &section{page: p, stack: s})
		}
	}
	return sections
}

func (s *section) assembled() []string {
	return []string{s.heading, s.failure, s.findings, s.table, s.cost, s.picture, s.details.block(), s.costDetail}
}

const (
	cutStacks   = "all stacks"
	cutErrors   = "all errors"
	cutFindings = "all interruptions and exposures"
	cutTables   = "all tables"
	cutCosts    = "all costs"
	cutCostRows = "costs in detail"
	cutPictures = "the pictures"
	cutDetails  = "all changes in detail"
	// cutRehearsals is about what was seen of them.
	cutRehearsals = "what the rehearsals saw"
)

// allCuts are everything that a page may lack, for the longest note.
var allCuts = []string{cutStacks, cutErrors, cutFindings, cutTables, cutCosts, cutCostRows, cutPictures, cutDetails, cutRehearsals, "the stacks without a change"}

func (s *section) writeHeading() string {
	said := counted(s.stack.Set)
	if s.stack.Failed() {
		said = "the preview failed"
	}
	if len(s.page.review.Stacks) == 1 {
		// The first line says as much.
		s.told = true
		return ""
	}
	s.heading = s.page.fit(fmt.Sprintf("### %s: %s\n", prose(s.page.review.named(s.stack)), said), cutStacks)
	s.told = s.heading != ""
	return ""
}

// errorLines is how many lines of errors are shown.
const errorLines = 20

func (s *section) writeError() string {
	if !s.stack.Failed() || !s.told {
		return ""
	}
	var lines []string
	for _, message := range append([]string{s.stack.Error}, s.stack.Set.Errors...) {
		for line := range strings.SplitSeq(strings.TrimSpace(message), "\n") {
			if line != "" {
				lines = append(lines, "! "+shorten(clean(strings.ReplaceAll(line, "\t", "  ")), 2*longest))
			}
		}
	}
	if rest := len(lines) - errorLines; rest > 0 {
		lines = append(lines[:errorLines], fmt.Sprintf("# and %d more lines", rest))
	}
	s.failure = s.page.fit("What it would do is not known in full; it said:\n\n"+fenced("diff", lines), cutErrors)
	return ""
}

// title is a level with a capital letter.
func title(level danger.Level) string {
	return strings.ToUpper(string(level[:1])) + string(level[1:])
}

// quietLine names the stacks without a change, all in one line.
func quietLine(review Review) string {
	var names []string
	for _, s := range review.sorted() {
		if s.quiet() {
			names = append(names, prose(review.named(s)))
		}
	}
	// The headline said it already when there are few.
	if len(names) <= toldAtMost {
		return ""
	}
	return "No change: " + strings.Join(names, ", ") + ".\n"
}

// footer says what was compared, and where the run is.
func footer(review Review) string {
	var parts []string
	if review.Against != "" {
		parts = append(parts, "compared with "+prose(review.Against))
	}
	if review.Head != "" {
		commits := Escape(short(review.Head))
		if review.Base != "" {
			commits = Escape(short(review.Base)) + " to " + commits
		}
		parts = append(parts, commits)
	}
	if link := runLink(review, "the run"); link != "" {
		parts = append(parts, link)
	}
	if len(parts) == 0 {
		return ""
	}
	return "<sub>" + strings.Join(parts, " · ") + "</sub>\n"
}

// short is a commit as people write it.
func short(commit string) string {
	if len(commit) == 40 || len(commit) == 64 {
		return commit[:shortCommit]
	}
	return commit
}

const shortCommit = 8

// operations are all kinds of change, the worst first.
var operations = []changes.Operation{changes.Delete, changes.Replace, changes.Update, changes.Create, changes.Import, changes.Forget}
