package drift

import (
	"context"
	"fmt"
	"time"

	"groundwork/internal/forge"
)

// Outcome is what a check did to the issue of its stack.
type Outcome string

// The outcomes. Only the first four write anything.
const (
	Opened   Outcome = "opened"
	Updated  Outcome = "updated"
	Reopened Outcome = "reopened"
	Closed   Outcome = "closed"
	// Unchanged leaves the issue as it is: the same drift, or none and no issue.
	// Whoever watches the repository is not told the same thing twice.
	Unchanged Outcome = "unchanged"
	// Untold leaves it as it is because the check could not tell: what it did not
	// see may still be there.
	Untold Outcome = "could not tell"
)

// Kept is what became of the issue.
type Kept struct {
	Outcome Outcome
	// Issue is nil when there is none.
	Issue *forge.Issue
	// Since is when the drift that is there began; zero when there is none.
	Since time.Time
}

// Tracker keeps one issue for each stack: open exactly while there is drift, as
// far as the checks could tell.
type Tracker struct {
	Forge forge.Forge
	// Now is the time of the check; nil is the clock's.
	Now func() time.Time
}

// Keep brings the issue of a stack up to what a check found. Drift opens it, and
// opens it again after it was gone or when somebody closed it too early; another
// drift rewrites it; no drift closes it. Each is one write.
func (t Tracker) Keep(ctx context.Context, d Drift) (Kept, error) {
	found, err := t.Forge.FindIssue(ctx, d.tag())
	if err != nil {
		return Kept{}, fmt.Errorf("looking for the issue about %s/%s: %w", d.System, d.Stack, err)
	}
	var before record
	if found != nil {
		before, _ = recordOf(found.Body)
	}
	switch {
	case !d.Told():
		return Kept{Outcome: Untold, Issue: found, Since: before.beginning()}, nil
	case d.Clean():
		return t.close(ctx, d, found, before)
	case found == nil:
		return t.open(ctx, d)
	}
	return t.update(ctx, d, *found, before)
}

// beginning is when drift that is still there began.
func (r record) beginning() time.Time {
	if r.running() {
		return r.Since
	}
	return time.Time{}
}

func (t Tracker) now() time.Time {
	if t.Now != nil {
		return t.Now()
	}
	return time.Now()
}

func (t Tracker) open(ctx context.Context, d Drift) (Kept, error) {
	after := record{}.next(d, t.now())
	body, err := d.openBody(after, false)
	if err != nil {
		return Kept{}, err
	}
	issue, err := forge.Open(ctx, t.Forge, d.title(), body)
	if err != nil {
		return Kept{}, fmt.Errorf("opening the issue about %s/%s: %w", d.System, d.Stack, err)
	}
	return Kept{Outcome: Opened, Issue: &issue, Since: after.Since}, nil
}

func (t Tracker) update(ctx context.Context, d Drift, issue forge.Issue, before record) (Kept, error) {
	after := before.next(d, t.now())
	if issue.Open && before.running() && before.Fingerprint == after.Fingerprint {
		return Kept{Outcome: Unchanged, Issue: &issue, Since: before.Since}, nil
	}
	outcome := Updated
	if !issue.Open {
		outcome = Reopened
	}
	body, err := d.openBody(after, outcome == Reopened && before.running())
	if err != nil {
		return Kept{}, err
	}
	written, err := t.write(ctx, d, forge.Issue{Number: issue.Number, Title: d.title(), Body: body, Open: true})
	return Kept{Outcome: outcome, Issue: written, Since: after.Since}, err
}

// close closes the issue. One that somebody had closed already is written, too,
// so that it remembers that the drift is gone.
func (t Tracker) close(ctx context.Context, d Drift, issue *forge.Issue, before record) (Kept, error) {
	if issue == nil || !issue.Open && !before.running() {
		return Kept{Outcome: Unchanged, Issue: issue}, nil
	}
	now := t.now().UTC().Truncate(time.Second)
	if before.Since.IsZero() { // somebody removed the record
		before.Since = now
	}
	after := before
	if before.running() {
		after = before.ended(now)
	}
	body, err := d.closedBody(after)
	if err != nil {
		return Kept{}, err
	}
	written, err := t.write(ctx, d, forge.Issue{Number: issue.Number, Title: d.title(), Body: body, Open: false})
	return Kept{Outcome: Closed, Issue: written}, err
}

func (t Tracker) write(ctx context.Context, d Drift, issue forge.Issue) (*forge.Issue, error) {
	written, err := t.Forge.UpdateIssue(ctx, issue)
	if err != nil {
		return nil, fmt.Errorf("updating the issue about %s/%s: %w", d.System, d.Stack, err)
	}
	return &written, nil
}
