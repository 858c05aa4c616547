package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/backend"
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
	session := &Session{home: options.Home, command: answered{command}, program: apart(options.Program), progress: options.Progress}
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
	if at.States, err = states.Serve(ctx); err != nil {
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
		go func() { ended <- program(ctx) }()
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
// another process works with the cloud.
func (h Home) Reset() error {
	cloud, err := h.OpenCloud(Conditions{})
	if err != nil {
		return err
	}
	if err := errors.Join(cloud.Reset(), cloud.Close()); err != nil {
		return fmt.Errorf("emptying the local cloud: %w", err)
	}
	for _, dir := range []string{h.State(), h.work(), h.aheadFile()} {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("forgetting the stacks: %w", err)
		}
	}
	return nil
}
