package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"groundwork/internal/localcloud"
)

// Server is a process that serves the local cloud to any Pulumi CLI.
type Server struct {
	// PID is its process id.
	PID int `json:"pid"`
	// Served is where a CLI finds the cloud and the states.
	Served
	// Console is the address at which it takes changes by hand.
	Console string `json:"console"`
}

func (h Home) serverFile() string { return filepath.Join(h.Dir, "server.json") }

// Serve serves the local cloud until ctx ends.
func (h Home) Serve(ctx context.Context, conditions Conditions) (err error) {
	cloud, err := h.OpenCloud(conditions)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cloud.Close()) }()
	served, states, err := cloud.serveAll(ctx)
	defer func() { err = errors.Join(err, states.Close()) }()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listening for changes by hand: %w", err)
	}
	defer func() { err = errors.Join(err, listener.Close()) }()
	if err := serveConsole(listener, cloud.Cloud); err != nil {
		return err
	}
	content, err := json.Marshal(Server{PID: os.Getpid(), Served: served, Console: listener.Addr().String()})
	if err != nil {
		return fmt.Errorf("describing the server: %w", err)
	}
	// Renamed into place, so that whoever waits for the file reads a whole one.
	if err := os.WriteFile(h.serverFile()+".new", content, 0o600); err != nil {
		return fmt.Errorf("telling where the server listens: %w", err)
	}
	if err := os.Rename(h.serverFile()+".new", h.serverFile()); err != nil {
		return fmt.Errorf("telling where the server listens: %w", err)
	}
	<-ctx.Done()
	return os.Remove(h.serverFile())
}

// Server finds the server that runs for this home. After a kill of it, or a restart
// of the machine, its process id may be somebody else's.
func (h Home) Server() (Server, bool) {
	var server Server
	content, err := os.ReadFile(h.serverFile())
	if err != nil || json.Unmarshal(content, &server) != nil {
		return server, false
	}
	return server, alive(server.PID) && server.States.Answers()
}

// StartServer starts the given command line as a server in the background and
// waits until it listens. Its messages go to server.log in the home.
func (h Home) StartServer(ctx context.Context, command ...string) (Server, error) {
	logPath := filepath.Join(h.Dir, "server.log")
	log, err := os.Create(logPath)
	if err != nil {
		return Server{}, fmt.Errorf("making the server's log: %w", err)
	}
	defer log.Close()
	process := exec.Command(command[0], command[1:]...)
	process.Stdout, process.Stderr = log, log
	process.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := process.Start(); err != nil {
		return Server{}, fmt.Errorf("starting the server: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	for {
		if server, running := h.Server(); running {
			if server.PID != process.Process.Pid {
				// Somebody else's: ours would take the cloud when that one stops.
				_ = process.Process.Kill()
				<-ended
			}
			return server, nil
		}
		select {
		case err := <-ended:
			if server, found := h.othersServer(); found {
				return server, nil
			}
			said, _ := os.ReadFile(logPath)
			return Server{}, fmt.Errorf("the server ended at once (%v): %s", err, said)
		case <-ctx.Done():
			return Server{}, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// othersServer is the server that somebody else started at the same moment: while
// the cloud is held, one may be about to say where it listens.
func (h Home) othersServer() (Server, bool) {
	for range 100 {
		if server, running := h.Server(); running {
			return server, true
		}
		if lock, err := localcloud.LockFolder(h.Cloud()); err == nil {
			_ = lock.Release()
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return Server{}, false
}

// StopServer ends the home's server and waits until it is gone. It tells
// whether there was one.
func (h Home) StopServer(ctx context.Context) (bool, error) {
	server, running := h.Server()
	if !running {
		return false, nil
	}
	process, err := os.FindProcess(server.PID)
	if err != nil {
		return true, fmt.Errorf("finding the server: %w", err)
	}
	if err := process.Signal(syscall.SIGTERM); err != nil {
		return true, fmt.Errorf("ending the server: %w", err)
	}
	for alive(server.PID) {
		// It has ended for others when they can have the cloud.
		lock, err := localcloud.LockFolder(h.Cloud())
		if err == nil {
			return true, lock.Release()
		}
		if !errors.Is(err, localcloud.ErrBusy) {
			return true, err
		}
		select {
		case <-ctx.Done():
			return true, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true, nil
}
