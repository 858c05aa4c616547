package graphs

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/bootstrap/account"
	"groundwork/internal/engine"
	"groundwork/internal/graph"
	"groundwork/stacks"
)

var update = flag.Bool("update", false, "rewrite the graphs")

// stack is one stack of the tree with its program.
type stack struct {
	system engine.System
	name   string
	run    pulumi.RunFunc
}

// file is where its graph is.
func (s stack) file() string { return filepath.Join(s.system.Name, s.name+".txt") }

// config is its stack file.
func (s stack) config(t testing.TB) engine.Config {
	t.Helper()
	config, err := s.system.Config(s.name)
	require.NoError(t, err)
	return config
}

func (s stack) record(t testing.TB, recorder *graph.Recorder, config engine.Config) string {
	t.Helper()
	recorded, err := recorder.Record(t.Context(), graph.Program{
		Run: s.run, Project: s.system.Name, Stack: s.name, Config: config.Values, Secrets: config.Secrets,
	})
	require.NoError(t, err)
	return recorded.String()
}

// all are every stack of the tree: the systems', and the account's.
func all(t testing.TB) []stack {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	systems, err := project.Systems()
	require.NoError(t, err)
	var found []stack
	add := func(system engine.System, run pulumi.RunFunc) {
		for _, name := range system.Stacks() {
			found = append(found, stack{system, name, run})
		}
	}
	for _, system := range systems {
		add(system, stacks.Deploy)
	}
	base, err := project.System("bootstrap")
	require.NoError(t, err)
	add(base, account.Deploy)
	return found
}

func TestEveryStackRegistersWhatItsGraphShows(t *testing.T) {
	recorder := graph.NewRecorder()
	for _, stack := range all(t) {
		t.Run(stack.file(), func(t *testing.T) {
			t.Parallel()
			recorded := stack.record(t, recorder, stack.config(t))
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(stack.file()), 0o755))
				require.NoError(t, os.WriteFile(stack.file(), []byte(recorded), 0o644))
				return
			}
			want, err := os.ReadFile(stack.file())
			require.NoError(t, err, "make graph writes it")
			if changes := difference(string(want), recorded); len(changes) > 0 {
				t.Errorf("the program registers something else now; if it means to: make graph, and read git diff tests/graphs\n%s", strings.Join(changes, "\n"))
			}
		})
	}
}

func TestEveryGraphIsOfAStack(t *testing.T) {
	var want []string
	for _, stack := range all(t) {
		want = append(want, stack.file())
	}
	files, err := filepath.Glob("*/*.txt")
	require.NoError(t, err)
	for _, file := range files {
		switch left := !slices.Contains(want, file); {
		case left && *update:
			require.NoError(t, os.Remove(file))
		case left:
			t.Errorf("%s is the graph of no stack: make graph removes it", file)
		}
	}
}

// A secret of a stack file goes through the whole program and comes out nowhere.
func TestNoGraphTellsASecret(t *testing.T) {
	stack := all(t)[0]
	source, err := os.ReadFile(stack.system.StackFile(stack.name))
	require.NoError(t, err)
	var file map[string]map[string]any
	require.NoError(t, yaml.Unmarshal(source, &file))
	config := file["config"]
	config["groundwork:secrets"] = map[string]any{"API_TOKEN": map[string]any{"secure": "v1:somebody's"}}
	config["groundwork:services"].(map[string]any)["web"].(map[string]any)["secrets"] = []string{"API_TOKEN"}
	config["cloudflare:apiToken"] = map[string]any{"secure": "v1:somebody's"}
	source, err = yaml.Marshal(file)
	require.NoError(t, err)
	read, err := engine.ReadConfig(source, stack.system.Name)
	require.NoError(t, err)
	require.Contains(t, read.Values["groundwork:secrets"], "local-groundwork:secrets.API_TOKEN")
	recorded := stack.record(t, graph.NewRecorder(), read)
	assert.False(t, strings.Contains(recorded, "local-"), "a value is told")
	_, block, _ := strings.Cut(recorded, "\nweb/web-secrets kubernetes:core/v1:Secret\n")
	block, _, _ = strings.Cut(block, "\n\n")
	assert.Contains(t, block, "  stringData: [secret]", "what reaches the program is known, and hidden")
}

// BenchmarkGraphs is one recording of every stack.
func BenchmarkGraphs(b *testing.B) {
	recorder := graph.NewRecorder()
	for b.Loop() {
		for _, stack := range all(b) {
			stack.record(b, recorder, stack.config(b))
		}
	}
}
