package engine

import (
	"encoding/json"
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This process stands for another program that got the process id of a server that
// was killed: it must be neither asked nor ended.
func TestAServerThatWasKilledIsNotTakenForWhoeverHasItsProcessID(t *testing.T) {
	home := Home{Dir: t.TempDir()}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	content, err := json.Marshal(Server{PID: os.Getpid(), Console: listener.Addr().String()})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(home.serverFile(), content, 0o600))
	_, running := home.Server()
	assert.True(t, running, "somebody listens")

	require.NoError(t, listener.Close())
	_, running = home.Server()
	assert.False(t, running)
	running, err = home.StopServer(t.Context())
	require.NoError(t, err)
	assert.False(t, running)
}
