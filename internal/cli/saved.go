package cli

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/saved"
)

// Commands that keep the local cloud under a name, and bring it back.

func saveCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "save NAME",
		Short: "Keep the cloud, its time and the states of its stacks under a name",
		Long: `Keep the cloud, its time and the states of its stacks under a name, in place of
what had that name before. What several saves have in common lies on the disk once.`,
		Args: oneName,
		RunE: func(command *cobra.Command, args []string) error {
			return withSave(args[0], engine.Home.Save, func(kept engine.Saved) error {
				if asJSON {
					return printJSON(command.OutOrStdout(), kept)
				}
				_, err := fmt.Fprintf(command.OutOrStdout(), "saved %s: %s; %s more on the disk\n", kept.Name, holding(kept), size(kept.Added))
				return err
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print what was saved as JSON")
	return command
}

func restoreCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "restore NAME",
		Short: "Make the cloud and the states of its stacks what was saved",
		Long: `Make the cloud, its time and the states of its stacks what was saved under a name.
What they are now is lost: save it first if you want it back. A restore that is cut
off is finished by the next command, or has changed nothing.`,
		Args: oneName,
		RunE: func(command *cobra.Command, args []string) error {
			return withSave(args[0], engine.Home.Restore, func(kept engine.Saved) error {
				if asJSON {
					return printJSON(command.OutOrStdout(), kept)
				}
				_, err := fmt.Fprintf(command.OutOrStdout(), "restored %s: %s\n", kept.Name, holding(kept))
				return err
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print what was restored as JSON")
	return command
}

func savedCommand() *cobra.Command {
	var asJSON bool
	var unwanted []string
	command := &cobra.Command{
		Use:   "saved",
		Short: "List what was saved, or delete some of it",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			home, err := findHome()
			if err != nil {
				return err
			}
			for _, name := range unwanted {
				if err := saved.CheckName(name); err != nil {
					return usageError{err}
				}
				if err := asUsage(home.DeleteSaved(name)); err != nil {
					return err
				}
				fmt.Fprintln(command.ErrOrStderr(), "deleted the save", name)
			}
			list, err := home.Saved()
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(command.OutOrStdout(), list)
			}
			return writeSaved(command, list)
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print the list as JSON")
	command.Flags().StringSliceVar(&unwanted, "delete", nil, "first delete the save of this name; may be repeated")
	return command
}

func writeSaved(command *cobra.Command, list []engine.Saved) error {
	if len(list) == 0 {
		fmt.Fprintln(command.ErrOrStderr(), "nothing is saved")
		return nil
	}
	table := tabwriter.NewWriter(command.OutOrStdout(), 0, 4, 2, ' ', 0)
	for _, kept := range list {
		what := holding(kept)
		if kept.Damage != "" {
			what = kept.Damage
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", kept.Name, kept.Saved.Local().Format(time.DateTime), what)
	}
	return table.Flush()
}

// withSave does something with a save's name in the home, and shows what came of it.
func withSave(name string, do func(engine.Home, string) (engine.Saved, error), show func(engine.Saved) error) error {
	home, err := findHome()
	if err != nil {
		return err
	}
	kept, err := do(home, name)
	if err != nil {
		return asUsage(err)
	}
	return show(kept)
}

// asUsage makes a name that nothing has a mistake on the command line.
func asUsage(err error) error {
	if errors.Is(err, saved.ErrAbsent) {
		return usageError{err}
	}
	return err
}

// oneName wants the name of a save, and nothing else.
func oneName(command *cobra.Command, args []string) error {
	if len(args) != 1 {
		return misused(command, "%s needs one name, got %d", command.CommandPath(), len(args))
	}
	if err := saved.CheckName(args[0]); err != nil {
		return usageError{err}
	}
	return nil
}

// holding says what a save holds.
func holding(kept engine.Saved) string {
	stacks := "no stack"
	if len(kept.Stacks) > 0 {
		stacks = strings.Join(kept.Stacks, ", ")
	}
	return fmt.Sprintf("%s, %s, %s", plural(kept.Objects, "object"), stacks, size(kept.Bytes))
}

// size writes bytes as people read them.
func size(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d B", bytes)
	case bytes < 1000*1000:
		return fmt.Sprintf("%d kB", bytes/1000)
	default:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
}
