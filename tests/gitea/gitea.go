// Package gitea runs a real Gitea on this machine, with an empty database, for what
// talks to one to be held against.
package gitea

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"groundwork/tests/process"
)

// patience is how long the server has to become ready on a busy machine.
const patience = 2 * time.Minute

// Server is a running Gitea.
type Server struct {
	// Site is its address, http://127.0.0.1:PORT.
	Site    string
	program string
	config  string
	running *process.Process
}

// Build builds Gitea in the checkout at root where it is missing and returns the
// program, and the folder of its templates and locales. What takes time is told to
// progress.
func Build(root string, progress io.Writer) (program, files string, err error) {
	build := exec.Command(filepath.Join(root, "scripts", "gitea"))
	build.Stdout, build.Stderr = progress, progress
	if err := build.Run(); err != nil {
		return "", "", fmt.Errorf("building Gitea with %s: %w", build.Path, err)
	}
	return filepath.Join(root, ".bin", "gitea"), filepath.Join(root, ".bin", "gitea-files"), nil
}

// Start starts Gitea with its database, its repositories and its log below dir. The
// caller stops it.
func Start(ctx context.Context, program, files, dir string) (*Server, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	server := &Server{
		Site: "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), program: program,
		config: filepath.Join(dir, "app.ini"),
	}
	if err := os.WriteFile(server.config, []byte(configuration(dir, files, port)), 0o600); err != nil {
		return nil, fmt.Errorf("writing Gitea's configuration: %w", err)
	}
	if _, err := server.run(ctx, "migrate"); err != nil {
		return nil, err
	}
	server.running, err = process.Start(filepath.Join(dir, "gitea.log"), program, "web", "--config", server.config)
	if err != nil {
		return nil, err
	}
	if err := server.ready(ctx); err != nil {
		server.Stop()
		return nil, err
	}
	return server, nil
}

// Stop ends the server and waits for its end.
func (s *Server) Stop() { s.running.Stop() }

// User makes a user and returns a token of his with these scopes:
// https://docs.gitea.com/development/oauth2-provider#scopes
func (s *Server) User(ctx context.Context, name string, scopes ...string) (string, error) {
	output, err := s.run(ctx, "admin", "user", "create", "--username", name, "--email", name+"@example.com",
		"--random-password", "--must-change-password=false",
		"--access-token", "--access-token-scopes", strings.Join(scopes, ","))
	if err != nil {
		return "", err
	}
	// "Access token was successfully created... TOKEN"
	_, said, found := strings.Cut(output, "Access token was successfully created...")
	words := strings.Fields(said)
	if !found || len(words) == 0 {
		return "", fmt.Errorf("making the user %q: Gitea said no token", name)
	}
	return words[0], nil
}

// run runs one of Gitea's own commands.
func (s *Server) run(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, s.program, append(args, "--config", s.config)...)
	output, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("gitea %s: %w: %s", strings.Join(args, " "), err, output)
	}
	return string(output), nil
}

// ready waits until the server answers.
func (s *Server) ready(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Site+"/api/v1/version", nil)
		if err != nil {
			return fmt.Errorf("waiting for Gitea: %w", err)
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-s.running.Ended:
			return s.running.Died()
		case <-ctx.Done():
			return fmt.Errorf("waiting for Gitea: %w; its log is %s", ctx.Err(), s.running.Log)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("looking for a free port: %w", err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
