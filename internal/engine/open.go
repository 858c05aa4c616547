package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/kubernetes"
	"groundwork/internal/localcloud/random"
)

// OpenCloud opens the home's local cloud with every package it has.
func (h Home) OpenCloud() (*localcloud.Cloud, error) {
	cloud, err := localcloud.Open(localcloud.Options{Dir: h.Cloud()}, aws.New(), kubernetes.New(), cloudflare.New(), random.New())
	if errors.Is(err, localcloud.ErrBusy) {
		return nil, fmt.Errorf("another process works with the local cloud in %s; wait for it, or end the server with: groundwork local stop (%w)", h.Dir, err)
	}
	if err != nil {
		return nil, fmt.Errorf("opening the local cloud: %w", err)
	}
	return cloud, nil
}

// Open opens the project's local cloud for a program: the providers serve, the
// CLI is found or built. The caller closes the session.
func Open(ctx context.Context, project Project, home Home, program pulumi.RunFunc, progress Progress, messages io.Writer) (*Session, error) {
	command, err := project.Command(ctx, messages)
	if err != nil {
		return nil, err
	}
	session := &Session{home: home, command: command, program: program, progress: progress}
	if session.cloud, err = home.OpenCloud(); err != nil {
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
func (s *Session) Cloud() *localcloud.Cloud { return s.cloud }

// Reset empties the cloud and forgets the state of its stacks. It refuses while
// another process works with the cloud.
func (h Home) Reset() error {
	cloud, err := h.OpenCloud()
	if err != nil {
		return err
	}
	if err := errors.Join(cloud.Reset(), cloud.Close()); err != nil {
		return fmt.Errorf("emptying the local cloud: %w", err)
	}
	for _, dir := range []string{h.State(), h.work()} {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("forgetting the stacks: %w", err)
		}
	}
	return nil
}
