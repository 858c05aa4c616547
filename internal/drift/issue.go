package drift

import (
	"fmt"
	"time"

	"groundwork/internal/forge"
	"groundwork/internal/report"
)

// tag is the hidden first line by which the issue of a stack is found again.
func (d Drift) tag() string { return forge.Tag("drift", d.System, d.Stack) }

func (d Drift) title() string {
	return "Drift in " + plainLine(d.System, nameLimit) + "/" + plainLine(d.Stack, nameLimit)
}

// openBody is the issue while there is drift. It fits the forge's limit: what is
// least important is left out, never the record or the commands.
func (d Drift) openBody(r record, byHand bool) (string, error) {
	hidden, err := r.line()
	if err != nil {
		return "", fmt.Errorf("writing down what drifted in %s/%s: %w", d.System, d.Stack, err)
	}
	head := d.tag() + "\n" + hidden + "\n\n" + fmt.Sprintf("**%s** in %s, since %s.\n\n",
		d.headline(), report.Escape(d.System+"/"+d.Stack), r.Since.Format(stampLayout))
	if byHand {
		head += "This issue was closed while the drift is still there, so it is open again. It closes by itself once the drift is gone.\n\n"
	}
	head += "## What differs\n\n`-` is what the state has, `+` what the cloud has.\n\n"
	tail := d.ways() + "\n" + d.harmlessPart() +
		"\nThis text is written anew when the drift changes; comments stay. The issue closes by itself once a check finds no drift.\n"
	return head + d.parts(r.firsts(), forge.BodyLimit-length(head)-length(tail)) + tail, nil
}

// closedBody is the issue once the drift is gone.
func (d Drift) closedBody(r record) (string, error) {
	hidden, err := r.line()
	if err != nil {
		return "", fmt.Errorf("writing down that nothing drifts in %s/%s: %w", d.System, d.Stack, err)
	}
	return fmt.Sprintf("%s\n%s\n\n**No drift** in %s since %s. The drift before that began %s.\n\n"+
		"Should there be drift again, this issue opens again.\n",
		d.tag(), hidden, report.Escape(d.System+"/"+d.Stack), r.Ended.Format(stampLayout), r.Since.Format(stampLayout)), nil
}

// ended is the record of drift that is gone.
func (r record) ended(now time.Time) record {
	return record{Since: r.Since, Ended: now.UTC().Truncate(time.Second)}
}
