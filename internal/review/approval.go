package review

import (
	"strings"

	"groundwork/internal/forge"
	"groundwork/internal/report"
)

// mark is the comment's hidden second line: what it showed as lost.
func mark(lost string) string {
	if lost == "" {
		lost = "nothing"
	}
	return "<!-- groundwork:lost:" + lost + " -->"
}

// approval is what the label says of what would be lost. It is nil without the
// label, and where nothing is lost.
func approval(lost string, shown []forge.Comment, labelled bool) *report.Approval {
	if lost == "" || !labelled {
		return nil
	}
	covers := len(shown) > 0 && secondLine(shown[0].Body) == mark(lost)
	return &report.Approval{Label: report.ApprovalLabel, Covers: covers}
}

func secondLine(body string) string {
	_, rest, _ := strings.Cut(strings.ReplaceAll(body, "\r\n", "\n"), "\n")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}
