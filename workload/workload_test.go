package workload_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/spec"
	"groundwork/workload"
)

var update = flag.Bool("update", false, "rewrite the lists of workloads")

// stack is one stack file of the tree.
type stack struct{ system, name, file string }

func stacks(t *testing.T) []stack {
	t.Helper()
	var found []stack
	for system, pattern := range map[string]string{"stockindicator": "../Pulumi.*.yaml", "": "../systems/*/Pulumi.*.yaml"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			of := system
			if of == "" {
				of = filepath.Base(filepath.Dir(file))
			}
			name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "Pulumi."), ".yaml")
			found = append(found, stack{of, name, file})
		}
	}
	require.GreaterOrEqual(t, len(found), 6)
	return found
}

func (s stack) load(t *testing.T) *spec.System {
	t.Helper()
	system, err := spec.LoadFile(s.file, s.system, s.name)
	require.NoError(t, err)
	return system
}

// What a system runs, for each stack file of the tree: what differs between two of them
// is what differs between two environments.
func TestEveryStackRunsWhatItsListShows(t *testing.T) {
	for _, stack := range stacks(t) {
		t.Run(stack.system+"/"+stack.name, func(t *testing.T) {
			var list strings.Builder
			encoder := yaml.NewEncoder(&list)
			encoder.SetIndent(2)
			require.NoError(t, encoder.Encode(workload.Of(stack.load(t))))
			file := filepath.Join("testdata", stack.system, stack.name+".yaml")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, []byte(list.String()), 0o600))
			}
			golden, err := os.ReadFile(file)
			require.NoError(t, err, "make golden writes it")
			assert.Equal(t, string(golden), list.String())
		})
	}
}
