package main

import (
	"context"
	"fmt"
	"strings"

	"groundwork/internal/git"
)

// commit is an earlier state of the main line.
type commit struct{ id, date, subject string }

// earlier are up to count commits of the main line below the checkout's, the newest
// first, each with another program than the one after it: made tells of a file whether
// programs are made of it.
func earlier(ctx context.Context, root string, made func(file string) bool, count int) ([]commit, error) {
	log, err := git.Run(ctx, root, "log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--name-only", "--format=%x00%H %cs %s")
	if err != nil {
		return nil, err
	}
	found := differing(log, made)
	if len(found) >= count {
		return found[:count], nil
	}
	shallow, err := git.Run(ctx, root, "rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, err
	}
	if shallow == "true" {
		return nil, fmt.Errorf("this clone is shallow, with %d of the %d bases that are asked for: fetch the history first, git fetch --unshallow (in a workflow: fetch-depth: 0)", len(found), count)
	}
	return found, nil
}

// differing reads a log, newest first, and gives the commits after which a file that
// programs are made of changed.
func differing(log string, made func(file string) bool) []commit {
	var found []commit
	changed := false // by the commit before in the log, the one that came after
	for entry := range strings.SplitSeq(log, "\x00") {
		head, files, _ := strings.Cut(entry, "\n")
		parts := strings.SplitN(head, " ", 3)
		if len(parts) < 3 {
			continue
		}
		if changed {
			found = append(found, commit{parts[0], parts[1], parts[2]})
		}
		changed = false
		for file := range strings.Lines(files) {
			if file = strings.TrimSpace(file); file != "" && made(file) {
				changed = true
			}
		}
	}
	return found
}
