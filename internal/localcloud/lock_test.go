//go:build unix

package localcloud

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

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

// The lock tells who has the cloud. What a killed process wrote beside it, or one in a
// container that is gone, is nobody's.
func TestWhoHasTheCloudIsToldByTheLock(t *testing.T) {
	folder := t.TempDir()
	holder, err := Holder(folder)
	require.NoError(t, err)
	require.Empty(t, holder)
	require.NoError(t, os.WriteFile(filepath.Join(folder, lockName), []byte("7 container-of-yesterday WORD\n"), 0o600))
	holder, err = Holder(folder)
	require.NoError(t, err)
	require.Empty(t, holder)

	lock, err := LockFolder(folder)
	require.NoError(t, err)
	for range 100 {
		holder, err = Holder(folder)
		require.NoError(t, err)
		require.Equal(t, lock.Name(), holder)
	}
	_, err = LockFolder(folder)
	require.ErrorIs(t, err, ErrBusy)
	require.ErrorContains(t, err, fmt.Sprintf("by process %d on ", os.Getpid()))
	require.NoError(t, lock.Release())
	next, err := LockFolder(folder)
	require.NoError(t, err)
	require.NotEqual(t, lock.Name(), next.Name(), "the same process is another holder")
	require.NoError(t, next.Release())
}

// To ask takes the lock for a moment; who takes it meanwhile waits that moment.
func TestToAskKeepsNobodyFromTheCloud(t *testing.T) {
	folder := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	var asking sync.WaitGroup
	for range 2 {
		asking.Go(func() {
			for ctx.Err() == nil {
				_, _ = Holder(folder)
				time.Sleep(200 * time.Microsecond)
			}
		})
	}
	for range 300 {
		lock, err := LockFolder(folder)
		require.NoError(t, err)
		require.NoError(t, lock.Release())
	}
	stop()
	asking.Wait()
}
