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

// Server finds the server that runs for this home. One that was killed, or went with
// the machine, leaves its file, and its process id may be another program's by now:
// it must answer, too.
func (h Home) Server() (Server, bool) {
	var server Server
	content, err := os.ReadFile(h.serverFile())
	if err != nil || json.Unmarshal(content, &server) != nil {
		return server, false
	}
	return server, alive(server.PID) && answers(server.Console)
}

// answers tells whether somebody listens at an address of this machine.
func answers(address string) bool {
	connection, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return false
	}
	_ = connection.Close() // nothing was asked
	return true
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
	_ = os.Remove(h.serverFile()) // of a server that was killed
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
			return server, nil
		}
		select {
		case err := <-ended:
			said, _ := os.ReadFile(logPath)
			return Server{}, fmt.Errorf("the server ended at once (%v): %s", err, said)
		case <-ctx.Done():
			return Server{}, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// StopServer ends the home's server and waits until others can have the cloud. It
// tells whether there was one.
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
	// Where nobody reaps it, a process that has ended is still alive: its lock is not.
	for alive(server.PID) {
		lock, err := localcloud.LockFolder(h.Cloud())
		if err == nil {
			return true, lock.Release()
		}
		if !errors.Is(err, localcloud.ErrBusy) {
			return true, fmt.Errorf("waiting for the server to end: %w", err)
		}
		select {
		case <-ctx.Done():
			return true, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true, nil
}
