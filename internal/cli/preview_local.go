package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/report"
	"groundwork/internal/stage"
)

// onStage compares two commits without an account: each stack is rehearsed, in a
// local cloud of its own.
type onStage struct {
	program Program
	stage   *stage.Stage
}

func (o onStage) preview(ctx context.Context, ref stackRef) report.Stack {
	told, err := o.stage.Rehearse(ctx, stage.Ref{System: ref.system.Name, Stack: ref.stack}, nil)
	stack := played(ref, told, err)
	stack.Production = o.program.production(ref)
	switch {
	case told.Guarded:
		stack.Note = protectedEnd
	case told.New && stack.Error == "":
		stack.Note = "new: the base does not have this stack"
	}
	return stack
}

// gone are the stacks that the base has and the checkout has not, of those that are
// selected.
func (o onStage) gone(_ context.Context, selected selection) ([]report.Stack, error) {
	refs, err := o.stage.Gone()
	if err != nil {
		return nil, fmt.Errorf("looking for stacks that are gone: %w", err)
	}
	var stacks []report.Stack
	for _, ref := range refs {
		if !wanted(selected.systems, ref.System) || !wanted(selected.stacks, ref.Stack) {
			continue
		}
		set := changes.Set{System: ref.System, Stack: ref.Stack}
		file := "Pulumi." + ref.Stack + ".yaml"
		stacks = append(stacks, report.Stack{Set: set, Rehearsal: stage.Removed(ref), Findings: []danger.Finding{{
			URN: ref.String(), Type: "pulumi:pulumi:Stack", Name: file, Component: ref.Stack, Level: danger.DataLoss,
			Loss:   "the stack's file is removed from the repository, not from the cloud, where nobody would manage it",
			Advice: "keep the file, and destroy the stack first; or keep managing it from where the file is now",
		}}})
	}
	return stacks, nil
}

// played is a stack that was rehearsed. What broke the rehearsal does not hide what
// the preview said.
func played(ref stackRef, told stage.Told, err error) report.Stack {
	stack := report.Stack{Set: told.Set, Findings: told.Findings, Cost: told.Cost}
	stack.Set.System, stack.Set.Stack = ref.system.Name, ref.stack
	problems := append(told.Unplanned, told.Refused...)
	switch {
	case err == nil:
		stack.Rehearsal = &told.Outcome
	case told.Cost != nil:
		stack.NotRehearsed = redactedLine(err)
	default:
		problems = append(problems, err.Error())
	}
	if problems != nil {
		stack.Error = unseen(ref, problems...).Error
	}
	return stack
}

// redactedLine is an error in one line, without what is secret.
func redactedLine(err error) string {
	return strings.Join(strings.Fields(unseen(stackRef{}, err.Error()).Error), " ")
}

// production tells whether a stack is one in which a change without a way back needs
// somebody's word.
func (p Program) production(ref stackRef) bool {
	of := p.of(ref.system.Name)
	return of.Production != nil && of.Production(ref.file(), ref.system.Name, ref.stack)
}

// Close forgets the base.
func (o onStage) Close() error { return o.stage.Close() }

// asWrongBase makes a base that isn't there a wrong command line.
func asWrongBase(err error) error {
	if errors.Is(err, stage.ErrNoBase) {
		return usageError{err}
	}
	return err
}
