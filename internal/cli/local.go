package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
)

// target is the stack that a local command works on.
type target struct {
	system, stack string
	json          bool
}

func (t *target) flags(command *cobra.Command) {
	command.Flags().StringVar(&t.system, "system", "stockindicator", "the system"+systemsThere())
	command.Flags().StringVar(&t.stack, "stack", "dev", "the stack, which has a stack file in the system's folder")
	command.Flags().BoolVar(&t.json, "json", false, "print one JSON value on stdout; progress goes to stderr")
}

// systemsThere names the systems of the checkout, "" where there is none.
func systemsThere() string {
	project, err := findProject()
	if err != nil {
		return ""
	}
	return ": " + strings.Join(project.Names(), ", ")
}

func localCommand(program Program) *cobra.Command {
	local := &cobra.Command{
		Use:   "local",
		Short: "Work with stacks in the embedded local cloud",
		Long: `Work with stacks in the embedded local cloud. The cloud and the states of its
stacks lie under .groundwork/ in the checkout, or where GROUNDWORK_HOME points.
How it behaves, and how to make it fail, is in docs/local-cloud.md.`,
	}
	local.AddCommand(
		operationCommand(program, engine.Preview, "preview", "Show what an up would do"),
		operationCommand(program, engine.Up, "up", "Bring a stack up, or to what its stack file says"),
		operationCommand(program, engine.Refresh, "refresh", "Bring the state to what the cloud holds"),
		operationCommand(program, engine.Destroy, "destroy", "Delete everything a stack has; final snapshots stay"),
		listCommand(), setCommand(), deleteCommand(), createCommand(), waitCommand(), resetCommand(), envCommand(), serveCommand(), stopCommand(),
		saveCommand(), restoreCommand(), savedCommand(),
	)
	for _, below := range local.Commands() {
		local.SuggestFor = append(local.SuggestFor, below.Name()) // "groundwork up" is easily written
	}
	return group(local)
}

func operationCommand(program Program, operation engine.Operation, name, short string) *cobra.Command {
	var on target
	var previewOnly, unprotect bool
	var allowLoss string
	var conditions conditionFlags
	command := &cobra.Command{
		Use:   name,
		Short: short,
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			run := operationRun{program: program, operation: operation, target: on, previewOnly: previewOnly, unprotect: unprotect, allowLoss: allowLoss, conditions: conditions}
			return run.execute(command)
		},
	}
	on.flags(command)
	conditions.flags(command)
	switch operation {
	case engine.Up:
		command.Flags().StringVar(&allowLoss, "allow-loss", "", "let data be lost: just what this fingerprint stands for, which the up that stopped has told")
	case engine.Refresh:
		command.Flags().BoolVar(&previewOnly, "preview-only", false, "only tell what differs; the state is not written")
	case engine.Destroy:
		command.Flags().BoolVar(&unprotect, "unprotect", false, "first lift the protection, in an update of its own")
	}
	return command
}
