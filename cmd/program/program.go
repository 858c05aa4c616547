// Package program is what the groundwork command runs: the Pulumi program of the
// systems, and how their stack files are read.
package program

import (
	"path/filepath"

	"groundwork/bootstrap/account"
	"groundwork/internal/cli"
	"groundwork/naming"
	"groundwork/spec"
	"groundwork/stacks"
)

// Systems is the program of every system, and beside it the account's.
func Systems() cli.Program {
	return cli.Program{
		Deploy: stacks.Deploy, Check: check, Marks: marks, Production: production, LeftOut: leftOut, Beside: beside,
		Others: map[string]cli.Program{"bootstrap": {
			Deploy: account.Deploy, Check: account.Check, Marks: account.Marks,
			// What an account has is lost for all that runs in it.
			Production: func(string, string, string) bool { return true },
		}},
	}
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
	return naming.Scope{System: system.Name, Environment: system.Stack}.Marks(), nil
}

// production tells whether what a stack file describes is lost for customers when it
// is lost.
func production(path, project, stack string) bool {
	system, err := spec.LoadFile(path, project, stack)
	return err == nil && system.Environment == spec.Prod
}

// leftOut tells whether the account of the checkout keeps pull requests out of a stack.
func leftOut(root, stack string) bool {
	return account.LeftOut(filepath.Join(root, "bootstrap"), stack)
}
