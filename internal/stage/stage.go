// Package stage carries changes out in throw-away clouds, and back again: it drives
// the rehearsals that package rehearsal judges. A stage is set for one checkout and
// one base, and each stack gets a cloud of its own on it.
package stage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/engine"
	"groundwork/internal/worktree"
)

// Program is what a system's stacks are described by.
type Program struct {
	// Deploy is the Pulumi program. Required.
	Deploy pulumi.RunFunc
	// Check reads a stack file without an engine and returns every problem in it.
	// Required.
	Check func(path, project, stack string) error
	// Marks are the tags by which everything of a stack is found in the cloud; nil
	// is none.
	Marks func(path, project, stack string) (map[string]string, error)
}

// Options say what a stage is set for.
type Options struct {
	// Project is the checkout that is rehearsed. Required.
	Project engine.Project
	// Base is the commit to begin with, and to go back to; "" is one without any stack.
	Base string
	// Program is the head's, of a system. Required.
	Program func(system string) Program
	// Messages is told what goes on, from several goroutines. Required.
	Messages io.Writer
}

// Stage is where the stacks of a checkout are rehearsed.
type Stage struct {
	options  Options
	messages *lineWriter
	// kept is the home in which clouds and programs of bases are kept.
	kept engine.Home
	// worktree is the base, nil without one.
	worktree *worktree.Worktree
	// command is what this command is, codes are the base's programs by their folders:
	// it takes a while to tell, and the answer stays.
	command  func() (string, error)
	codes    map[string]code
	building sync.Mutex
}

// ErrNoBase is wrapped by the errors about a base that there is none of.
var ErrNoBase = errors.New("there is no such base")

// Open lays the base out. Nothing is built or brought up yet.
func Open(ctx context.Context, options Options) (*Stage, error) {
	kept, err := options.Project.Home()
	if err != nil {
		return nil, err
	}
	s := &Stage{options: options, messages: &lineWriter{out: options.Messages}, kept: kept, command: sync.OnceValues(thisCommand), codes: map[string]code{}}
	if options.Base == "" {
		return s, nil
	}
	if s.worktree, err = worktree.Open(ctx, options.Project.Root, options.Base); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBase, err)
	}
	return s, nil
}

// Close forgets the base's files.
func (s *Stage) Close() error {
	if s.worktree == nil {
		return nil
	}
	return s.worktree.Close()
}

// Ref names a stack of a system.
type Ref struct{ System, Stack string }

// String is how people call it: stockindicator/prod.
func (r Ref) String() string { return r.System + "/" + r.Stack }

// Gone are the stacks that the base has and the checkout has not.
func (s *Stage) Gone() ([]Ref, error) {
	if s.worktree == nil {
		return nil, nil
	}
	before, err := engine.Project{Root: s.worktree.Dir}.All()
	if err != nil {
		return nil, err
	}
	var gone []Ref
	for _, system := range before {
		now, err := s.options.Project.System(system.Name)
		for _, stack := range system.Stacks() {
			if err != nil || !slices.Contains(now.Stacks(), stack) {
				gone = append(gone, Ref{system.Name, stack})
			}
		}
	}
	return gone, nil
}

// Before is a system as the base has it.
func (s *Stage) Before(system string) (engine.System, error) {
	return engine.Project{Root: s.worktree.Dir}.System(system)
}

// thisCommand identifies this command, in which the engine, the cloud and perhaps
// the program are.
func thisCommand() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("finding this command: %w", err)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("telling what this command is: %w", err)
	}
	hash := sha256.New()
	_, err = io.Copy(hash, file)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("telling what this command is: %w", err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// lineWriter takes whole lines of several goroutines.
type lineWriter struct {
	lock sync.Mutex
	out  io.Writer
}

// Write writes all of a text before the next one.
func (l *lineWriter) Write(text []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.out.Write(text)
}
