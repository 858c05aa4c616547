package workflows

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// root is the checkout, seen from this package.
const root = "../.."

// file is a workflow or a composite action.
type file struct {
	path string
	text string
	document
	// bodies are the jobs once more, with all that is in them.
	bodies map[string]yaml.Node
}

// document is what the rules look at. A yaml.Node keeps the comment beside it.
type document struct {
	On          yaml.Node      `yaml:"on"`
	Env         yaml.Node      `yaml:"env"`
	Permissions yaml.Node      `yaml:"permissions"`
	Jobs        map[string]job `yaml:"jobs"`
	// Runs is a composite action's.
	Runs struct {
		Steps []step `yaml:"steps"`
	} `yaml:"runs"`
}

type job struct {
	If          string    `yaml:"if"`
	Permissions yaml.Node `yaml:"permissions"`
	Timeout     int       `yaml:"timeout-minutes"`
	Concurrency struct {
		Group  string `yaml:"group"`
		Cancel string `yaml:"cancel-in-progress"`
	} `yaml:"concurrency"`
	Strategy struct {
		Matrix map[string]yaml.Node `yaml:"matrix"`
	} `yaml:"strategy"`
	Uses  yaml.Node `yaml:"uses"`
	Steps []step    `yaml:"steps"`
}

type step struct {
	Uses yaml.Node         `yaml:"uses"`
	With map[string]string `yaml:"with"`
	Run  string            `yaml:"run"`
}

// isWorkflow is false of a composite action.
func (f file) isWorkflow() bool { return len(f.Jobs) > 0 }

// jobNames are sorted, so that problems come in one order.
func (f file) jobNames() []string {
	names := make([]string, 0, len(f.Jobs))
	for name := range f.Jobs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// steps are all steps of all jobs, or of the action.
func (f file) steps() []step {
	steps := f.Runs.Steps
	for _, name := range f.jobNames() {
		steps = append(steps, f.Jobs[name].Steps...)
	}
	return steps
}

// triggers are the names of the events.
func (f file) triggers() []string {
	var names []string
	switch f.On.Kind {
	case yaml.ScalarNode:
		names = append(names, f.On.Value)
	case yaml.SequenceNode:
		for _, event := range f.On.Content {
			names = append(names, event.Value)
		}
	case yaml.MappingNode:
		for i := 0; i < len(f.On.Content); i += 2 {
			names = append(names, f.On.Content[i].Value)
		}
	}
	return names
}

func readFile(t *testing.T, path string) file {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	read := file{path: strings.TrimPrefix(filepath.ToSlash(path), root+"/"), text: string(text)}
	require.NoError(t, yaml.Unmarshal(text, &read.document), path)
	var whole struct {
		Jobs map[string]yaml.Node `yaml:"jobs"`
	}
	require.NoError(t, yaml.Unmarshal(text, &whole), path)
	read.bodies = whole.Jobs
	return read
}

// readAll reads the workflows and actions of both forges.
func readAll(t *testing.T) []file {
	t.Helper()
	var files []file
	for _, pattern := range []string{".github/workflows/*", ".github/actions/*/*", ".gitea/workflows/*", ".gitea/actions/*/*"} {
		found := glob(t, pattern)
		require.NotEmpty(t, found, pattern)
		for _, path := range found {
			files = append(files, readFile(t, path))
		}
	}
	return files
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, pattern))
	require.NoError(t, err)
	return found
}

// tree is what the workflows must agree with.
type tree struct{ pulumi string }

// readTree reads the version of the Pulumi CLI.
func readTree(t *testing.T) tree {
	t.Helper()
	return tree{pulumi: constant(t, "internal/engine/command.go", "Version")}
}

// constant reads a string constant of a source file, which needn't be compiled.
func constant(t *testing.T, path, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		var value string
		if n, _ := fmt.Sscanf(line, "const "+name+" = %q", &value); n == 1 {
			return value
		}
	}
	t.Fatalf("%s has no constant %s", path, name)
	return ""
}
