package engine

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
)

// serving writes the file of a server, at whose console somebody listens.
func serving(t *testing.T, home Home, pid int) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	content, err := json.Marshal(Server{PID: pid, Console: listener.Addr().String()})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(home.serverFile(), content, 0o600))
	return listener
}

// This process stands for another program that got the process id of a server that
// was killed: it must be neither asked nor ended.
func TestAServerThatWasKilledIsNotTakenForWhoeverHasItsProcessID(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	listener := serving(t, home, os.Getpid())
	_, running := home.Server()
	assert.True(t, running, "somebody listens")

	require.NoError(t, listener.Close())
	_, running = home.Server()
	assert.False(t, running)
	running, err := home.StopServer(t.Context())
	require.NoError(t, err)
	assert.False(t, running)
}

// A server removes its file first. Nobody waits for the process here, so it stays
// as one that has ended.
func TestStoppingAServerIsOverWhenTheCloudIsFree(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	lock, err := localcloud.LockFolder(home.Cloud())
	require.NoError(t, err)
	process := exec.Command("sleep", "60")
	require.NoError(t, process.Start())
	t.Cleanup(func() { _, _ = process.Process.Kill(), process.Wait() })
	serving(t, home, process.Process.Pid)

	var free atomic.Bool
	go func() {
		time.Sleep(50 * time.Millisecond)
		_ = os.Remove(home.serverFile())
		time.Sleep(150 * time.Millisecond)
		free.Store(true)
		_ = lock.Release()
	}()
	running, err := home.StopServer(t.Context())
	require.NoError(t, err)
	assert.True(t, running)
	assert.True(t, free.Load())
}

func TestACloudThatIsInUseSaysWhoseItIs(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	lock, err := localcloud.LockFolder(home.Cloud())
	require.NoError(t, err)
	t.Cleanup(func() { _ = lock.Release() })
	_, err = home.OpenCloud(Conditions{})
	require.ErrorContains(t, err, "in use by process "+strconv.Itoa(os.Getpid()))
	require.ErrorContains(t, err, "wait until it is done")

	serving(t, home, os.Getpid())
	_, err = home.OpenCloud(Conditions{})
	require.ErrorContains(t, err, "groundwork local stop")
	assert.NotContains(t, err.Error(), "wait until")
}
