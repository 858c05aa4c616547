package engine

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Others on the machine read nothing of a home, whatever the shell's umask is, and
// whatever an earlier groundwork left open.
func TestAHomeIsItsOwnersAlone(t *testing.T) {
	before := syscall.Umask(0)
	t.Cleanup(func() { syscall.Umask(before) })
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, ".groundwork", "cloud"), 0o777))
	t.Setenv("GROUNDWORK_HOME", "")
	home, err := Project{Root: root}.Home()
	require.NoError(t, err)
	_, ended := serving(t, home)
	require.NoError(t, home.AtConsole(func(console Console) error {
		_, err := console.CreateByHand("aws:ecr/repository:Repository", "r", "us-east-1", map[string]any{"name": "repo"})
		return err
	}))
	_, err = home.StopServer(t.Context())
	require.NoError(t, err)
	require.NoError(t, <-ended)
	_, err = home.Save("base")
	require.NoError(t, err)
	_, err = home.Restore("base")
	require.NoError(t, err)
	require.NoError(t, filepath.WalkDir(home.Dir, func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := entry.Info()
		require.NoError(t, err)
		assert.Zero(t, info.Mode().Perm()&0o077, "%s is open to others: %v", path, info.Mode())
		return nil
	}))
}

// A folder that is not a home alone keeps its mode.
func TestAFolderOfOtherThingsIsNotClosed(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644))
	require.NoError(t, Home{Dir: dir}.Make())
	info, err := os.Stat(dir)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o755), info.Mode().Perm())
}
