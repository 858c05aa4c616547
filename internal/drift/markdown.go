package drift

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"groundwork/internal/changes"
	"groundwork/internal/report"
)

const (
	// problemLimit is how many problems are shown.
	problemLimit = 5
	// stampLayout is how a time is shown; it is UTC.
	stampLayout = "2006-01-02 15:04 UTC"
)

// Markdown shows drifts in a job's summary, each at most limit characters long.
func Markdown(limit int, drifts ...Drift) string {
	var out strings.Builder
	for _, d := range drifts {
		head := fmt.Sprintf("# Drift in %s: %s\n\n", report.Escape(d.System+"/"+d.Stack), d.headline())
		tail := d.harmlessPart()
		if !d.Clean() {
			tail = d.ways() + "\n" + tail
		}
		head += d.problemsPart()
		out.WriteString(head + d.parts(nil, limit-length(head)-length(tail)) + tail + "\n")
	}
	return out.String()
}

// problemsPart says what the check could not tell.
func (d Drift) problemsPart() string {
	if d.Told() {
		return ""
	}
	var lines []string
	for n, problem := range d.Problems {
		if n == problemLimit {
			lines = append(lines, fmt.Sprintf("and %d more", len(d.Problems)-n))
			break
		}
		lines = append(lines, plainLine(problem, 10*nameLimit))
	}
	return "The check could not tell everything:\n\n" + fence("", lines) + "\n"
}

// parts are what drifted, the most important first, in at most limit characters;
// what does not fit is counted. since tells when each began by its identity, and
// may be nil.
func (d Drift) parts(since map[string]time.Time, limit int) string {
	const cut = 200 // enough for the sentence about what is left out
	var out strings.Builder
	left, room := 0, limit-cut
	put := func(part string) {
		if left > 0 || length(part) > room {
			left++
			return
		}
		out.WriteString(part)
		room -= length(part)
	}
	for kind, items := range d.declared() {
		for _, item := range items {
			put(item.part(kind, since[identity(kind, item.URN)]))
		}
	}
	for _, one := range d.Undeclared {
		put(one.part(since[identity(Undeclared, one.ARN)]))
	}
	if left > 0 {
		fmt.Fprintf(&out, "And %d more, for which there is no room here. All of them:\n\n%s", left, fence("sh", []string{d.groundwork("--format text")}))
	}
	if out.Len() > 0 {
		out.WriteString("\n")
	}
	return out.String()
}

// part is one resource of the stack: a line, and what differs.
func (i Item) part(kind Kind, since time.Time) string {
	line := fmt.Sprintf("- **%s** %s", kind, report.Escape(i.Name))
	if i.Within != "" && i.Within != i.Name {
		line += " in " + report.Escape(i.Within)
	}
	line += ", " + report.Escape(i.Type) + stamp(since) + "\n"
	if len(i.Properties) > 0 {
		line += "\n" + indent(report.Diff(i.difference())) + "\n"
	}
	return line
}

// difference is the resource with what is left of its differences.
func (i Item) difference() changes.Resource {
	return changes.Resource{URN: i.URN, Type: i.Type, Name: i.Name, ID: i.ID, Operation: changes.Update, Properties: i.Properties}
}

func (t Tagged) part(since time.Time) string {
	return fmt.Sprintf("- **%s** %s, %s, %s%s\n", Undeclared, report.Escape(t.name()), report.Escape(t.Type), report.Escape(t.ARN), stamp(since))
}

func stamp(since time.Time) string {
	if since.IsZero() {
		return ""
	}
	return ", since " + since.UTC().Format(stampLayout)
}

// indent makes a block part of the list item above it.
func indent(block string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(block, "\n"), "\n", "\n  ") + "\n"
}

// harmlessPart counts what the catalogue excused, by reason.
func (d Drift) harmlessPart() string {
	if len(d.Harmless) == 0 {
		return ""
	}
	counts, sources := map[string]int{}, map[string]string{}
	for _, one := range d.Harmless {
		counts[one.Reason]++
		sources[one.Reason] = one.Source
	}
	var out strings.Builder
	out.WriteString("## Not drift\n\nThese differ too, and are known to be harmless:\n\n")
	for _, reason := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&out, "- %d: %s ([source](%s))\n", counts[reason], reason, sources[reason])
	}
	return out.String()
}

// length is in characters, as forges count.
func length(said string) int { return utf8.RuneCountInString(said) }
