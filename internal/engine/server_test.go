package engine

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
)

// What a server left that was killed names a process that may be anybody's by now.
func TestAnotherProcessIsNotTakenForAServerThatWasKilled(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	stranger := exec.Command("sleep", "60")
	require.NoError(t, stranger.Start())
	t.Cleanup(func() { _ = stranger.Process.Kill(); _ = stranger.Wait() })
	left, err := json.Marshal(Server{PID: stranger.Process.Pid, Served: Served{States: backend.Address{URL: "http://127.0.0.1:1", Token: "t"}}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(home.serverFile(), left, 0o600))

	_, running := home.Server()
	assert.False(t, running)
	running, err = home.StopServer(t.Context())
	require.NoError(t, err)
	assert.False(t, running)
	assert.True(t, alive(stranger.Process.Pid))
}

func TestAServerIsFoundWhileItServes(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- home.Serve(ctx, Conditions{}) }()
	require.Eventually(t, func() bool { _, running := home.Server(); return running }, 10*time.Second, 10*time.Millisecond)
	end()
	require.NoError(t, <-ended)
	_, running := home.Server()
	assert.False(t, running)
}
