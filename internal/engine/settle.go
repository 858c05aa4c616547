package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"groundwork/internal/backend"
)

// find is the request's stack, which an earlier groundwork may have made; nil when
// there is none.
func (s *Session) find(ctx context.Context, request Request) (*backend.Stack, error) {
	stack, err := s.states.Stack(request.name())
	if errors.Is(err, backend.ErrNoStack) {
		return s.takeOver(ctx, request)
	}
	return stack, err
}

// settle puts right what a killed engine left behind: operations that were cut off
// are dropped, since what the cloud did create is handed over at the next create.
func (s *Session) settle(ctx context.Context, request Request) error {
	stack, err := s.find(ctx, request)
	if err != nil || request.PreviewOnly {
		return err // drift detection leaves the state as it is, to the byte
	}
	var dropped []string
	if stack != nil {
		dropped, err = stack.Settle()
	}
	if err != nil {
		return fmt.Errorf("going on from where the last run was cut off: %w", err)
	}
	for _, operation := range dropped {
		s.progress.Note("the last run was cut off while " + operation + "; going on from what the cloud holds")
	}
	state, err := s.readState(request)
	if err != nil {
		return err
	}
	s.recover(state, request)
	return nil
}

// recover hands over at their next create the resources that the cloud made
// for the stack and its state never learned of. The cloud knows a resource by the
// name that it was made under, the state perhaps by a later one: an alias tells the
// provider nothing. So what has the id counts, whatever its name.
func (s *Session) recover(state checkpoint, request Request) {
	known := state.idsByType()
	unknown := map[string][]string{}
	for urn, ids := range s.cloud.Owned(request.System.Name, request.Stack) {
		kind, _ := splitURN(urn)
		for _, id := range ids {
			if !slices.Contains(known[kind], id) {
				unknown[urn] = known[kind]
			}
		}
	}
	if len(unknown) == 0 {
		return
	}
	if request.Operation == Destroy {
		s.progress.Note(fmt.Sprintf("warning: an interrupted run left %d resources that the state does not know; run up once, then destroy, to delete them too", len(unknown)))
		return
	}
	s.cloud.Recover(unknown)
	s.progress.Note(fmt.Sprintf("an interrupted run left %d resources that the state does not know; they are taken over", len(unknown)))
}
