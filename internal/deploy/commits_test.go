package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repository is one with a commit on main.
func repository(t *testing.T) (Repository, func(args ...string) string) {
	t.Helper()
	dir := t.TempDir()
	git := func(args ...string) string {
		t.Helper()
		args = append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)
		said, err := exec.Command("git", args...).CombinedOutput()
		require.NoError(t, err, string(said))
		return strings.TrimSpace(string(said))
	}
	git("init", "-q", "-b", "main")
	git("commit", "-q", "--allow-empty", "-m", "one")
	return Repository{dir}, git
}

func TestMergesAreTheCommitsThatMainHasGained(t *testing.T) {
	r, git := repository(t)
	deployed := git("rev-parse", "HEAD")
	git("checkout", "-q", "-b", "change")
	git("commit", "-q", "--allow-empty", "-m", "on a branch")
	git("checkout", "-q", "main")
	git("merge", "-q", "--no-ff", "-m", "merge", "change")
	merge := git("rev-parse", "HEAD")
	git("commit", "-q", "--allow-empty", "-m", "squashed")
	head := git("rev-parse", "HEAD")

	since, err := r.Since(t.Context(), deployed)
	require.NoError(t, err)
	assert.Equal(t, []string{head, merge}, since)
	for _, unknown := range []string{"", "--all", strings.Repeat("ab", 20)} {
		since, err = r.Since(t.Context(), unknown)
		require.NoError(t, err)
		assert.Equal(t, []string{head}, since, "of %q", unknown)
	}
	since, err = r.Since(t.Context(), head)
	require.NoError(t, err)
	assert.Empty(t, since)

	assert.False(t, r.Behind(t.Context(), deployed, "main"))
	assert.False(t, r.Behind(t.Context(), head, "main"))
	assert.False(t, r.Behind(t.Context(), "", "main"))
	git("checkout", "-q", deployed)
	assert.False(t, r.Behind(t.Context(), head, "main"), "nobody knows what the branch is at the forge")
	git("update-ref", "refs/remotes/origin/main", head)
	assert.True(t, r.Behind(t.Context(), head, "main"))
}

// Somebody deployed a branch from a laptop: main may put that back.
func TestWhatIsNotOnTheBranchIsNotNewer(t *testing.T) {
	r, git := repository(t)
	git("update-ref", "refs/remotes/origin/main", "HEAD")
	git("checkout", "-q", "-b", "change")
	git("commit", "-q", "--allow-empty", "-m", "on a branch")
	branch := git("rev-parse", "HEAD")
	git("checkout", "-q", "main")
	assert.False(t, r.Behind(t.Context(), branch, "main"))
}

func TestAFileIsReadFromAnotherCommit(t *testing.T) {
	r, git := repository(t)
	path := filepath.Join(r.Root, File)
	require.NoError(t, os.WriteFile(path, []byte("approvals: {}\n"), 0o600))
	git("add", ".")
	git("commit", "-q", "-m", "two")
	require.NoError(t, os.WriteFile(path, []byte("approvals: {byAuthor: true}\n"), 0o600))
	text, err := r.At(t.Context(), "HEAD", File)
	require.NoError(t, err)
	assert.Equal(t, "approvals: {}", string(text))
	text, err = r.At(t.Context(), "HEAD^", File)
	require.NoError(t, err)
	assert.Nil(t, text)
	_, err = r.At(t.Context(), "nosuch", File)
	require.ErrorContains(t, err, `no commit "nosuch"`)

	assert.False(t, r.Removed(t.Context(), File))
	git("rm", "-qf", File)
	git("commit", "-q", "-m", "three")
	assert.True(t, r.Removed(t.Context(), File))
	assert.False(t, r.Removed(t.Context(), "Pulumi.qa.yaml"))
}
