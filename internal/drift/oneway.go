package drift

import (
	"fmt"
	"strings"

	"groundwork/internal/danger"
	"groundwork/internal/report"
)

// oneWay are the differences that the cloud does not let go back: storage that has grown,
// a version that went up.
func (d Drift) oneWay() []danger.Finding { return danger.Of(danger.Judge(d.reverse()), danger.Refused) }

// kept says what is left to do about what can't go back.
func kept(oneWay []danger.Finding) string {
	if len(oneWay) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("This can't be put back, and an update that tries it fails. Accept it, in the stack file:\n\n")
	for i, finding := range oneWay {
		if i == warningLimit {
			fmt.Fprintf(&out, "- and %d more\n", len(oneWay)-i)
			break
		}
		out.WriteString("- " + report.Escape(finding.Name) + ": " + report.Escape(finding.Loss))
		if finding.Advice != "" {
			out.WriteString("; " + report.Escape(finding.Advice))
		}
		out.WriteString("\n")
	}
	return out.String() + "\n"
}

// targetsBut names the targets of an update, all of them where something must not be one.
func (d Drift) targetsBut(oneWay []danger.Finding, wanted func(Item) bool) string {
	if len(oneWay) == 0 {
		return d.targets(wanted)
	}
	var named strings.Builder
	for _, items := range d.declared() {
		for _, item := range items {
			if wanted(item) {
				named.WriteString(" --target " + shellWord(item.URN))
			}
		}
	}
	return named.String()
}
