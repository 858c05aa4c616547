package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
	"groundwork/internal/splice"
)

// configCommand changes stack files as pulumi config does, but for the comments and
// blank lines, which stay.
func configCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "config",
		Short: "Change a value of a stack file, and nothing else in it",
		Long: `Change a value of a stack file, and nothing else in it: pulumi config writes the whole
file anew, without its blank lines. The value is encrypted by the Pulumi CLI, the one on
PATH or else the one in .bin/, for the stack that it finds where it is signed in: so the
stack has to be there (pulumi stack init).`,
	}
	command.AddCommand(configInitCommand(), configSetCommand(), configRemoveCommand())
	return group(command)
}

// stackFlags name whose file it is.
func stackFlags(command *cobra.Command, on *target) {
	command.Flags().StringVar(&on.system, "system", "stockindicator", "the system"+systemsThere())
	command.Flags().StringVar(&on.stack, "stack", "dev", "the stack, which has a stack file in the system's folder")
}

func configInitCommand() *cobra.Command {
	var on target
	var provider string
	command := &cobra.Command{
		Use:   "init",
		Short: "Make the stack where pulumi is signed in, and write its key into the stack file",
		Long: `Make the stack where pulumi is signed in, as pulumi stack init does, and write what its
secrets are encrypted with into the stack file.`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			var arguments []string
			if provider != "" {
				arguments = []string{"--secrets-provider", provider}
			}
			return changeStackFile(command, on, []string{"stack", "init"}, arguments)
		},
	}
	stackFlags(command, &on)
	command.Flags().StringVar(&provider, "secrets-provider", "", "who encrypts its secrets, such as awskms://alias/KEY?region=us-east-1 (default: pulumi's)")
	return command
}

func configSetCommand() *cobra.Command {
	var on target
	var secret, path bool
	command := &cobra.Command{
		Use:   "set KEY [VALUE]",
		Short: "Set a value; without one it is read from the input, which no shell remembers",
		Long: `Set a value of a stack file. Without VALUE it is read from the input, or asked for at
a terminal, so that no shell's history has it:

  groundwork config set --secret --stack prod cloudflare:apiToken < token.txt
  groundwork config set --stack prod --path 'groundwork:compute.eks.publicAccessCidrs[0]' 203.0.113.7/32`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return misused(command, "%s needs a key and at most one value, got %s", command.CommandPath(), plural(len(args), "argument"))
			}
			if len(args) == 2 && args[1] == "" {
				return misused(command, "the value for %s is empty, as of a command in the shell that found nothing; to take a value out: groundwork config rm %[1]s", args[0])
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			var arguments []string
			if secret {
				arguments = append(arguments, "--secret")
			} else {
				arguments = append(arguments, "--plaintext")
			}
			if path {
				arguments = append(arguments, "--path")
			}
			return changeStackFile(command, on, []string{"config", "set"}, append(append(arguments, "--"), args...))
		},
	}
	stackFlags(command, &on)
	command.Flags().BoolVar(&secret, "secret", false, "encrypt the value")
	command.Flags().BoolVar(&path, "path", false, "KEY is a path, such as 'groundwork:secrets.NAME'")
	return command
}

func configRemoveCommand() *cobra.Command {
	var on target
	var path bool
	command := &cobra.Command{
		Use:   "rm KEY",
		Short: "Take a value out",
		Args:  exactly(1),
		RunE: func(command *cobra.Command, args []string) error {
			var arguments []string
			if path {
				arguments = append(arguments, "--path")
			}
			return changeStackFile(command, on, []string{"config", "rm"}, append(append(arguments, "--"), args...))
		},
	}
	stackFlags(command, &on)
	command.Flags().BoolVar(&path, "path", false, "KEY is a path, such as 'groundwork:secrets.NAME'")
	return command
}

// changeStackFile writes into the stack file what the CLI changes in a copy of it.
func changeStackFile(command *cobra.Command, on target, what, arguments []string) error {
	project, err := findProject()
	if err != nil {
		return err
	}
	system, err := project.System(on.system)
	if err != nil {
		return usageError{err}
	}
	before, after, err := project.StackFileAfter(command.Context(), engine.Setting{
		System: system, Stack: on.stack, Command: what, Arguments: arguments, Input: command.InOrStdin(), Messages: command.ErrOrStderr(),
	})
	if err != nil {
		return err
	}
	file := system.StackFile(on.stack)
	changed, err := splice.Become(before, after)
	if err != nil {
		return fmt.Errorf("%s was not changed: %w; pulumi %s, in the same folder, writes the whole file anew", file, err, strings.Join(what, " "))
	}
	return writeInPlace(file, changed)
}

// writeInPlace writes a file that is there as a whole or as it was.
func writeInPlace(file string, content []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(file), ".groundwork-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	_, err = fresh.Write(content)
	if err = errors.Join(err, fresh.Chmod(info.Mode().Perm()), fresh.Close()); err == nil {
		err = os.Rename(fresh.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", file, errors.Join(err, os.Remove(fresh.Name())))
	}
	return nil
}
