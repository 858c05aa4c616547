package forge

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v74/github"
)

// Labelled implements Forge, from the events of the pull request:
// https://docs.github.com/en/rest/issues/events#list-issue-events
func (g *GitHub) Labelled(ctx context.Context, pull int, label string) (*Labelling, error) {
	self, err := g.whoami(ctx)
	if err != nil {
		return nil, err
	}
	var last *Labelling
	options := &github.ListOptions{PerPage: gitHubPage, Page: 1}
	for options.Page != 0 {
		page, response, err := g.client.Issues.ListIssueEvents(ctx, g.owner, g.name, pull, options)
		if err != nil {
			return nil, g.place.ofPull("read the events of", pull).failedGitHub(err)
		}
		for _, event := range page { // the oldest first
			if !strings.EqualFold(event.GetLabel().GetName(), label) {
				continue
			}
			switch event.GetEvent() {
			case "labeled":
				by := event.GetActor()
				last = &Labelling{By: by.GetLogin(), Robot: by.GetType() != "User" || self.wrote(by), At: event.GetCreatedAt().Time}
			case "unlabeled":
				last = nil
			}
		}
		options.Page = response.NextPage
	}
	return last, nil
}

// People implements Forge. GitHub tells at most 250 commits of a pull request:
// https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
func (g *GitHub) People(ctx context.Context, pull int) ([]string, error) {
	doing := g.place.ofPull("read who made", pull)
	opened, _, err := g.client.PullRequests.Get(ctx, g.owner, g.name, pull)
	if err != nil {
		return nil, doing.failedGitHub(err)
	}
	people := newPeople(opened.GetUser().GetLogin())
	options := &github.ListOptions{PerPage: gitHubPage, Page: 1}
	for options.Page != 0 {
		page, response, err := g.client.PullRequests.ListCommits(ctx, g.owner, g.name, pull, options)
		if err != nil {
			return nil, doing.failedGitHub(err)
		}
		for _, commit := range page {
			people.add(commit.GetAuthor().GetLogin(), commit.GetCommitter().GetLogin())
		}
		options.Page = response.NextPage
	}
	return people, nil
}

// Merged implements Forge:
// https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
func (g *GitHub) Merged(ctx context.Context, commit string) ([]int, error) {
	var merged []int
	options := &github.ListOptions{PerPage: gitHubPage, Page: 1}
	for options.Page != 0 {
		page, response, err := g.client.PullRequests.ListPullRequestsWithCommit(ctx, g.owner, g.name, commit, options)
		switch status := gitHubStatus(response); {
		case status == http.StatusUnprocessableEntity: // a commit that was never pushed
			return nil, nil
		case err != nil:
			return nil, g.place.onCommit("look for the pull requests of", commit).failedGitHub(err)
		}
		for _, pull := range page {
			if pull.MergedAt != nil {
				merged = append(merged, pull.GetNumber())
			}
		}
		options.Page = response.NextPage
	}
	return merged, nil
}

// Guard implements Forge. An environment that there is not guards nothing: the first
// job that names it makes it, without a rule.
// https://docs.github.com/en/rest/deployments/environments#get-an-environment
func (g *GitHub) Guard(ctx context.Context, environment string) (*Guard, error) {
	found, response, err := g.client.Repositories.GetEnvironment(ctx, g.owner, g.name, url.PathEscape(environment))
	switch {
	case err != nil && gitHubStatus(response) == http.StatusNotFound:
		return &Guard{}, nil
	case err != nil:
		return nil, g.place.onEnvironment("read the rules of", environment).failedGitHub(err)
	}
	guard := &Guard{Branches: found.DeploymentBranchPolicy != nil}
	for _, rule := range found.ProtectionRules {
		guard.Reviewers = guard.Reviewers || rule.GetType() == "required_reviewers" && len(rule.Reviewers) > 0
	}
	return guard, nil
}
