package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/backend"
	"groundwork/internal/localcloud"
)

// Options say what a session works with.
type Options struct {
	// Project is the checkout, Home where its local cloud is. Required.
	Project Project
	Home    Home
	// Program is the Pulumi program. Required, but for an Executable.
	Program pulumi.RunFunc
	// Executable is the file of a built Go program that runs in place of Program:
	// another commit's. "" is none.
	Executable string
	// Progress is told what happens. Required.
	Progress Progress
	// Messages is where the building of the CLI is told. Required.
	Messages io.Writer
	// Secrets are the stack files' real ones, by where they stand; a made-up one takes
	// the place of each that is not here.
	Secrets map[string]string
	// Conditions are what the cloud is like.
	Conditions Conditions
}

// Open opens the local cloud for a program: the providers and the states are
// served, the CLI is found or built. The caller closes the session.
func Open(ctx context.Context, options Options) (*Session, error) {
	command, err := options.Project.local(ctx, options.Messages)
	if err != nil {
		return nil, err
	}
	session := &Session{home: options.Home, command: answered{command}, program: apart(options.Program), progress: options.Progress, secrets: options.Secrets}
	if session.cloud, err = options.Home.OpenCloud(options.Conditions); err != nil {
		return nil, err
	}
	if options.Executable != "" {
		if session.host, err = serveExecutable(options.Executable); err != nil {
			return nil, errors.Join(err, session.Close())
		}
	}
	// What is served outlives an interrupt: the engine finishes what it began.
	if session.served, session.states, err = session.cloud.serveAll(context.WithoutCancel(ctx)); err != nil {
		return nil, errors.Join(err, session.Close())
	}
	return session, nil
}

// serveAll serves the cloud's providers and the states of its home.
func (c *Cloud) serveAll(ctx context.Context) (Served, *backend.Backend, error) {
	states := c.home.States()
	providers, err := c.Serve(ctx)
	if err != nil {
		return Served{}, states, fmt.Errorf("serving the local cloud: %w", err)
	}
	at := Served{Providers: providers}
	if at.States, err = states.Serve(ctx, c.home.lastPort()); err != nil {
		return Served{}, states, err
	}
	return at, states, c.home.prepare(at)
}

// apart runs a program on a stack of its own: the engine keeps in the state where
// each resource was registered, up to the bottom, and what is there of the inline
// host and of us says nothing of the program.
func apart(program pulumi.RunFunc) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		ended := make(chan error, 1)
		go func() {
			err := errors.New("the program ended its goroutine without a word")
			// The inline host catches a panic only on its own stack: here it would end
			// this process, with the CLI at work and the cloud open.
			defer func() {
				if cause := recover(); cause != nil {
					err = fmt.Errorf("the program panicked: %v\n%s", cause, debug.Stack())
				}
				ended <- err
			}()
			err = program(ctx)
		}()
		return <-ended
	}
}

// Close stops what is served and lets other processes have the cloud.
func (s *Session) Close() error {
	var err error
	if s.host != nil {
		s.host.Close()
	}
	if s.states != nil {
		err = s.states.Close()
	}
	return errors.Join(err, s.cloud.Close())
}

// Cloud is the session's cloud.
func (s *Session) Cloud() *Cloud { return s.cloud }

// Reset empties the cloud and forgets the state of its stacks. It refuses while
// another process works with the cloud. It reads nothing: it is the way out when a
// file is damaged or the disk is full.
func (h Home) Reset() (err error) {
	lock, err := localcloud.LockFolder(h.Cloud())
	if err != nil {
		return h.notOpened(err)
	}
	defer func() { err = errors.Join(err, lock.Release()) }()
	if err := h.settle(); err != nil {
		return err
	}
	// The cloud goes last: what no state knows can be taken over, but not the other
	// way round.
	cloud := filepath.Join(h.Cloud(), localcloud.JournalName)
	for _, path := range []string{h.State(), h.work(), h.aheadFile(), h.trailFile(), cloud} {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("emptying the local cloud: %w", err)
		}
	}
	return nil
}
