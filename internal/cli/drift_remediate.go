package cli

import (
	"context"
	"fmt"
	"io"

	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/gate"
	"groundwork/internal/lookout"
	"groundwork/internal/redact"
)

// putBack puts back what is marked safe, and checks again. It is previewed first:
// an update carries out the program as it is checked out, and nothing is done when
// that would be more. When it fails, the state is brought back: the refresh in it
// would otherwise have taken the drift over, and no check would see it again.
func (d *driftRun) putBack(ctx context.Context, cloud lookout.Watched, ref stackRef, found drift.Drift, messages io.Writer) drift.Drift {
	remedy := drift.Remediate(found)
	for _, refused := range remedy.Refused {
		fmt.Fprintf(messages, "left as it is: %s: %s\n", redact.Text(refused.Name), redact.Text(refused.Why))
	}
	if len(remedy.Targets) == 0 {
		return found
	}
	for _, safe := range remedy.Safe {
		fmt.Fprintf(messages, "putting back: %s: %s\n", redact.Text(safe.Name), safe.Why)
	}
	request := engine.Request{System: ref.system, Stack: ref.stack, Operation: engine.Preview, Targets: remedy.Targets, FromCloud: true}
	plan, problems := lookout.Recorded(ctx, cloud, request)
	if problems != nil {
		return failedBack(found, problems...)
	}
	if ruling := gate.Rule(plan, nil, ""); ruling.Verdict != gate.Open {
		for _, told := range tellings(ruling.Findings) {
			fmt.Fprintln(messages, "nothing was put back:", told)
		}
		return found
	}
	if err := remedy.Confirm(found, plan); err != nil {
		fmt.Fprintln(messages, "nothing was put back:", redact.Text(err.Error()))
		return found
	}
	before, err := cloud.Snapshot(ctx, request)
	if err != nil {
		return failedBack(found, err.Error())
	}
	request.Operation = engine.Up
	_, problems = lookout.Recorded(ctx, cloud, request)
	if problems == nil {
		return d.check(ctx, cloud, ref)
	}
	// Also after an interrupt.
	if err := before.Restore(context.WithoutCancel(ctx)); err != nil {
		problems = append(problems, redact.Text(err.Error()))
	}
	return failedBack(found, problems...)
}

// failedBack is the drift that could not be put back.
func failedBack(found drift.Drift, problems ...string) drift.Drift {
	for _, problem := range problems {
		found.Problems = append(found.Problems, "putting back: "+redact.Text(problem))
	}
	return found
}
