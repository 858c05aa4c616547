package forge_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

// Each push is a run of its own, which knows nothing of the ones before.
func TestOneCommentAtEveryMomentOfAPullRequest(t *testing.T) {
	for name, made := range map[string]struct {
		server  *forgetest.Server
		connect func(forge.Options) (forge.Forge, error)
		self    forgetest.User
	}{
		"GitHub": {forgetest.NewGitHub("acme/shop"), connectGitHub, job},
		"Gitea":  {forgetest.NewGitea("acme/shop"), connectGitea, forgetest.User{Login: "gitea-actions"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Cleanup(made.server.Close)
			pull := made.server.OpenPull("grace", "a change", "")
			made.server.Break(forgetest.Fault{Method: "POST", Path: "/comments", Times: 1, AfterDoing: true, Status: 502})
			made.server.Break(forgetest.Fault{Method: "PATCH", Times: 2, AfterDoing: true, Drop: true})
			for push := range 6 {
				client, err := made.connect(made.server.Options(made.self))
				require.NoError(t, err)
				_, err = forge.Put(t.Context(), client, pull, fmt.Sprintf("%s\npush %d", preview, push))
				require.NoError(t, err)
				made.server.Say("grace", pull, "one more push")
			}
			require.Equal(t, 1, made.server.MostComments(made.self.Login, preview))
			require.Equal(t, preview+"\npush 5", made.server.Comments(pull)[0].Body)
		})
	}
}

func TestTheSameReportIsNotSentAgain(t *testing.T) {
	each(t, func(t *testing.T, server *forgetest.Server, client forge.Forge, pull int) {
		for range 3 {
			_, err := forge.Put(t.Context(), client, pull, preview+"\nnothing changes")
			require.NoError(t, err)
		}
		require.Equal(t, 1, server.Count("POST", "/comments"))
		require.Zero(t, server.Count("PATCH", ""))
		require.Equal(t, 1, server.Count("GET", "/user"), "who we are is asked once")
	})
}

// GraphQL does not answer this app: only what it writes says who it is.
func TestAnAppThatIsNotToldWhoItIsKeepsOneCommentAndOneOpenIssue(t *testing.T) {
	server := forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	pull := server.OpenPull("grace", "a change", "")
	stranger := forgetest.User{Login: "acme-infra[bot]", App: true, NoViewer: true}
	for run := range 3 {
		client, err := forge.NewGitHub(server.Options(stranger))
		require.NoError(t, err)
		_, err = forge.Put(t.Context(), client, pull, fmt.Sprintf("%s\nrun %d", preview, run))
		require.NoError(t, err)
		require.Len(t, server.Comments(pull), 1)
		require.Equal(t, fmt.Sprintf("%s\nrun %d", preview, run), server.Comments(pull)[0].Body)

		kept, err := forge.Open(t.Context(), client, "drift", fmt.Sprintf("%s\nrun %d", preview, run))
		require.NoError(t, err)
		require.Equal(t, server.Issues()[0].Number, kept.Number)
		open := 0
		for _, issue := range server.Issues() {
			if issue.Open {
				open++
			}
		}
		require.Equal(t, 1, open)
	}
}

// A person who calls herself as an app does, without being one.
func TestAPersonIsNotAnAppOfTheSameName(t *testing.T) {
	server := forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	pull := server.OpenPull("grace", "a change", "")
	server.Say("github-actions", pull, preview+"\nall is well")
	client, err := forge.NewGitHub(server.Options(job))
	require.NoError(t, err)
	found, err := client.FindComments(t.Context(), pull, preview)
	require.NoError(t, err)
	require.Empty(t, found)
}
