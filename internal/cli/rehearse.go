package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"groundwork/internal/forge"
	"groundwork/internal/rehearsal"
	"groundwork/internal/stage"
)

// rehearseRun is one call of rehearse.
type rehearseRun struct {
	program  Program
	target   target
	base     string
	messages io.Writer
}

func rehearseCommand(program Program) *cobra.Command {
	call := rehearseRun{program: program}
	command := &cobra.Command{
		Use:   "rehearse",
		Short: "Carry a change out in a throw-away cloud, and back again",
		Long: `Bring a stack up in a throw-away local cloud as the base describes it, carry out on
that what the checkout describes, and look: is a second up quiet, is everything as
declared, can the base be carried out again. A stack that the base does not have is
brought up, and destroyed again. The first line of the answer says what came of it.

The base's program is built where its code is not the checkout's. What the base
looks like is kept under .groundwork/rehearsals (or GROUNDWORK_HOME) for the next time.

With --json the first line is the last on stderr, and stdout gets one value: system, stack, verdict (works, fails, refused,
loses, unchanged), back (works, fails, none, untried), reason, at, changes, seconds.

Exit codes, the first that holds: 2 the stack file is refused, or a wrong command
line; 3 data would be lost; 4 the change would fail, or the way back; 0 neither. 1: it
could not be rehearsed, stdout is empty.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return call.run(command) },
	}
	call.target.flags(command)
	command.Flags().StringVar(&call.base, "base", "", "the commit to begin with (default: the pull request's base in its job, else HEAD)")
	return command
}

func (r rehearseRun) run(command *cobra.Command) error {
	r.messages = command.ErrOrStderr()
	outcome, err := r.rehearse(command.Context())
	if command.Context().Err() != nil {
		return failure{interrupted: true}
	}
	if err != nil {
		return err
	}
	if err := r.show(command.OutOrStdout(), outcome); err != nil {
		return err
	}
	if code := outcome.Exit(); code != ExitOK {
		return failure{exit: code}
	}
	return nil
}

func (r rehearseRun) show(out io.Writer, outcome rehearsal.Outcome) error {
	if r.target.json {
		fmt.Fprintf(r.messages, "%s/%s: %s\n", outcome.System, outcome.Stack, outcome.Line)
		return printJSON(out, outcome)
	}
	fmt.Fprintln(out, outcome.Line)
	for _, detail := range outcome.Details {
		if _, err := fmt.Fprintln(out, "  "+detail); err != nil {
			return fmt.Errorf("writing the answer: %w", err)
		}
	}
	return nil
}

// rehearse does it. An error means that nothing can be said of the change.
func (r rehearseRun) rehearse(ctx context.Context) (outcome rehearsal.Outcome, err error) {
	project, err := findProject()
	if err != nil {
		return outcome, err
	}
	on, err := stage.Open(ctx, stage.Options{Project: project, Base: r.baseCommit(), Program: r.program.onStage, Messages: r.messages})
	if err != nil {
		return outcome, asWrongBase(err)
	}
	told, err := on.Rehearse(ctx, stage.Ref{System: r.target.system, Stack: r.target.stack}, nil)
	return told.Outcome, errors.Join(asWrongBase(err), on.Close())
}

// onStage is the program of a system as a stage wants it.
func (p Program) onStage(system string) stage.Program {
	of := p.of(system)
	return stage.Program{Deploy: of.Deploy, Check: of.Check, Marks: of.Marks}
}

// baseCommit is the commit to begin with.
func (r rehearseRun) baseCommit() string {
	if r.base != "" {
		return r.base
	}
	// Outside of a job there is none, and that is no problem here.
	if _, about, _ := forge.FromEnvironment(os.Getenv); about.Base != "" {
		return about.Base
	}
	return "HEAD"
}
