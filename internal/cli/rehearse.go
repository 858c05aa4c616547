package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/engine"
	"groundwork/internal/forge"
	"groundwork/internal/price"
	"groundwork/internal/rehearsal"
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
	stage, err := r.open(ctx, project)
	if err != nil {
		return outcome, err
	}
	defer func() { err = errors.Join(err, stage.Close()) }()
	seen := rehearsal.Seen{
		System: r.target.system, Stack: r.target.stack, File: stage.head.fileName(),
		Removed: !stage.head.has, New: !stage.base.has,
	}
	switch {
	case !stage.head.has && !stage.base.has:
		return outcome, usageError{fmt.Errorf("neither the checkout nor the base, %.12s, has a stack %q of a system %q", stage.worktree.Commit, seen.Stack, seen.System)}
	case seen.Removed:
		return rehearsal.Judge(seen), nil
	}
	if seen.Refused = checked(r.program.of(seen.System), stage.head.ref); seen.Refused != nil {
		return rehearsal.Judge(seen), nil
	}
	if seen.Same, err = stage.nothingDiffers(); err != nil || seen.Same {
		return rehearsal.Judge(seen), err
	}
	if err := stage.prepare(ctx); err != nil {
		return outcome, err
	}
	err = stage.play(ctx, &seen)
	return rehearsal.Judge(seen), err
}

// play carries the change out, and the base again.
func (s *stage) play(ctx context.Context, seen *rehearsal.Seen) error {
	set, planned, problems, err := s.planned(ctx)
	if err != nil {
		return err
	}
	seen.Planned, seen.Findings, seen.OneWay = planned, danger.Judge(set), rehearsal.OneWay(set)
	cost := price.Of(set).Change
	seen.Cost = &cost
	if problems != nil {
		seen.Unplanned = faultsOf(set, problems)
		return nil
	}
	if planned.Create+planned.Update+planned.Replace+planned.Delete == 0 || danger.Worst(seen.Findings) == danger.Refused {
		return nil
	}
	s.say("carrying out the change")
	if seen.Head, err = s.carryOut(ctx, s.head); err != nil {
		return err
	}
	if s.base.has {
		s.say("going back")
		seen.Back, err = s.carryOut(ctx, s.base)
		return err
	}
	s.say("taking the new stack down")
	seen.Back, err = s.takeDown(ctx)
	return err
}

// planned is what the head would change on the base.
func (s *stage) planned(ctx context.Context) (set changes.Set, planned rehearsal.Changes, problems []string, err error) {
	err = s.with(ctx, s.head, func(session *engine.Session) {
		var result engine.Result
		set, result = observed(ctx, session, s.head.request(engine.Preview))
		planned, problems = rehearsal.Changes(result.Changes), problemsIn(result)
	})
	return set, planned, problems, err
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
