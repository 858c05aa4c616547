package preflight

import (
	"fmt"
	"strings"
)

// Text is the report for people.
func (r Report) Text() string {
	var out strings.Builder
	where := r.Region
	if r.Account != "" {
		where = "account " + r.Account + ", " + r.Region
	}
	fmt.Fprintf(&out, "%s/%s in %s: %s\n", r.System, r.Stack, where, r.verdict())
	for _, want := range r.Wants {
		fmt.Fprintf(&out, "  %s: %s\n      %s\n", want.About, line(want.What), line(want.Do))
	}
	for _, unseen := range r.Unseen {
		fmt.Fprintf(&out, "  not looked at: %s: %s\n", line(unseen.What), line(unseen.Why))
	}
	for _, seen := range r.Seen {
		fmt.Fprintf(&out, "  fine: %s\n", line(seen))
	}
	return out.String()
}

func (r Report) verdict() string {
	switch {
	case r.Account == "":
		return "not looked at"
	case len(r.Wants) > 0 && len(r.Unseen) > 0:
		return fmt.Sprintf("%d wanted, %d not looked at", len(r.Wants), len(r.Unseen))
	case len(r.Wants) > 0:
		return fmt.Sprintf("%d wanted", len(r.Wants))
	case len(r.Unseen) > 0:
		return fmt.Sprintf("nothing wanted, %d not looked at", len(r.Unseen))
	}
	return "nothing wanted"
}

// line keeps what an account says on one line.
func line(text string) string { return strings.Join(strings.Fields(text), " ") }
