package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"groundwork/internal/drift"
	"groundwork/internal/engine"
	"groundwork/internal/forge"
	"groundwork/internal/lookout"
)

// driftRun is one call of drift.
type driftRun struct {
	program Program
	selection
	paper
	local     bool
	metrics   string
	issue     bool
	remediate bool
	// trail is a file of events; "" is none, and the local cloud's own.
	trail string
}

func driftCommand(program Program) *cobra.Command {
	run := driftRun{program: program}
	command := &cobra.Command{
		Use:   "drift",
		Short: "Tell what in the cloud is no longer as the stacks left it",
		Long: `Compare what the cloud holds with the state of every stack: what was changed, what
was deleted, and what carries a stack's tags, or a name in its zone, and is in no
state. What opens something or raises rights comes first, then what loses data or its
protection, then what costs. The state is only read, never written.

Stacks are those where pulumi is logged in; with --local those of the local cloud.
With --issue one issue per stack is opened, updated, reopened and closed.

Exit codes: 0 nothing has drifted; 2 something has; 1 it could not be told, also
for a wrong command line.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			err := run.run(command)
			var usage usageError
			if errors.As(err, &usage) {
				return usage.error // 2 says that something drifted
			}
			return err
		},
	}
	command.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return fmt.Errorf("%w\nsee: %s --help", err, command.CommandPath())
	})
	flags := command.Flags()
	run.selection.flags(command)
	run.paper.flags(command)
	flags.BoolVar(&run.local, "local", false, "the stacks of the local cloud")
	flags.StringVar(&run.metrics, "metrics", "", "write metrics for Prometheus' textfile collector to this file")
	flags.StringVar(&run.trail, "trail", "", "tell who and when from this file: what aws cloudtrail lookup-events --output json prints")
	flags.BoolVar(&run.issue, "issue", false, "keep one issue per stack")
	flags.BoolVar(&run.remediate, "remediate", false, "put back what is marked safe; never data")
	return command
}

func (d *driftRun) run(command *cobra.Command) error {
	if err := d.paper.check(); err != nil {
		return err
	}
	ctx, messages := command.Context(), command.ErrOrStderr()
	tracker, err := d.tracker()
	if err != nil {
		return err
	}
	project, err := findProject()
	if err != nil {
		return err
	}
	refs, err := d.find(project)
	if err != nil {
		return err
	}
	cloud, closing, err := d.open(ctx, project, messages)
	if err != nil {
		return err
	}
	if refs, err = d.deployed(ctx, cloud, refs, messages); err != nil {
		return errors.Join(err, closing())
	}
	checks, telling := d.checkAll(ctx, cloud, tracker, refs, messages)
	err = errors.Join(telling, closing())
	if d.metrics != "" {
		err = errors.Join(err, drift.WriteMetrics(d.metrics, checks))
	}
	if err = errors.Join(err, d.write(command.OutOrStdout(), driftPaper{checks})); err != nil {
		return err
	}
	return found(ctx, checks)
}

// found is how the command ends once all is told.
func found(ctx context.Context, checks []drift.Check) error {
	var drifted bool
	for _, check := range checks {
		if !check.Drift.Told() {
			return failure{interrupted: ctx.Err() != nil}
		}
		drifted = drifted || !check.Drift.Clean()
	}
	if drifted {
		return failure{drifted: true}
	}
	return nil
}

// tracker keeps the issues; nil when none are wanted.
func (d *driftRun) tracker() (*drift.Tracker, error) {
	if !d.issue {
		return nil, nil
	}
	place, _, err := forge.FromEnvironment(os.Getenv)
	if err != nil {
		return nil, fmt.Errorf("%w, or leave out --issue", err)
	}
	return &drift.Tracker{Forge: place}, nil
}

func (d *driftRun) open(ctx context.Context, project engine.Project, messages io.Writer) (lookout.Watched, func() error, error) {
	if !d.local {
		account, err := engine.OpenAccount(ctx, project, engine.Silent{}, messages)
		return account, func() error { return nil }, err
	}
	home, err := project.Home()
	if err != nil {
		return nil, nil, err
	}
	session, err := engine.Open(ctx, engine.Options{
		Project: project, Home: home, Program: d.program.deployed, Progress: engine.Silent{}, Messages: messages,
	})
	if err != nil {
		return nil, nil, err
	}
	return session, session.Close, nil
}

// deployed leaves out the stacks that nobody has deployed yet, unless they were asked
// for by name: what isn't there can't have drifted.
func (d *driftRun) deployed(ctx context.Context, cloud lookout.Watched, refs []stackRef, messages io.Writer) ([]stackRef, error) {
	account, is := cloud.(*engine.Account)
	if !is || len(d.stacks) > 0 {
		return refs, nil
	}
	var there []stackRef
	for _, ref := range refs {
		exists, err := account.Exists(ctx, engine.Request{System: ref.system, Stack: ref.stack})
		if err == nil && !exists {
			fmt.Fprintf(messages, "%s is not deployed yet\n", ref)
			continue
		}
		there = append(there, ref) // where it can't be told the check will say so
	}
	if len(there) == 0 {
		return nil, errors.New("no stack of this checkout is where pulumi is logged in: look at PULUMI_BACKEND_URL")
	}
	return there, nil
}

// checkAll checks one stack after the other, and tells the tracker of each.
func (d *driftRun) checkAll(ctx context.Context, cloud lookout.Watched, tracker *drift.Tracker, refs []stackRef, messages io.Writer) ([]drift.Check, error) {
	var checks []drift.Check
	var problems []error
	for _, ref := range refs {
		fmt.Fprintln(messages, "looking at", ref)
		found := d.check(ctx, cloud, ref)
		if d.remediate && found.Told() && !found.Clean() {
			found = d.putBack(ctx, cloud, ref, found, messages)
		}
		check := drift.Check{Drift: found, At: time.Now()}
		if tracker != nil {
			kept, err := tracker.Keep(ctx, found)
			if err != nil {
				problems = append(problems, err)
			}
			check.Since = kept.Since
			if kept.Issue != nil {
				fmt.Fprintf(messages, "issue %s: %s\n", kept.Outcome, kept.Issue.URL)
			}
		}
		checks = append(checks, check)
	}
	return checks, errors.Join(problems...)
}
