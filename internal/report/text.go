package report

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/price"
)

// width is how many columns text takes: it fits a usual terminal and a log.
const width = 96

// Text is a review for terminals and logs: without colours, wrapped, worst stack
// first.
func Text(review Review) string {
	t := &sheet{}
	indent := ""
	if review.rehearsed() {
		indent = "  "
	}
	for _, line := range opening(review, asIs, sentence) {
		t.wrap("", indent, line)
	}
	if word, explained := verdict(review, brief); word != "" {
		t.line("")
		t.wrap(strings.ToUpper(word)+": ", "  ", explained)
	}
	for _, s := range review.sorted() {
		if !s.quiet() {
			t.stack(review, s)
		}
	}
	if against := review.Against; against != "" {
		t.line("")
		t.wrap("", "", "Compared with "+brief(against)+".")
	}
	return t.String()
}

func asIs(text string) string { return text }

// sheet is text that is being written.
type sheet struct{ strings.Builder }

func (t *sheet) line(text string) { t.WriteString(strings.TrimRight(text, " ") + "\n") }

// wrap writes words in lines that fit, the first after a lead, the others
// indented.
func (t *sheet) wrap(lead, indent, text string) {
	current := lead
	empty := true
	for _, word := range strings.Fields(shorten(clean(text), 4*sentenceLongest)) {
		if !empty && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > width {
			t.line(current)
			current, empty = indent, true
		}
		if !empty {
			current += " "
		}
		current += word
		empty = false
	}
	t.line(current)
}

func (t *sheet) stack(review Review, s Stack) {
	t.line("")
	title := brief(review.named(s))
	t.line(title)
	t.line(strings.Repeat("-", min(width, max(3, utf8.RuneCountInString(title)))))
	t.failure(s)
	for _, line := range s.rehearsalLines() {
		t.wrap("rehearsal  ", "           ", line)
	}
	for _, finding := range s.Findings {
		if finding.Level != danger.None {
			t.wrap(fmt.Sprintf("%-11s", strings.ToUpper(string(finding.Level))), "           ", brief(finding.Name)+": "+finding.Loss)
			if finding.Advice != "" {
				t.wrap("           instead: ", "           ", finding.Advice)
			}
		}
	}
	if line := costLine(s.Cost, sentence); line != "" {
		t.wrap("cost       ", "           ", line)
	}
	for _, unknown := range unknownCosts(s) {
		t.wrap("           unknown: ", "           ", unknown.String())
	}
	t.resources(s.Set)
}

func unknownCosts(s Stack) []price.Gap {
	if s.Cost == nil {
		return nil
	}
	return s.Cost.Unknown
}

func (t *sheet) failure(s Stack) {
	if !s.Failed() {
		return
	}
	t.line("The preview failed; what it would do is not known in full.")
	for _, message := range append([]string{s.Error}, s.Set.Errors...) {
		for line := range strings.SplitSeq(strings.TrimSpace(message), "\n") {
			if line != "" {
				t.wrap("  ", "    ", line)
			}
		}
	}
}

// property writes a line of a diff, shortened so that it fits.
func (t *sheet) property(line string) {
	const indent = "             "
	t.line(indent + shorten(line, width-len(indent)))
}

// resources lists what changes by component.
func (t *sheet) resources(set changes.Set) {
	component := ""
	all := ordered(set, nil)
	byComponent(all)
	for i, resource := range all {
		if i == 0 || resource.Within() != component {
			component = resource.Within()
			t.line("")
			t.line("  " + brief(component))
		}
		lines := diffLines(resource)
		t.line(fmt.Sprintf("    %-8s %s  %s", resource.Operation, brief(resource.Name), brief(resource.Type)))
		for _, line := range lines[1:] {
			t.property(line)
		}
	}
	if len(set.Outputs) > 0 {
		t.line("")
		t.line("  outputs of the stack")
		for _, output := range set.Outputs {
			for _, line := range propertyLines(output) {
				t.property(line)
			}
		}
	}
	for _, warning := range set.Warnings {
		t.wrap("  warning: ", "    ", warning)
	}
}
