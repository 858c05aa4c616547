// Package worktree lays another commit of the checkout beside it, to compare what
// two commits declare. It needs git, and touches neither the checkout's files nor
// its index.
package worktree

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"groundwork/internal/git"
)

// Worktree is one commit's files in a folder of their own.
type Worktree struct {
	// Dir is the folder, Commit the full id of what lies there.
	Dir, Commit string
	root        string
}

// Open lays the files of a commit, branch or tag of the checkout at root into a
// folder that Close removes.
func Open(ctx context.Context, root, ref string) (*Worktree, error) {
	if strings.HasPrefix(ref, "-") {
		return nil, fmt.Errorf("%q is not a commit: it begins with a dash", ref)
	}
	commit, err := git.Run(ctx, root, "rev-parse", "--verify", "--quiet", ref+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("no commit %q in %s: fetch it first (in a workflow: fetch-depth: 0): %w", ref, root, err)
	}
	dir, err := os.MkdirTemp("", "groundwork-base-")
	if err != nil {
		return nil, fmt.Errorf("making a folder for commit %q: %w", ref, err)
	}
	if _, err := git.Run(ctx, root, "worktree", "add", "--detach", "--force", dir, commit); err != nil {
		return nil, errors.Join(fmt.Errorf("laying out commit %q: %w", ref, err), os.RemoveAll(dir))
	}
	return &Worktree{Dir: dir, Commit: commit, root: root}, nil
}

// Close removes the folder.
func (w *Worktree) Close() error {
	// An interrupt must not leave the folder and git's note of it.
	_, err := git.Run(context.Background(), w.root, "worktree", "remove", "--force", w.Dir)
	return err
}

// SameCode tells whether the programs in the folders, which lie in the checkout, are
// the same in both: of what they are made of, nothing differs.
func (w *Worktree) SameCode(ctx context.Context, folders ...string) (bool, error) {
	changed, err := git.Run(ctx, w.root, "diff", "--name-only", w.Commit)
	if err != nil {
		return false, fmt.Errorf("comparing with commit %q: %w", w.Commit, err)
	}
	untracked, err := git.Run(ctx, w.root, "ls-files", "--others", "--exclude-standard")
	if err != nil {
		return false, fmt.Errorf("listing new files: %w", err)
	}
	var code []string
	for file := range strings.Lines(changed + "\n" + untracked) {
		if file = strings.TrimSpace(file); file != "" && !outside(file) {
			code = append(code, file)
		}
	}
	if len(code) == 0 {
		return true, nil
	}
	made := madeOf(ctx, w.root, folders)
	return !slices.ContainsFunc(code, made), nil
}

// Code identifies the code that the programs in the folders are made of.
func (w *Worktree) Code(ctx context.Context, folders ...string) (string, error) {
	tree, err := git.Run(ctx, w.root, "ls-tree", "-r", "--full-tree", w.Commit)
	if err != nil {
		return "", fmt.Errorf("listing what commit %q holds: %w", w.Commit, err)
	}
	hash, made := sha256.New(), Made(ctx, w.Dir, folders...)
	for line := range strings.Lines(tree) {
		// "100644 blob 1a2b...<tab>internal/price/price.go"
		if _, file, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); made(file) {
			fmt.Fprintln(hash, strings.TrimSuffix(line, "\n"))
		}
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// outside tells whether a file is none that the command is made of.
func outside(file string) bool {
	base := file[strings.LastIndex(file, "/")+1:]
	return strings.HasSuffix(file, ".md") || strings.HasSuffix(file, "_test.go") ||
		strings.HasPrefix(file, "docs/") || strings.HasPrefix(file, ".github/") || strings.HasPrefix(file, ".gitea/") ||
		strings.HasPrefix(base, "Pulumi.") && strings.HasSuffix(base, ".yaml")
}
