package forge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"code.gitea.io/sdk/gitea"
)

// giteaEvent is what is read of a pull request's timeline. The SDK takes the label
// for a list, which it is not.
// https://github.com/go-gitea/gitea/blob/v1.26.0/services/convert/issue_comment.go
type giteaEvent struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Body  string `json:"body"`
	Label *struct {
		Name string `json:"name"`
	} `json:"label"`
	User *struct {
		Login string `json:"login"`
	} `json:"user"`
	Created time.Time `json:"created_at"`
}

// set is the body of an event of the type "label" that sets one; that which takes one
// off has none.
const set = "1"

// Labelled implements Forge, from the pull request's timeline.
func (g *Gitea) Labelled(ctx context.Context, pull int, label string) (*Labelling, error) {
	self, err := g.whoami(ctx)
	if err != nil {
		return nil, err
	}
	doing := g.place.ofPull("read the timeline of", pull)
	var last *Labelling
	for page := 1; ; page++ {
		var events []giteaEvent
		path := fmt.Sprintf("issues/%d/timeline?limit=%d&page=%d", pull, giteaPage, page)
		if err := g.get(ctx, doing, path, &events); err != nil {
			return nil, err
		}
		for _, event := range events { // the oldest first
			switch {
			case event.Type != "label" || event.Label == nil || event.Label.Name != label:
			case event.Body != set:
				last = nil
			default:
				last = &Labelling{At: event.Created}
				if event.User != nil {
					last.By = event.User.Login
				}
				last.Robot = strings.EqualFold(last.By, self)
			}
		}
		if len(events) == 0 {
			return last, nil
		}
	}
}

// People implements Forge.
func (g *Gitea) People(ctx context.Context, pull int) ([]string, error) {
	doing := g.place.ofPull("read who made", pull)
	client, err := g.client(ctx)
	if err != nil {
		return nil, doing.refused(err)
	}
	opened, response, err := client.GetPullRequest(g.owner, g.name, int64(pull))
	if err != nil {
		return nil, doing.failedGitea(response, err)
	}
	var people people
	people.add(login(opened.Poster))
	for page := 1; ; page++ {
		commits, response, err := client.ListPullRequestCommits(g.owner, g.name, int64(pull), gitea.ListPullRequestCommitsOptions{
			ListOptions: gitea.ListOptions{Page: page, PageSize: giteaPage},
		})
		if err != nil {
			return nil, doing.failedGitea(response, err)
		}
		for _, commit := range commits {
			people.add(login(commit.Author), login(commit.Committer))
		}
		if len(commits) < giteaPage {
			return people, nil
		}
	}
}

func login(user *gitea.User) string {
	if user == nil {
		return ""
	}
	return user.UserName
}

// Merged implements Forge. Gitea knows one, by the commit that the merge made.
func (g *Gitea) Merged(ctx context.Context, commit string) ([]int, error) {
	var pull struct {
		Number int `json:"number"`
	}
	err := g.get(ctx, g.place.onCommit("look for the pull request of", commit), "commits/"+url.PathEscape(commit)+"/pull", &pull)
	if isNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return []int{pull.Number}, nil
}

// Guard implements Forge: https://github.com/go-gitea/gitea/issues/30079
func (g *Gitea) Guard(context.Context, string) (*Guard, error) { return nil, nil }

// get reads what the SDK does not, below the repository.
func (g *Gitea) get(ctx context.Context, doing call, path string, into any) error {
	address := fmt.Sprintf("%s/api/v1/repos/%s/%s/%s", g.server, url.PathEscape(g.owner), url.PathEscape(g.name), path)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return doing.refused(err)
	}
	response, err := g.http.Do(request)
	if err != nil {
		return doing.refused(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		var said struct {
			Message string `json:"message"`
		}
		_ = json.NewDecoder(response.Body).Decode(&said) // what it says is an addition
		return doing.failed(response.StatusCode, said.Message, fmt.Errorf("%s", response.Status))
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return doing.refused(fmt.Errorf("read the answer: %w", err))
	}
	return nil
}
