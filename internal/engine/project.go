// Package engine finds or builds the Pulumi CLI and drives it through the
// Automation API against the embedded local cloud.
package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Project is a checkout of this program.
type Project struct {
	// Root is the folder that holds go.mod and the reference system.
	Root string
}

// System is one web system of the project: a folder with a Pulumi.yaml.
type System struct {
	// Name is the Pulumi project's name.
	Name string
	// Dir is the folder of Pulumi.yaml and its stack files.
	Dir string
}

// FindProject looks for the checkout from the folder start upwards, and then
// from the folder of the running command upwards.
func FindProject(start string) (Project, error) {
	start, err := filepath.Abs(start)
	if err != nil {
		return Project{}, fmt.Errorf("finding the folder %q: %w", start, err)
	}
	starts := []string{start}
	if executable, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(executable))
	}
	for _, from := range starts {
		if root, ok := rootAbove(from); ok {
			return Project{Root: root}, nil
		}
	}
	return Project{}, fmt.Errorf("no groundwork checkout at %q or above it: run the command inside the project's folder", start)
}

func rootAbove(dir string) (string, bool) {
	for {
		module, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(module), "module groundwork\n") {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}

// Systems lists the systems of the checkout, the reference system first.
func (p Project) Systems() ([]System, error) {
	files, err := filesIn(p.Root, "systems/*/Pulumi.yaml")
	if err != nil {
		return nil, fmt.Errorf("listing systems: %w", err)
	}
	var systems []System
	for _, file := range append([]string{filepath.Join(p.Root, "Pulumi.yaml")}, files...) {
		name, err := projectName(file)
		if err != nil {
			return nil, err
		}
		systems = append(systems, System{Name: name, Dir: filepath.Dir(file)})
	}
	return systems, nil
}

// filesIn gives the files in a folder that fit a pattern, sorted. What the folder's
// own path holds is no pattern: a checkout may lie in "work [old]".
func filesIn(folder, pattern string) ([]string, error) {
	files, err := fs.Glob(os.DirFS(folder), pattern)
	for i, file := range files {
		files[i] = filepath.Join(folder, filepath.FromSlash(file))
	}
	slices.Sort(files)
	return files, err
}

// bootstrap is the folder of the program that prepares an account. It is no system: it
// is looked at as they are, and deployed by an administrator.
const bootstrap = "bootstrap"

// All are the systems and, last, the account's bootstrap, where there is one.
func (p Project) All() ([]System, error) {
	systems, err := p.Systems()
	if err != nil {
		return nil, err
	}
	base, err := projectName(filepath.Join(p.Root, bootstrap, "Pulumi.yaml"))
	if err == nil {
		systems = append(systems, System{Name: base, Dir: filepath.Join(p.Root, bootstrap)})
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return systems, nil
}

// Names are what System finds something for.
func (p Project) Names() []string {
	systems, err := p.All()
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(systems))
	for _, system := range systems {
		names = append(names, system.Name)
	}
	return names
}

// System finds a system by name, or the account's bootstrap. The error names
// those there are.
func (p Project) System(name string) (System, error) {
	systems, err := p.All()
	if err != nil {
		return System{}, err
	}
	for _, system := range systems {
		if system.Name == name {
			return system, nil
		}
	}
	return System{}, fmt.Errorf("no system %q in this checkout; there are: %s (one of your own: docs/own-system.md)", name, strings.Join(p.Names(), ", "))
}

// NoStack says that the system has no such stack, and what to do.
func (s System) NoStack(stack string) error {
	there := s.Stacks()
	if len(there) == 0 {
		return fmt.Errorf("no stack %q in system %q, which has none yet: write %s (docs/own-system.md says what goes into it)", stack, s.Name, s.StackFile(stack))
	}
	return fmt.Errorf("no stack %q in system %q; there are: %s", stack, s.Name, strings.Join(there, ", "))
}

// StackFile is the path of the file that describes one stack of the system.
func (s System) StackFile(stack string) string {
	return filepath.Join(s.Dir, "Pulumi."+stack+".yaml")
}

// Stacks lists the stacks that have a stack file.
func (s System) Stacks() []string {
	files, err := filesIn(s.Dir, "Pulumi.*.yaml")
	if err != nil {
		return nil
	}
	var stacks []string
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "Pulumi."), ".yaml")
		stacks = append(stacks, name)
	}
	return stacks
}

func projectName(file string) (string, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading the project file: %w", err)
	}
	var project struct {
		Name string `yaml:"name"`
	}
	if err := yaml.Unmarshal(source, &project); err != nil {
		return "", fmt.Errorf("reading %s: %w", file, err)
	}
	return project.Name, nil
}
