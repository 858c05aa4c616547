package forge

import (
	"context"

	"github.com/google/go-github/v74/github"
)

// FindIssue implements Forge. It looks through the open ones first, which are few.
// The author is compared here: a filter by author does not find an app everywhere
// (https://github.com/renovatebot/renovate/issues/44730), and the search is behind
// what was just written.
func (g *GitHub) FindIssue(ctx context.Context, tag string) (*Issue, error) {
	self, err := g.whoami(ctx)
	if err != nil {
		return nil, err
	}
	open, err := g.firstIssue(ctx, self, tag, &github.IssueListByRepoOptions{State: "open", Sort: "created", Direction: "asc"})
	if open != nil || err != nil {
		return open, err
	}
	return g.firstIssue(ctx, self, tag, &github.IssueListByRepoOptions{State: "closed", Sort: "created", Direction: "desc"})
}

// firstIssue is our first issue with the tag in the order of the options. GitHub
// lists pull requests among the issues.
func (g *GitHub) firstIssue(ctx context.Context, self, tag string, options *github.IssueListByRepoOptions) (*Issue, error) {
	options.ListOptions.PerPage = gitHubPage
	for options.ListOptions.Page = 1; options.ListOptions.Page != 0; {
		page, response, err := g.client.Issues.ListByRepo(ctx, g.owner, g.name, options)
		if err != nil {
			return nil, g.place.onIssues("read the issues of").failedGitHub(err)
		}
		for _, issue := range page {
			if !issue.IsPullRequest() && isSelf(self, issue.GetUser()) && TagOf(issue.GetBody()) == tag {
				found := issueFromGitHub(issue)
				return &found, nil
			}
		}
		options.ListOptions.Page = response.NextPage
	}
	return nil, nil
}

// CreateIssue implements Forge.
func (g *GitHub) CreateIssue(ctx context.Context, title, body string) (Issue, error) {
	doing := g.place.onIssues("open an issue in")
	if err := sendable(body); err != nil {
		return Issue{}, doing.refused(err)
	}
	issue, err := createOnce(ctx, g.clock, func() (Issue, int, error) {
		created, response, err := g.client.Issues.Create(ctx, g.owner, g.name, &github.IssueRequest{Title: &title, Body: &body})
		return issueFromGitHub(created), gitHubStatus(response), err
	}, func() (*Issue, error) { return findOpen(ctx, g, body) })
	if err != nil {
		return Issue{}, doing.failedGitHub(err)
	}
	g.learn(issue.Author)
	return issue, nil
}

// UpdateIssue implements Forge.
func (g *GitHub) UpdateIssue(ctx context.Context, issue Issue) (Issue, error) {
	doing := g.place.onIssue("update", issue.Number)
	if err := short(issue.Body); err != nil {
		return Issue{}, doing.refused(err)
	}
	state := stateOf(issue.Open)
	updated, _, err := g.client.Issues.Edit(ctx, g.owner, g.name, issue.Number,
		&github.IssueRequest{Title: &issue.Title, Body: &issue.Body, State: &state})
	if err != nil {
		return Issue{}, doing.failedGitHub(err)
	}
	return issueFromGitHub(updated), nil
}

func issueFromGitHub(issue *github.Issue) Issue {
	return Issue{
		Number: issue.GetNumber(), URL: issue.GetHTMLURL(), Title: issue.GetTitle(), Body: issue.GetBody(),
		Author: issue.GetUser().GetLogin(), Open: issue.GetState() == "open",
	}
}

func stateOf(open bool) string {
	if open {
		return "open"
	}
	return "closed"
}
