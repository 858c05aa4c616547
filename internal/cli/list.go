package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
)

func listCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "list",
		Short: "List everything that exists in the local cloud",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			list, err := readList()
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(command.OutOrStdout(), list)
			}
			if len(list) == 0 {
				fmt.Fprintln(command.ErrOrStderr(), "the local cloud is empty")
				return nil
			}
			table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
			for _, object := range list {
				fmt.Fprintf(table, "%s\t%s\t%s\n", object.Type, object.Name, object.ID)
			}
			return table.Flush()
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print a JSON list with every property; secrets are hidden")
	return command
}

func readList() ([]localcloud.Listed, error) {
	home, err := findHome()
	if err != nil {
		return nil, err
	}
	if err := home.Settle(); err != nil {
		return nil, err
	}
	cloud, err := localcloud.Read(localcloud.Options{Dir: home.Cloud()})
	if err != nil {
		return nil, fmt.Errorf("reading the local cloud: %w", err)
	}
	return cloud.List(), nil
}

func findHome() (engine.Home, error) {
	project, err := findProject()
	if err != nil {
		return engine.Home{}, err
	}
	return project.Home()
}

func resetCommand() *cobra.Command {
	var yes bool
	command := &cobra.Command{
		Use:   "reset",
		Short: "Forget the local cloud and the states of its stacks; what was saved stays",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if !yes {
				return usageError{fmt.Errorf("this forgets everything in the local cloud; say --yes to do it")}
			}
			home, err := findHome()
			if err != nil {
				return err
			}
			if err := home.Reset(); err != nil {
				return err
			}
			fmt.Fprintln(command.ErrOrStderr(), "the local cloud is empty")
			return nil
		},
	}
	command.Flags().BoolVar(&yes, "yes", false, "do it without asking")
	return command
}
