// Package forge is the place where a repository's pull requests and issues live,
// GitHub or Gitea, behind one small interface: what is needed to keep one comment
// on a pull request and one issue about a stack, to tell who approved what, and no more.
package forge

import (
	"context"
	"time"
)

// Forge is one repository on GitHub or Gitea. What is ours in it carries a tag
// (see Tag) and was written by the user or the app that the token belongs to: a
// tag alone proves nothing, since anybody can copy it into a comment of his own,
// which he could then change after us.
//
// A call that the forge refuses for want of a permission returns a
// *PermissionError, one that it puts off for longer than we wait a *LimitError.
type Forge interface {
	// FindComments are our comments on a pull request that begin with the tag,
	// the oldest first. There is more than one only after a race: see Put.
	FindComments(ctx context.Context, pull int, tag string) ([]Comment, error)
	// CreateComment adds a comment. Its body must begin with a tag, by which it is
	// found again: also when the answer to this call gets lost.
	CreateComment(ctx context.Context, pull int, body string) (Comment, error)
	UpdateComment(ctx context.Context, id int64, body string) (Comment, error)
	// DeleteComment is done, too, when the comment is already gone.
	DeleteComment(ctx context.Context, id int64) error

	// Labels are the names of a pull request's labels.
	Labels(ctx context.Context, pull int) ([]string, error)
	// RemoveLabel is done, too, when the pull request has no such label.
	RemoveLabel(ctx context.Context, pull int, label string) error
	// Labelled is who set a label that a pull request has, the last time it was set;
	// nil where it has not.
	Labelled(ctx context.Context, pull int, label string) (*Labelling, error)
	// People are who made a pull request: its author, and the authors and committers
	// of its commits, as far as the forge knows them.
	People(ctx context.Context, pull int) ([]string, error)
	// Merged are the pull requests that brought a commit to the branch it is on.
	Merged(ctx context.Context, commit string) ([]int, error)
	// Guard is what the forge lets stand before the jobs of an environment; nil where
	// it knows no environments.
	Guard(ctx context.Context, environment string) (*Guard, error)

	// FindIssue is our issue whose body begins with the tag, nil when there is
	// none: of the open ones the oldest, otherwise the newest of the closed ones.
	// A pull request is never taken for an issue.
	FindIssue(ctx context.Context, tag string) (*Issue, error)
	// CreateIssue opens an issue. Its body must begin with a tag.
	CreateIssue(ctx context.Context, title, body string) (Issue, error)
	// UpdateIssue gives the issue with this number the title, the body and the
	// state that are said here.
	UpdateIssue(ctx context.Context, issue Issue) (Issue, error)
}

// Comment is a comment on a pull request. ID is unique in the repository and
// grows with time.
type Comment struct {
	ID                int64
	URL, Body, Author string
}

// Labelling is that somebody set a label.
type Labelling struct {
	// By is who, "" where the user is no more. Robot is true of an app, and of the
	// user of our own token: of whatever runs the branch's code.
	By    string
	Robot bool
	At    time.Time
}

// Guard is what a forge asks before a job of an environment starts.
type Guard struct {
	// Reviewers is true where people must approve it first.
	Reviewers bool
	// Branches is true where only some branches get in.
	Branches bool
}

// Issue is an issue of the repository.
type Issue struct {
	Number           int
	URL, Title, Body string
	Author           string
	Open             bool
}

// BodyLimit is the length of the longest comment or issue that we send, in
// characters (code points).
//
// GitHub refuses more with "Body is too long (maximum is 65536 characters)". It
// was measured to count code points in a pull request's body and 262,144 bytes,
// which are 65,536 characters of four bytes, elsewhere; and it drops an update of
// an issue that is too long without a word. So 65,536 code points fit everywhere:
// https://github.com/dead-claudia/github-limits/pull/13
// https://github.com/objectstack-ai/objectstack/issues/18826
//
// Gitea's API has no limit of its own (its column is a LONGTEXT), but nobody reads
// more than that either.
const BodyLimit = 65_536
