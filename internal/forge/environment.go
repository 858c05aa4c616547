package forge

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Context is what the job that we run in is about.
type Context struct {
	// Forge is "GitHub" or "Gitea", Repository is owner/name.
	Forge, Repository string
	// Event is the event's name: pull_request, schedule, ...
	Event string
	// Pull is the pull request's number, 0 outside of one. Fork is true of one
	// whose head is in another repository, whose author may be anybody.
	Pull int
	Fork bool
	// Base and Head are the commits that a pull request leads from and to; outside
	// of one Base is "" and Head is what the job runs on. BaseBranch is where it
	// wants to go.
	Base, Head, BaseBranch string
	// Branch is the branch or tag that the job runs on.
	Branch string
	// Actor is who caused the event, Again who had the run repeated, the same person or
	// "" at first. Gitea does not say.
	Actor, Again string
	// Pusher is who changed the pull request's head, "" where that is not the event.
	Pusher string
	// RunURL leads to the job's log, "" where it isn't known.
	RunURL string
}

// FromEnvironment is the forge of the job that we run in, and what the job is
// about, as GitHub Actions and Gitea Actions say in the environment:
// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
// https://docs.gitea.com/usage/actions/comparison (which has the same names).
// Where the forge can't be reached, for want of a token for example, the context
// is there all the same, as far as it is known.
func FromEnvironment(getenv func(string) string) (Forge, Context, error) {
	if getenv("GITHUB_ACTIONS") != "true" && getenv("GITEA_ACTIONS") != "true" && getenv("GITHUB_REPOSITORY") == "" {
		return nil, Context{}, errors.New("not in a job of GitHub Actions or Gitea Actions: " +
			"set GITHUB_REPOSITORY (owner/name), GITHUB_API_URL, GITHUB_REF (refs/pull/N/merge) and GITHUB_TOKEN, or GITEA_ACTIONS=true and GITEA_TOKEN")
	}
	about := Context{
		Forge: "GitHub", Repository: getenv("GITHUB_REPOSITORY"), Event: getenv("GITHUB_EVENT_NAME"),
		Head: getenv("GITHUB_SHA"), BaseBranch: getenv("GITHUB_BASE_REF"), Actor: getenv("GITHUB_ACTOR"), Again: getenv("GITHUB_TRIGGERING_ACTOR"),
		RunURL: runURL(getenv), Branch: getenv("GITHUB_REF_NAME"),
	}
	if getenv("GITEA_ACTIONS") == "true" {
		about.Forge = "Gitea"
	}
	if err := about.readEvent(getenv("GITHUB_EVENT_PATH")); err != nil {
		return nil, about, err
	}
	if about.Pull == 0 {
		about.Pull = pullOfRef(getenv("GITHUB_REF"))
	}
	forge, err := about.reach(getenv)
	return forge, about, err
}

// Actors are who had the job run, each once.
func (c Context) Actors() []string { return newPeople(c.Actor, c.Again) }

// reach is the forge itself. What is missing is said by the variable's name.
func (c Context) reach(getenv func(string) string) (Forge, error) {
	options := Options{URL: getenv("GITHUB_API_URL"), Repository: c.Repository, Token: getenv("GITHUB_TOKEN")}
	if c.Forge == "Gitea" {
		if options.URL == "" && getenv("GITHUB_SERVER_URL") != "" {
			options.URL = strings.TrimSuffix(getenv("GITHUB_SERVER_URL"), "/") + "/api/v1"
		}
		if own := getenv("GITEA_TOKEN"); own != "" {
			options.Token = own
		}
	} else if options.URL == "" {
		options.URL = "https://api.github.com"
	}
	switch {
	case options.URL == "":
		return nil, errors.New("reach Gitea: set GITHUB_API_URL to the API's URL, https://HOST/api/v1")
	case options.Token == "" && c.Forge == "Gitea":
		return nil, errors.New("reach Gitea: there is no token: give the step GITEA_TOKEN: ${{ secrets.GITEA_TOKEN }} in its env")
	case options.Token == "":
		return nil, errors.New("reach GitHub: there is no token: give the step GITHUB_TOKEN: ${{ github.token }} in its env")
	case c.Repository == "":
		return nil, fmt.Errorf("reach %s: set GITHUB_REPOSITORY to owner/name", c.Forge)
	case c.Forge == "Gitea":
		return reached(NewGitea(options))
	}
	return reached(NewGitHub(options))
}

// reached is no forge at all, rather than a pointer to none, where there is an error.
func reached[T Forge](forge T, err error) (Forge, error) {
	if err != nil {
		return nil, err
	}
	return forge, nil
}

// runURL is where the run's log is shown: on GitHub, and on Gitea from 1.26 on,
// whose older releases count runs by repository there
// (https://github.com/go-gitea/gitea/issues/28621).
func runURL(getenv func(string) string) string {
	run := getenv("GITHUB_RUN_ID")
	server, err := url.Parse(getenv("GITHUB_SERVER_URL"))
	if err != nil || server.Scheme != "http" && server.Scheme != "https" || server.User != nil ||
		run == "" || !repositoryName.MatchString(getenv("GITHUB_REPOSITORY")) {
		return ""
	}
	return server.JoinPath(getenv("GITHUB_REPOSITORY"), "actions", "runs", run).String()
}
