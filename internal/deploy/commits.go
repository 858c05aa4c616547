package deploy

import (
	"context"
	"fmt"
	"strings"

	"groundwork/internal/git"
)

// Repository is the checkout's git repository.
type Repository struct{ Root string }

// commitsAtMost are as many as are looked through for approvals.
const commitsAtMost = "200"

// Head is what is checked out.
func (r Repository) Head(ctx context.Context) (string, error) {
	return git.Run(ctx, r.Root, "rev-parse", "HEAD")
}

// Since are the commits that the branch has gained since another one, the newest
// first: merges and not what they merged. Of one that is not known, only the newest.
func (r Repository) Since(ctx context.Context, deployed string) ([]string, error) {
	span := []string{"rev-list", "--first-parent", "--max-count=" + commitsAtMost, deployed + "..HEAD"}
	if !r.has(ctx, deployed) {
		span = []string{"rev-list", "--max-count=1", "HEAD"}
	}
	said, err := git.Run(ctx, r.Root, span...)
	return strings.Fields(said), err
}

// Behind is true when what is checked out is contained in another commit that is newer,
// on the same branch of the forge. What somebody deployed from elsewhere is not newer,
// and may be put back.
func (r Repository) Behind(ctx context.Context, other, branch string) bool {
	head, err := r.Head(ctx)
	if err != nil || head == other || !r.has(ctx, other) {
		return false
	}
	return r.contains(ctx, other, head) && r.contains(ctx, "refs/remotes/origin/"+branch, other)
}

// contains is true of a commit that another one leads to.
func (r Repository) contains(ctx context.Context, newer, older string) bool {
	_, err := git.Run(ctx, r.Root, "merge-base", "--is-ancestor", older, newer)
	return err == nil
}

// Removed is true of a file that the checkout had once and has no more.
func (r Repository) Removed(ctx context.Context, path string) bool {
	said, err := git.Run(ctx, r.Root, "log", "-1", "--format=%h", "--diff-filter=D", "--", path)
	return err == nil && said != ""
}

// At is a file as a commit has it, nil where it has none.
func (r Repository) At(ctx context.Context, commit, path string) ([]byte, error) {
	if !r.has(ctx, commit) {
		return nil, fmt.Errorf("no commit %q", commit)
	}
	listed, err := git.Run(ctx, r.Root, "ls-tree", "--name-only", "--end-of-options", commit, "--", path)
	if err != nil || listed == "" {
		return nil, err
	}
	said, err := git.Run(ctx, r.Root, "show", "--end-of-options", commit+":"+path)
	return []byte(said), err
}

func (r Repository) has(ctx context.Context, commit string) bool {
	if commit == "" || strings.HasPrefix(commit, "-") {
		return false
	}
	_, err := git.Run(ctx, r.Root, "rev-parse", "--verify", "--quiet", commit+"^{commit}")
	return err == nil
}
