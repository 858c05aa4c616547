package forge

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// createOnce creates something that carries a tag. A 5xx and a lost connection
// leave open whether it was created, so then it is looked for before it is created
// again. create returns the status that it was answered with, 0 for none.
func createOnce[T any](ctx context.Context, clock Clock, create func() (T, int, error), find func() (*T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		created, status, err := create()
		if err == nil || !unclear(ctx, status, err) || attempt == attempts {
			return created, err
		}
		if sleep := clock.Sleep(ctx, backoff(attempt)); sleep != nil {
			return created, errors.Join(err, sleep)
		}
		found, lookErr := find()
		if lookErr != nil {
			return created, errors.Join(err, lookErr)
		}
		if found != nil {
			return *found, nil
		}
	}
}

func unclear(ctx context.Context, status int, err error) bool {
	var limited *LimitError
	return ctx.Err() == nil && !errors.As(err, &limited) && (status == 0 || status >= 500)
}

// findExact is our comment with just this body, nil when there is none.
func findExact(ctx context.Context, forge Forge, pull int, body string) (*Comment, error) {
	found, err := forge.FindComments(ctx, pull, TagOf(body))
	for _, comment := range found {
		if comment.Body == body {
			return &comment, nil
		}
	}
	return nil, err
}

// findOpen is our open issue with just this body, nil when there is none.
func findOpen(ctx context.Context, forge Forge, body string) (*Issue, error) {
	found, err := forge.FindIssue(ctx, TagOf(body))
	if err != nil || found == nil || !found.Open || found.Body != body {
		return nil, err
	}
	return found, nil
}

// oldestFirst sorts comments by age: their ids grow with time.
func oldestFirst(comments []Comment) []Comment {
	slices.SortFunc(comments, func(a, b Comment) int { return cmp.Compare(a.ID, b.ID) })
	return comments
}
