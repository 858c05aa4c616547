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
		for kind, items := range d.declared() {
			for _, item := range items {
				fmt.Fprintf(&out, "  %-10s %s\n", kind, item.line())
				for _, property := range item.Properties {
					for _, line := range diffLines(property) {
						fmt.Fprintf(&out, "    %s\n", line)
					}
				}
			}
		}
		for _, one := range d.Undeclared {
			fmt.Fprintf(&out, "  %-10s %s %s\n", Undeclared, plainLine(one.Type, nameLimit), plainLine(one.ARN, nameLimit))
			if one.Says != "" {
				fmt.Fprintf(&out, "    %s\n", plainLine(one.Says, valueLimit))
			}
		}
	}
	return out.String()
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
}

// JSON shows drifts to programs: a list, one for each stack.
func JSON(drifts ...Drift) ([]byte, error) {
	all := []told{}
	for _, d := range drifts {
		all = append(all, told{Drift: d, Clean: d.Clean() && d.Told(), Counts: d.Count(), Fingerprint: Fingerprint(d)})
	}
	encoded, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding drift as JSON: %w", err)
	}
	return append(encoded, '\n'), nil
}
