//go:build unix

package localcloud

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// A process that is being started has the lock's file for a moment, until it becomes
// another program: what was released must be free all the same.
func TestALockIsFreeThoughAProcessIsBeingStarted(t *testing.T) {
	folder := t.TempDir()
	lock, err := LockFolder(folder)
	require.NoError(t, err)
	inherited, err := syscall.Dup(int(lock.file.Fd()))
	require.NoError(t, err)
	defer func() { _ = syscall.Close(inherited) }()
	require.NoError(t, lock.Release())
	again, err := LockFolder(folder)
	require.NoError(t, err)
	require.NoError(t, again.Release())
}
