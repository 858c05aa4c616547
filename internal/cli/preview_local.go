package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"groundwork/internal/engine"
	"groundwork/internal/report"
	"groundwork/internal/worktree"
)

// inLocalCloud compares two commits without an account: each stack is brought up
// as the base declares it, in a local cloud of its own, and previewed there as the
// checkout declares it.
type inLocalCloud struct {
	program  Program
	project  engine.Project
	messages io.Writer
	// dir holds the clouds, one for each stack: together they would not fit into
	// one account's quotas.
	dir string
	// base is the commit to compare with, nil for nothing; command is the
	// groundwork command built of it.
	base        *worktree.Worktree
	baseProject engine.Project
	command     string
}

func newInLocalCloud(program Program, project engine.Project, messages io.Writer) (*inLocalCloud, error) {
	dir, err := os.MkdirTemp("", "groundwork-review-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for the local clouds: %w", err)
	}
	return &inLocalCloud{program: program, project: project, messages: messages, dir: dir}, nil
}

// against lays the base out and builds its command, where its code is another.
func (l *inLocalCloud) against(ctx context.Context, ref string) (err error) {
	if l.base, err = worktree.Open(ctx, l.project.Root, ref); err != nil {
		return usageError{err}
	}
	l.baseProject = engine.Project{Root: l.base.Dir}
	same, err := l.base.SameCode(ctx)
	if err != nil {
		return err
	}
	if same {
		l.command, err = os.Executable()
		return err
	}
	fmt.Fprintf(l.messages, "building the command as %s has it\n", ref)
	l.command = filepath.Join(l.dir, "groundwork-base")
	if err := l.baseProject.BuildGroundwork(ctx, l.messages, l.command); err != nil {
		return fmt.Errorf("building the command as %s has it: %w", ref, err)
	}
	return nil
}

func (l *inLocalCloud) preview(ctx context.Context, ref stackRef) report.Stack {
	home := engine.Home{Dir: filepath.Join(l.dir, ref.system.Name, ref.stack)}
	if err := home.Make(); err != nil {
		return unseen(ref, err.Error())
	}
	fmt.Fprintf(l.messages, "comparing %s in the local cloud\n", ref)
	there, err := l.bringUp(ctx, ref, home)
	if err != nil {
		return unseen(ref, err.Error())
	}
	stack := l.previewed(ctx, ref, home)
	if !there && l.base != nil && stack.Error == "" {
		stack.Note = "new: the base does not have this stack"
	}
	return stack
}

// previewed is the checkout's preview on what the home's cloud holds.
func (l *inLocalCloud) previewed(ctx context.Context, ref stackRef, home engine.Home) report.Stack {
	session, err := engine.Open(ctx, engine.Options{
		Project: l.project, Home: home, Program: l.program.Deploy, Progress: silent{}, Messages: l.messages,
	})
	if err != nil {
		return unseen(ref, err.Error())
	}
	request := engine.Request{System: ref.system, Stack: ref.stack, Operation: engine.Preview}
	set, problems := recorded(ctx, session, request)
	if err := session.Close(); err != nil {
		problems = append(problems, err.Error())
	}
	return seen(ref, set, problems)
}

// bringUp has the base's command bring the stack up. It tells whether the base
// has the stack.
func (l *inLocalCloud) bringUp(ctx context.Context, ref stackRef, home engine.Home) (bool, error) {
	if l.base == nil {
		return false, nil
	}
	system, err := l.baseProject.System(ref.system.Name)
	if err != nil || !slices.Contains(system.Stacks(), ref.stack) {
		return false, nil
	}
	up := exec.CommandContext(ctx, l.command, "local", "up", "--system", ref.system.Name, "--stack", ref.stack, "--json")
	up.Dir = l.base.Dir
	up.Env = append(os.Environ(),
		"GROUNDWORK_HOME="+home.Dir,
		"PATH="+l.project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"),
		// A base from before the states had a journal writes its state once: nobody
		// goes on from a run that was cut off here.
		"PULUMI_SKIP_CHECKPOINTS=true")
	var said bytes.Buffer
	up.Stderr = &said
	output, err := up.Output()
	if err == nil {
		return true, nil
	}
	problems := []error{fmt.Errorf("the base, %.12s, does not come up in the local cloud", l.base.Commit)}
	var result engine.Result
	if json.Unmarshal(output, &result) == nil {
		for _, problem := range result.Problems {
			problems = append(problems, errors.New(problem))
		}
	} else {
		problems = append(problems, fmt.Errorf("%w: %s", err, said.String()))
	}
	return true, errors.Join(problems...)
}

// Close forgets the clouds and the base.
func (l *inLocalCloud) Close() error {
	err := os.RemoveAll(l.dir)
	if l.base != nil {
		err = errors.Join(err, l.base.Close())
	}
	return err
}

// silent is a Progress that says nothing: a review shows its result only.
type silent struct{}

func (silent) Started(engine.Step)  {}
func (silent) Finished(engine.Step) {}
func (silent) Note(string)          {}
