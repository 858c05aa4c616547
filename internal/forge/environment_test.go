package forge_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
	"groundwork/internal/forge/forgetest"
)

const (
	baseCommit = "1111111111111111111111111111111111111111"
	headCommit = "2222222222222222222222222222222222222222"
)

// inJob is the environment of a job, with some of it changed.
func inJob(changes map[string]string) func(string) string {
	environment := map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_TOKEN": "ghs_hunter2",
		"GITHUB_API_URL": "https://api.github.com", "GITHUB_SERVER_URL": "https://github.com",
		"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/12/merge", "GITHUB_SHA": "3333333333333333333333333333333333333333",
		"GITHUB_RUN_ID": "99", "GITHUB_BASE_REF": "main", "GITHUB_ACTOR": "ada", "GITHUB_TRIGGERING_ACTOR": "bob",
	}
	for key, value := range changes {
		environment[key] = value
	}
	return func(key string) string { return environment[key] }
}

// event writes the event of a pull request from one repository to acme/shop.
func event(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "event.json")
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

func pullRequest(head string) string {
	return fmt.Sprintf(`{"action":"synchronize","sender":{"login":"ada"},"number":12,"pull_request":{"number":12,
		"base":{"ref":"main","sha":%q,"repo":{"full_name":"acme/shop"}},
		"head":{"ref":"fix","sha":%q,"repo":%s}}}`, baseCommit, headCommit, head)
}

func TestTheEnvironmentOfAJobSaysWhatItIsAbout(t *testing.T) {
	pull := forge.Context{
		Forge: "GitHub", Repository: "acme/shop", Event: "pull_request", Pull: 12, Base: baseCommit, Head: headCommit,
		BaseBranch: "main", Actor: "ada", Again: "bob", Pusher: "ada", RunURL: "https://github.com/acme/shop/actions/runs/99",
	}
	fork := pull
	fork.Fork = true
	gitea := pull
	gitea.Forge, gitea.RunURL = "Gitea", "https://git.example.com/acme/shop/actions/runs/99"
	bare := pull
	bare.Pusher, bare.Base, bare.Head = "", "", "3333333333333333333333333333333333333333"
	schedule := bare
	schedule.Event, schedule.Pull = "schedule", 0
	remark := bare
	remark.Event, remark.Pull = "issue_comment", 7
	for _, test := range []struct {
		name    string
		changes map[string]string
		wants   forge.Context
	}{
		{"a pull request from a branch", map[string]string{"GITHUB_EVENT_PATH": event(t, pullRequest(`{"full_name":"Acme/Shop"}`))}, pull},
		{"a pull request from a fork", map[string]string{"GITHUB_EVENT_PATH": event(t, pullRequest(`{"full_name":"mallory/shop"}`))}, fork},
		{"a pull request from a fork that was deleted", map[string]string{"GITHUB_EVENT_PATH": event(t, pullRequest(`null`))}, fork},
		{"a pull request on Gitea", map[string]string{
			"GITEA_ACTIONS": "true", "GITHUB_API_URL": "https://git.example.com/api/v1", "GITHUB_SERVER_URL": "https://git.example.com",
			"GITHUB_EVENT_PATH": event(t, pullRequest(`{"full_name":"acme/shop"}`)),
		}, gitea},
		{"no event, but a ref", nil, bare},
		{"a schedule", map[string]string{"GITHUB_EVENT_NAME": "schedule", "GITHUB_REF": "refs/heads/main", "GITHUB_EVENT_PATH": event(t, `{"schedule":"0 6 * * *"}`)}, schedule},
		{"a remark on a pull request", map[string]string{
			"GITHUB_EVENT_NAME": "issue_comment", "GITHUB_REF": "refs/heads/main",
			"GITHUB_EVENT_PATH": event(t, `{"issue":{"number":7,"pull_request":{"url":"x"}},"comment":{"id":1}}`),
		}, remark},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, about, err := forge.FromEnvironment(inJob(test.changes))
			require.NoError(t, err)
			require.NotNil(t, client)
			require.Equal(t, test.wants, about)
		})
	}
}

