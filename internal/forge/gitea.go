package forge

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"code.gitea.io/sdk/gitea"
)

// Gitea is a repository on a Gitea server.
type Gitea struct {
	http        *http.Client
	clock       Clock
	place       place
	server      string
	owner, name string

	mutex sync.Mutex
	self  string
}

var _ Forge = (*Gitea)(nil)

// giteaPage is the largest page that Gitea gives unless its MAX_RESPONSE_ITEMS
// says otherwise: https://docs.gitea.com/administration/config-cheat-sheet#api-api
const giteaPage = 50

// NewGitea reaches a repository on Gitea. It sends nothing yet.
func NewGitea(options Options) (*Gitea, error) {
	api, owner, name, err := options.check()
	if err != nil {
		return nil, fmt.Errorf("reach Gitea: %w", err)
	}
	return &Gitea{
		http: newHTTPClient(options, api.Host), clock: options.clock(), owner: owner, name: name,
		server: strings.TrimSuffix(strings.TrimSuffix(api.String(), "/"), "/api/v1"),
		place:  place{forge: "Gitea", repository: options.Repository, needs: giteaNeeds},
	}, nil
}

// client is one for this context: Gitea's binds the context to the client. It is
// told not to ask for the server's version, which nothing here depends on.
func (g *Gitea) client(ctx context.Context) (*gitea.Client, error) {
	return gitea.NewClient(g.server, gitea.SetContext(ctx), gitea.SetHTTPClient(g.http), gitea.SetGiteaVersion(""))
}

// FindComments implements Forge.
func (g *Gitea) FindComments(ctx context.Context, pull int, tag string) ([]Comment, error) {
	self, err := g.whoami(ctx)
	if err != nil {
		return nil, err
	}
	all, err := g.comments(ctx, pull)
	if err != nil {
		return nil, err
	}
	var ours []Comment
	for _, comment := range all {
		if strings.EqualFold(comment.Author, self) && TagOf(comment.Body) == tag {
			ours = append(ours, comment)
		}
	}
	return oldestFirst(ours), nil
}

// comments are all comments of a pull request. Gitea gives all at once, whatever
// page is asked for (https://docs.gitea.com/api/next/#tag/issue/operation/issueGetComments),
// so the end is a page that has nothing new.
func (g *Gitea) comments(ctx context.Context, pull int) ([]Comment, error) {
	doing := g.place.onPull("read the comments of", pull)
	client, err := g.client(ctx)
	if err != nil {
		return nil, doing.refused(err)
	}
	var all []Comment
	seen := map[int64]bool{}
	for page := 1; ; page++ {
		list, response, err := client.ListIssueComments(g.owner, g.name, int64(pull), gitea.ListIssueCommentOptions{
			ListOptions: gitea.ListOptions{Page: page, PageSize: giteaPage},
		})
		if err != nil {
			return nil, doing.failedGitea(response, err)
		}
		before := len(all)
		for _, comment := range list {
			if !seen[comment.ID] {
				seen[comment.ID] = true
				all = append(all, fromGitea(comment))
			}
		}
		if len(all) == before || response.Header.Get("X-Total-Count") == strconv.Itoa(len(all)) {
			return all, nil
		}
	}
}

// CreateComment implements Forge.
func (g *Gitea) CreateComment(ctx context.Context, pull int, body string) (Comment, error) {
	doing := g.place.onPull("comment on", pull)
	if err := sendable(body); err != nil {
		return Comment{}, doing.refused(err)
	}
	client, err := g.client(ctx)
	if err != nil {
		return Comment{}, doing.refused(err)
	}
	var response *gitea.Response
	comment, err := createOnce(ctx, g.clock, func() (Comment, int, error) {
		var created *gitea.Comment
		created, response, err = client.CreateIssueComment(g.owner, g.name, int64(pull), gitea.CreateIssueCommentOption{Body: body})
		return fromGitea(created), giteaStatus(response), err
	}, func() (*Comment, error) { return findExact(ctx, g, pull, body) })
	if err != nil {
		return Comment{}, doing.failedGitea(response, err)
	}
	return comment, nil
}

// UpdateComment implements Forge.
func (g *Gitea) UpdateComment(ctx context.Context, id int64, body string) (Comment, error) {
	doing := g.place.onComment("update", id)
	if err := short(body); err != nil {
		return Comment{}, doing.refused(err)
	}
	client, err := g.client(ctx)
	if err != nil {
		return Comment{}, doing.refused(err)
	}
	updated, response, err := client.EditIssueComment(g.owner, g.name, id, gitea.EditIssueCommentOption{Body: body})
	if err != nil {
		return Comment{}, doing.failedGitea(response, err)
	}
	return fromGitea(updated), nil
}

// DeleteComment implements Forge.
func (g *Gitea) DeleteComment(ctx context.Context, id int64) error {
	doing := g.place.onComment("delete", id)
	client, err := g.client(ctx)
	if err != nil {
		return doing.refused(err)
	}
	response, err := client.DeleteIssueComment(g.owner, g.name, id)
	if err != nil && giteaStatus(response) != http.StatusNotFound {
		return doing.failedGitea(response, err)
	}
	return nil
}

func fromGitea(comment *gitea.Comment) Comment {
	if comment == nil {
		return Comment{}
	}
	made := Comment{ID: comment.ID, URL: comment.HTMLURL, Body: comment.Body}
	if comment.Poster != nil {
		made.Author = comment.Poster.UserName
	}
	return made
}

func giteaStatus(response *gitea.Response) int {
	if response == nil || response.Response == nil {
		return 0
	}
	return response.StatusCode
}

// failedGitea is the error of a call that was answered like this.
func (c call) failedGitea(response *gitea.Response, err error) error {
	return c.failed(giteaStatus(response), err.Error(), err)
}
