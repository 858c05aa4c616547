package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/forge/forgetest"
)

// watch is a scheduled job that looks for drift in a system's dev.
type watch struct {
	*job
	system string
}

// look runs the job, and gives its exit code and the issues that there ever were
// about the stack. At no moment are two of them open.
func (w *watch) look(more ...string) (code int, issues []forgetest.Issue) {
	w.t.Helper()
	code, said := w.run(append([]string{"drift", "--local", "--issue", "--system", w.system, "--stack", "dev"}, more...)...)
	w.t.Log(said)
	require.NotContains(w.t, said, "panic:")
	assert.LessOrEqual(w.t, w.server.MostIssues(w.self.Login, "<!-- groundwork:drift"), 1)
	return code, w.server.Issues()
}

// byHand changes the cloud behind everybody's back.
func (w *watch) byHand(args ...string) {
	w.t.Helper()
	code, said := w.run(append([]string{"local"}, args...)...)
	require.Zero(w.t, code, said)
}

// Drift appears, persists, changes, goes and comes back; and somebody makes what
// no state knows. One issue tells of all of it.
func TestDriftHasOneIssueUntilItIsGone(t *testing.T) {
	t.Parallel()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	for _, system := range reviewed() {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			w := &watch{job: newJob(t, system != reference, project.Root), system: system}
			baseOf(t, system, "dev").restore(t, w.home)

			code, issues := w.look()
			assert.Equal(t, cli.ExitOK, code)
			assert.Empty(t, issues)

			const role = "aws:iam/role:Role"
			name := system + "-dev-eks-cluster"
			w.byHand("set", role, name, "maxSessionDuration=7200")
			code, issues = w.look()
			assert.Equal(t, cli.ExitDrift, code)
			require.Len(t, issues, 1)
			assert.True(t, issues[0].Open)
			assert.Contains(t, issues[0].Body, "maxSessionDuration")

			writes := w.server.Count("PATCH", "") + w.server.Count("POST", "/issues")
			code, _ = w.look()
			assert.Equal(t, cli.ExitDrift, code)
			assert.Equal(t, writes, w.server.Count("PATCH", "")+w.server.Count("POST", "/issues"), "nobody is told twice")

			w.byHand("create", "aws:ecr/repository:Repository", "stray", "name=stray",
				"tags.System="+system, "tags.Environment=dev", "tags.ManagedBy=groundwork")
			_, issues = w.look()
			require.Len(t, issues, 1)
			assert.Contains(t, issues[0].Body, "repository/stray")

			w.byHand("set", role, name, "maxSessionDuration=3600")
			w.byHand("delete", "aws:ecr/repository:Repository", "stray")
			code, issues = w.look()
			assert.Equal(t, cli.ExitOK, code)
			require.Len(t, issues, 1)
			assert.False(t, issues[0].Open, "it is gone")

			w.byHand("set", role, name, "tags.Name=renamed")
			code, issues = w.look()
			assert.Equal(t, cli.ExitDrift, code)
			require.Len(t, issues, 1, "the same issue")
			assert.True(t, issues[0].Open && strings.Contains(issues[0].Body, "renamed"))

			code, issues = w.look("--remediate")
			assert.Equal(t, cli.ExitOK, code, "a tag is put back")
			require.Len(t, issues, 1)
			assert.False(t, issues[0].Open)
		})
	}
}
