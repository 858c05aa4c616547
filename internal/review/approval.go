package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"groundwork/internal/danger"
	"groundwork/internal/forge"
	"groundwork/internal/report"
)

// Terms are what an approval has to be.
type Terms struct {
	// ByAuthor is true where who made a change may approve what it loses.
	ByAuthor bool
	// Pusher is who pushed what is shown now, "" where the run has another cause.
	Pusher string
}

// nobody is who set a label whose user is no more.
const nobody = "nobody who is known"

// approval is what the label says of what would be lost. It is nil without the
// label, and where nothing is lost.
func approval(ctx context.Context, place forge.Forge, pull int, lost string, shown record, terms Terms) (*report.Approval, error) {
	if lost == "" {
		return nil, nil
	}
	labels, err := place.Labels(ctx, pull)
	if err != nil {
		return nil, fmt.Errorf("reading the labels of pull request %d: %w", pull, err)
	}
	if !slices.Contains(labels, report.ApprovalLabel) {
		return nil, nil
	}
	set, err := place.Labelled(ctx, pull, report.ApprovalLabel)
	if err != nil {
		return nil, fmt.Errorf("asking who set the label of pull request %d: %w", pull, err)
	}
	given := &report.Approval{Label: report.ApprovalLabel, By: nobody}
	if set != nil && set.By != "" {
		given.By, given.At = set.By, set.At
	}
	if given.Unfit, err = unfit(ctx, place, pull, set, shown.pushed, terms); err != nil {
		return nil, err
	}
	given.Covers = given.Unfit == "" && shown.lost == lost
	return given, nil
}

// unfit is why somebody can't approve, "" where they can. Whoever may push a branch
// runs code with our token, which can set a label: so that is nobody's word.
func unfit(ctx context.Context, place forge.Forge, pull int, set *forge.Labelling, pushed []string, terms Terms) (report.Unfit, error) {
	switch {
	case set == nil || set.By == "" || set.Robot:
		return report.Robot, nil
	case terms.ByAuthor:
		return "", nil
	}
	made, err := place.People(ctx, pull)
	if err != nil {
		return "", fmt.Errorf("asking who made pull request %d: %w", pull, err)
	}
	if forge.Among(made, set.By) || forge.Among(pushed, set.By) || forge.Among([]string{terms.Pusher}, set.By) {
		return report.Maker, nil
	}
	return "", nil
}

// Grant is an approval that a pull request carries into the deployment.
type Grant struct {
	Pull int
	By   string
	At   time.Time
	// Losses are what it is for: see Loss.
	Losses []string
}

// Loss identifies one thing that would be lost, on a pull request as in a deployment.
func Loss(finding danger.Finding) string { return danger.Fingerprint([]danger.Finding{finding}) }

// Granted is what was approved on a pull request, nil for nothing. The comment says
// what was shown, and the forge says who set the label, and that it is still there: a
// comment that was tampered with approves nothing by itself.
func Granted(ctx context.Context, place forge.Forge, pull int, terms Terms) (*Grant, error) {
	shown, err := recorded(ctx, place, pull)
	if err != nil || shown.lost == "" || shown.approved != shown.lost {
		return nil, err
	}
	given, err := approval(ctx, place, pull, shown.lost, shown, terms)
	if err != nil || given == nil || !given.Covers {
		return nil, err
	}
	return &Grant{Pull: pull, By: given.By, At: given.At, Losses: shown.losses}, nil
}

// GrantedBy is what was approved on the pull requests that brought commits to the
// branch, the newest first.
func GrantedBy(ctx context.Context, place forge.Forge, commits []string, terms Terms) ([]Grant, error) {
	var grants []Grant
	seen := map[int]bool{}
	for _, commit := range commits {
		pulls, err := place.Merged(ctx, commit)
		if err != nil {
			return nil, fmt.Errorf("asking which pull request commit %s came by: %w", commit, err)
		}
		for _, pull := range pulls {
			if seen[pull] {
				continue
			}
			seen[pull] = true
			grant, err := Granted(ctx, place, pull, terms)
			if err != nil {
				return nil, err
			}
			if grant != nil {
				grants = append(grants, *grant)
			}
		}
	}
	return grants, nil
}

// Makers are who made what commits brought to the branch.
func Makers(ctx context.Context, place forge.Forge, commits []string) ([]string, error) {
	var makers []string
	for _, commit := range commits {
		pulls, err := place.Merged(ctx, commit)
		if err != nil {
			return nil, fmt.Errorf("asking which pull request commit %s came by: %w", commit, err)
		}
		for _, pull := range pulls {
			people, err := place.People(ctx, pull)
			if err != nil {
				return nil, fmt.Errorf("asking who made pull request %d: %w", pull, err)
			}
			shown, err := recorded(ctx, place, pull)
			if err != nil {
				return nil, err
			}
			makers = append(append(makers, people...), shown.pushed...)
		}
	}
	return makers, nil
}
