package gitea

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

// running is the one server of all tests.
var running struct {
	server           *Server
	ada, mallory     Person
	reader, nameless Person
}

func TestMain(m *testing.M) {
	if os.Getenv("GROUNDWORK_GITEA") == "" {
		fmt.Println("not run: make gitea builds a Gitea, once, and runs these tests on it")
		return
	}
	dir, err := os.MkdirTemp("", "gitea")
	if err == nil {
		err = start(context.Background(), dir)
	}
	code := 1
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	if running.server != nil {
		running.server.Stop()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func start(ctx context.Context, dir string) error {
	root, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	program, files, err := Build(root, os.Stderr)
	if err != nil {
		return err
	}
	if running.server, err = Start(ctx, program, files, dir); err != nil {
		return err
	}
	for _, made := range []struct {
		person *Person
		login  string
		scopes []string
	}{
		{&running.ada, "ada", []string{"write:issue", "write:repository", "write:user"}},
		{&running.mallory, "mallory", []string{"write:issue", "read:user"}},
		{&running.reader, "reader", []string{"read:issue", "read:user"}},
		{&running.nameless, "nameless", []string{"write:issue"}},
	} {
		token, err := running.server.User(ctx, made.login, made.scopes...)
		if err != nil {
			return err
		}
		*made.person = Person{Login: made.login, Token: token}
	}
	return nil
}

func TestTheServerIsTheOneThatIsPinned(t *testing.T) {
	version, _, err := running.server.client(t, running.ada).ServerVersion()
	require.NoError(t, err)
	require.Equal(t, "1.26.0", version)
}

func TestARealGiteaIsAForge(t *testing.T) {
	var repositories atomic.Int64
	forgetest.Run(t, func(t *testing.T) forgetest.Subject {
		name := fmt.Sprintf("shop-%d", repositories.Add(1))
		return running.server.Subject(t, name, running.ada, running.mallory)
	})
}

func TestARealGiteaRefusesATokenWithoutItsScope(t *testing.T) {
	subject := running.server.Subject(t, "refusals", running.ada, running.mallory)
	pull := subject.OpenPull(t, "what it does")
	body := forge.Tag("preview", "shop") + "\nfirst"
	for name, test := range map[string]struct {
		token string
		says  []string
	}{
		"a token that may only read":        {running.reader.Token, []string{"answered 403", "write:issue"}},
		"a token that says not whose it is": {running.nameless.Token, []string{"answered 403", "read:user"}},
		"a token that is none":              {"0123456789012345678901234567890123456789", []string{"answered 401", "wrong or has expired"}},
	} {
		t.Run(name, func(t *testing.T) {
			client, err := forge.NewGitea(forge.Options{URL: running.server.Site + "/api/v1", Repository: "ada/refusals", Token: test.token})
			require.NoError(t, err)
			_, err = forge.Put(t.Context(), client, pull, body)
			var refused *forge.PermissionError
			require.ErrorAs(t, err, &refused)
			for _, words := range test.says {
				require.ErrorContains(t, err, words)
			}
		})
	}
	require.Zero(t, subject.Comments(t, pull))
}
