package cli

import (
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/internal/preflight"
)

// preflightRun is one call of preflight.
type preflightRun struct {
	program Program
	target  target
}

func preflightCommand(program Program) *cobra.Command {
	call := preflightRun{program: program}
	command := &cobra.Command{
		Use:   "preflight",
		Short: "Look whether an account has room for a stack, free names and what it declares",
		Long: `Look at a real account before a first up, and change nothing: credentials, region and
zones, the bucket for the state, quotas beside what is there, names that are taken,
versions and sizes that AWS offers there, the roles' boundary, the Cloudflare zone and
the images. Each thing wanted comes with the command, or the line of the stack file,
that mends it.

AWS is asked with the credentials of the environment (AWS_PROFILE, ...), which need to
read only; Cloudflare with CLOUDFLARE_API_TOKEN; the state is where PULUMI_BACKEND_URL
says. What may not be looked at is said, and is not taken for fine. The first time,
what asks AWS is built, one to two minutes.

With --json stdout gets one value: system, stack, account, region, wants (about, what,
do), notLookedAt (what, why), fine.

Exit codes, the first that holds: 2 the stack file is refused, or a wrong command line;
4 something is wanted; 1 something could not be looked at; 0 nothing is wanted.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error { return call.run(command) },
	}
	call.target.flags(command)
	return command
}

func (r preflightRun) run(command *cobra.Command) error {
	ctx := command.Context()
	report, err := r.look(command)
	if ctx.Err() != nil {
		return failure{interrupted: true}
	}
	if err != nil {
		return err
	}
	if r.target.json {
		err = printJSON(command.OutOrStdout(), report)
	} else {
		_, err = fmt.Fprint(command.OutOrStdout(), report.Text())
	}
	switch {
	case err != nil:
		return fmt.Errorf("writing the answer: %w", err)
	case len(report.Wants) > 0:
		return failure{exit: ExitWanted}
	case len(report.Unseen) > 0:
		return failure{exit: ExitFailed}
	}
	return nil
}

func (r preflightRun) look(command *cobra.Command) (report preflight.Report, err error) {
	project, err := findProject()
	if err != nil {
		return report, err
	}
	system, err := project.System(r.target.system)
	if err != nil {
		return report, usageError{err}
	}
	if !slices.Contains(system.Stacks(), r.target.stack) {
		return report, usageError{system.NoStack(r.target.stack)}
	}
	stack, err := Declared(command.Context(), r.program.of(system.Name), system, r.target.stack)
	if err != nil {
		return report, err
	}
	asker, err := project.Asker(command.Context(), command.ErrOrStderr())
	if err != nil {
		return report, err
	}
	cloud, err := preflight.Start(command.Context(), asker, stack.Region)
	if err != nil {
		return report, err
	}
	defer cloud.Close()
	return preflight.Run(command.Context(), preflight.Options{
		Stack: stack, Cloud: cloud, Backend: os.Getenv("PULUMI_BACKEND_URL"), Zones: cloudflareZones(), Registries: &preflight.Registries{},
	}), nil
}

// cloudflareZones is who answers for Cloudflare; nil without a token. The variables are
// those of its provider.
func cloudflareZones() *preflight.Zones {
	token, address := os.Getenv("CLOUDFLARE_API_TOKEN"), os.Getenv("CLOUDFLARE_BASE_URL")
	if token == "" {
		return nil
	}
	if address == "" {
		address = preflight.CloudflareAPI
	}
	return &preflight.Zones{Address: address, Token: token}
}

// Declared is what a stack's program registers, in a plan that needs no account.
func Declared(ctx context.Context, program Program, system engine.System, name string) (preflight.Stack, error) {
	stack := preflight.Stack{System: system.Name, Name: name}
	file := system.StackFile(name)
	if err := program.Check(file, system.Name, name); err != nil {
		return stack, usageError{err}
	}
	config, err := system.Config(name)
	if err != nil {
		return stack, usageError{err}
	}
	recorded, err := graph.NewRecorder().Record(ctx, graph.Program{
		Run: program.Deploy, Project: system.Name, Stack: name, Config: config.Values, Secrets: config.Secrets,
	})
	if err != nil {
		return stack, usageError{err}
	}
	stack.Region, stack.Resources = config.Values["aws:region"], registered(recorded)
	stack.Marks = preflight.Shared(stack.Resources)
	if program.Marks != nil {
		if stack.Marks, err = program.Marks(file, system.Name, name); err != nil {
			return stack, usageError{err}
		}
	}
	if program.Beside != nil {
		stack.Plan, stack.Images, err = program.Beside(file, system.Name, name)
	}
	return stack, err
}
