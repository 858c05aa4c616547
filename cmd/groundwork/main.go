// Command groundwork runs the Pulumi program of this checkout against an
// embedded local cloud.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"groundwork/bootstrap/account"
	"groundwork/internal/cli"
	"groundwork/naming"
	"groundwork/spec"
	"groundwork/stacks"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	program := cli.Program{Deploy: stacks.Deploy, Check: check, Marks: marks, Others: map[string]cli.Program{
		"bootstrap": {Deploy: account.Deploy, Check: account.Check},
	}}
	os.Exit(cli.Run(ctx, program, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// check reads a stack file without an engine.
func check(path, project, stack string) error {
	_, err := spec.LoadFile(path, project, stack)
	return err
}

// marks are the tags of everything that a stack has.
func marks(path, project, stack string) (map[string]string, error) {
	system, err := spec.LoadFile(path, project, stack)
	if err != nil {
		return nil, err
	}
	return naming.Scope{System: system.Name, Environment: string(system.Environment)}.Marks(), nil
}
