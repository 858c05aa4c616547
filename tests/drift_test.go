package tests

import (
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
)

// checkDrift changes a stack that is up by hand. A refresh preview sees exactly
// that, and the next up after a refresh puts it back.
func (w *world) checkDrift() {
	t := w.t
	t.Helper()
	cloud := w.session.Cloud()

	_, err := cloud.SetByHand(database, "stockindicator-dev-db", map[string]any{"backupRetentionPeriod": 3.0, "tags.Owner": "me"})
	require.NoError(t, err)
	assert.Equal(t, 1, w.refreshPreview().Changes.Update, "a refresh preview shows the one that was changed")

	const policy = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
	lifecycle, found := find(w.list(), policy, "")
	require.True(t, found)
	require.NoError(t, cloud.DeleteByHand(policy, lifecycle.ID))
	seen := w.refreshPreview().Changes
	assert.Equal(t, [2]int{1, 1}, [2]int{seen.Update, seen.Delete})

	assert.ErrorContains(t, cloud.DeleteByHand("aws:ec2/vpc:Vpc", "stockindicator-dev-vpc"), "DependencyViolation")
	_, err = cloud.CreateByHand("aws:ecr/repository:Repository", "stray", "us-east-1", map[string]any{"name": "stray", "imageTagMutabilty": "MUTABLE"})
	assert.ErrorContains(t, err, "imageTagMutability", "the rules of the type hold by hand too")
	_, err = cloud.CreateByHand("aws:ecr/repository:Repository", "stray", "us-east-1", map[string]any{"name": "stray"})
	require.NoError(t, err)
	_, listed := find(w.list(), "aws:ecr/repository:Repository", "stray")
	assert.True(t, listed, "what nobody declared is in the listing")
	assert.Equal(t, seen, w.refreshPreview().Changes, "and no refresh sees it")

	w.run(engine.Refresh)
	back := w.run(engine.Up).Changes
	assert.Equal(t, [2]int{1, 1}, [2]int{back.Update, back.Create})
	assert.Zero(t, w.refreshPreview().Changes.Total())
}
