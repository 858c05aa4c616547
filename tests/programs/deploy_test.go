package programs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
)

// inRepository is a checkout in a repository, as a runner has it, with a backend of
// Pulumi's own: that one keeps a history.
func inRepository(t *testing.T) *project {
	t.Helper()
	p := newCheckout(t)
	p.env = append(p.env, "PULUMI_BACKEND_URL=file://"+t.TempDir(), "PULUMI_CONFIG_PASSPHRASE=of-the-test")
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "one"},
	} {
		_, err := p.run(p.dir, "git", args...)
		require.NoError(t, err)
	}
	return p
}

var planned = regexp.MustCompile(`add --approve ([0-9a-f]{16})`)

// What an engine says of a plan twice must be the same, unknown and secret values
// among it; and what it says of another plan, another thing.
func TestADeploymentDoesWhatWasPlannedOrNothing(t *testing.T) {
	t.Parallel()
	p := inRepository(t)
	file := filepath.Join(p.dir, "Pulumi.dev.yaml")
	p.pulumi("stack", "init", "dev")
	plan := func() (digest string) {
		t.Helper()
		told, err := p.run(p.dir, "sh", "-c", "groundwork deploy plan --stack dev 2>&1")
		require.NoError(t, err)
		found := planned.FindStringSubmatch(told)
		require.NotNil(t, found, told)
		return found[1]
	}
	tag := func(with string) {
		t.Helper()
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(file, []byte(regexp.MustCompile(`tag: \S+`).ReplaceAllString(string(text), "tag: "+with)), 0o600))
	}
	up := func(digest string) (int, string) {
		return p.groundwork("deploy", "up", "--stack", "dev", "--approve", digest)
	}

	first := plan()
	code, told := up(first)
	require.Equal(t, cli.ExitOK, code, told)
	head, err := p.run(p.dir, "git", "rev-parse", "HEAD")
	require.NoError(t, err)
	assert.Contains(t, p.pulumi("stack", "history", "--json"), strings.TrimSpace(head), "which commit it was is known afterwards")

	tag("2.0.0")
	second := plan()
	tag("3.0.0")
	code, told = up(second)
	assert.Equal(t, cli.ExitFailed, code, told)
	assert.Contains(t, told, "nothing was changed; plan again")
	tag("2.0.0")
	code, told = up(second)
	require.Equal(t, cli.ExitOK, code, told)
	p.pulumi("up", "--yes", "--expect-no-changes")

	third := plan()
	p.pulumi("refresh", "--yes")
	code, told = up(third)
	assert.Equal(t, cli.ExitFailed, code, told)
	assert.Contains(t, told, "nothing was changed; plan again", "somebody else has written the state")
	p.pulumi("destroy", "--yes")
}
