package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
)

// checkoutAt is a checkout with the reference system's files, in a folder of its own.
func checkoutAt(t *testing.T, dir string) {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	for _, name := range []string{"go.mod", "Pulumi.yaml", "Pulumi.dev.yaml"} {
		content, err := os.ReadFile(filepath.Join(project.Root, name))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	require.NoError(t, os.Symlink(filepath.Join(project.Root, ".bin"), filepath.Join(dir, ".bin")))
}

// A secret is set for the backend and the key that the CLI has, with no CLI on PATH,
// and the file keeps its comments and blank lines.
func TestASecretIsSetAndTheFileStaysAsItIs(t *testing.T) {
	t.Parallel()
	dir, states := t.TempDir(), t.TempDir()
	checkoutAt(t, dir)
	file := filepath.Join(dir, "Pulumi.dev.yaml")
	in := func(args ...string) (int, string) {
		process := command(t, t.TempDir(), args...)
		process.Dir, process.Stdin = dir, strings.NewReader("hush-hush\n")
		process.Env = append(process.Env, "PATH=/usr/bin:/bin", "HOME="+t.TempDir(), "PULUMI_BACKEND_URL=file://"+states, "PULUMI_CONFIG_PASSPHRASE=words")
		said, _ := process.CombinedOutput()
		return process.ProcessState.ExitCode(), string(said)
	}
	before, err := os.ReadFile(file)
	require.NoError(t, err)
	code, told := in("config", "set", "--secret", "cloudflare:apiToken")
	assert.Equal(t, cli.ExitFailed, code)
	assert.Contains(t, told, "no stack named 'dev'", "the stack is not there yet")
	unchanged, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(before), string(unchanged))

	for _, args := range [][]string{
		{"config", "init", "--secrets-provider", "passphrase"},
		{"config", "set", "--secret", "cloudflare:apiToken"},
		{"config", "set", "--path", "groundwork:compute.eks.publicAccessCidrs[0]", "203.0.113.7/32"},
		{"config", "set", "groundwork:startWorkloads", "false"},
		{"config", "rm", "groundwork:startWorkloads"},
	} {
		code, told = in(args...)
		require.Equal(t, cli.ExitOK, code, "%v: %s", args, told)
	}
	after, err := os.ReadFile(file)
	require.NoError(t, err)
	kept := strings.Split(string(after), "\n")
	for line := range strings.Lines(string(before)) {
		assert.Contains(t, kept, strings.TrimSuffix(line, "\n"))
	}
	assert.Equal(t, strings.Count(string(before), "\n\n"), strings.Count(string(after), "\n\n"), "%s", after)
	assert.Contains(t, string(after), "  cloudflare:apiToken:\n    secure: v1:")
	assert.Contains(t, string(after), "encryptionsalt: v1:")
	assert.Contains(t, string(after), "203.0.113.7/32")
	assert.NotContains(t, string(after), "startWorkloads")
	assert.NotContains(t, string(after), "hush-hush")
}

// A home and a checkout may be called whatever the system lets them be.
func TestAnyFolderCanHoldAHomeAndACheckout(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), `100% #1 ? 'q' "d" [x] $HOME & ü;\n`)
	require.NoError(t, os.MkdirAll(dir, 0o755))
	checkoutAt(t, dir)
	home := filepath.Join(dir, `h%20me?#'"`)
	in := func(args ...string) string {
		process := command(t, home, args...)
		process.Dir = dir
		said, err := process.CombinedOutput()
		require.NoError(t, err, "%v: %s", args, said)
		return string(said)
	}
	assert.Contains(t, in("local", "up"), "up dev of stockindicator succeeded")
	in("local", "save", "base")
	in("local", "restore", "base")
	assert.Contains(t, in("local", "up"), "no change")
	variables := in("local", "env")
	assert.Contains(t, variables, `h%20me?#'\''"`)
	in("local", "stop")
	assert.Contains(t, in("local", "destroy"), "destroy dev of stockindicator succeeded")
}
