package cli

import (
	"context"
	"fmt"
	"strings"

	"groundwork/internal/danger"
	"groundwork/internal/deploy"
	"groundwork/internal/forge"
	"groundwork/internal/report"
	"groundwork/internal/review"
)

// approval is what may be lost, and who said so.
func (d *deployment) approval(ctx context.Context, findings []danger.Finding) (string, *report.Approval, error) {
	fingerprint := danger.Fingerprint(findings)
	if fingerprint == "" {
		return "", nil, nil
	}
	commits, err := d.repository.Since(ctx, d.deployed)
	if err != nil {
		return "", nil, err
	}
	if d.allowLoss == fingerprint {
		return d.byHand(ctx, fingerprint, commits)
	}
	if d.place == nil {
		return "", nil, nil
	}
	terms := review.Terms{ByAuthor: d.policy.Approvals.ByAuthor}
	grants, err := review.GrantedBy(ctx, d.place, commits, terms)
	if err != nil {
		return "", nil, err
	}
	allowed, used := deploy.Allowed(findings, grants)
	if allowed == "" {
		return "", nil, nil
	}
	var by []string
	for _, grant := range used {
		by = append(by, fmt.Sprintf("%s on pull request %d (%s)", grant.By, grant.Pull, grant.At.UTC().Format("2006-01-02 15:04 UTC")))
	}
	fmt.Fprintf(d.messages, "data would be lost (%s), and it was approved by %s\n", fingerprint, strings.Join(by, ", "))
	return allowed, &report.Approval{Label: report.ApprovalLabel, Covers: true, By: strings.Join(by, ", ")}, nil
}

// byHand is an approval that the command line brings. In a job whoever started it gives
// it, who did not make what is deployed unless reviewers are asked, or makers may.
func (d *deployment) byHand(ctx context.Context, fingerprint string, commits []string) (string, *report.Approval, error) {
	if d.place == nil {
		return fingerprint, &report.Approval{Covers: true, By: "the command line"}, nil
	}
	guard, err := d.place.Guard(ctx, d.ref.stack)
	if err != nil {
		return "", nil, err
	}
	reviewed := guard != nil && guard.Reviewers && d.policy.Rule(d.ref.stack).When != deploy.Push
	if !reviewed && !d.policy.Approvals.ByAuthor {
		made, err := review.Makers(ctx, d.place, commits)
		if err != nil {
			return "", nil, err
		}
		for _, actor := range d.about.Actors() {
			if forge.Among(made, actor) {
				return "", nil, usageError{fmt.Errorf("%s made what would be deployed, and can't approve what it loses: nothing was changed; somebody else must start the workflow", actor)}
			}
		}
	}
	by := strings.Join(d.about.Actors(), ", ")
	fmt.Fprintf(d.messages, "data would be lost (%s), and %s, who had this run started, approved it\n", fingerprint, by)
	return fingerprint, &report.Approval{Covers: true, By: by}, nil
}
