package apiserver

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// running is the one server of all tests, started while the first stacks come up.
var running struct {
	ready  sync.WaitGroup
	server *Server
	err    error
	// one is held by whoever puts objects on the server.
	one sync.Mutex
}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "apiserver")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	running.ready.Go(func() { running.server, running.err = startServer(dir) })
	code := m.Run()
	running.ready.Wait()
	if running.server != nil {
		running.server.Stop()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func startServer(dir string) (*Server, error) {
	project, err := engine.FindProject(".")
	if err != nil {
		return nil, err
	}
	bin, tools, err := Build(project.Root, os.Stderr)
	if err != nil {
		return nil, err
	}
	return Start(context.Background(), bin, tools, dir)
}

func server(t *testing.T) *Server {
	t.Helper()
	running.ready.Wait()
	require.NoError(t, running.err)
	return running.server
}
