package cli

import (
	"fmt"
	"strings"

	"github.com/agext/levenshtein"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// noArguments refuses arguments as a usage error.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) > 0 {
		return misused(command, "%s takes no argument, got %q", command.CommandPath(), args[0])
	}
	return nil
}

// atLeast refuses too few arguments as a usage error.
func atLeast(count int) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if len(args) < count {
			return misused(command, "%s needs %s or more, got %d", command.CommandPath(), plural(count, "argument"), len(args))
		}
		return nil
	}
}

// exactly refuses too few and too many: what would be passed over was meant to do
// something.
func exactly(count int) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		if len(args) != count {
			return misused(command, "%s needs %s, got %d", command.CommandPath(), plural(count, "argument"), len(args))
		}
		return nil
	}
}

// group makes a command one that only holds others. Left alone, cobra shows its help
// for a misspelled one below it and calls that a success.
func group(command *cobra.Command) *cobra.Command {
	command.SuggestionsMinimumDistance = 2
	command.Args = noSuchCommand
	command.RunE = func(command *cobra.Command, _ []string) error { return command.Help() }
	return command
}

// noSuchCommand refuses the first argument as a command that there is not.
func noSuchCommand(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	near := ""
	if found := command.SuggestionsFor(args[0]); len(found) > 0 {
		near = "; there is: " + strings.Join(found, ", ")
	}
	return misused(command, "%s has no command %q%s", command.CommandPath(), args[0], near)
}

// badFlag refuses a flag. Behind a misspelled command that one is the mistake.
func badFlag(command *cobra.Command, err error) error {
	if command.HasSubCommands() && command.Flags().NArg() > 0 {
		return noSuchCommand(command, command.Flags().Args())
	}
	near := ""
	if name, is := strings.CutPrefix(err.Error(), "unknown flag: --"); is {
		near = nearestFlag(command, name)
	}
	return misused(command, "%w%s", err, near)
}

// nearestFlag names the flag that was meant, where one is near.
func nearestFlag(command *cobra.Command, name string) string {
	near, least := "", len(name)/2+1
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		if distance := levenshtein.Distance(name, flag.Name, nil); distance < least {
			near, least = "; there is: --"+flag.Name, distance
		}
	})
	return near
}

// misused is a wrong command line, with the way to the right one.
func misused(command *cobra.Command, format string, values ...any) error {
	return usageError{fmt.Errorf(format+"\nsee: %s --help", append(values, command.CommandPath())...)}
}

// plural is a number of things: "1 object", "2 objects".
func plural(count int, noun string) string {
	if count == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}
