package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
	"groundwork/internal/localcloud"
)

func newHome(t *testing.T) Home {
	t.Helper()
	home := Home{Dir: t.TempDir()}
	require.NoError(t, home.Make())
	return home
}

// left writes what a server left that was killed.
func left(t *testing.T, home Home, server Server) {
	t.Helper()
	content, err := json.Marshal(server)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(home.serverFile(), content, 0o600))
}

// What a server left that was killed names a process that may be anybody's by now.
func TestAnotherProcessIsNotTakenForAServerThatWasKilled(t *testing.T) {
	home := newHome(t)
	stranger := exec.Command("sleep", "60")
	require.NoError(t, stranger.Start())
	ended := make(chan error, 1)
	go func() { ended <- stranger.Wait() }()
	t.Cleanup(func() { _ = stranger.Process.Kill() })
	left(t, home, Server{Holder: fmt.Sprintf("%d here WORD", stranger.Process.Pid), Served: Served{States: backend.Address{URL: "http://127.0.0.1:1", Token: "t"}}})

	_, running := home.Server()
	assert.False(t, running)
	running, err := home.StopServer(t.Context())
	require.NoError(t, err)
	assert.False(t, running)
	select {
	case err := <-ended:
		t.Errorf("the stranger was ended: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
}

// The port of a server that was killed may be a stranger's, who answers anything or
// nothing at all.
func TestAStrangerAtTheServersPortIsNotTheServer(t *testing.T) {
	home := newHome(t)
	friendly := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(friendly.Close)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = silent.Close() })
	for _, url := range []string{friendly.URL, "http://" + silent.Addr().String()} {
		left(t, home, Server{Holder: "7 here WORD", Served: Served{States: backend.Address{URL: url, Token: "t"}}})
		_, running := home.Server()
		assert.False(t, running, "nobody has the cloud")
		lock, err := localcloud.LockFolder(home.Cloud())
		require.NoError(t, err)
		_, running = home.Server()
		assert.False(t, running, "who has the cloud is another one")
		require.NoError(t, lock.Release())
	}
}

// serving is a server in this process, and how it ended.
func serving(t *testing.T, home Home) (Server, chan error) {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	t.Cleanup(end)
	ended, began := make(chan error, 1), make(chan Server, 1)
	go func() { ended <- home.Serve(ctx, Conditions{}, func(server Server) { began <- server }) }()
	select {
	case server := <-began:
		return server, ended
	case err := <-ended:
		require.NoError(t, err)
	}
	return Server{}, nil
}

func TestAServerIsFoundWhileItServes(t *testing.T) {
	home := newHome(t)
	server, ended := serving(t, home)
	found, running := home.Server()
	assert.True(t, running)
	assert.Equal(t, server, found)
	stopped, err := home.StopServer(t.Context())
	require.NoError(t, err)
	assert.True(t, stopped)
	require.NoError(t, <-ended)
	_, running = home.Server()
	assert.False(t, running)
	assert.NoFileExists(t, home.serverFile())
}

// A server whose number is another process's here, as in a container, is found and
// ended all the same.
func TestAServerOfAnotherContainerIsFoundAndEnded(t *testing.T) {
	home := newHome(t)
	server, ended := serving(t, home)
	other := strings.Replace(server.Holder, fmt.Sprint(os.Getpid()), "1", 1)
	server.Holder = other
	left(t, home, server)
	lockFile := home.Cloud() + "/cloud.lock"
	require.NoError(t, os.WriteFile(lockFile, []byte(other+"\n"), 0o600))
	_, running := home.Server()
	assert.True(t, running)
	stopped, err := home.StopServer(t.Context())
	require.NoError(t, err)
	assert.True(t, stopped)
	require.NoError(t, <-ended)
}

// Whoever has not the token can neither look nor change nor stop.
func TestTheConsoleAsksForAToken(t *testing.T) {
	home := newHome(t)
	server, ended := serving(t, home)
	ask := func(method, address, authorization string) (int, string) {
		request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(`{"type":"aws:ecr/repository:Repository","name":"r","scope":"us-east-1","values":{"name":"repo"}}`))
		require.NoError(t, err)
		if authorization != "" {
			request.Header.Set("Authorization", authorization)
		}
		response, err := http.DefaultClient.Do(request)
		require.NoError(t, err)
		defer response.Body.Close()
		said, err := io.ReadAll(response.Body)
		require.NoError(t, err)
		return response.StatusCode, string(said)
	}
	for _, verb := range []string{"set", "create", "delete", "stop", "", "other"} {
		for _, authorization := range []string{"", "token", "token x", "Bearer " + server.States.Token, "token " + server.States.Token + "x"} {
			code, said := ask(http.MethodPost, server.Console+"/"+verb, authorization)
			assert.Equal(t, http.StatusUnauthorized, code, "%s %q", verb, authorization)
			assert.NotContains(t, said, server.States.Token)
		}
	}
	code, said := ask(http.MethodGet, server.Console+"/?token=x", "")
	assert.Equal(t, http.StatusUnauthorized, code, said)
	code, said = ask(http.MethodPost, server.Console+"/create", "token "+server.States.Token)
	assert.Equal(t, http.StatusOK, code, said)
	code, said = ask(http.MethodGet, server.Address(), "")
	assert.Equal(t, http.StatusOK, code, said)
	assert.Contains(t, said, `"repo"`)

	require.NoError(t, home.AtConsole(func(console Console) error {
		_, err := console.SetByHand("aws:ecr/repository:Repository", "repo", map[string]any{"colour": "red"})
		require.ErrorContains(t, err, `has no property "colour"`)
		return console.DeleteByHand("aws:ecr/repository:Repository", "repo")
	}))
	_, err := home.StopServer(t.Context())
	require.NoError(t, err)
	require.NoError(t, <-ended)
}
