package forge

import (
	"context"
	"strings"

	"code.gitea.io/sdk/gitea"
)

// FindIssue implements Forge. The author is compared here: Gitea's filter by
// author answers 404 for the user of Gitea Actions, which is not in its database.
func (g *Gitea) FindIssue(ctx context.Context, tag string) (*Issue, error) {
	open, err := g.issues(ctx, tag, gitea.StateOpen)
	if err != nil {
		return nil, err
	}
	if len(open) > 0 {
		return &open[len(open)-1], nil
	}
	closed, err := g.issues(ctx, tag, gitea.StateClosed)
	if err != nil || len(closed) == 0 {
		return nil, err
	}
	return &closed[0], nil
}

// issues are our issues with the tag, the newest first, as Gitea lists them. It
// may give smaller pages than it was asked for, so the end is an empty page.
func (g *Gitea) issues(ctx context.Context, tag string, state gitea.StateType) ([]Issue, error) {
	doing := g.place.onIssues("read the issues of")
	self, err := g.whoami(ctx)
	if err != nil {
		return nil, err
	}
	client, err := g.client(ctx)
	if err != nil {
		return nil, doing.refused(err)
	}
	var ours []Issue
	for page := 1; ; page++ {
		list, response, err := client.ListRepoIssues(g.owner, g.name, gitea.ListIssueOption{
			ListOptions: gitea.ListOptions{Page: page, PageSize: giteaPage},
			State:       state, Type: gitea.IssueTypeIssue,
		})
		if err != nil {
			return nil, doing.failedGitea(response, err)
		}
		for _, issue := range list {
			if issue.PullRequest == nil && issue.Poster != nil && strings.EqualFold(issue.Poster.UserName, self) && TagOf(issue.Body) == tag {
				ours = append(ours, issueFromGitea(issue))
			}
		}
		if len(list) == 0 {
			return ours, nil
		}
	}
}

// CreateIssue implements Forge.
func (g *Gitea) CreateIssue(ctx context.Context, title, body string) (Issue, error) {
	doing := g.place.onIssues("open an issue in")
	if err := sendable(body); err != nil {
		return Issue{}, doing.refused(err)
	}
	client, err := g.client(ctx)
	if err != nil {
		return Issue{}, doing.refused(err)
	}
	var response *gitea.Response
	issue, err := createOnce(ctx, g.clock, func() (Issue, int, error) {
		var created *gitea.Issue
		created, response, err = client.CreateIssue(g.owner, g.name, gitea.CreateIssueOption{Title: title, Body: body})
		return issueFromGitea(created), giteaStatus(response), err
	}, func() (*Issue, error) { return findOpen(ctx, g, body) })
	if err != nil {
		return Issue{}, doing.failedGitea(response, err)
	}
	return issue, nil
}

// UpdateIssue implements Forge.
func (g *Gitea) UpdateIssue(ctx context.Context, issue Issue) (Issue, error) {
	doing := g.place.onIssue("update", issue.Number)
	if err := short(issue.Body); err != nil {
		return Issue{}, doing.refused(err)
	}
	client, err := g.client(ctx)
	if err != nil {
		return Issue{}, doing.refused(err)
	}
	state := gitea.StateType(stateOf(issue.Open))
	updated, response, err := client.EditIssue(g.owner, g.name, int64(issue.Number),
		gitea.EditIssueOption{Title: issue.Title, Body: &issue.Body, State: &state})
	if err != nil {
		return Issue{}, doing.failedGitea(response, err)
	}
	return issueFromGitea(updated), nil
}

func issueFromGitea(issue *gitea.Issue) Issue {
	if issue == nil {
		return Issue{}
	}
	made := Issue{
		Number: int(issue.Index), URL: issue.HTMLURL, Title: issue.Title, Body: issue.Body,
		Open: issue.State == gitea.StateOpen,
	}
	if issue.Poster != nil {
		made.Author = issue.Poster.UserName
	}
	return made
}
