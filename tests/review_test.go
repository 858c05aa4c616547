package tests

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/forge"
)

// pull is a pull request of a checkout of its own.
type pull struct {
	*job
	system, file string
	args         []string
}

// openPull clones this checkout and opens a pull request on a forge.
func openPull(t *testing.T, system string, gitea bool) *pull {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	root := filepath.Join(t.TempDir(), "checkout")
	p := &pull{job: newJob(t, gitea, root), system: system}
	p.git(".", "clone", "--quiet", "--shared", project.Root, root)
	found, err := engine.Project{Root: root}.System(system)
	require.NoError(t, err)
	p.file = found.StackFile("dev")
	p.args = []string{"preview-comment", "--local", "--base", p.git(root, "rev-parse", "HEAD"), "--system", system, "--stack", "dev"}
	p.pull = p.server.OpenPull("ann", "A change", "")
	return p
}

func (p *pull) git(dir string, args ...string) string {
	p.t.Helper()
	command := exec.CommandContext(p.t.Context(), "git", args...)
	command.Dir = dir
	output, err := command.CombinedOutput()
	require.NoError(p.t, err, "%s", output)
	return strings.TrimSpace(string(output))
}

// push makes the stack file what the base has with a change.
func (p *pull) push(change func(config map[string]any)) {
	p.t.Helper()
	p.git(p.root, "checkout", "--quiet", "--", ".")
	source, err := os.ReadFile(p.file)
	require.NoError(p.t, err)
	var file map[string]map[string]any
	require.NoError(p.t, yaml.Unmarshal(source, &file))
	change(file["config"])
	changed, err := yaml.Marshal(file)
	require.NoError(p.t, err)
	require.NoError(p.t, os.WriteFile(p.file, changed, 0o600))
}

// review runs the job, and gives its exit code and the comment. There is one
// comment at every moment.
func (p *pull) review() (code int, comment string) {
	p.t.Helper()
	code, said := p.run(p.args...)
	comments := p.server.Comments(p.pull)
	require.Len(p.t, comments, 1, said)
	assert.LessOrEqual(p.t, p.server.MostComments(p.self.Login, forge.Tag("preview")), 1, "never two at once")
	summary, err := os.ReadFile(filepath.Join(p.home, "summary.md"))
	require.NoError(p.t, err)
	assert.NotEmpty(p.t, summary, "the job's summary has the report too")
	return code, comments[0].Body
}

// loses are changes of a system's dev that lose data.
var loses = map[string]func(config map[string]any){
	reference: func(config map[string]any) {
		delete(config["groundwork:buckets"].(map[string]any), "static")
		delete(config, "groundwork:edge") // it serves the bucket
	},
	"screener": func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"runsOn": "rds"})
	},
}

// reviewed are the systems whose reviews are played: all of them by make reviews, the
// smaller one by make test.
func reviewed() []string {
	if os.Getenv("GROUNDWORK_REVIEWS") != "" {
		return slices.Sorted(maps.Keys(lives))
	}
	return []string{"screener"}
}

// A pull request of a system is opened, made worse, mended and merged. That a label
// approves a loss is tested in internal/review.
func TestAPullRequestHasOneCommentThatSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	for _, system := range reviewed() {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			life := lives[system]
			require.Contains(t, loses, system, "how the system loses data is told in this test")
			p := openPull(t, system, system != reference)

			p.push(life.change)
			code, comment := p.review()
			assert.Equal(t, cli.ExitOK, code, comment)
			assert.Contains(t, comment, "**dev: comes up")
			assert.Contains(t, comment, "| dev | works | works | 1 |")

			p.push(loses[system])
			code, comment = p.review()
			assert.Equal(t, cli.ExitBlocked, code, comment)
			assert.Contains(t, comment, "Blocked")
			p.push(life.change)
			code, comment = p.review()
			assert.Equal(t, cli.ExitOK, code, comment)
			assert.NotContains(t, comment, "data would be lost")
			p.push(func(map[string]any) {})
			code, comment = p.review()
			assert.Equal(t, cli.ExitOK, code)
			assert.Contains(t, comment, "dev: no change")
		})
	}
}
