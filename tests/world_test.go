package tests

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
	"groundwork/stacks"
)

// reference is the system that uses every component.
const reference = "stockindicator"

// world is a local cloud of its own for one test, and a copy of a system whose
// stack files the test may change.
type world struct {
	t       *testing.T
	home    string
	session *engine.Session
	system  engine.System
	stack   string
	// program is what runs, the systems' unless a test says otherwise.
	program pulumi.RunFunc
	// executable is a built program that runs in its place; "" is none.
	executable string
	// conditions are what the cloud is like; set them before it is opened.
	conditions engine.Conditions
	steps      *steps
	// base is what the cloud holds when it is opened first; nil is nothing.
	base    *base
	project engine.Project
}

// steps is a Progress that keeps what an operation did, in its order.
type steps struct {
	t    *testing.T
	list []string
}

func (s *steps) Started(step engine.Step)  { s.keep("begin", step) }
func (s *steps) Finished(step engine.Step) { s.keep("end", step) }
func (s *steps) Note(line string)          { s.t.Log(line) }

func (s *steps) keep(what string, step engine.Step) {
	s.list = append(s.list, what+" "+string(step.Operation)+" "+step.Type+" "+step.Name)
}

func newWorld(t *testing.T, system, stack string, changes ...func(*world)) *world {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	found, err := project.System(system)
	require.NoError(t, err)
	w := &world{t: t, stack: stack, system: copyOf(t, found), program: stacks.Deploy, steps: &steps{t: t}}
	for _, change := range changes {
		change(w)
	}
	w.open(project, t.TempDir())
	return w
}

func (w *world) open(project engine.Project, home string) {
	w.t.Helper()
	w.project, w.home = project, home
	if w.base != nil {
		w.base.restore(w.t, home)
	}
	require.NoError(w.t, engine.Home{Dir: home}.Make())
	w.reopen()
	w.t.Cleanup(w.close)
}

// reopen opens the world's cloud after it was closed.
func (w *world) reopen() {
	w.t.Helper()
	var err error
	w.session, err = engine.Open(w.t.Context(), engine.Options{
		Project: w.project, Home: engine.Home{Dir: w.home}, Program: w.program, Executable: w.executable, Progress: w.steps, Messages: io.Discard,
		Conditions: w.conditions,
	})
	require.NoError(w.t, err)
}

// close lets others have the cloud.
func (w *world) close() {
	w.t.Helper()
	if w.session != nil {
		session := w.session
		w.session = nil
		require.NoError(w.t, session.Close())
	}
}

// run carries out an operation that must succeed.
func (w *world) run(operation engine.Operation) engine.Result {
	w.t.Helper()
	w.steps.list = nil
	result := w.try(operation)
	require.Equal(w.t, engine.Succeeded, result.Result, "%s: %s", operation, strings.Join(result.Problems, "\n"))
	return result
}

func (w *world) try(operation engine.Operation) engine.Result {
	return w.session.Run(w.t.Context(), engine.Request{System: w.system, Stack: w.stack, Operation: operation})
}

// refreshPreview tells what a refresh would write.
func (w *world) refreshPreview() engine.Result {
	w.t.Helper()
	result := w.session.Run(w.t.Context(), engine.Request{System: w.system, Stack: w.stack, Operation: engine.Refresh, PreviewOnly: true})
	require.Equal(w.t, engine.Succeeded, result.Result, result.Problems)
	return result
}

// list is what the cloud holds.
func (w *world) list() []localcloud.Listed { return w.session.Cloud().List() }

// edit changes the stack file's configuration.
func (w *world) edit(change func(config map[string]any)) {
	w.t.Helper()
	edit(w.t, w.system.StackFile(w.stack), change)
}

// edit changes the configuration in a stack file.
func edit(t *testing.T, path string, change func(config map[string]any)) {
	t.Helper()
	source, err := os.ReadFile(path)
	require.NoError(t, err)
	var file map[string]map[string]any
	require.NoError(t, yaml.Unmarshal(source, &file))
	change(file["config"])
	changed, err := yaml.Marshal(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, changed, 0o600))
}

// merge sets keys of a section, leaving its others.
func merge(config map[string]any, section string, values map[string]any) {
	existing, ok := config[section].(map[string]any)
	if !ok {
		existing = map[string]any{}
		config[section] = existing
	}
	maps.Copy(existing, values)
}

// copyOf copies a system's files, which tests then change.
func copyOf(t *testing.T, system engine.System) engine.System {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob(filepath.Join(system.Dir, "Pulumi*.yaml"))
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(file)), content, 0o600))
	}
	return engine.System{Name: system.Name, Dir: dir}
}
