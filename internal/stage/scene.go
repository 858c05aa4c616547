package stage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/engine"
	"groundwork/internal/rehearsal"
)

// scene is one stack on the stage: its throw-away cloud, with both sides.
type scene struct {
	*Stage
	ref        Ref
	program    Program
	home       engine.Home
	head, base side
	// state is what the scene begins with in place of the base, nil for the base. left
	// are types of it that the cloud does not know, before what was astray already.
	state  *engine.State
	left   []string
	before []rehearsal.Fault
}

// side is the stack as one commit has it.
type side struct {
	system engine.System
	stack  string
	// has tells whether the commit has the stack at all.
	has     bool
	program pulumi.RunFunc
	// executable runs in place of program; "" is none.
	executable string
}

func (s side) request(operation engine.Operation) engine.Request {
	return engine.Request{System: s.system, Stack: s.stack, Operation: operation}
}

func (s side) file() string { return s.system.StackFile(s.stack) }

// sideOf looks for the stack in a checkout. A system that is not there has none.
func sideOf(project engine.Project, ref Ref, program pulumi.RunFunc) side {
	system, err := project.System(ref.System)
	if err != nil {
		return side{system: engine.System{Name: ref.System}, stack: ref.Stack, program: program}
	}
	return side{system: system, stack: ref.Stack, has: slices.Contains(system.Stacks(), ref.Stack), program: program}
}

// scene makes a folder for the stack's cloud, and looks at both sides.
func (s *Stage) scene(ref Ref, state *engine.State) (*scene, error) {
	dir, err := os.MkdirTemp("", "groundwork-rehearsal-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the rehearsal: %w", err)
	}
	program := s.options.Program(ref.System)
	on := &scene{Stage: s, ref: ref, program: program, home: engine.Home{Dir: dir}, state: state}
	if state != nil {
		on.home = sealedHome(dir)
	}
	on.head = sideOf(s.options.Project, ref, program.Deploy)
	if s.worktree != nil {
		on.base = sideOf(engine.Project{Root: s.worktree.Dir}, ref, program.Deploy)
	}
	if err := on.home.Make(); err != nil {
		return nil, errors.Join(err, on.end())
	}
	return on, nil
}

// seen is what is known before anything is done.
func (s *scene) seen() rehearsal.Seen {
	return rehearsal.Seen{
		System: s.ref.System, Stack: s.ref.Stack, File: filepath.Base(s.head.file()),
		Removed: !s.head.has, New: s.state == nil && !s.base.has || s.state != nil && s.state.Empty(),
	}
}

// nothingDiffers tells whether both sides have the same files, and programs that are
// made of the same code.
func (s *scene) nothingDiffers(ctx context.Context) (bool, error) {
	if s.state != nil {
		return false, nil
	}
	if same, err := s.sameFiles(); err != nil || !same {
		return false, err
	}
	code, err := s.baseCode(ctx)
	return code.same, err
}

func (s *scene) sameFiles() (bool, error) {
	if !s.base.has {
		return false, nil
	}
	for _, name := range []string{"Pulumi.yaml", filepath.Base(s.head.file())} {
		head, err := os.ReadFile(filepath.Join(s.head.system.Dir, name))
		if err != nil {
			return false, fmt.Errorf("comparing with the base: %w", err)
		}
		base, err := os.ReadFile(filepath.Join(s.base.system.Dir, name))
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
func (s *scene) with(ctx context.Context, of side, do func(*engine.Session)) error {
	options := engine.Options{
		Project: s.options.Project, Home: s.home, Program: of.program, Executable: of.executable,
		Progress: engine.Silent{}, Messages: s.messages,
	}
	if s.state != nil {
		options.Secrets = s.state.Secrets
	}
	session, err := engine.Open(ctx, options)
	if err != nil {
		return err
	}
	do(session)
	if err := session.Close(); err != nil {
		return fmt.Errorf("closing the local cloud: %w", err)
	}
	return nil
}

func (s *scene) say(what string) { fmt.Fprintf(s.messages, "%s: %s\n", s.ref, what) }

// end forgets the cloud.
func (s *scene) end() error { return os.RemoveAll(s.home.Dir) }
