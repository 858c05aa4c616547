package cli

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"groundwork/internal/engine"
)

// selection is the stacks that a command of CI works on: all of them, or those
// of some systems and some names.
type selection struct {
	systems, stacks []string
	// ofSystems leaves the account's own stack out.
	ofSystems bool
}

func (s *selection) flags(command *cobra.Command) {
	command.Flags().StringSliceVar(&s.systems, "system", nil, "only this system"+systemsThere()+"; may be repeated (default: every system of the checkout, and the account)")
	command.Flags().StringSliceVar(&s.stacks, "stack", nil, "only stacks of this name; may be repeated (default: every stack)")
}

// stackRef is one stack of one system.
type stackRef struct {
	system engine.System
	stack  string
	// folder is the system's, from the checkout's root; "" is the root itself.
	folder string
}

// String is how people call it: stockindicator/prod.
func (r stackRef) String() string { return r.system.Name + "/" + r.stack }

func (r stackRef) file() string { return r.system.StackFile(r.stack) }

// find gives the selected stacks, in the order of the checkout. What is asked for and not there is a usage error.
func (s selection) find(project engine.Project) ([]stackRef, error) {
	list := project.All
	if s.ofSystems {
		list = project.Systems
	}
	systems, err := list()
	if err != nil {
		return nil, usageError{err}
	}
	var found []stackRef
	for _, name := range s.systems {
		if _, err := project.System(name); err != nil {
			return nil, usageError{err}
		}
	}
	known := map[string]bool{}
	for _, system := range systems {
		for _, stack := range system.Stacks() {
			known[stack] = true
			if wanted(s.systems, system.Name) && wanted(s.stacks, stack) {
				found = append(found, stackRef{system, stack, folder(project, system)})
			}
		}
	}
	for _, stack := range s.stacks {
		if !known[stack] {
			return nil, usageError{fmt.Errorf("no system has a stack %q; there are: %s", stack, strings.Join(slices.Sorted(maps.Keys(known)), ", "))}
		}
	}
	if len(found) == 0 {
		return nil, usageError{fmt.Errorf("no stack is selected by --system %s --stack %s", strings.Join(s.systems, ","), strings.Join(s.stacks, ","))}
	}
	return found, nil
}

func wanted(names []string, name string) bool { return len(names) == 0 || slices.Contains(names, name) }

func folder(project engine.Project, system engine.System) string {
	relative, err := filepath.Rel(project.Root, system.Dir)
	if err != nil || relative == "." {
		return ""
	}
	return filepath.ToSlash(relative)
}
