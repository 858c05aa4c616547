package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/engine"
	"groundwork/internal/worktree"
)

// stage is the throw-away cloud that a change is rehearsed in, with both sides.
type stage struct {
	program  Program
	project  engine.Project
	messages io.Writer
	// home is the cloud's, kept where clouds of bases are kept.
	home, kept engine.Home
	worktree   *worktree.Worktree
	// same is true where the base's code is the checkout's.
	same       bool
	head, base side
}

// side is the stack as one commit has it.
type side struct {
	ref stackRef
	// has tells whether the commit has the stack at all.
	has     bool
	program pulumi.RunFunc
	// executable runs in place of program; "" is none.
	executable string
}

func (s side) request(operation engine.Operation) engine.Request {
	return engine.Request{System: s.ref.system, Stack: s.ref.stack, Operation: operation}
}

func (s side) fileName() string { return filepath.Base(s.ref.file()) }

// sideOf looks for the stack in a checkout. A system that is not there has none.
func sideOf(project engine.Project, on target) side {
	system, err := project.System(on.system)
	if err != nil {
		return side{ref: stackRef{system: engine.System{Name: on.system}, stack: on.stack}}
	}
	return side{ref: stackRef{system: system, stack: on.stack}, has: slices.Contains(system.Stacks(), on.stack)}
}

// open lays out both sides. Nothing is built or brought up yet.
func (r rehearseRun) open(ctx context.Context, project engine.Project) (*stage, error) {
	kept, err := project.Home()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "groundwork-rehearsal-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the rehearsal: %w", err)
	}
	s := &stage{program: r.program.of(r.target.system), project: project, messages: r.messages, home: engine.Home{Dir: dir}, kept: kept}
	if err := s.home.Make(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.worktree, err = worktree.Open(ctx, project.Root, r.baseCommit()); err != nil {
		return nil, errors.Join(usageError{err}, s.Close())
	}
	if s.same, err = s.worktree.SameCode(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.head, s.base = sideOf(project, r.target), sideOf(engine.Project{Root: s.worktree.Dir}, r.target)
	s.head.program, s.base.program = s.program.Deploy, s.program.Deploy
	return s, nil
}

// nothingDiffers tells whether both sides have the same code and the same files.
func (s *stage) nothingDiffers() (bool, error) {
	if !s.same || !s.base.has {
		return false, nil
	}
	for _, name := range []string{"Pulumi.yaml", s.head.fileName()} {
		head, err := os.ReadFile(filepath.Join(s.head.ref.system.Dir, name))
		if err != nil {
			return false, fmt.Errorf("comparing with the base: %w", err)
		}
		base, err := os.ReadFile(filepath.Join(s.base.ref.system.Dir, name))
		if errors.Is(err, fs.ErrNotExist) || err == nil && !bytes.Equal(head, base) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("comparing with the base: %w", err)
		}
	}
	return true, nil
}

// with opens the cloud for one side's program.
func (s *stage) with(ctx context.Context, of side, do func(*engine.Session)) error {
	session, err := engine.Open(ctx, engine.Options{
		Project: s.project, Home: s.home, Program: of.program, Executable: of.executable,
		Progress: silent{}, Messages: s.messages,
	})
	if err != nil {
		return err
	}
	do(session)
	if err := session.Close(); err != nil {
		return fmt.Errorf("closing the local cloud: %w", err)
	}
	return nil
}

func (s *stage) say(what string) { fmt.Fprintf(s.messages, "%s: %s\n", s.head.ref, what) }

// Close forgets the cloud and the base's files.
func (s *stage) Close() error {
	err := os.RemoveAll(s.home.Dir)
	if s.worktree != nil {
		err = errors.Join(err, s.worktree.Close())
	}
	return err
}
