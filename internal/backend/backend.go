// Package backend keeps the states of stacks in a folder and serves them to the
// Pulumi CLI as Pulumi Cloud does.
//
// The CLI's own file backend writes the whole state again at each step, which is
// most of what an up of a few hundred resources costs. To a service the engine
// sends a journal instead: what began, what came of it. Here an entry is a line that
// is appended to the stack's file before it is acknowledged, so a run that is cut
// off at any step has lost nothing, and a step costs the same in a stack of ten and
// of ten thousand resources.
//
//	states := backend.Open(dir)
//	address, err := states.Serve(ctx, 0) // for PULUMI_BACKEND_URL and PULUMI_ACCESS_TOKEN
//	defer states.Close()
//
// One process at a time may have a folder open: whoever opens it holds a lock.
package backend

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
)

// Owner is the organization that all stacks belong to: the name that Pulumi's file
// backend has for it.
const Owner = "organization"

// ErrNoStack is the cause of the error when a stack is asked for that there is not.
var ErrNoStack = errors.New("there is no such stack")

// Backend is the states in one folder.
type Backend struct {
	dir    string
	seal   seal
	server server

	mu     sync.Mutex
	stacks map[Name]*Stack
}

// Name is what a stack is called.
type Name struct {
	// Project and Stack are Pulumi's project and stack names.
	Project, Stack string
}

func (n Name) String() string { return n.Project + "/" + n.Stack }

// nameable is what Pulumi takes for a project's and a stack's name, but for those
// that begin with a dot. No such name points out of the folder.
var nameable = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}$`)

func (n Name) valid() bool { return nameable.MatchString(n.Project) && nameable.MatchString(n.Stack) }

// Open opens the folder, which need not exist yet. The secret seals the secrets
// that the states hold.
func Open(dir, secret string) *Backend {
	return &Backend{dir: dir, seal: newSeal(secret), stacks: map[Name]*Stack{}}
}

// Close stops serving. What is on the disk is whole.
func (b *Backend) Close() error { return b.server.stop() }

// Stack is a stack that there is; the cause of the error is ErrNoStack otherwise.
func (b *Backend) Stack(name Name) (*Stack, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.find(name)
}

func (b *Backend) find(name Name) (*Stack, error) {
	if stack, open := b.stacks[name]; open {
		return stack, nil
	}
	if !name.valid() {
		return nil, fmt.Errorf("stack %q: %w", name, ErrNoStack)
	}
	stack := &Stack{name: name, path: b.path(name), seal: b.seal}
	if err := stack.load(); err != nil {
		return nil, err
	}
	b.stacks[name] = stack
	return stack, nil
}

// Make gives the stack of that name, an empty one where there is none.
func (b *Backend) Make(name Name) (*Stack, error) { return b.make(name, &content{}) }

// MakeOf gives the stack of that name, one with the given state where there is none:
// the stack is not there before it has the state, also after a kill.
func (b *Backend) MakeOf(name Name, deployment apitype.UntypedDeployment) (*Stack, error) {
	first, err := contentOf(name, deployment)
	if err != nil {
		return nil, err
	}
	return b.make(name, first)
}

func (b *Backend) make(name Name, first *content) (*Stack, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	stack, err := b.find(name)
	if err == nil || !errors.Is(err, ErrNoStack) {
		return stack, err
	}
	if !name.valid() {
		return nil, fmt.Errorf("a stack cannot be called %q: write letters, digits, hyphens, underscores and periods", name)
	}
	stack = &Stack{name: name, path: b.path(name), seal: b.seal}
	if err := stack.rewrite(first); err != nil {
		return nil, err
	}
	b.stacks[name] = stack
	return stack, nil
}

// remove forgets a stack.
func (b *Backend) remove(name Name) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	stack, err := b.find(name)
	if err != nil {
		return err
	}
	if err := stack.remove(); err != nil {
		return err
	}
	delete(b.stacks, name)
	return nil
}

// names lists the stacks that there are.
func (b *Backend) names() ([]Name, error) {
	// In the folder, whose own path may hold what a pattern takes for something else.
	files, err := fs.Glob(os.DirFS(b.dir), "*/*"+suffix)
	if err != nil {
		return nil, fmt.Errorf("listing stacks: %w", err)
	}
	var names []Name
	for _, file := range files {
		project, stack := path.Split(strings.TrimSuffix(file, suffix))
		if name := (Name{Project: path.Clean(project), Stack: stack}); name.valid() {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b Name) int { return strings.Compare(a.String(), b.String()) })
	return names, nil
}

// path is the stack's file.
func (b *Backend) path(name Name) string {
	return filepath.Join(b.dir, name.Project, name.Stack+suffix)
}

// exists reports whether a stack's file is there.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
