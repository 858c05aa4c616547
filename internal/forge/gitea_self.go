package forge

import (
	"context"
	"fmt"
	"net/http"
)

// whoami is the login that the token belongs to, which is asked once. The token of
// a Gitea Actions job is a user's as well, "gitea-actions". Nothing is assumed
// where the answer is no: Gitea would give us comments that we could not tell from
// a stranger's.
func (g *Gitea) whoami(ctx context.Context) (string, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.self != "" {
		return g.self, nil
	}
	doing := g.place.onIssues("ask who the token belongs to, for")
	doing.permission = "user"
	client, err := g.client(ctx)
	if err != nil {
		return "", doing.refused(err)
	}
	user, response, err := client.GetMyUserInfo()
	if err != nil {
		return "", doing.failedGitea(response, err)
	}
	g.self = user.UserName
	return g.self, nil
}

// giteaNeeds says what to change after Gitea refused something. A job's token
// follows the job's permissions from Gitea 1.26 on
// (https://docs.gitea.com/1.26/usage/actions/token-permissions). In one of your own,
// comments and labels of pull requests belong to the scope of issues:
// https://docs.gitea.com/development/oauth2-provider#scopes
func giteaNeeds(status int, permission string) string {
	if status == http.StatusUnauthorized {
		return "the token is wrong or has expired: give the step GITEA_TOKEN: ${{ secrets.GITEA_TOKEN }} in its env"
	}
	if permission == "user" {
		return "give the token the scope read:user, besides write:issue"
	}
	needs := fmt.Sprintf("write \"permissions: {%s}\" into the job in the workflow file or, with a token of your own, "+
		"give it the scope write:issue and its user the right to write", level(permission))
	if permission == "pull-requests" {
		needs += "; the token of a pull request from a fork can only read, whatever the file says"
	}
	if status == http.StatusNotFound {
		needs = "there is no such thing, or the token may not see it: " + needs
	}
	return needs
}
