package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

// pull is a pull request on a forge of its own, of a checkout of its own.
type pull struct {
	t      *testing.T
	server *forgetest.Server
	gitea  bool
	number int
	self   forgetest.User
	// root is the checkout, base the commit that the pull request leads from.
	root, base string
	file       string
	args       []string
}

// openPull clones this checkout and opens a pull request on a forge: Gitea's for
// one system in two, so that both play every part.
func openPull(t *testing.T, system string, gitea bool) *pull {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	p := &pull{t: t, gitea: gitea, root: filepath.Join(t.TempDir(), "checkout"), self: forgetest.User{Login: "github-actions[bot]", App: true}}
	p.server = forgetest.NewGitHub("acme/shop")
	if gitea {
		p.server.Close()
		p.server, p.self = forgetest.NewGitea("acme/shop"), forgetest.User{Login: "groundwork-bot"}
	}
	t.Cleanup(p.server.Close)
	p.git(".", "clone", "--quiet", project.Root, p.root)
	p.base = p.git(p.root, "rev-parse", "HEAD")
	found, err := engine.Project{Root: p.root}.System(system)
	require.NoError(t, err)
	p.file = found.StackFile("dev")
	p.args = []string{"preview-comment", "--local", "--base", p.base, "--system", system, "--stack", "dev"}
	p.number = p.server.OpenPull("ann", "A change", "")
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

// review runs the command as a job of the pull request does, and gives its exit
// code and the comment. There is one comment at every moment.
func (p *pull) review() (code int, comment string) {
	p.t.Helper()
	code, said := p.job(p.args...)
	comments := p.server.Comments(p.number)
	require.Len(p.t, comments, 1, said)
	assert.LessOrEqual(p.t, p.server.MostComments(p.self.Login, forge.Tag("preview")), 1, "never two at once")
	return code, comments[0].Body
}

// job runs the command as a job on the forge does.
func (p *pull) job(args ...string) (code int, said string) {
	p.t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(p.t, err)
	job := command(p.t, p.t.TempDir(), args...)
	job.Dir = p.root
	job.Env = append(job.Env,
		"PATH="+project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"),
		"CI=true", "GITHUB_ACTIONS=true", "GITHUB_EVENT_PATH=", "GITHUB_EVENT_NAME=pull_request", "GITHUB_BASE_REF=main",
		"GITHUB_REPOSITORY=acme/shop", "GITHUB_RUN_ID=7", "GITHUB_SHA="+p.base, "GITHUB_STEP_SUMMARY="+filepath.Join(p.t.TempDir(), "summary.md"),
		fmt.Sprintf("GITHUB_REF=refs/pull/%d/merge", p.number), "GITHUB_API_URL="+p.server.URL, "GITHUB_SERVER_URL="+p.server.Site,
		"GITHUB_TOKEN="+p.server.Token(p.self), "GITEA_TOKEN=", fmt.Sprintf("GITEA_ACTIONS=%t", p.gitea))
	output, err := job.CombinedOutput()
	if err != nil {
		require.ErrorAs(p.t, err, new(*exec.ExitError), "%s", output)
	}
	return job.ProcessState.ExitCode(), string(output)
}

// loses are changes of a system's dev that lose data.
var loses = map[string]func(config map[string]any){
	reference: func(config map[string]any) {
		delete(config["groundwork:buckets"].(map[string]any), "static")
	},
	"screener": func(config map[string]any) {
		merge(config, "groundwork:database", map[string]any{"runsOn": "rds"})
	},
}

// A pull request of each system is opened, made worse, approved, mended, made
// worse again and merged.
func TestAPullRequestHasOneCommentThatSaysWhatItDoes(t *testing.T) {
	for system, life := range lives {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, loses, system, "how the system loses data is told in this test")
			p := openPull(t, system, system != reference)

			p.push(life.change)
			code, comment := p.review()
			assert.Equal(t, cli.ExitOK, code, comment)
			assert.Contains(t, comment, "**dev: 1 to change")

			p.push(loses[system])
			code, comment = p.review()
			assert.Equal(t, cli.ExitBlocked, code, comment)
			assert.Contains(t, comment, "Blocked")
			p.server.AddLabel(p.number, "data-loss-approved")
			code, comment = p.review()
			assert.Equal(t, cli.ExitOK, code, comment)
			assert.Contains(t, comment, "Approved")

			p.push(life.change)
			code, comment = p.review()
			assert.Equal(t, cli.ExitOK, code, comment)
			p.push(loses[system])
			code, comment = p.review()
			assert.Equal(t, cli.ExitBlocked, code, "the label was given for what the comment showed then")
			assert.Contains(t, comment, "add the label again")
			assert.Empty(t, p.server.Labels(p.number))

			p.push(func(map[string]any) {})
			code, comment = p.review()
			assert.Equal(t, cli.ExitOK, code)
			assert.Contains(t, comment, "dev: no change")
		})
	}
}
