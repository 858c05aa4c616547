package drift

import (
	"encoding/json"
	"fmt"
	"strings"
)

// headline is a drift in one line without names: "2 changed, 1 undeclared".
func (d Drift) headline() string {
	counts := d.Count()
	var parts []string
	for _, kind := range []Kind{Deleted, Changed, Undeclared} {
		if counts[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
		}
	}
	switch {
	case len(parts) > 0 && d.Told():
		return strings.Join(parts, ", ")
	case len(parts) > 0:
		return strings.Join(parts, ", ") + ", and the check could not tell everything"
	case !d.Told():
		return "could not tell"
	}
	return "no drift"
}

// Text shows drifts on a terminal.
func Text(drifts ...Drift) string {
	var out strings.Builder
	for _, d := range drifts {
		fmt.Fprintf(&out, "%s/%s: %s", plainLine(d.System, nameLimit), plainLine(d.Stack, nameLimit), d.headline())
		if harmless := d.Count()[Harmless]; harmless > 0 {
			fmt.Fprintf(&out, " (%d harmless)", harmless)
		}
		out.WriteString("\n")
		for _, problem := range d.Problems {
			fmt.Fprintf(&out, "  problem: %s\n", plainLine(problem, 10*nameLimit))
		}
		for _, one := range d.findings() {
			one.text(&out)
		}
	}
	return out.String()
}

// text is one finding on a terminal.
func (f finding) text(out *strings.Builder) {
	if f.tagged != nil {
		fmt.Fprintf(out, "  %-10s %s %s\n    %s\n", Undeclared, plainLine(f.tagged.Type, nameLimit), plainLine(f.tagged.ARN, nameLimit), f.why())
		if f.tagged.Says != "" {
			fmt.Fprintf(out, "    %s\n", plainLine(f.tagged.Says, valueLimit))
		}
		return
	}
	fmt.Fprintf(out, "  %-10s %s\n    %s\n", f.kind, f.item.line(), f.why())
	for _, property := range f.item.Properties {
		for _, line := range diffLines(property) {
			fmt.Fprintf(out, "    %s\n", line)
		}
	}
}

// line names a resource: its type, its name and the component around it.
func (i Item) line() string {
	line := plainLine(i.Type, nameLimit) + " " + plainLine(i.Name, nameLimit)
	if i.Within != "" && i.Within != i.Name {
		line += " in " + plainLine(i.Within, nameLimit)
	}
	return line
}

// told is a drift as JSON shows it.
type told struct {
	Drift
	Clean       bool         `json:"clean"`
	Counts      map[Kind]int `json:"counts"`
	Fingerprint string       `json:"fingerprint"`
	// Order are the subjects of what drifted, the most harmful first.
	Order []string `json:"order"`
}

// JSON shows drifts to programs: a list, one for each stack.
func JSON(drifts ...Drift) ([]byte, error) {
	all := []told{}
	for _, d := range drifts {
		one := told{Drift: d, Clean: d.Clean() && d.Told(), Counts: d.Count(), Fingerprint: Fingerprint(d), Order: []string{}}
		for _, finding := range d.findings() {
			one.Order = append(one.Order, finding.subject)
		}
		all = append(all, one)
	}
	encoded, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding drift as JSON: %w", err)
	}
	return append(encoded, '\n'), nil
}
