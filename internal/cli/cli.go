// Package cli is the groundwork command: its tree, its flags, what it prints
// and its exit codes.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/spf13/cobra"

	"groundwork/internal/preflight"
	"groundwork/internal/problem"
)

// Exit codes of the command.
const (
	// ExitOK: what was asked was done.
	ExitOK = 0
	// ExitFailed: it was tried and failed; the problems are told.
	ExitFailed = 1
	// ExitUsage: the command line or the stack file is wrong; nothing was done.
	ExitUsage = 2
	// ExitDrift: drift found something that differs from its state.
	ExitDrift = 2
	// ExitBlocked: a pull request would lose data, and nobody approved it.
	ExitBlocked = 3
	// ExitFails: a rehearsed change would fail, or the way back does.
	ExitFails = 4
	// ExitWanted: an account lacks what a stack needs.
	ExitWanted = 4
	// ExitInterrupted: stopped by a signal; what was finished is recorded.
	ExitInterrupted = 130
)

// Program is what the command runs: passed in by main, so that the command does
// not know the stacks.
type Program struct {
	// Deploy is the Pulumi program.
	Deploy pulumi.RunFunc
	// Check reads a stack file without an engine and returns every problem in
	// it.
	Check func(path, project, stack string) error
	// Marks are the tags by which everything of a stack is found in the cloud.
	Marks func(path, project, stack string) (map[string]string, error)
	// Production tells whether a stack has production's defaults, whatever it is called.
	Production func(path, project, stack string) bool
	// LeftOut tells whether pull requests may not look into a stack's account: it is
	// compared with the base, in the local cloud. nil is never.
	LeftOut func(root, stack string) bool
	// Beside is what a stack file says and no resource carries: the Cloudflare zone's
	// plan, and the system's own images that run. nil is nothing.
	Beside func(path, project, stack string) (plan string, images []preflight.Image, err error)
	// Others are programs of their own, by the system's name; every other system
	// runs this one.
	Others map[string]Program
}

// of is the program of a system.
func (p Program) of(system string) Program {
	if other, ok := p.Others[system]; ok {
		return other
	}
	return p
}

// deployed runs the program of whichever system is asked for.
func (p Program) deployed(ctx *pulumi.Context) error { return p.of(ctx.Project()).Deploy(ctx) }

// usageError is a problem found before anything was done.
type usageError struct{ error }

// Unwrap gives the problem itself.
func (e usageError) Unwrap() error { return e.error }

// failure is an operation that failed, or found what it looked for, and has
// already told why.
type failure struct {
	interrupted bool
	blocked     bool
	drifted     bool
	// exit is a code of its own; 0 is none.
	exit int
}

func (f failure) code() int {
	switch {
	case f.interrupted:
		return ExitInterrupted
	case f.exit != 0:
		return f.exit
	case f.blocked:
		return ExitBlocked
	case f.drifted:
		return ExitDrift
	}
	return ExitFailed
}

func (failure) Error() string { return "failed" }

// Run runs the command line args and returns its exit code.
func Run(ctx context.Context, program Program, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// A file that may not grow any more is a write that fails, and not the end.
	signal.Ignore(syscall.SIGXFSZ)
	root := rootCommand(program)
	root.SetArgs(args)
	root.SetIn(stdin)
	stdout, stderr = &problem.Writer{To: stdout}, &problem.Writer{To: stderr}
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var told failure
	var usage usageError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &told):
		return told.code()
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, usage.Error())
		return ExitUsage
	default:
		fmt.Fprintln(stderr, "error: "+err.Error())
		return ExitFailed
	}
}

func rootCommand(program Program) *cobra.Command {
	root := &cobra.Command{
		Use:   "groundwork",
		Short: "Try this checkout's stacks in a local cloud, and tell what changes and what drifts",
		Long: `groundwork local runs the Pulumi program of this checkout against an embedded local
cloud: the real engine, and providers for AWS, Kubernetes, Cloudflare and random
that live in this process. No account is needed.

preview-comment tells on a pull request what it does to each stack, and drift what
in the cloud is no longer as the stacks left it; both look at an account or, with
--local, at the local cloud. rehearse carries a change out in a throw-away cloud, and
back again. preflight looks, before a first up, what a real account lacks.

Exit codes: 0 done; 1 tried and failed; 2 the command line or the stack file is
wrong, nothing was done (of drift: something has drifted); 3 data would be lost;
4 a rehearsed change would fail, or its way back, or an account lacks something; 130
interrupted, what was finished is recorded.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(localCommand(program), previewCommentCommand(program), rehearseCommand(program), preflightCommand(program), deployCommand(program), driftCommand(program), configCommand(), setupCommand())
	return group(root)
}
