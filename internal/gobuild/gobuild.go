// Package gobuild runs go build and tells people how far it is, also while one
// package compiles for a minute.
package gobuild

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Build is one program to be built.
type Build struct {
	// Dir is the folder of its module.
	Dir string
	// Package is its package.
	Package string
	// Flags are go build's, such as "-o", "bin/groundwork".
	Flags []string
}

// How often something is said. Tests say it sooner.
var (
	packagesATime = 50
	longestQuiet  = 10 * time.Second
)

// Run builds, with -trimpath: what is compiled does not depend on the folder then, and
// checkouts share Go's cache. What the compiler says is written to told, and how far it is: a
// line every fifty packages, and at the latest after ten seconds. What is there
// already says nothing. When ctx ends, the build ends with all its processes.
func (b Build) Run(ctx context.Context, told io.Writer) error {
	command := exec.CommandContext(ctx, "go", append(append([]string{"build", "-v", "-trimpath"}, b.Flags...), b.Package)...)
	command.Dir = b.Dir
	// A group of its own, so that the compilers below it can be ended as well.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	output, err := command.StderrPipe()
	if err != nil {
		return fmt.Errorf("preparing go build: %w", err)
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("starting go build in %q: %w", b.Dir, err)
	}
	last := b.tell(ctx, command.Process.Pid, output, told)
	if err := command.Wait(); err != nil {
		return fmt.Errorf("go build %s in %q: %w; its last words: %s", b.Package, b.Dir, err, last)
	}
	return nil
}

// tell writes what is to be said until the build writes no more, and gives the
// last line the build wrote.
func (b Build) tell(ctx context.Context, root int, output io.Reader, told io.Writer) string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		// A linker's complaint may be longer than a Scanner takes.
		for reader := bufio.NewReader(output); ; {
			line, err := reader.ReadString('\n')
			if line = strings.TrimRight(line, "\r\n"); line != "" {
				lines <- line
			}
			if err != nil {
				return
			}
		}
	}()
	say := func(line string) {
		if line != "" {
			fmt.Fprintln(told, line)
		}
	}
	ticker := time.NewTicker(longestQuiet / 10)
	defer ticker.Stop()
	progress, last := newProgress(packagesATime, longestQuiet, time.Now()), ""
	for {
		select {
		case line, more := <-lines:
			if !more {
				return last
			}
			last = line
			if progress.started == 0 {
				progress.total = b.packages(ctx)
			}
			say(progress.line(line, time.Now()))
		case <-ticker.C:
			say(progress.tick(func() []string { return running(ctx, root) }, time.Now()))
		}
	}
}

// packages is how many there would be to compile if none were there; zero when go
// cannot say.
func (b Build) packages(ctx context.Context) int {
	list := exec.CommandContext(ctx, "go", "list", "-deps", b.Package)
	list.Dir = b.Dir
	listed, err := list.Output()
	if err != nil {
		return 0
	}
	return strings.Count(string(listed), "\n")
}
