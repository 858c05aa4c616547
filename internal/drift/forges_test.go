package drift

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

// The life of an issue on servers that behave as GitHub and Gitea do: somebody
// else has copied our tag, an answer gets lost and a gateway fails, and still
// there is one issue of ours at every moment.
func TestOneIssueOnEachForge(t *testing.T) {
	for name, one := range map[string]struct {
		server  *forgetest.Server
		self    forgetest.User
		connect func(forge.Options) (forge.Forge, error)
	}{
		"GitHub": {forgetest.NewGitHub("acme/shop"), forgetest.User{Login: "github-actions[bot]", App: true},
			func(o forge.Options) (forge.Forge, error) { return forge.NewGitHub(o) }},
		"Gitea": {forgetest.NewGitea("acme/shop"), forgetest.User{Login: "gitea-actions"},
			func(o forge.Options) (forge.Forge, error) { return forge.NewGitea(o) }},
	} {
		t.Run(name, func(t *testing.T) {
			subject := forgetest.Fake(t, one.server, one.self, one.connect)
			subject.OpenIssue(t, "Drift in shop/prod", drifting().tag()+"\nnothing to see here")
			tracker := Tracker{Forge: subject.Forge, Now: one.server.Clock.Now}
			playDrift(t, tracker, one.server)
			assert.Equal(t, 1, one.server.MostIssues(one.self.Login, drifting().tag()))
		})
	}
}

func playDrift(t *testing.T, tracker Tracker, server *forgetest.Server) {
	t.Helper()
	check := func(d Drift, want Outcome, open bool) forge.Issue {
		t.Helper()
		require.NoError(t, server.Clock.Sleep(t.Context(), time.Hour))
		kept, err := tracker.Keep(t.Context(), d)
		require.NoError(t, err)
		require.Equal(t, want, kept.Outcome)
		require.Equal(t, open, kept.Issue.Open)
		return *kept.Issue
	}
	server.Break(forgetest.Fault{Method: http.MethodPost, Path: "/issues", Times: 1, AfterDoing: true, Drop: true})
	opened := check(drifting("i-a"), Opened, true)
	check(drifting("i-a"), Unchanged, true)
	server.Break(forgetest.Broken(http.StatusBadGateway, 1))
	check(drifting("i-a", "i-b"), Updated, true)
	check(untold(), Untold, true)
	check(drifting(), Closed, false)
	check(drifting(), Unchanged, false)
	back := check(drifting("i-b"), Reopened, true)
	assert.Equal(t, opened.Number, back.Number)
	server.SetOpen(back.Number, false)
	closed := check(drifting("i-b"), Reopened, true)
	assert.Contains(t, closed.Body, "was closed while the drift is still there")
	other := drifting("i-b")
	other.Stack = "staging"
	second := check(other, Opened, true)
	assert.NotEqual(t, closed.Number, second.Number, "each stack has its own")
}

func TestAMissingPermissionIsToldAsSuch(t *testing.T) {
	server := forgetest.NewGitHub("acme/shop")
	subject := forgetest.Fake(t, server, forgetest.User{Login: "fork", ReadOnly: true},
		func(o forge.Options) (forge.Forge, error) { return forge.NewGitHub(o) })
	_, err := Tracker{Forge: subject.Forge}.Keep(t.Context(), drifting("i-a"))
	var refused *forge.PermissionError
	require.ErrorAs(t, err, &refused)
	assert.True(t, strings.HasPrefix(err.Error(), "opening the issue about shop/prod"), err)
}
