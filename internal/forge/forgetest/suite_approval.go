package forgetest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const approval = "data-loss-approved"

func whoLabelled(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	set, err := subject.Forge.Labelled(ctx, pull, approval)
	require.NoError(t, err)
	require.Nil(t, set, "nobody did")

	subject.AddLabel(t, pull, approval)
	set, err = subject.Forge.Labelled(ctx, pull, approval)
	require.NoError(t, err)
	require.NotNil(t, set)
	require.Equal(t, subject.Self, set.By)
	require.True(t, set.Robot, "whoever has our token is no person")

	require.NoError(t, subject.Forge.RemoveLabel(ctx, pull, approval))
	set, err = subject.Forge.Labelled(ctx, pull, approval)
	require.NoError(t, err)
	require.Nil(t, set, "it was taken off")

	for range 60 { // more than a page of what else happens
		subject.Say(t, pull, "a remark")
	}
	subject.Approve(t, pull, "another-label")
	subject.Approve(t, pull, approval)
	set, err = subject.Forge.Labelled(ctx, pull, approval)
	require.NoError(t, err)
	require.NotNil(t, set)
	require.Equal(t, subject.Approver, set.By)
	require.False(t, set.Robot)
	require.False(t, set.At.IsZero())
}

func whoMade(t *testing.T, subject Subject) {
	people, err := subject.Forge.People(within(t), subject.OpenPull(t, "what it does"))
	require.NoError(t, err)
	require.Equal(t, []string{subject.Self}, people)
	_, err = subject.Forge.People(within(t), 4711)
	require.ErrorContains(t, err, "pull request 4711")
}

func whatMerged(t *testing.T, subject Subject) {
	ctx, pull := within(t), subject.OpenPull(t, "what it does")
	commit := subject.Merge(t, pull)
	merged, err := subject.Forge.Merged(ctx, commit)
	require.NoError(t, err)
	require.Equal(t, []int{pull}, merged)
	merged, err = subject.Forge.Merged(ctx, strings.Repeat("ab", 20))
	require.NoError(t, err)
	require.Empty(t, merged, "a commit that nobody knows")
}
