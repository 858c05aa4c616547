package forge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

// https://docs.github.com/en/rest/deployments/environments#get-an-environment
func TestWhatGuardsAnEnvironmentIsTold(t *testing.T) {
	server := forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	place, err := forge.NewGitHub(server.Options(forgetest.User{Login: "github-actions[bot]", App: true}))
	require.NoError(t, err)
	for name, rules := range map[string]forge.Guard{
		"prod": {Reviewers: true, Branches: true}, "staging": {Branches: true}, "open": {}, "a b/c": {Reviewers: true},
	} {
		server.Guard(name, rules)
		guard, err := place.Guard(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, &rules, guard, name)
	}
	guard, err := place.Guard(t.Context(), "qa")
	require.NoError(t, err)
	assert.Equal(t, &forge.Guard{}, guard, "one that there is not guards nothing")

	server.Break(forgetest.Fault{Path: "/prod", Status: 403, Body: `{"message":"Resource not accessible by integration"}`})
	_, err = place.Guard(t.Context(), "prod")
	assert.ErrorContains(t, err, `"permissions: {actions: read}"`)
	assert.ErrorContains(t, err, `environment "prod"`)
}

func TestWhoeverCommittedMadeThePullRequest(t *testing.T) {
	server := forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	place, err := forge.NewGitHub(server.Options(forgetest.User{Login: "github-actions[bot]", App: true}))
	require.NoError(t, err)
	pull := server.OpenPull("ann", "A change", "")
	for range 120 {
		server.Push(pull, "Ann")
	}
	server.Push(pull, "bob")
	people, err := place.People(t.Context(), pull)
	require.NoError(t, err)
	assert.Equal(t, []string{"ann", "bob"}, people, "and not who presses the button on the page")
}

func TestGiteaHasNoEnvironments(t *testing.T) {
	server := forgetest.NewGitea("acme/shop")
	t.Cleanup(server.Close)
	place, err := forge.NewGitea(server.Options(forgetest.User{Login: "groundwork-bot"}))
	require.NoError(t, err)
	guard, err := place.Guard(t.Context(), "prod")
	require.NoError(t, err)
	assert.Nil(t, guard)
}
