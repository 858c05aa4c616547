package deployments

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/tests/deployments/account"
)

func (p *play) write(path, content string) {
	p.t.Helper()
	path = filepath.Join(p.origin, path)
	require.NoError(p.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(p.t, os.WriteFile(path, []byte(content), 0o600))
}

// declare writes what a stack shall have.
func (p *play) declare(system, stack, databases string) {
	p.t.Helper()
	p.write(filepath.Join(folders[system], "Pulumi."+stack+".yaml"), "config:\n  databases: {"+databases+"}\n")
}

func (p *play) git(args ...string) string {
	p.t.Helper()
	return gitIn(p.t, p.origin, args...)
}

func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	args = append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)
	said, err := exec.Command("git", args...).CombinedOutput()
	require.NoError(t, err, "git %v: %s", args, said)
	return strings.TrimSpace(string(said))
}

// commit commits what was written to main.
func (p *play) commit(message string) string {
	p.t.Helper()
	p.git("add", "-A")
	p.git("commit", "-q", "--allow-empty", "-m", message)
	return p.git("rev-parse", "HEAD")
}

func (p *play) cloudFile() string { return filepath.Join(p.tools, "cloud.json") }

// change changes the account behind everybody's back.
func (p *play) change(how func(*account.Cloud)) {
	p.t.Helper()
	opened, err := account.Open(p.cloudFile())
	require.NoError(p.t, err)
	how(opened)
	require.NoError(p.t, opened.Save())
}

// databases is what a stack has, "orders: small".
func (p *play) databases(stack string) string {
	p.t.Helper()
	opened, err := account.Open(p.cloudFile())
	require.NoError(p.t, err)
	var all []string
	for _, name := range slices.Sorted(maps.Keys(opened.Stacks[stack].Databases)) {
		all = append(all, name+": "+opened.Stacks[stack].Databases[name])
	}
	return strings.Join(all, ", ")
}
