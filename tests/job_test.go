package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/internal/forge/forgetest"
)

// job runs the command as a job on a forge does.
type job struct {
	t      *testing.T
	server *forgetest.Server
	self   forgetest.User
	gitea  bool
	// home is where the local cloud is, root the checkout.
	home, root string
	// pull is the pull request that the job is about; 0 is none.
	pull int
}

// newJob is a job of the checkout at root, on a forge of its own: Gitea or GitHub.
func newJob(t *testing.T, gitea bool, root string) *job {
	t.Helper()
	j := &job{t: t, gitea: gitea, root: root, home: t.TempDir()}
	if gitea {
		j.server, j.self = forgetest.NewGitea("acme/shop"), forgetest.User{Login: "groundwork-bot"}
	} else {
		j.server, j.self = forgetest.NewGitHub("acme/shop"), forgetest.User{Login: "github-actions[bot]", App: true}
	}
	t.Cleanup(j.server.Close)
	return j
}

// run gives the command's exit code and all that it said.
func (j *job) run(args ...string) (code int, said string) {
	j.t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(j.t, err)
	process := command(j.t, j.home, args...)
	process.Dir = j.root
	process.Env = append(process.Env,
		"PATH="+project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"),
		"CI=true", "GITHUB_ACTIONS=true", "GITHUB_EVENT_PATH=", "GITHUB_EVENT_NAME=", "GITHUB_BASE_REF=",
		"GITHUB_REPOSITORY=acme/shop", "GITHUB_RUN_ID=7", "GITHUB_SHA=", "GITHUB_STEP_SUMMARY="+filepath.Join(j.home, "summary.md"),
		fmt.Sprintf("GITHUB_REF=refs/pull/%d/merge", j.pull), "GITHUB_API_URL="+j.server.URL, "GITHUB_SERVER_URL="+j.server.Site,
		"GITHUB_TOKEN="+j.server.Token(j.self), "GITEA_TOKEN=", fmt.Sprintf("GITEA_ACTIONS=%t", j.gitea))
	output, err := process.CombinedOutput()
	if err != nil {
		require.ErrorAs(j.t, err, new(*exec.ExitError), "%s", output)
	}
	return process.ProcessState.ExitCode(), string(output)
}
