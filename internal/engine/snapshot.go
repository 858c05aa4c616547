package engine

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Snapshot is a stack's state as it was at one moment.
type Snapshot struct {
	// Deployment is what it holds.
	Deployment apitype.DeploymentV3
	stack      auto.Stack
	exported   apitype.UntypedDeployment
}

// Snapshot keeps the state of a stack that there is.
func (s *Session) Snapshot(ctx context.Context, request Request) (*Snapshot, error) {
	request.PreviewOnly = true // to look is no reason to make the stack
	stack, err := s.open(ctx, request)
	if err != nil {
		return nil, err
	}
	return snapshot(ctx, stack)
}

// Snapshot does what Session.Snapshot does.
func (a *Account) Snapshot(ctx context.Context, request Request) (*Snapshot, error) {
	stack, err := a.open(ctx, request)
	if err != nil {
		return nil, err
	}
	return snapshot(ctx, stack)
}

func snapshot(ctx context.Context, stack auto.Stack) (*Snapshot, error) {
	exported, err := stack.Export(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the state of stack %q: %s", stack.Name(), describe(ctx, err))
	}
	kept := &Snapshot{stack: stack, exported: exported}
	if err := json.Unmarshal(exported.Deployment, &kept.Deployment); err != nil {
		return nil, fmt.Errorf("reading the state of stack %q: %w", stack.Name(), err)
	}
	return kept, nil
}

// Restore makes the stack's state again what it was.
func (s *Snapshot) Restore(ctx context.Context) error {
	if err := s.stack.Import(ctx, s.exported); err != nil {
		return fmt.Errorf("bringing back the state of stack %q: %s", s.stack.Name(), describe(ctx, err))
	}
	return nil
}
