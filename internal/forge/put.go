package forge

import (
	"context"
	"fmt"
	"strings"
)

// Put makes body the one comment that carries its tag on a pull request: it
// updates ours where there is one, and creates it otherwise.
//
// Two runs can create one each at the same moment. So whoever created one looks
// again; the oldest stays, and both remove the others.
func Put(ctx context.Context, forge Forge, pull int, body string) (Comment, error) {
	tag := TagOf(body)
	if tag == "" {
		return Comment{}, fmt.Errorf("put a comment on pull request %d: its body does not begin with a tag", pull)
	}
	found, err := forge.FindComments(ctx, pull, tag)
	if err != nil {
		return Comment{}, err
	}
	if len(found) == 0 {
		created, err := forge.CreateComment(ctx, pull, body)
		if err != nil {
			return Comment{}, err
		}
		if found, err = forge.FindComments(ctx, pull, tag); err != nil {
			return Comment{}, err
		}
		if len(found) == 0 || found[0].ID == created.ID && len(found) == 1 {
			return created, nil
		}
	}
	return keepOldest(ctx, forge, found, body)
}

func keepOldest(ctx context.Context, forge Forge, found []Comment, body string) (Comment, error) {
	kept := found[0]
	if kept.Body != body {
		var err error
		if kept, err = forge.UpdateComment(ctx, kept.ID, body); err != nil {
			return Comment{}, err
		}
	}
	for _, double := range found[1:] {
		if err := forge.DeleteComment(ctx, double.ID); err != nil {
			return Comment{}, err
		}
	}
	return kept, nil
}

// Open opens an issue and sees to it that it is the only open one with its tag:
// where another run opened one first, that one gets the title and the body, and
// ours is closed without its tag, so that nobody finds it any more.
func Open(ctx context.Context, forge Forge, title, body string) (Issue, error) {
	created, err := forge.CreateIssue(ctx, title, body)
	if err != nil {
		return Issue{}, err
	}
	first, err := forge.FindIssue(ctx, TagOf(body))
	if err != nil {
		return Issue{}, err
	}
	if first == nil || first.Number >= created.Number || !first.Open {
		return created, nil
	}
	created.Open = false
	created.Body = fmt.Sprintf("The same as #%d, opened at the same moment.\n\n%s", first.Number, strings.TrimPrefix(body, TagOf(body)))
	if err := short(created.Body); err != nil {
		created.Body = fmt.Sprintf("The same as #%d, opened at the same moment.", first.Number)
	}
	if _, err := forge.UpdateIssue(ctx, created); err != nil {
		return Issue{}, err
	}
	first.Title, first.Body = title, body
	return forge.UpdateIssue(ctx, *first)
}
