package engine

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/auto/opthistory"
)

// Update is one operation that changed a stack.
type Update struct {
	// Commit is what was checked out then, "" where pulumi ran outside of a repository.
	Commit    string
	Succeeded bool
}

// updatesAtMost are as many as are looked at.
const updatesAtMost = 50

// History are the updates of a stack, the newest first, as far as the backend keeps
// them. What else writes a state, such as a refresh, is none.
func (a *Account) History(ctx context.Context, request Request) ([]Update, error) {
	stack, err := a.open(ctx, request)
	if err != nil {
		return nil, err
	}
	all, err := stack.History(ctx, updatesAtMost, 1, opthistory.ShowSecrets(false))
	if err != nil {
		return nil, fmt.Errorf("reading the history of stack %q: %s", stack.Name(), describe(ctx, err))
	}
	var updates []Update
	for _, one := range all {
		if one.Kind == "update" {
			updates = append(updates, Update{Commit: one.Environment["git.head"], Succeeded: one.Result == "succeeded"})
		}
	}
	return updates, nil
}
