// Command bases rehearses this checkout on earlier commits of the main line, as if each
// were what is deployed: those whose programs differ. What came of each is written to a
// dated report as soon as it is known, and a later run of the same command goes on with
// it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"groundwork/internal/worktree"
)

// options are what is rehearsed, by which command.
type options struct {
	root, command string
	last          int
	stacks        []string
}

func main() {
	var o options
	var stacks string
	flag.StringVar(&o.root, "root", ".", "the checkout")
	flag.StringVar(&o.command, "command", "bin/groundwork", "the built command")
	flag.IntVar(&o.last, "last", 20, "how many earlier programs are bases")
	flag.StringVar(&stacks, "stacks", "stockindicator/dev,screener/dev", "what is rehearsed on each, SYSTEM/STACK with commas")
	flag.Parse()
	o.stacks = strings.Split(stacks, ",")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	if o.root, err = filepath.Abs(o.root); err != nil {
		return fmt.Errorf("finding the checkout: %w", err)
	}
	if o.command, err = filepath.Abs(o.command); err != nil {
		return fmt.Errorf("finding the command: %w", err)
	}
	bases, err := earlier(ctx, o.root, worktree.Made(ctx, o.root, "."), o.last)
	if err != nil {
		return err
	}
	home := filepath.Join(o.root, ".groundwork", "bases")
	report, err := openReport(home, o.command)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, report.Close()) }()
	fmt.Printf("%d bases; the report is %s\n", len(bases), report.Path)
	for _, base := range bases {
		for _, stack := range o.stacks {
			if _, known := report.outcome(base, stack); known {
				continue
			}
			came, err := rehearse(ctx, o, filepath.Join(home, "home"), base, stack)
			if err != nil {
				return err
			}
			if err := report.record(base, stack, came); err != nil {
				return err
			}
		}
	}
	return report.tell(os.Stdout, bases, o.stacks)
}
