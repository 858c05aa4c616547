package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"groundwork/internal/localcloud"
)

// Server is a process that serves the local cloud to any Pulumi CLI.
type Server struct {
	// Holder is the name under which it has the cloud: the lock proves that it lives.
	Holder string `json:"holder"`
	// Served is where a CLI finds the cloud and the states.
	Served
	// Console is the address at which it takes changes by hand. Its token is that of
	// the states.
	Console string `json:"console"`
}

// Address is where a browser finds what is in the cloud.
func (s Server) Address() string { return s.Console + "/?" + tokenQuery + "=" + s.States.Token }

func (h Home) serverFile() string { return filepath.Join(h.Dir, "server.json") }

// Serve serves the local cloud until ctx ends, or the console is told to stop. Began is
// called when everything listens.
func (h Home) Serve(ctx context.Context, conditions Conditions, began func(Server)) (err error) {
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
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	console := &http.Server{Handler: (&desk{cloud.Cloud, served.States.Token, stop}).routes(), ReadHeaderTimeout: patience}
	go func() { _ = console.Serve(listener) }() // it ends when it is shut down
	server := Server{Holder: cloud.Holder(), Served: served, Console: "http://" + listener.Addr().String()}
	if err := h.tell(server); err != nil {
		return errors.Join(err, console.Close())
	}
	began(server)
	<-ctx.Done()
	// Changes that have begun come to their end, and whoever said stop is answered.
	ending, done := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer done()
	return errors.Join(os.Remove(h.serverFile()), console.Shutdown(ending))
}

// tell says where the server listens. The file is renamed into place, so that whoever
// waits for it reads a whole one.
func (h Home) tell(server Server) error {
	content, err := json.Marshal(server)
	if err == nil {
		err = os.WriteFile(h.serverFile()+".new", content, 0o600)
	}
	if err == nil {
		err = os.Rename(h.serverFile()+".new", h.serverFile())
	}
	if err != nil {
		return fmt.Errorf("telling where the server listens: %w", err)
	}
	return nil
}

// Server finds the server that runs for this home: who is named in the file has the
// cloud's lock, and answers. After a kill, or a restart of the machine, or in another
// container, the lock is free or somebody else's, whatever the file says.
func (h Home) Server() (Server, bool) {
	var server Server
	content, err := os.ReadFile(h.serverFile())
	if err != nil || json.Unmarshal(content, &server) != nil || !h.holds(server) {
		return server, false
	}
	return server, server.States.Answers()
}

// holds tells whether the server has the cloud.
func (h Home) holds(server Server) bool {
	holder, err := localcloud.Holder(h.Cloud())
	return err == nil && holder != "" && holder == server.Holder
}

// StartServer starts the given command line as a server in the background and
// waits until it listens. Its messages go to server.log in the home.
func (h Home) StartServer(ctx context.Context, command ...string) (Server, error) {
	logPath := filepath.Join(h.Dir, "server.log")
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return Server{}, fmt.Errorf("making the server's log: %w%s", err, h.wayOn(err))
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
			if !strings.HasPrefix(server.Holder, fmt.Sprintf("%d ", process.Process.Pid)) {
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
		if holder, err := localcloud.Holder(h.Cloud()); err == nil && holder == "" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return Server{}, false
}

// StopServer ends the home's server and waits until it is gone. It tells
// whether there was one. The server is asked, with its token: no process is ended by
// its number, which may be a stranger's.
func (h Home) StopServer(ctx context.Context) (bool, error) {
	server, running := h.Server()
	if !running {
		return false, nil
	}
	who := localcloud.HolderInWords(server.Holder)
	if err := (remote{server}).ask(ctx, "stop", Order{}, nil); err != nil && h.holds(server) {
		return true, fmt.Errorf("the server does not end (%w); it is %s: end it there, and what it has recorded stays", err, who)
	}
	for h.holds(server) {
		select {
		case <-ctx.Done():
			return true, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true, nil
}
