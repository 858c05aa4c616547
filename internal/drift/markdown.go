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

// Markdown shows drifts in a job's summary, together in at most limit characters,
// of which each has the same share. A share under 4,000 is too little for more
// than the headline and the problems.
func Markdown(limit int, drifts ...Drift) string {
	var out strings.Builder
	for _, d := range drifts {
		out.WriteString(d.summary(limit / len(drifts)))
	}
	return out.String()
}

// summary is one drift in at most limit characters. The commands and the harmless
// go first where there is too little room.
func (d Drift) summary(limit int) string {
	head := fmt.Sprintf("# Drift in %s: %s\n\n", report.Escape(d.System+"/"+d.Stack), d.headline()) + d.problemsPart()
	if d.Clean() {
		return head + fitting(limit-length(head)-1, d.harmlessPart()) + "\n"
	}
	room := limit - length(head) - 1
	// A third is for what drifted.
	tail := fitting(room*2/3, d.ways()+"\n"+d.harmlessPart(), d.ways())
	return head + d.parts(nil, room-length(tail)) + tail + "\n"
}

// fitting is the first of the forms that has room, "" when none has.
func fitting(room int, forms ...string) string {
	for _, form := range forms {
		if length(form) <= room {
			return form
		}
	}
	return ""
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

// parts are what drifted, the most important first, in at most limit characters.
// Where the change of a resource has no room it is only named, and what has no
// room at all is counted. since tells when each began by its identity, and may be
// nil.
func (d Drift) parts(since map[string]time.Time, limit int) string {
	total := len(d.Deleted) + len(d.Changed) + len(d.Undeclared)
	sheet := &sheet{room: limit - length(d.rest(total)) - 1}
	for _, one := range d.findings() {
		begun := since[identity(one.kind, one.subject)]
		if one.tagged != nil {
			sheet.put(one.tagged.part(begun) + one.reason())
			continue
		}
		line := one.item.part(one.kind, begun) + one.reason()
		sheet.put(line+one.item.diff(), line)
	}
	if sheet.left > 0 {
		sheet.WriteString(d.rest(sheet.left))
	}
	if sheet.Len() > 0 {
		sheet.WriteString("\n")
	}
	return sheet.String()
}

// rest says what has no room.
func (d Drift) rest(left int) string {
	return fmt.Sprintf("\nAnd %d more, for which there is no room here. All of them:\n\n%s", left, fence("sh", []string{d.groundwork("--format text")}))
}

// sheet is text that may become only so long.
type sheet struct {
	strings.Builder
	// room is in characters; left is how many parts had none.
	room, left int
}

// put writes the first form of a part that has room.
func (s *sheet) put(forms ...string) {
	for _, form := range forms {
		if size := length(form); size <= s.room {
			s.WriteString(form)
			s.room -= size
			return
		}
	}
	s.left++
}

// part is one resource of the stack in a line.
func (i Item) part(kind Kind, since time.Time) string {
	line := fmt.Sprintf("- **%s** %s", kind, report.Escape(i.Name))
	if i.Within != "" && i.Within != i.Name {
		line += " in " + report.Escape(i.Within)
	}
	return line + ", " + report.Escape(i.Type) + stamp(since) + "\n"
}

// diff is what differs of a resource, below its line.
func (i Item) diff() string {
	if len(i.Properties) == 0 {
		return ""
	}
	left := changes.Resource{URN: i.URN, Type: i.Type, Name: i.Name, ID: i.ID, Operation: changes.Update, Properties: i.Properties}
	return "\n" + indent(report.Diff(left)) + "\n"
}

func (t Tagged) part(since time.Time) string {
	line := fmt.Sprintf("- **%s** %s, %s, %s%s\n", Undeclared, report.Escape(t.name()), report.Escape(t.Type), report.Escape(t.ARN), stamp(since))
	if t.Says != "" {
		line += "  " + report.Escape(plainLine(t.Says, valueLimit)) + "\n"
	}
	return line
}

// reason is why a finding stands where it does, below its line.
func (f finding) reason() string {
	line := "  " + string(f.harm.Class) + ": " + f.harm.Reason
	if f.by != nil {
		line += "; by " + report.Escape(plainLine(f.by.Who, nameLimit)) + " at " + f.by.At.UTC().Format(stampLayout) + ", " + report.Escape(plainLine(f.by.Event, nameLimit))
	}
	return line + "\n"
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
