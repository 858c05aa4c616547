// Command groundwork runs the Pulumi program of this checkout against an
// embedded local cloud, and tells what a change does and what has drifted.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
)

func main() {
	cli.Quicken()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, program.Systems(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
