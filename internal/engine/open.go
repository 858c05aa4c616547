package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Options say what a session works with.
type Options struct {
	// Project is the checkout, Home where its local cloud is. Required.
	Project Project
	Home    Home
	// Program is the Pulumi program. Required.
	Program pulumi.RunFunc
	// Progress is told what happens. Required.
	Progress Progress
	// Messages is where the building of the CLI is told. Required.
	Messages io.Writer
	// Conditions are what the cloud is like.
	Conditions Conditions
}

// Open opens the local cloud for a program: the providers serve, the CLI is
// found or built. The caller closes the session.
func Open(ctx context.Context, options Options) (*Session, error) {
	command, err := options.Project.Command(ctx, options.Messages)
	if err != nil {
		return nil, err
	}
	session := &Session{home: options.Home, command: command, program: options.Program, progress: options.Progress}
	if session.cloud, err = options.Home.OpenCloud(options.Conditions); err != nil {
		return nil, err
	}
	// The providers outlive an interrupt: the engine finishes what it began.
	if session.providers, err = session.cloud.Serve(context.WithoutCancel(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("serving the local cloud: %w", err), session.Close())
	}
	return session, nil
}

// Close stops the providers and lets other processes have the cloud.
func (s *Session) Close() error { return s.cloud.Close() }

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
