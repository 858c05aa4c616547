package edits

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/engine"
)

// edit is one entry of edits.yaml, which says what its keys mean.
type edit struct {
	Name, System, Stack  string
	Base                 *change
	Edit                 change
	Line                 string
	Code                 int
	Verdict, Back, Trial string
}

// change is what somebody does to a checkout.
type change struct {
	// Config is merged into the stack file's configuration, null takes a key out.
	Config map[string]any `yaml:",inline"`
	// Remove and Rename are files of the system, Rename from: to.
	Remove []string          `yaml:"remove"`
	Rename map[string]string `yaml:"rename"`
	// Copy makes files from others, from: to.
	Copy map[string]string `yaml:"copy"`
}

func readEdits(t *testing.T) []edit {
	t.Helper()
	source, err := os.ReadFile("edits.yaml")
	require.NoError(t, err)
	var edits []edit
	decoder := yaml.NewDecoder(bytes.NewReader(source))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(&edits))
	names := map[string]bool{}
	for _, e := range edits {
		assert.False(t, names[e.Name], "two edits are named %q", e.Name)
		names[e.Name] = true
		assert.NotEmpty(t, e.Line, e.Name)
	}
	return edits
}

// apply makes the change in the checkout at root.
func (c change) apply(t *testing.T, root string, e edit) {
	t.Helper()
	system, err := engine.Project{Root: root}.System(e.System)
	require.NoError(t, err)
	for _, name := range c.Remove {
		require.NoError(t, os.Remove(filepath.Join(system.Dir, name)))
	}
	for from, to := range c.Rename {
		require.NoError(t, os.Rename(filepath.Join(system.Dir, from), filepath.Join(system.Dir, to)))
	}
	for from, to := range c.Copy {
		content, err := os.ReadFile(filepath.Join(system.Dir, from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(system.Dir, to), content, 0o600))
	}
	if len(c.Config) == 0 {
		return
	}
	path := system.StackFile(e.Stack)
	source, err := os.ReadFile(path)
	require.NoError(t, err)
	var file map[string]any
	require.NoError(t, yaml.Unmarshal(source, &file))
	file["config"] = merged(file["config"], c.Config)
	content, err := yaml.Marshal(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, content, 0o600))
}

// merged is a value with a change: maps key by key, everything else in its place.
func merged(value any, change any) any {
	changes, isMap := change.(map[string]any)
	if !isMap {
		return change
	}
	result := map[string]any{}
	if existing, is := value.(map[string]any); is {
		for key, one := range existing {
			result[key] = one
		}
	}
	for key, one := range changes {
		if one == nil {
			delete(result, key)
			continue
		}
		result[key] = merged(result[key], one)
	}
	return result
}

const golden = "testdata/answers.txt"

// holdAgainstGolden compares what came with the recorded answers, in the order of
// edits.yaml.
func (a *answers) holdAgainstGolden(t *testing.T, edits []edit) {
	t.Helper()
	recorded := map[string]string{}
	if content, err := os.ReadFile(golden); err == nil {
		for entry := range strings.SplitSeq(string(content), "\n\n") {
			name, _, _ := strings.Cut(entry, "\n")
			recorded[name] = strings.TrimRight(entry, "\n") + "\n"
		}
	}
	if !*update {
		for name, answer := range a.of {
			assert.Equal(t, recorded[name], answer, "the recorded answer; go test ./tests/edits -update writes it")
		}
		return
	}
	var all []string
	for _, e := range edits {
		if answer := cmp.Or(a.of[e.Name], recorded[e.Name]); answer != "" {
			all = append(all, answer)
		}
	}
	require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
	require.NoError(t, os.WriteFile(golden, []byte(strings.Join(all, "\n")), 0o600))
}
