package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"groundwork/internal/deploy"
	"groundwork/internal/engine"
	"groundwork/internal/forge"
)

// deployRun is one call of deploy plan or deploy up.
type deployRun struct {
	program Program
	selection
	pushed bool
	// shown and approve are digests that the plan must have, allowLoss is the
	// fingerprint of what may be lost; "" for none.
	shown, approve, allowLoss string
	// carryOut is true of up.
	carryOut bool

	repository deploy.Repository
	policy     deploy.Policy
	// place is the forge of the job that we run in, nil outside of one; about is what
	// is known of the job.
	place forge.Forge
	about forge.Context
}

func deployCommand(program Program) *cobra.Command {
	command := &cobra.Command{
		Use:   "deploy",
		Short: "Deploy stacks to an account, as the workflows do",
		Long: `Plan a deployment, and carry it out, where pulumi is logged in: what the workflows
of GitHub and Gitea run. ` + deploy.File + ` says which stacks a push deploys, and who
may have the others deployed where the forge has no reviewers (docs/operations.md, 2).`,
	}
	command.AddCommand(deployListCommand(), deployStepCommand(program, false), deployStepCommand(program, true))
	return group(command)
}

func deployStepCommand(program Program, carryOut bool) *cobra.Command {
	call := deployRun{program: program, carryOut: carryOut}
	command := &cobra.Command{
		Use: "plan", Short: "Show what an update would do, and the plan's digest",
		Long: `Show what an update of each selected stack would do, and the digest of that plan. It
stands for the commit, the state, and what is done to each resource with which inputs.

Data that would be lost stops it (exit code 3), unless it was approved on the pull
requests that are deployed with it, by a label that somebody else than the author set,
or with --allow-loss here.

In a job with GITHUB_OUTPUT it puts digest and go there; go is true when the plan may
be carried out as it is.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return call.run(command) },
	}
	if carryOut {
		command.Use, command.Short = "up", "Plan once more, and carry it out"
		command.Long = `Plan each selected stack as deploy plan does, and carry the plan out: if it has the
digest that is said, if nothing is lost that nobody approved, and if the stack may be
deployed in this way. Otherwise nothing is changed.

Exit codes: 0 done, or nothing may be done yet and it says what is missing; 1 failed, or
the plan is another one now; 2 a wrong command line, stack file or ` + deploy.File + `,
somebody who may not, or a plan that can't be carried out; 3 data would be lost.`
	}
	flags := command.Flags()
	call.selection.flags(command)
	flags.BoolVar(&call.pushed, "pushed", false, "only stacks that each push deploys")
	flags.StringVar(&call.shown, "digest", "", "the digest that the plan must have: of the one that was shown")
	flags.StringVar(&call.approve, "approve", "", "the digest of the plan that somebody has read and wants carried out")
	flags.StringVar(&call.allowLoss, "allow-loss", "", "let data be lost: just what this fingerprint stands for, which the plan that stopped has told")
	return command
}

// reach finds the forge of the job that we run in.
func (d *deployRun) reach() error {
	place, about, err := forge.FromEnvironment(os.Getenv)
	d.place, d.about = place, about
	if about.Repository == "" && err != nil {
		d.place = nil // no job
		return nil
	}
	if err != nil {
		return usageError{fmt.Errorf("who approved what can't be asked: %w", err)}
	}
	return nil
}

// run deploys one stack after the other, each for itself: what is wrong with one does
// not hold up the next.
func (d *deployRun) run(command *cobra.Command) error {
	ctx := command.Context()
	project, err := findProject()
	if err != nil {
		return err
	}
	if len(d.stacks) == 0 && !d.pushed {
		return usageError{errors.New("say which stacks: --stack, or --pushed")}
	}
	refs, err := d.selected(ctx, project)
	if err != nil {
		return err
	}
	if err := d.reach(); err != nil {
		return err
	}
	forPulumi()
	progress := newLines(command.OutOrStdout())
	account, err := engine.OpenAccount(ctx, project, progress, command.ErrOrStderr())
	if err != nil {
		return err
	}
	var worst error
	for _, ref := range refs {
		if len(refs) > 1 {
			fmt.Fprintln(command.ErrOrStderr(), "---", ref)
		}
		one := deployment{deployRun: d, ref: ref, account: account, progress: progress, out: command.OutOrStdout(), messages: command.ErrOrStderr()}
		if err := one.do(ctx); err != nil {
			fmt.Fprintf(command.ErrOrStderr(), "%s: %s\n", ref, redactedLine(err))
			worst = worse(worst, err)
		}
		if ctx.Err() != nil {
			return failure{interrupted: true}
		}
	}
	return worst
}

// worse is what a command that does several things ends with: the failure of one
// before what was only refused.
func worse(one, other error) error {
	var refused usageError
	var told failure
	switch {
	case one == nil:
		return other
	case errors.As(one, &refused), errors.As(one, &told) && told.code() != ExitFailed:
		return other
	}
	return one
}

// forPulumi sets what the Pulumi CLI reads: it compiles the program itself, no more at
// a time than the Makefile does.
func forPulumi() {
	for name, value := range map[string]string{"GOFLAGS": "-p=2", "PULUMI_SKIP_UPDATE_CHECK": "true"} {
		if os.Getenv(name) == "" {
			_ = os.Setenv(name, value) // the names are right
		}
	}
}
