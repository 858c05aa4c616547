// Command bench measures what users wait for: the life of a stack in the local
// cloud beside a yardstick, how that grows with the stack, and what a cold build of
// the program takes. Seconds depend on the machine, ratios much less.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"groundwork/internal/engine"
	"groundwork/stacks"
	"groundwork/tests/bench/echo"
)

// options are what is measured, and how.
type options struct {
	command, stack string
	rounds         int
	sizes          string
	limit          time.Duration
	strict, build  bool
	pulls          bool
}

func main() {
	var o options
	flag.StringVar(&o.command, "command", "bin/groundwork", "the built command")
	flag.StringVar(&o.stack, "stack", "prod", "the stack of StockIndicator to measure")
	flag.IntVar(&o.rounds, "rounds", 3, "how often each operation is measured; the least counts; 0 leaves them out")
	flag.StringVar(&o.sizes, "growth", "228,1410,5000", "sizes of generated stacks, in resources; empty leaves them out")
	flag.DurationVar(&o.limit, "limit", 150*time.Second, "the longest that an operation on a generated stack may take")
	flag.BoolVar(&o.strict, "strict", false, "fail when an operation's ratio, or a pull request, is above what it may be")
	flag.BoolVar(&o.pulls, "pulls", true, "also measure the comments on pull requests")
	flag.BoolVar(&o.build, "build", true, "also build the program with an empty cache (several minutes)")
	flag.Parse()
	if err := run(context.Background(), o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// run measures or, as the process that is measured, carries one operation out:
// bench echo STACK HOME OPERATION, bench grown SIZE HOME OPERATION.
func run(ctx context.Context, o options, args []string) error {
	project, err := engine.FindProject(".")
	if err != nil {
		return err
	}
	// Both sides find the same CLI: the project's own or, without one, the installed.
	if err := os.Setenv("PATH", project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH")); err != nil {
		return fmt.Errorf("telling where the CLI is: %w", err)
	}
	switch {
	case len(args) == 4 && args[0] == "echo":
		stack := echo.Stack{Name: args[1], Dir: project.Root, Home: args[2], Program: stacks.Deploy, Version: engine.Version}
		changes, err := stack.Run(ctx, args[3])
		return errors.Join(err, json.NewEncoder(os.Stdout).Encode(map[string]any{"changes": changes}))
	case len(args) == 4 && args[0] == "grown":
		return runGrown(ctx, project, args[1], args[2], engine.Operation(args[3]))
	case len(args) > 0:
		return fmt.Errorf("unknown arguments %q", args)
	}
	return measureAll(ctx, project, o)
}

func measureAll(ctx context.Context, project engine.Project, o options) error {
	if _, err := project.Setup(ctx, os.Stderr); err != nil {
		return err
	}
	missed, err := besideTheEcho(o)
	if err != nil {
		return err
	}
	if o.pulls {
		dear, err := comments(project, o)
		if err != nil {
			return err
		}
		missed = append(missed, dear...)
	}
	if err := growth(o); err != nil {
		return err
	}
	if o.build {
		if err := coldBuild(); err != nil {
			return err
		}
	}
	if o.strict && len(missed) > 0 {
		return fmt.Errorf("above what they may take: %v", missed)
	}
	return nil
}
