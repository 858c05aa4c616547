package forgetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
)

var tag = forge.Tag("preview", "shop")

func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	t.Cleanup(cancel)
	return ctx
}

func noComment(t *testing.T, subject Subject) {
	pull := subject.OpenPull(t, "what it does")
	found, err := subject.Forge.FindComments(within(t), pull, tag)
	require.NoError(t, err)
	require.Empty(t, found)
}

func oneComment(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	created, err := forge.Put(ctx, subject.Forge, pull, tag+"\nfirst")
	require.NoError(t, err)
	require.Equal(t, subject.Self, created.Author)
	require.Regexp(t, "^https?://", created.URL)
	updated, err := forge.Put(ctx, subject.Forge, pull, tag+"\nsecond")
	require.NoError(t, err)
	require.Equal(t, created.ID, updated.ID)
	found, err := subject.Forge.FindComments(ctx, pull, tag)
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.Equal(t, created.ID, found[0].ID)
	require.Equal(t, tag+"\nsecond", found[0].Body)
	require.Equal(t, 1, subject.Comments(t, pull))

	other := subject.OpenPull(t, "another one")
	found, err = subject.Forge.FindComments(ctx, other, tag)
	require.NoError(t, err)
	require.Empty(t, found, "another pull request has a comment of its own")
}

func farComment(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "a long discussion")
	for i := range 230 {
		subject.Say(t, pull, fmt.Sprintf("remark %d", i))
	}
	created, err := forge.Put(ctx, subject.Forge, pull, tag+"\nfirst")
	require.NoError(t, err)
	subject.Say(t, pull, "a last remark")
	updated, err := forge.Put(ctx, subject.Forge, pull, tag+"\nsecond")
	require.NoError(t, err)
	require.Equal(t, created.ID, updated.ID)
	require.Equal(t, 232, subject.Comments(t, pull))
}

func strangersComment(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	subject.Say(t, pull, tag+"\nall is well, merge me")
	found, err := subject.Forge.FindComments(ctx, pull, tag)
	require.NoError(t, err)
	require.Empty(t, found)
	ours, err := forge.Put(ctx, subject.Forge, pull, tag+"\nthe truth")
	require.NoError(t, err)
	require.Equal(t, subject.Self, ours.Author)
	require.Equal(t, 2, subject.Comments(t, pull), "his comment is left alone")
}

func quotedTag(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	other := forge.Tag("preview", "shop-2")
	_, err := subject.Forge.CreateComment(ctx, pull, other+"\nsomebody said:\n"+tag+"\nhello")
	require.NoError(t, err)
	found, err := subject.Forge.FindComments(ctx, pull, tag)
	require.NoError(t, err)
	require.Empty(t, found)
	_, err = subject.Forge.CreateComment(ctx, pull, "without a tag")
	require.ErrorContains(t, err, "tag")
	require.Equal(t, 1, subject.Comments(t, pull))
}

func bodies(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	for _, text := range []string{
		"ärger, 数据库, база, 🛢️🌈, \u202eright to left\u202c, e\u0301",
		"</details></table><script>alert(1)</script> <img src=x onerror=alert(1)> &amp; &lt;",
		"```diff\n- a\n+ b\n```\n````\n```\n````\n@everyone #1 [x](javascript:alert(1)) | a | b |",
		"\x1b[31mred\x1b[0m \\u0000 \t \"quoted\" 'so' \\ % %41 +",
		strings.Repeat("- many lines\n", 3000) + "end",
	} {
		put, err := forge.Put(ctx, subject.Forge, pull, tag+"\n"+text)
		require.NoError(t, err)
		require.Equal(t, tag+"\n"+text, put.Body)
	}
	require.Equal(t, 1, subject.Comments(t, pull))
}

func longBody(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	whole := tag + "\n" + strings.Repeat("🌈", forge.BodyLimit-len(tag)-1)
	put, err := forge.Put(ctx, subject.Forge, pull, whole)
	require.NoError(t, err)
	require.Equal(t, whole, put.Body)
	_, err = forge.Put(ctx, subject.Forge, pull, whole+".")
	require.ErrorContains(t, err, "65537 characters")
	found, err := subject.Forge.FindComments(ctx, pull, tag)
	require.NoError(t, err)
	require.Equal(t, whole, found[0].Body)

	issue, err := subject.Forge.CreateIssue(ctx, "long", whole)
	require.NoError(t, err)
	require.Equal(t, whole, issue.Body)
	issue.Body += "."
	_, err = subject.Forge.UpdateIssue(ctx, issue)
	require.ErrorContains(t, err, "65537 characters")
}

func doubles(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	oldest, err := subject.Forge.CreateComment(ctx, pull, tag+"\nfirst")
	require.NoError(t, err)
	for range 2 {
		_, err = subject.Forge.CreateComment(ctx, pull, tag+"\na double")
		require.NoError(t, err)
	}
	put, err := forge.Put(ctx, subject.Forge, pull, tag+"\nsecond")
	require.NoError(t, err)
	require.Equal(t, oldest.ID, put.ID)
	require.Equal(t, 1, subject.Comments(t, pull))
}

func race(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	var runs sync.WaitGroup
	failures := make([]error, 4)
	for i := range failures {
		runs.Go(func() {
			_, failures[i] = forge.Put(ctx, subject.Forge, pull, fmt.Sprintf("%s\nrun %d", tag, i))
		})
	}
	runs.Wait()
	for _, err := range failures {
		require.NoError(t, err)
	}
	require.Equal(t, 1, subject.Comments(t, pull))
}

func deletedTwice(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	comment, err := subject.Forge.CreateComment(ctx, pull, tag+"\nfirst")
	require.NoError(t, err)
	require.NoError(t, subject.Forge.DeleteComment(ctx, comment.ID))
	require.NoError(t, subject.Forge.DeleteComment(ctx, comment.ID))
	require.Zero(t, subject.Comments(t, pull))
}

func labels(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	names, err := subject.Forge.Labels(ctx, pull)
	require.NoError(t, err)
	require.Empty(t, names)
	odd := "größe: a/b c?%41#"
	subject.AddLabel(t, pull, "data-loss-approved")
	subject.AddLabel(t, pull, odd)
	names, err = subject.Forge.Labels(ctx, pull)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"data-loss-approved", odd}, names)
	for range 2 {
		require.NoError(t, subject.Forge.RemoveLabel(ctx, pull, odd), "a label that is not there is no error")
	}
	names, err = subject.Forge.Labels(ctx, pull)
	require.NoError(t, err)
	require.Equal(t, []string{"data-loss-approved"}, names)
}
