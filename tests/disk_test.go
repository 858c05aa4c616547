package tests

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
)

// within runs the command after what a shell does first.
func within(t *testing.T, home, first string, args ...string) (code int, told string) {
	t.Helper()
	process := command(t, home, append([]string{"-ec", first + `; exec "$0" "$@"`, os.Args[0]}, args...)...)
	shell, err := exec.LookPath("sh")
	require.NoError(t, err)
	process.Path, process.Args[0] = shell, "sh"
	said, _ := process.CombinedOutput() // the exit code says how it ended
	return process.ProcessState.ExitCode(), string(said)
}

// A file that may not grow, as under a quota, ends an up at once: what was recorded is
// there for the next, which loses nothing and doubles nothing.
func TestAnUpThatMayNotWriteAnyMoreEndsAtOnce(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	for _, blocks := range []string{"8", "40", "120", "300"} { // of 512 bytes
		started := time.Now()
		code, told := within(t, home, "ulimit -f "+blocks, "local", "up", "--stack", "dev")
		assert.Equal(t, cli.ExitFailed, code, "%s: %s", blocks, told)
		assert.Contains(t, told, "file too large", blocks)
		assert.NotContains(t, told, "goroutine", blocks)
		assert.Less(t, time.Since(started), 90*time.Second, blocks)
	}
	up := operate(t, home, "up")
	require.Equal(t, engine.Succeeded, up.Result, "%v", up.Problems)
	seen := map[string]bool{}
	for _, object := range listing(t, home) {
		key := object.Type + " " + object.Name
		assert.False(t, seen[key], "%s exists twice", key)
		seen[key] = true
	}
	assert.Zero(t, operate(t, home, "preview").Changes.Total())
}

// On a disk that is read-only the way on is told, and what is there can be looked at.
func TestAHomeOnAReadOnlyDiskIsLookedAtAndNotWorkedIn(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 || exec.Command("unshare", "-m", "true").Run() != nil {
		t.Skip("only an administrator with mount namespaces can make a disk read-only")
	}
	home := t.TempDir()
	require.NoError(t, command(t, home, "local", "create", "aws:ecr/repository:Repository", "r", "name=stray").Run())
	readOnly := func(args ...string) (int, string) {
		process := command(t, home, append([]string{"-m", "sh", "-ec", `mount --bind "$GROUNDWORK_HOME" "$GROUNDWORK_HOME"; mount -o remount,bind,ro "$GROUNDWORK_HOME"; exec "$0" "$@"`, os.Args[0]}, args...)...)
		tool, err := exec.LookPath("unshare")
		require.NoError(t, err)
		process.Path, process.Args[0] = tool, "unshare"
		said, _ := process.CombinedOutput()
		return process.ProcessState.ExitCode(), string(said)
	}
	code, told := readOnly("local", "list")
	assert.Equal(t, cli.ExitOK, code, told)
	assert.Contains(t, told, "stray")
	for _, line := range []string{"local up --stack dev", "local set aws:ecr/repository:Repository stray tags.a=b", "local env", "local save x", "local reset --yes"} {
		code, told := readOnly(strings.Fields(line)...)
		assert.Equal(t, cli.ExitFailed, code, "%s: %s", line, told)
		assert.Contains(t, told, "read-only file system", line)
		assert.Contains(t, told, "GROUNDWORK_HOME", line)
	}
}
