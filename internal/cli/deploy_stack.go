package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"groundwork/internal/deploy"
	"groundwork/internal/engine"
	"groundwork/internal/gate"
	"groundwork/internal/lookout"
	"groundwork/internal/report"
)

// deployment is one stack that is planned or deployed.
type deployment struct {
	*deployRun
	ref           stackRef
	account       *engine.Account
	progress      *lines
	out, messages io.Writer
	// deployed is the commit that the last update that succeeded was of, attempted that
	// of the last one; "" where unknown.
	deployed, attempted string
}

// do plans the stack and, where it may, carries the plan out.
func (d *deployment) do(ctx context.Context) error {
	if err := d.program.of(d.ref.system.Name).Check(d.ref.file(), d.ref.system.Name, d.ref.stack); err != nil {
		return usageError{err}
	}
	d.remember(ctx)
	if d.place != nil && d.repository.Behind(ctx, d.attempted, d.about.Branch) {
		fmt.Fprintf(d.messages, "nothing was changed: %s is at %s already, which contains this commit\n", d.ref, d.attempted)
		return d.output("", false)
	}
	digest, err := d.plan(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(d.messages, "the plan is", digest)
	cleared, err := d.clear(ctx, digest)
	if err := errors.Join(err, d.output(digest, cleared)); err != nil {
		return err
	}
	if !cleared || !d.carryOut {
		return nil
	}
	return d.up(ctx)
}

// remember asks what was deployed before. Without an answer approvals are looked for on
// the newest commit alone.
func (d *deployment) remember(ctx context.Context) {
	updates, err := d.account.History(ctx, d.request(engine.Up))
	if err != nil {
		fmt.Fprintln(d.messages, "what was deployed before is not known:", redactedLine(err))
		return
	}
	if len(updates) > 0 {
		d.attempted = updates[0].Commit
	}
	if at := slices.IndexFunc(updates, func(one engine.Update) bool { return one.Succeeded }); at >= 0 {
		d.deployed = updates[at].Commit
	}
}

func (d *deployment) request(operation engine.Operation) engine.Request {
	return engine.Request{System: d.ref.system, Stack: d.ref.stack, Operation: operation}
}

// plan previews, reports and judges, and gives the plan's digest.
func (d *deployment) plan(ctx context.Context) (string, error) {
	// The plan shows what isn't marked secret: it is kept for the time of this run.
	folder, err := os.MkdirTemp("", "groundwork-plan-")
	if err != nil {
		return "", fmt.Errorf("making a folder for the plan: %w", err)
	}
	defer os.RemoveAll(folder)
	request := d.request(engine.Preview)
	request.PlanFile = filepath.Join(folder, "plan.json")
	state, err := d.account.Snapshot(ctx, request)
	if err != nil {
		return "", err
	}
	d.progress.muted = true // the report says it better
	set, problems := lookout.Recorded(ctx, exported{d.account, state}, request)
	d.progress.muted = false
	if err := d.judge(ctx, seen(d.ref, set, problems), problems); err != nil {
		return "", err
	}
	head, err := d.repository.Head(ctx)
	if err != nil {
		return "", err
	}
	saved, err := os.ReadFile(request.PlanFile)
	if err != nil {
		return "", fmt.Errorf("reading the plan: %w", err)
	}
	return deploy.Plan{Commit: head, Written: state.Deployment.Manifest.Time, Saved: saved}.Digest()
}

// exported is an account whose stack's state was read already: that starts the CLI twice,
// and has every secret decrypted.
type exported struct {
	*engine.Account
	state *engine.Snapshot
}

// Snapshot implements lookout.Operator.
func (e exported) Snapshot(context.Context, engine.Request) (*engine.Snapshot, error) {
	return e.state, nil
}

// judge asks the gate, and tells what would be done: also of what is not let through.
func (d *deployment) judge(ctx context.Context, stack report.Stack, problems []string) error {
	approved, approval, err := d.approval(ctx, stack.Findings)
	if err != nil {
		return err
	}
	ruling := gate.Of(stack.Findings, problems, approved)
	told := report.Review{
		Stacks: []report.Stack{stack}, Head: d.about.Head, Against: "what is deployed", RunURL: d.about.RunURL, Approval: approval,
		Ask: "start the deployment by hand with allow-loss: " + ruling.Fingerprint,
	}
	if err := (paper{format: asText}).write(d.out, reviewPaper{told}); err != nil {
		return err
	}
	if ruling.Verdict == gate.Loses {
		fmt.Fprintf(d.messages, "nothing was changed; to lose just that: --allow-loss %s\n", ruling.Fingerprint)
	}
	return stopped(ruling)
}

// clear tells whether the plan may be carried out, and what is missing.
func (d *deployment) clear(ctx context.Context, digest string) (bool, error) {
	asked := deploy.Case{
		Stack: d.ref.stack, Rule: d.policy.Rule(d.ref.stack), Digest: digest, Shown: d.shown, Approve: d.approve,
		InJob: d.place != nil, Actors: d.about.Actors(),
	}
	if d.place != nil && asked.Rule.When != deploy.Push {
		guard, err := d.place.Guard(ctx, d.ref.stack)
		if err != nil {
			return false, err
		}
		asked.Guard = guard
		if open := asked.Open(); open != "" {
			fmt.Fprintln(d.messages, "warning:", open)
		}
	}
	switch answer, why := asked.Clear(); answer {
	case deploy.Go:
		return true, nil
	case deploy.Wait:
		fmt.Fprintln(d.messages, why)
		return false, nil
	case deploy.Denied:
		return false, usageError{errors.New(why)}
	default:
		return false, errors.New(why)
	}
}

// output tells the job's next steps.
func (d *deployment) output(digest string, cleared bool) error {
	path := os.Getenv("GITHUB_OUTPUT")
	if path == "" {
		return nil
	}
	return appendTo(path, fmt.Sprintf("digest=%s\ngo=%t\n", digest, cleared))
}

// up carries the plan out.
func (d *deployment) up(ctx context.Context) error {
	result := d.account.Run(ctx, d.request(engine.Up))
	run := operationRun{operation: engine.Up}
	if err := writeSummary(d.out, d.messages, run, result); err != nil {
		return err
	}
	if result.Result != engine.Succeeded {
		return failure{}
	}
	return nil
}
