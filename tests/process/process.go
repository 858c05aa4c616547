// Package process runs a program for the tests, which ends when they do, however
// they end.
package process

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Process is a program that runs until it is stopped.
type Process struct {
	command *exec.Cmd
	// Log is the file that it writes to.
	Log string
	// Ended is closed when it has ended.
	Ended chan struct{}
}

// Start starts a program that writes to a log file and ends when this
// process does, however it ends: the system ends it with the thread that started
// it, so that thread is kept until then.
func Start(log, program string, args ...string) (*Process, error) {
	output, err := os.Create(log)
	if err != nil {
		return nil, fmt.Errorf("making the log of %s: %w", filepath.Base(program), err)
	}
	command := exec.Command(program, args...)
	command.Stdout, command.Stderr = output, output
	command.SysProcAttr = endWithParent()
	running := &Process{command: command, Log: log, Ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer func() { _ = output.Close() }()
		err := command.Start()
		started <- err
		if err == nil {
			_ = command.Wait() // it is stopped by a signal: that is no news
			close(running.Ended)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", filepath.Base(program), err)
	}
	return running, nil
}

// Stop ends it at once: what it keeps is thrown away.
func (p *Process) Stop() {
	_ = p.command.Process.Kill() // it may have ended by itself
	<-p.Ended
}

// Died tells why it ended by itself.
func (p *Process) Died() error {
	name := filepath.Base(p.command.Path)
	text, err := os.ReadFile(p.Log)
	if err != nil {
		return fmt.Errorf("%s ended, and its log is gone: %w", name, err)
	}
	return fmt.Errorf("%s ended by itself; its last words: %s", name, text[max(0, len(text)-2000):])
}
