package forgetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
)

var drift = forge.Tag("drift", "shop", "prod")

// opened is an issue that was just opened by us.
func opened(ctx context.Context, t *testing.T, subject Subject, text string) forge.Issue {
	t.Helper()
	issue, err := subject.Forge.CreateIssue(ctx, "prod has drifted", drift+"\n"+text)
	require.NoError(t, err)
	return issue
}

// found is what FindIssue says, 0 for none.
func found(ctx context.Context, t *testing.T, subject Subject) int {
	t.Helper()
	issue, err := subject.Forge.FindIssue(ctx, drift)
	require.NoError(t, err)
	if issue == nil {
		return 0
	}
	return issue.Number
}

func shut(ctx context.Context, t *testing.T, subject Subject, issue forge.Issue) {
	t.Helper()
	issue.Open = false
	closed, err := subject.Forge.UpdateIssue(ctx, issue)
	require.NoError(t, err)
	require.False(t, closed.Open)
}

func oneIssue(t *testing.T, subject Subject) {
	ctx := within(t)
	require.Zero(t, found(ctx, t, subject))
	issue := opened(ctx, t, subject, "first")
	require.True(t, issue.Open)
	require.Equal(t, subject.Self, issue.Author)
	require.Regexp(t, "^https?://", issue.URL)
	require.Equal(t, issue.Number, found(ctx, t, subject))

	issue.Title, issue.Body = "prod has drifted: 2 resources 🌊", drift+"\nsecond"
	updated, err := subject.Forge.UpdateIssue(ctx, issue)
	require.NoError(t, err)
	require.Equal(t, issue, updated)

	shut(ctx, t, subject, issue)
	closed, err := subject.Forge.FindIssue(ctx, drift)
	require.NoError(t, err)
	require.NotNil(t, closed)
	issue.Open = false
	require.Equal(t, issue, *closed)

	closed.Open = true
	again, err := subject.Forge.UpdateIssue(ctx, *closed)
	require.NoError(t, err)
	require.True(t, again.Open)
	require.Equal(t, issue.Number, found(ctx, t, subject))
}

func othersIssues(t *testing.T, subject Subject) {
	ctx := within(t)
	subject.OpenIssue(t, "not drift", drift+"\nfrom a stranger")
	subject.OpenPull(t, drift+"\na pull request of ours")
	_, err := subject.Forge.CreateIssue(ctx, "another stack", forge.Tag("drift", "shop", "dev")+"\nabout:\n"+drift)
	require.NoError(t, err)
	require.Zero(t, found(ctx, t, subject))
	_, err = subject.Forge.CreateIssue(ctx, "no tag", "no tag")
	require.ErrorContains(t, err, "tag")
}

func farIssue(t *testing.T, subject Subject) {
	ctx := within(t)
	issue := opened(ctx, t, subject, "first")
	shut(ctx, t, subject, issue)
	for i := range 120 {
		subject.OpenIssue(t, fmt.Sprintf("issue %d", i), "something else")
	}
	require.Equal(t, issue.Number, found(ctx, t, subject), "closed, behind pages of open ones")
	issue.Open = true
	_, err := subject.Forge.UpdateIssue(ctx, issue)
	require.NoError(t, err)
	require.Equal(t, issue.Number, found(ctx, t, subject), "the oldest of pages of open ones")
}

func severalIssues(t *testing.T, subject Subject) {
	ctx := within(t)
	first, second, third := opened(ctx, t, subject, "1"), opened(ctx, t, subject, "2"), opened(ctx, t, subject, "3")
	require.Equal(t, first.Number, found(ctx, t, subject))
	shut(ctx, t, subject, first)
	require.Equal(t, second.Number, found(ctx, t, subject))
	shut(ctx, t, subject, third)
	shut(ctx, t, subject, second)
	require.Equal(t, third.Number, found(ctx, t, subject))
}

func issueRace(t *testing.T, subject Subject) {
	ctx := within(t)
	first := opened(ctx, t, subject, "by the other run")
	kept, err := forge.Open(ctx, subject.Forge, "prod has drifted, too", drift+"\nby this run")
	require.NoError(t, err)
	require.Equal(t, first.Number, kept.Number)
	require.Equal(t, drift+"\nby this run", kept.Body)
	shut(ctx, t, subject, kept)
	require.Equal(t, first.Number, found(ctx, t, subject), "the later one is closed and found no more")

	alone := forge.Tag("drift", "shop", "staging")
	issue, err := forge.Open(ctx, subject.Forge, "staging has drifted", alone+"\nfirst")
	require.NoError(t, err)
	require.True(t, issue.Open)
}

func nothingThere(t *testing.T, subject Subject) {
	ctx := within(t)
	_, err := subject.Forge.FindComments(ctx, 4711, tag)
	require.ErrorContains(t, err, "pull request 4711")
	_, err = subject.Forge.CreateComment(ctx, 4711, tag+"\nfirst")
	require.ErrorContains(t, err, "pull request 4711")
	_, err = subject.Forge.UpdateComment(ctx, 4711, tag+"\nfirst")
	require.ErrorContains(t, err, "comment 4711")
	_, err = subject.Forge.UpdateIssue(ctx, forge.Issue{Number: 4711, Title: "none", Body: drift})
	require.ErrorContains(t, err, "issue 4711")
}
