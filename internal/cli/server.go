package cli

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
)

// envCommand prints what a shell must set; it starts the server when none runs.
func envCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "env",
		Short: "Print the variables with which a plain pulumi talks to the local cloud",
		Long: `Print the variables with which a plain pulumi talks to the local cloud:

  eval "$(groundwork local env)"
  pulumi stack select dev --create && pulumi up

Where no Pulumi CLI is on PATH, the checkout's own is put there, which runs programs in
Go. A server is started in the background when none runs; end it with
groundwork local stop. While it runs it has the cloud for itself: groundwork local up
and the like refuse. The next server has other addresses: ask for them again.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			project, err := findProject()
			if err != nil {
				return err
			}
			home, err := project.Home()
			if err != nil {
				return err
			}
			own, err := project.OwnOnPath(command.Context(), command.ErrOrStderr())
			if err != nil {
				return err
			}
			server, err := serving(command.Context(), home)
			if err != nil {
				return err
			}
			variables := home.Environment(server.Served)
			for _, name := range slices.Sorted(maps.Keys(variables)) {
				fmt.Fprintf(command.OutOrStdout(), "export %s=%s\n", name, quoted(variables[name]))
			}
			if own != "" {
				fmt.Fprintf(command.OutOrStdout(), "export PATH=%s:\"$PATH\"\n", quoted(own))
			}
			return nil
		},
	}
}

// serving is the server that runs, or one that is started.
func serving(ctx context.Context, home engine.Home) (engine.Server, error) {
	if server, running := home.Server(); running {
		return server, nil
	}
	executable, err := os.Executable()
	if err != nil {
		return engine.Server{}, fmt.Errorf("finding this command: %w", err)
	}
	return home.StartServer(ctx, executable, "local", "serve")
}

func serveCommand() *cobra.Command {
	var asked conditionFlags
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve the local cloud to any pulumi, until interrupted",
		Long: `Serve the local cloud to any pulumi, until interrupted: what local env does in the
background, here with faults and lapsing time. In another shell, local env prints the
variables of the server that runs.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			conditions, err := asked.conditions()
			if err != nil {
				return err
			}
			home, err := findHome()
			if err != nil {
				return err
			}
			return home.Serve(command.Context(), conditions, func(server engine.Server) {
				fmt.Fprintf(command.OutOrStdout(), "the local cloud under %s is served, until ^C or: bin/groundwork local stop\n"+
					"in another shell: eval \"$(bin/groundwork local env)\"\nwhat it holds: %s\n", home.Dir, server.Address())
			})
		},
	}
	asked.flags(command)
	return command
}

func stopCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "stop",
		Short: "End the server that env or serve started; what exists stays",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			home, err := findHome()
			if err != nil {
				return err
			}
			running, err := home.StopServer(command.Context())
			if err != nil {
				return err
			}
			if !running {
				fmt.Fprintln(command.ErrOrStderr(), "no server runs")
			}
			return nil
		},
	}
}

// quoted quotes a value for a POSIX shell.
func quoted(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}
