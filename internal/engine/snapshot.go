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
	// Deployment is what it holds; it is to be read only.
	Deployment apitype.DeploymentV3
	// restore makes the stack's state again what it was.
	restore func(ctx context.Context) error
}

// Snapshot keeps the state of a stack that there is.
func (s *Session) Snapshot(_ context.Context, request Request) (*Snapshot, error) {
	stack, err := s.states.Stack(request.name())
	if err != nil {
		return nil, err
	}
	state, err := stack.State()
	if err != nil {
		return nil, err
	}
	exported, err := stack.Export()
	return &Snapshot{Deployment: state, restore: func(context.Context) error { return stack.Replace(exported) }}, err
}

// Snapshot does what Session.Snapshot does.
func (a *Account) Snapshot(ctx context.Context, request Request) (*Snapshot, error) {
	stack, exported, err := a.export(ctx, request)
	if err != nil {
		return nil, err
	}
	kept := &Snapshot{restore: func(ctx context.Context) error { return stack.Import(ctx, exported) }}
	if err := json.Unmarshal(exported.Deployment, &kept.Deployment); err != nil {
		return nil, fmt.Errorf("reading the state of stack %q: %w", stack.Name(), err)
	}
	return kept, nil
}

// export reads a stack's state, with its secrets in plain: so the Automation API does.
// https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/auto/local_workspace.go (ExportStack)
func (a *Account) export(ctx context.Context, request Request) (stack auto.Stack, exported apitype.UntypedDeployment, err error) {
	if stack, err = a.open(ctx, request); err != nil {
		return stack, exported, err
	}
	if exported, err = stack.Export(ctx); err != nil {
		err = fmt.Errorf("reading the state of stack %q: %s", stack.Name(), describe(ctx, err))
	}
	return stack, exported, err
}

// Restore makes the stack's state again what it was.
func (s *Snapshot) Restore(ctx context.Context) error {
	if err := s.restore(ctx); err != nil {
		return fmt.Errorf("bringing back the state: %s", describe(ctx, err))
	}
	return nil
}
