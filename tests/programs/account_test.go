package programs

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
)

// newCheckout is the reference system's folder as a job checks it out, where
// pulumi runs the program by its language host and groundwork looks on.
func newCheckout(t *testing.T) *project {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "Pulumi.yaml", "Pulumi.dev.yaml"} {
		content, err := os.ReadFile(filepath.Join("..", "..", name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	binaries, err := built()
	require.NoError(t, err)
	return newFolder(t, dir, filepath.Join(binaries, "groundwork"))
}

// groundwork runs the command, and gives its exit code and what it told.
func (p *project) groundwork(args ...string) (code int, told string) {
	p.t.Helper()
	told, err := p.run(p.dir, "groundwork", args...)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, told
	case assert.ErrorAs(p.t, err, &exit):
		return exit.ExitCode(), err.Error()
	}
	return -1, told
}

// Against an account the command goes through the user's own pulumi: its backend,
// its language host, its plugins. A stack that is not deployed yet is previewed in
// the local cloud, so that looking leaves nothing in the backend.
func TestTheCommandLooksAtWhatPulumiIsLoggedInto(t *testing.T) {
	t.Parallel()
	p := newCheckout(t)
	preview := []string{"preview-comment", "--stack", "dev", "--no-post"}
	code, told := p.groundwork(preview...)
	assert.Equal(t, cli.ExitOK, code, told)
	assert.Contains(t, told, "; comes down to nothing; ", "it is rehearsed as a new one")
	code, told = p.groundwork("drift", "--stack", "dev")
	assert.Equal(t, cli.ExitFailed, code, "whether it drifted can't be told")
	assert.Contains(t, told, "no stack named 'dev'")

	p.pulumi("stack", "init", "dev")
	p.pulumi("up", "--yes")
	code, told = p.groundwork(preview...)
	assert.Equal(t, cli.ExitOK, code, told)
	assert.Contains(t, told, "dev: no change")
	p.pulumi("config", "set", "--path", "groundwork:database.name", "another")
	code, told = p.groundwork(preview...)
	assert.Equal(t, cli.ExitBlocked, code, told)
	assert.Contains(t, told, "its data would be lost")

	code, told = p.groundwork("drift", "--stack", "dev")
	assert.Equal(t, cli.ExitOK, code, told)
	p.local("set", "aws:iam/role:Role", "stockindicator-dev-eks-cluster", "maxSessionDuration=7200")
	code, told = p.groundwork("drift", "--stack", "dev")
	assert.Equal(t, cli.ExitDrift, code, told)
	assert.Contains(t, told, "maxSessionDuration")
}
