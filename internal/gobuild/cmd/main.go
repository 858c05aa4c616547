// Command cmd builds a Go program for the scripts, telling how far it is.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"groundwork/internal/gobuild"
)

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: cmd MODULE-FOLDER PACKAGE [BUILD-FLAG ...]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	build := gobuild.Build{Dir: os.Args[1], Package: os.Args[2], Flags: os.Args[3:]}
	err := build.Run(ctx, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
