package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
)

// setupCommand makes sure that the Pulumi CLI is there.
func setupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "setup",
		Short: "Find the Pulumi CLI, or build it into .bin/",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			project, err := findProject()
			if err != nil {
				return err
			}
			version, err := project.Setup(command.Context(), command.ErrOrStderr())
			if err != nil {
				return err
			}
			fmt.Fprintf(command.ErrOrStderr(), "pulumi %s is ready\n", version)
			return nil
		},
	}
}

func findProject() (engine.Project, error) {
	dir, err := os.Getwd()
	if err != nil {
		return engine.Project{}, fmt.Errorf("finding the current folder: %w", err)
	}
	project, err := engine.FindProject(dir)
	if err != nil {
		return project, usageError{err}
	}
	return project, nil
}
