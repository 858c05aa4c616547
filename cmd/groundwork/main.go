// Command groundwork runs the Pulumi program of this checkout against an
// embedded local cloud, and tells what a change does and what has drifted.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"groundwork/cmd/program"
	"groundwork/internal/cli"
)

// quick lets garbage lie longer than Go does by itself: a command lives for seconds.
const quick = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(quick)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, program.Systems(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
