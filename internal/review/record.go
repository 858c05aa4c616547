package review

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/danger"
	"groundwork/internal/forge"
	"groundwork/internal/report"
)

// record is what the comment's hidden first lines tell the next run, and the
// deployment.
type record struct {
	// lost is the fingerprint of what the comment showed as lost, "" for nothing, and
	// losses are the parts of it that are data: see Loss.
	lost   string
	losses []string
	// pushed are who pushed what was shown.
	pushed []string
	// approved is the fingerprint that somebody approved, "" for none.
	approved string
}

// nothing is the fingerprint of nothing.
const nothing = "nothing"

// mark is the comment's second line: what it showed as lost.
func mark(lost string) string {
	if lost == "" {
		lost = nothing
	}
	return forge.Tag("lost", lost)
}

// lossesAtMost are as many as a deployment looks for: what loses more is approved there.
const lossesAtMost = 500

// head are the lines that Markdown does not show.
func (r record) head() string {
	lines := []string{Tag(), mark(r.lost)}
	if len(r.losses) > 0 && len(r.losses) <= lossesAtMost {
		lines = append(lines, forge.Tag("losses", r.losses...))
	}
	if len(r.pushed) > 0 {
		lines = append(lines, forge.Tag("pushed", r.pushed...))
	}
	if r.approved != "" {
		lines = append(lines, forge.Tag("approved", r.approved))
	}
	return strings.Join(lines, "\n") + "\n"
}

// recordOf reads the head of a comment: lines after the first that is none of ours are
// text, and may quote somebody.
func recordOf(body string) record {
	var read record
	for line := range strings.Lines(strings.ReplaceAll(body, "\r\n", "\n")) {
		kind, names, ok := forge.ReadTag(strings.TrimSpace(line))
		switch {
		case !ok:
			return read
		case len(names) == 0:
		case kind == "lost" && names[0] != nothing:
			read.lost = names[0]
		case kind == "losses":
			read.losses = names
		case kind == "pushed":
			read.pushed = names
		case kind == "approved":
			read.approved = names[0]
		}
	}
	return read
}

// recorded is what our comment on a pull request says; without one, nothing.
func recorded(ctx context.Context, place forge.Forge, pull int) (record, error) {
	shown, err := place.FindComments(ctx, pull, Tag())
	if err != nil {
		return record{}, fmt.Errorf("looking for the comment on pull request %d: %w", pull, err)
	}
	if len(shown) == 0 {
		return record{}, nil
	}
	return recordOf(shown[0].Body), nil
}

// next is what the comment on a review tells.
func (r record) next(of report.Review, terms Terms) record {
	told := record{lost: Lost(of), pushed: slices.Clone(r.pushed)}
	for _, stack := range of.Stacks {
		for _, finding := range danger.Of(stack.Findings, danger.DataLoss) {
			told.losses = append(told.losses, Loss(finding))
		}
	}
	if terms.Pusher != "" && !forge.Among(told.pushed, terms.Pusher) {
		told.pushed = append(told.pushed, terms.Pusher)
	}
	if of.Approval != nil && of.Approval.Covers {
		told.approved = told.lost
	}
	return told
}
