package engine

import (
	"context"
	"fmt"
	"io"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// Account runs operations where pulumi is logged in: on its backend, with the
// plugins it downloads and the credentials of the environment. The program runs
// as `pulumi up` runs it, by the language host: that one tells the engine which
// plugin versions go.mod wants, which a program inside this process does not.
type Account struct {
	command  pulumiCLI
	progress Progress
}

// OpenAccount finds or builds the CLI, telling messages of it. Nothing is asked
// of the account yet.
func OpenAccount(ctx context.Context, project Project, progress Progress, messages io.Writer) (*Account, error) {
	command, err := project.installed(ctx, messages)
	if err != nil {
		return nil, err
	}
	return &Account{command: command, progress: progress}, nil
}

// Run carries out a request, as Session.Run does. A stack that the backend does
// not have fails: nothing is created for the sake of looking.
func (a *Account) Run(ctx context.Context, request Request) Result {
	return carryOut(ctx, a.progress, request, func(ctx context.Context, request Request, watch *watcher, result *Result) error {
		stack, err := a.open(ctx, request)
		if err != nil {
			return err
		}
		outputs, err := operate(ctx, stack, request, watch)
		result.take(outputs)
		return err
	})
}

// Exists tells whether the backend has the stack.
func (a *Account) Exists(ctx context.Context, request Request) (bool, error) {
	workspace, err := a.workspace(ctx, request)
	if err != nil {
		return false, err
	}
	_, err = auto.SelectStack(ctx, request.Stack, workspace)
	if err != nil && !auto.IsSelectStack404Error(err) {
		return false, fmt.Errorf("looking for stack %q of %q: %s", request.Stack, request.System.Name, describe(ctx, err))
	}
	return err == nil, nil
}

func (a *Account) workspace(ctx context.Context, request Request) (auto.Workspace, error) {
	workspace, err := auto.NewLocalWorkspace(ctx, auto.WorkDir(request.System.Dir), auto.Pulumi(a.command))
	if err != nil {
		return nil, fmt.Errorf("opening the workspace %q: %w", request.System.Dir, err)
	}
	return workspace, nil
}

func (a *Account) open(ctx context.Context, request Request) (auto.Stack, error) {
	workspace, err := a.workspace(ctx, request)
	if err != nil {
		return auto.Stack{}, err
	}
	stack, err := auto.SelectStack(ctx, request.Stack, workspace)
	if err != nil {
		return auto.Stack{}, fmt.Errorf("opening stack %q of %q in the backend: %s", request.Stack, request.System.Name, describe(ctx, err))
	}
	return stack, nil
}
