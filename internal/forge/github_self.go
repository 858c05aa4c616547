package forge

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-github/v74/github"
)

// actionsBot is who the token of a GitHub Actions job is.
const actionsBot = "github-actions[bot]"

// whoami is the login that the token belongs to, which is asked once.
//
// GET /user answers a person's token. An app's, such as the one that a job gets,
// it refuses with 403; GraphQL's viewer answers that one, too, on github.com, but
// not everywhere (https://github.com/cli/cli/issues/1489). Where neither does, we
// take ourselves for the app of GitHub Actions until something that we create says
// otherwise: Put and Open look again after that.
func (g *GitHub) whoami(ctx context.Context) (string, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.self != "" {
		return g.self, nil
	}
	doing := g.place.onIssues("ask who the token belongs to, for")
	user, response, err := g.client.Users.Get(ctx, "")
	switch {
	case err == nil:
		g.self = user.GetLogin()
	case gitHubStatus(response) != http.StatusForbidden:
		return "", doing.failedGitHub(err)
	default:
		viewer, err := g.viewer(ctx)
		if err != nil && (ctx.Err() != nil || !refusal(err)) {
			return "", doing.failedGitHub(err)
		}
		g.self = viewer
	}
	if g.self == "" {
		g.self = actionsBot
	}
	return g.self, nil
}

// learn takes note of who just wrote something with our token, which is the last
// word on who we are.
func (g *GitHub) learn(author string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if author != "" {
		g.self = author
	}
}

// viewer asks GraphQL who we are: "" where it does not say.
func (g *GitHub) viewer(ctx context.Context) (string, error) {
	request, err := g.client.NewRequest(http.MethodPost, g.graphQL, map[string]string{"query": "{ viewer { login } }"})
	if err != nil {
		return "", err
	}
	var answer struct {
		Data struct {
			Viewer struct {
				Login string `json:"login"`
			} `json:"viewer"`
		} `json:"data"`
	}
	_, err = g.client.Do(ctx, request, &answer)
	return answer.Data.Viewer.Login, err
}

// refusal is true of an answer that means no, whoever asks again.
func refusal(err error) bool {
	var answered *github.ErrorResponse
	return errors.As(err, &answered) && answered.Response.StatusCode >= 400 && answered.Response.StatusCode < 500
}

// isSelf tells whether a comment's author is us. GraphQL leaves the suffix of an
// app's login away in some places; nobody but an app is of the type Bot.
func isSelf(self string, author *github.User) bool {
	if strings.EqualFold(author.GetLogin(), self) {
		return true
	}
	return author.GetType() == "Bot" && strings.EqualFold(strings.TrimSuffix(author.GetLogin(), "[bot]"), self)
}

// gitHubNeeds says what to change after GitHub refused something:
// https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/controlling-permissions-for-github_token
func gitHubNeeds(status int, permission string) string {
	if status == http.StatusUnauthorized {
		return "the token is wrong or has expired: give the step GITHUB_TOKEN: ${{ github.token }} in its env"
	}
	needs := fmt.Sprintf("write \"permissions: {%s: write}\" into the job in the workflow file", permission)
	if permission == "pull-requests" {
		needs += "; the token of a pull request from a fork can only read, whatever the file says"
	}
	if status == http.StatusNotFound {
		needs = "there is no such thing, or the token may not see it: " + needs
	}
	return needs
}

// failedGitHub is the error of a call, from what the client made of the answer.
func (c call) failedGitHub(err error) error {
	var answered *github.ErrorResponse
	if !errors.As(err, &answered) {
		return c.failed(0, "", err)
	}
	said := answered.Message
	// What the call would accept, in the words of the REST API: "issues=write; pull_requests=write".
	if accepted := answered.Response.Header.Get("X-Accepted-GitHub-Permissions"); accepted != "" {
		said += "; it takes " + accepted
	}
	return c.failed(answered.Response.StatusCode, said, err)
}
