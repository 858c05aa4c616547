package forge_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

func TestAMissingPermissionSaysWhatToWrite(t *testing.T) {
	reader := forgetest.User{Login: "github-actions[bot]", App: true, ReadOnly: true}
	for _, test := range []struct {
		name    string
		server  *forgetest.Server
		connect func(forge.Options) (forge.Forge, error)
		says    []string
	}{
		{"GitHub", forgetest.NewGitHub("acme/shop"), connectGitHub, []string{
			"GitHub answered 403", "Resource not accessible by integration", "it takes issues=write; pull_requests=write",
		}},
		{"Gitea", forgetest.NewGitea("acme/shop"), connectGitea, []string{
			"Gitea answered 403", "required=[write:issue]", "scope write:issue",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Cleanup(test.server.Close)
			client, err := test.connect(test.server.Options(reader))
			require.NoError(t, err)
			pull := test.server.OpenPull("grace", "a change", "")
			_, err = forge.Put(t.Context(), client, pull, preview+"\nfirst")
			var refused *forge.PermissionError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, http.StatusForbidden, refused.Status)
			for _, words := range append(test.says, "comment on pull request 1 of acme/shop", "permissions: {pull-requests: write}", "from a fork can only read") {
				require.ErrorContains(t, err, words)
			}
			_, err = client.CreateIssue(t.Context(), "drift", preview+"\nfirst")
			require.ErrorAs(t, err, &refused)
			require.ErrorContains(t, err, "permissions: {issues: write}")
			require.NotContains(t, err.Error(), "fork")
			require.Zero(t, test.server.Clock.Slept(), "asking again does not help")
		})
	}
}

func TestAWrongTokenIsNamedAsSuchAndNeverShown(t *testing.T) {
	for name, connect := range map[string]func(forge.Options) (forge.Forge, error){"GitHub": connectGitHub, "Gitea": connectGitea} {
		server := forgetest.NewGitHub("acme/shop")
		if name == "Gitea" {
			server = forgetest.NewGitea("acme/shop")
		}
		t.Cleanup(server.Close)
		options := server.Options(person)
		options.Token = "ghs_hunter2"
		client, err := connect(options)
		require.NoError(t, err)
		_, err = forge.Put(t.Context(), client, 1, preview+"\nfirst")
		var refused *forge.PermissionError
		require.ErrorAs(t, err, &refused)
		require.ErrorContains(t, err, "the token is wrong or has expired")
		require.NotContains(t, err.Error(), "hunter2")
	}
}

func TestARepositoryThatTheTokenMayNotSeeIsSaidToBeThat(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, _ forge.Forge, pull int) {
		options := server.Options(person)
		options.Repository = "acme/secret"
		client, err := forge.NewGitHub(options)
		require.NoError(t, err)
		_, err = client.Labels(t.Context(), pull)
		require.ErrorContains(t, err, "or the token may not see it")
	})
}

// A token that follows a redirect to somewhere else is a stolen token.
func TestATokenStaysOnItsHost(t *testing.T) {
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		t.Errorf("%s %s arrived with %q", request.Method, request.URL, request.Header.Get("Authorization"))
	}))
	t.Cleanup(thief.Close)
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		server.Break(forgetest.Fault{Path: "/labels", Status: 302, Header: map[string]string{"Location": thief.URL + "/"}})
		_, err := client.Labels(t.Context(), pull)
		require.ErrorContains(t, err, "redirect")
	})
}

func TestOnlyWebAddressesAndWholeNamesAreTaken(t *testing.T) {
	right := forge.Options{URL: "https://api.example.com", Repository: "acme/shop", Token: "t"}
	for _, change := range []func(*forge.Options){
		func(o *forge.Options) { o.URL = "file:///etc/passwd" },
		func(o *forge.Options) { o.URL = "api.example.com" },
		func(o *forge.Options) { o.URL = "https://ada:hunter2@api.example.com" },
		func(o *forge.Options) { o.URL = "" },
		func(o *forge.Options) { o.Repository = "acme" },
		func(o *forge.Options) { o.Repository = "acme/shop/../other" },
		func(o *forge.Options) { o.Token = "" },
	} {
		wrong := right
		change(&wrong)
		for _, connect := range []func(forge.Options) (forge.Forge, error){connectGitHub, connectGitea} {
			_, err := connect(wrong)
			require.Error(t, err, wrong)
			require.NotContains(t, err.Error(), "hunter2")
		}
	}
}
