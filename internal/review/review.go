// Package review keeps one comment with the whole report on a pull request, and
// decides whether what would be lost may be lost.
package review

import (
	"context"
	"fmt"
	"unicode/utf8"

	"groundwork/internal/danger"
	"groundwork/internal/forge"
	"groundwork/internal/gate"
	"groundwork/internal/report"
)

// Posted is what came of posting.
type Posted struct {
	// URL leads to the comment.
	URL string
	// Review is the report as it was posted, with the approval.
	Review report.Review
}

// Post puts the report on the pull request: into the comment that is there from
// an earlier run, or into a new one. An approval counts for what the comment
// showed when the label was there, and if somebody set it who may: otherwise the label
// is taken off, and the comment says so.
func Post(ctx context.Context, place forge.Forge, pull int, review report.Review, terms Terms) (Posted, error) {
	shown, err := recorded(ctx, place, pull)
	if err != nil {
		return Posted{Review: review}, err
	}
	review.Approval, err = approval(ctx, place, pull, Lost(review), shown, terms)
	if err != nil {
		return Posted{Review: review}, err
	}
	if review.Approval != nil && !review.Approval.Covers {
		if err := place.RemoveLabel(ctx, pull, report.ApprovalLabel); err != nil {
			return Posted{Review: review}, fmt.Errorf("taking the label off pull request %d: %w", pull, err)
		}
	}
	head := shown.next(review, terms).head()
	body := head + report.Markdown(review, forge.BodyLimit-utf8.RuneCountInString(head))
	comment, err := forge.Put(ctx, place, pull, body)
	if err != nil {
		return Posted{Review: review}, fmt.Errorf("posting the comment on pull request %d: %w", pull, err)
	}
	return Posted{URL: comment.URL, Review: review}, nil
}

// Tag is by which the comment is found again.
func Tag() string { return forge.Tag("preview") }

// Lost identifies what the label covers: see report.Fingerprint; "" is nothing.
func Lost(review report.Review) string { return report.Fingerprint(review) }

// Ruling is what the gate says of all stacks together.
func Ruling(review report.Review) gate.Ruling {
	var findings []danger.Finding
	for _, stack := range review.Stacks {
		findings = append(findings, stack.Findings...)
	}
	approved := ""
	if review.Approval != nil && review.Approval.Covers {
		approved = danger.Fingerprint(findings)
	}
	return gate.Of(findings, nil, approved)
}