func TestWhatIsMissingInTheEnvironmentIsNamed(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes map[string]string
		says    string
	}{
		{"no job", map[string]string{"GITHUB_ACTIONS": "", "GITHUB_REPOSITORY": ""}, "set GITHUB_REPOSITORY"},
		{"no token", map[string]string{"GITHUB_TOKEN": ""}, "GITHUB_TOKEN: ${{ github.token }}"},
		{"no token on Gitea", map[string]string{"GITEA_ACTIONS": "true", "GITHUB_TOKEN": ""}, "GITEA_TOKEN: ${{ secrets.GITEA_TOKEN }}"},
		{"no repository", map[string]string{"GITHUB_REPOSITORY": ""}, "GITHUB_REPOSITORY"},
		{"no address on Gitea", map[string]string{"GITEA_ACTIONS": "true", "GITHUB_API_URL": "", "GITHUB_SERVER_URL": ""}, "GITHUB_API_URL"},
		{"an address that is none", map[string]string{"GITHUB_API_URL": "file:///etc/passwd"}, "http(s)://"},
		{"an event that is not there", map[string]string{"GITHUB_EVENT_PATH": "/nowhere/event.json"}, "GITHUB_EVENT_PATH"},
		{"an event that is none", map[string]string{"GITHUB_EVENT_PATH": event(t, "<html>")}, "GITHUB_EVENT_PATH"},
	} {
		t.Run(test.name, func(t *testing.T) {
			client, _, err := forge.FromEnvironment(inJob(test.changes))
			require.ErrorContains(t, err, test.says)
			require.Nil(t, client)
			require.NotContains(t, err.Error(), "hunter2")
		})
	}
}

func TestWithoutATokenTheContextIsStillKnown(t *testing.T) {
	_, about, err := forge.FromEnvironment(inJob(map[string]string{"GITHUB_TOKEN": ""}))
	require.Error(t, err)
	require.Equal(t, 12, about.Pull)
}

// What an event says ends up in command lines and links.
func TestAHostileEventLeadsNowhere(t *testing.T) {
	hostile := strings.ReplaceAll(pullRequest(`{"full_name":"acme/shop"}`), headCommit, "--output=/etc/passwd")
	_, about, err := forge.FromEnvironment(inJob(map[string]string{
		"GITHUB_EVENT_PATH": event(t, hostile), "GITHUB_SERVER_URL": "javascript:alert(1)//",
	}))
	require.NoError(t, err)
	require.Empty(t, about.Head)
	require.Empty(t, about.RunURL)
}

func TestAJobReachesTheForgeThatItRunsOn(t *testing.T) {
	for name, server := range map[string]*forgetest.Server{"GitHub": forgetest.NewGitHub("acme/shop"), "Gitea": forgetest.NewGitea("acme/shop")} {
		t.Run(name, func(t *testing.T) {
			t.Cleanup(server.Close)
			pull := server.OpenPull("grace", "a change", "")
			environment := map[string]string{
				"GITHUB_API_URL": server.URL, "GITHUB_SERVER_URL": server.Site, "GITHUB_TOKEN": server.Token(person),
				"GITHUB_REF": fmt.Sprintf("refs/pull/%d/merge", pull),
			}
			if name == "Gitea" {
				environment["GITEA_ACTIONS"], environment["GITHUB_API_URL"] = "true", ""
				environment["GITEA_TOKEN"], environment["GITHUB_TOKEN"] = environment["GITHUB_TOKEN"], "for another forge"
			}
			client, about, err := forge.FromEnvironment(inJob(environment))
			require.NoError(t, err)
			_, err = forge.Put(t.Context(), client, about.Pull, preview+"\nfirst")
			require.NoError(t, err)
			require.Len(t, server.Comments(pull), 1)
		})
	}
}

func TestWhoPushedIsToldByTheEvent(t *testing.T) {
	for action, pusher := range map[string]string{
		"opened": "cid", "reopened": "cid", "synchronize": "cid", "synchronized": "cid", "labeled": "", "edited": "",
	} {
		_, about, err := forge.FromEnvironment(inJob(map[string]string{
			"GITHUB_EVENT_PATH": event(t, fmt.Sprintf(`{"action":%q,"sender":{"login":"cid"},"number":3,"pull_request":{"number":3}}`, action)),
		}))
		require.NoError(t, err)
		require.Equal(t, pusher, about.Pusher, action)
	}
}
