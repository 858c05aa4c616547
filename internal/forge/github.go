package forge

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/google/go-github/v74/github"
)

// GitHub is a repository on github.com or on a GitHub Enterprise Server.
type GitHub struct {
	client      *github.Client
	clock       Clock
	place       place
	owner, name string
	graphQL     string

	mutex sync.Mutex
	self  string
}

var _ Forge = (*GitHub)(nil)

// gitHubPage is the largest page that GitHub gives:
// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
const gitHubPage = 100

// NewGitHub reaches a repository on GitHub. It sends nothing yet.
func NewGitHub(options Options) (*GitHub, error) {
	api, owner, name, err := options.check()
	if err != nil {
		return nil, fmt.Errorf("reach GitHub: %w", err)
	}
	client := github.NewClient(newHTTPClient(options, api.Host))
	// The limits are the transport's business, which waits.
	client.DisableRateLimitCheck = true
	base := *api
	base.Path = strings.TrimSuffix(api.Path, "/") + "/"
	client.BaseURL = &base
	graphQL := *api
	graphQL.Path = strings.TrimSuffix(strings.TrimSuffix(api.Path, "/"), "/v3") + "/graphql"
	return &GitHub{
		client: client, clock: options.clock(), owner: owner, name: name, graphQL: graphQL.String(),
		place: place{forge: "GitHub", repository: options.Repository, needs: gitHubNeeds},
	}, nil
}

// FindComments implements Forge.
func (g *GitHub) FindComments(ctx context.Context, pull int, tag string) ([]Comment, error) {
	doing := g.place.onPull("read the comments of", pull)
	self, err := g.whoami(ctx)
	if err != nil {
		return nil, err
	}
	var ours []Comment
	options := &github.IssueListCommentsOptions{ListOptions: github.ListOptions{PerPage: gitHubPage, Page: 1}}
	for options.Page != 0 {
		page, response, err := g.client.Issues.ListComments(ctx, g.owner, g.name, pull, options)
		if err != nil {
			return nil, doing.failedGitHub(err)
		}
		for _, comment := range page {
			if isSelf(self, comment.GetUser()) && TagOf(comment.GetBody()) == tag {
				ours = append(ours, fromGitHub(comment))
			}
		}
		options.Page = response.NextPage
	}
	return oldestFirst(ours), nil
}

// CreateComment implements Forge.
func (g *GitHub) CreateComment(ctx context.Context, pull int, body string) (Comment, error) {
	doing := g.place.onPull("comment on", pull)
	if err := sendable(body); err != nil {
		return Comment{}, doing.refused(err)
	}
	comment, err := createOnce(ctx, g.clock, func() (Comment, int, error) {
		created, response, err := g.client.Issues.CreateComment(ctx, g.owner, g.name, pull, &github.IssueComment{Body: &body})
		return fromGitHub(created), gitHubStatus(response), err
	}, func() (*Comment, error) { return findExact(ctx, g, pull, body) })
	if err != nil {
		return Comment{}, doing.failedGitHub(err)
	}
	g.learn(comment.Author)
	return comment, nil
}

// UpdateComment implements Forge.
func (g *GitHub) UpdateComment(ctx context.Context, id int64, body string) (Comment, error) {
	doing := g.place.onComment("update", id)
	if err := short(body); err != nil {
		return Comment{}, doing.refused(err)
	}
	updated, _, err := g.client.Issues.EditComment(ctx, g.owner, g.name, id, &github.IssueComment{Body: &body})
	if err != nil {
		return Comment{}, doing.failedGitHub(err)
	}
	return fromGitHub(updated), nil
}

// DeleteComment implements Forge.
func (g *GitHub) DeleteComment(ctx context.Context, id int64) error {
	response, err := g.client.Issues.DeleteComment(ctx, g.owner, g.name, id)
	if err != nil && gitHubStatus(response) != http.StatusNotFound {
		return g.place.onComment("delete", id).failedGitHub(err)
	}
	return nil
}

// Labels implements Forge.
func (g *GitHub) Labels(ctx context.Context, pull int) ([]string, error) {
	var names []string
	options := &github.ListOptions{PerPage: gitHubPage, Page: 1}
	for options.Page != 0 {
		page, response, err := g.client.Issues.ListLabelsByIssue(ctx, g.owner, g.name, pull, options)
		if err != nil {
			return nil, g.place.onPull("read the labels of", pull).failedGitHub(err)
		}
		for _, label := range page {
			names = append(names, label.GetName())
		}
		options.Page = response.NextPage
	}
	return names, nil
}

// RemoveLabel implements Forge.
func (g *GitHub) RemoveLabel(ctx context.Context, pull int, label string) error {
	response, err := g.client.Issues.RemoveLabelForIssue(ctx, g.owner, g.name, pull, url.PathEscape(label))
	if err != nil && gitHubStatus(response) != http.StatusNotFound {
		return g.place.onPull("remove a label from", pull).failedGitHub(err)
	}
	return nil
}

func fromGitHub(comment *github.IssueComment) Comment {
	return Comment{
		ID: comment.GetID(), URL: comment.GetHTMLURL(), Body: comment.GetBody(),
		Author: comment.GetUser().GetLogin(),
	}
}

func gitHubStatus(response *github.Response) int {
	if response == nil || response.Response == nil {
		return 0
	}
	return response.StatusCode
}
