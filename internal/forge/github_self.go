package forge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/google/go-github/v74/github"
)

// actionsBot is who the token of a GitHub Actions job is.
const actionsBot = "github-actions[bot]"

// self is who the token belongs to: a person, or an app, whose login ends in
// "[bot]" everywhere but in some answers of GraphQL.
type self struct {
	login string
	bot   bool
}

// wrote tells whether we are the author of something. A person can call herself as
// an app does; she is not of the type Bot.
func (s self) wrote(author *github.User) bool {
	return s.bot == (author.GetType() == "Bot") &&
		strings.EqualFold(strings.TrimSuffix(author.GetLogin(), "[bot]"), strings.TrimSuffix(s.login, "[bot]"))
}

// whoami is who the token belongs to, which is asked once.
//
// GET /user answers a person's token. An app's, such as the one that a job gets,
// it refuses with 403; GraphQL's viewer answers that one, too, on github.com, but
// not everywhere (https://github.com/cli/cli/issues/1489). Where neither does, we
// take ourselves for the app of GitHub Actions until something that we create says
// otherwise: Put and Open look again after that.
func (g *GitHub) whoami(ctx context.Context) (self, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.self.login != "" {
		return g.self, nil
	}
	doing := g.place.onIssues("ask who the token belongs to, for")
	user, response, err := g.client.Users.Get(ctx, "")
	switch {
	case err == nil:
		g.self = self{login: user.GetLogin(), bot: user.GetType() == "Bot"}
	case gitHubStatus(response) != http.StatusForbidden:
		return self{}, doing.failedGitHub(err)
	default:
		viewer, err := g.viewer(ctx)
		if err != nil && !refusal(err) {
			return self{}, doing.failedGitHub(err)
		}
		g.self = self{login: cmp.Or(viewer, actionsBot), bot: true}
	}
	return g.self, nil
}

// learn takes note of who just wrote something with our token, which is the last
// word on who we are. No person's login has a bracket.
func (g *GitHub) learn(author string) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.self = self{login: author, bot: strings.HasSuffix(author, "[bot]")}
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

// gitHubNeeds says what to change after GitHub refused something:
// https://docs.github.com/en/actions/writing-workflows/choosing-what-your-workflow-does/controlling-permissions-for-github_token
func gitHubNeeds(status int, permission string) string {
	if status == http.StatusUnauthorized {
		return "the token is wrong or has expired: give the step GITHUB_TOKEN: ${{ github.token }} in its env"
	}
	needs := fmt.Sprintf("write \"permissions: {%s}\" into the job in the workflow file", level(permission))
	if permission == "pull-requests" {
		needs += "; the token of a pull request from a fork can only read, whatever the file says"
	}
	if status == http.StatusNotFound {
		needs = "there is no such thing, or the token may not see it: " + needs
	}
	return needs
}

// level is a permission with how much of it: to write, unless it says.
func level(permission string) string {
	if strings.Contains(permission, ":") {
		return permission
	}
	return permission + ": write"
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
