package apiserver

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// process is a program of ours that runs until it is stopped.
type process struct {
	command *exec.Cmd
	log     string
	// ended is closed when it has ended.
	ended chan struct{}
}

// startProcess starts a program that writes to a log file and ends when this
// process does, however it ends: the system ends it with the thread that started
// it, so that thread is kept until then.
func startProcess(log, program string, args ...string) (*process, error) {
	output, err := os.Create(log)
	if err != nil {
		return nil, fmt.Errorf("making the log of %s: %w", filepath.Base(program), err)
	}
	command := exec.Command(program, args...)
	command.Stdout, command.Stderr = output, output
	command.SysProcAttr = endWithParent()
	running := &process{command: command, log: log, ended: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer func() { _ = output.Close() }()
		err := command.Start()
		started <- err
		if err == nil {
			_ = command.Wait() // it is stopped by a signal: that is no news
			close(running.ended)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", filepath.Base(program), err)
	}
	return running, nil
}

// stop ends it at once: what it keeps is thrown away.
func (p *process) stop() {
	_ = p.command.Process.Kill() // it may have ended by itself
	<-p.ended
}

// died tells why it ended by itself.
func (p *process) died() error {
	name := filepath.Base(p.command.Path)
	text, err := os.ReadFile(p.log)
	if err != nil {
		return fmt.Errorf("%s ended, and its log is gone: %w", name, err)
	}
	return fmt.Errorf("%s ended by itself; its last words: %s", name, text[max(0, len(text)-2000):])
}
