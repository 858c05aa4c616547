package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/engine"
	"groundwork/internal/lookout"
	"groundwork/internal/rehearsal"
	"groundwork/internal/report"
	"groundwork/internal/stage"
)

// onAccount previews stacks where pulumi is logged in, and rehearses on their states
// what changes. What isn't deployed yet is rehearsed in an empty local cloud: the
// backend is not written to.
type onAccount struct {
	account *engine.Account
	local   onStage
	// leftOut tells which stacks the job's role can't look into.
	leftOut func(stack string) bool
}

func (a onAccount) preview(ctx context.Context, ref stackRef) report.Stack {
	if a.leftOut(ref.stack) {
		return a.local.preview(ctx, ref)
	}
	request := engine.Request{System: ref.system, Stack: ref.stack, Operation: engine.Preview}
	exists, err := a.account.Exists(ctx, request)
	if err != nil {
		return unseen(ref, err.Error())
	}
	if !exists {
		told, err := a.local.stage.Rehearse(ctx, stage.Ref{System: ref.system.Name, Stack: ref.stack}, &engine.State{})
		stack := played(ref, told, err)
		stack.Note = "not deployed yet: all of it would be created"
		return stack
	}
	set, problems := lookout.Recorded(ctx, a.account, request)
	stack := seen(ref, set, problems)
	stack.Production = a.local.program.production(ref)
	if stack.Error == "" && len(set.Changed()) > 0 {
		a.rehearse(ctx, ref, request, &stack)
	}
	return stack
}

// rehearse carries the change out on a cloud that is made from the stack's state. What
// it can't do does not hide the preview.
func (a onAccount) rehearse(ctx context.Context, ref stackRef, request engine.Request, stack *report.Stack) {
	state, err := a.account.State(ctx, request)
	if err != nil {
		stack.NotRehearsed = redactedLine(err)
		return
	}
	told, err := a.local.stage.Rehearse(ctx, stage.Ref{System: ref.system.Name, Stack: ref.stack}, state)
	switch {
	case err != nil:
		stack.NotRehearsed = redactedLine(err)
	case told.Unplanned != nil:
		stack.NotRehearsed = "the plan fails in the local cloud and not in the account: " + strings.Join(told.Unplanned, "; ")
	default:
		outcome := told.Outcome
		outcome.Details = append(outcome.Details, beside(*stack, told)...)
		stack.Rehearsal = &outcome
	}
}

// beside says where the plan on the state is another than the account's own.
func beside(stack report.Stack, told stage.Told) []string {
	planned, here := len(stack.Set.Changed()), len(told.Set.Changed())
	if planned == here || told.Verdict == rehearsal.Refused {
		return nil
	}
	return []string{fmt.Sprintf("the account's plan changes %d resources, and %d were planned here: of the others nothing is said", planned, here)}
}

// gone are known where the base is. One that the backend doesn't know any more was
// destroyed before its file was removed, as it should be.
func (a onAccount) gone(ctx context.Context, selected selection) ([]report.Stack, error) {
	stacks, err := a.local.gone(ctx, selected)
	return slices.DeleteFunc(stacks, func(stack report.Stack) bool {
		if a.leftOut(stack.Set.Stack) {
			return false // nobody can tell here whether it is still there
		}
		system, err := a.local.stage.Before(stack.Set.System)
		if err != nil {
			return false
		}
		exists, err := a.account.Exists(ctx, engine.Request{System: system, Stack: stack.Set.Stack})
		return err == nil && !exists
	}), err
}

// Close forgets the base.
func (a onAccount) Close() error { return a.local.Close() }
