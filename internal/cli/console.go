package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
)

// Commands that change the local cloud behind Pulumi's back, as somebody in a
// web console would.

func setCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "set TYPE NAME-OR-ID PROPERTY=VALUE...",
		Short: "Change an object behind Pulumi's back: drift",
		Long: `Change an object behind Pulumi's back. A value is read as the property's type has it:
as text, or as JSON for a number, a list or an object. What the type does not take is
refused:

  groundwork local set aws:rds/instance:Instance stockindicator-prod-db multiAz=false tags.Owner=me
  groundwork local set aws:iam/role:Role ROLE 'assumeRolePolicy={"Version": "2012-10-17", ...}'`,
		Args: atLeast(3),
		RunE: func(command *cobra.Command, args []string) error {
			values, err := assignments(args[2:])
			if err != nil {
				return err
			}
			return atConsole(func(console engine.Console) error {
				changed, err := console.SetByHand(args[0], args[1], values)
				if err != nil {
					return err
				}
				fmt.Fprintf(command.OutOrStdout(), "changed %s %s\n", changed.Type, changed.Name)
				return nil
			})
		},
	}
}

func deleteCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "delete TYPE NAME-OR-ID",
		Short: "Delete an object behind Pulumi's back; the service may refuse",
		Args:  exactly(2),
		RunE: func(command *cobra.Command, args []string) error {
			return atConsole(func(console engine.Console) error {
				if err := console.DeleteByHand(args[0], args[1]); err != nil {
					return err
				}
				fmt.Fprintf(command.OutOrStdout(), "deleted %s %s\n", args[0], args[1])
				return nil
			})
		},
	}
}

func createCommand() *cobra.Command {
	var scope string
	command := &cobra.Command{
		Use:   "create TYPE NAME [PROPERTY=VALUE...]",
		Short: "Create an object that no program declares",
		Args:  atLeast(2),
		RunE: func(command *cobra.Command, args []string) error {
			values, err := assignments(args[2:])
			if err != nil {
				return err
			}
			return atConsole(func(console engine.Console) error {
				made, err := console.CreateByHand(args[0], args[1], scope, values)
				if err != nil {
					return err
				}
				fmt.Fprintf(command.OutOrStdout(), "created %s %s (%s)\n", made.Type, made.Name, made.ID)
				return nil
			})
		},
	}
	command.Flags().StringVar(&scope, "scope", "us-east-1", "the region, Kubernetes server or Cloudflare zone it is made in")
	return command
}

// atConsole makes one change.
func atConsole(change func(engine.Console) error) error {
	home, err := findHome()
	if err != nil {
		return err
	}
	err = home.AtConsole(change)
	if wrong := new(localcloud.Mistake); errors.As(err, &wrong) {
		return usageError{wrong}
	}
	return err
}

// assignments reads PROPERTY=VALUE arguments. What a value is, its property tells.
func assignments(args []string) (map[string]any, error) {
	values := map[string]any{}
	var wrong []string
	for _, arg := range args {
		path, text, found := strings.Cut(arg, "=")
		_, twice := values[path]
		switch {
		case !found || path == "":
			wrong = append(wrong, fmt.Sprintf("%q is not PROPERTY=VALUE", arg))
		case twice:
			wrong = append(wrong, fmt.Sprintf("%q has two values", path))
		}
		values[path] = text
	}
	if len(wrong) > 0 {
		return nil, usageError{errors.New(strings.Join(wrong, "\n"))}
	}
	return values, nil
}
