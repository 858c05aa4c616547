package review

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge/forgetest"
	"groundwork/internal/report"
)

// Ann's pull request loses data. Who sets the label decides what it is worth.
func TestALabelCountsIfSomebodyElseSetIt(t *testing.T) {
	for what, c := range map[string]struct {
		by     forgetest.User
		pushes string
		terms  Terms
		counts bool
		says   string
	}{
		"a colleague":                      {by: forgetest.User{Login: "mina"}, counts: true, says: "Approved"},
		"the author":                       {by: forgetest.User{Login: "Ann"}, says: "was set by `Ann`, who made this change"},
		"who committed to it":              {by: forgetest.User{Login: "bob"}, pushes: "bob", says: "was set by `bob`, who made this change"},
		"who pushed it":                    {by: forgetest.User{Login: "cid"}, terms: Terms{Pusher: "cid"}, says: "was set by `cid`, who made this change"},
		"an app":                           {by: forgetest.User{Login: "helper[bot]", App: true}, says: "was set by `helper[bot]`, which is no person"},
		"our own token, which anyone runs": {by: forgetest.User{Login: "github-actions[bot]", App: true}, says: "which is no person"},
		"a user who is no more":            {by: forgetest.User{}, says: "by `nobody who is known`, which"},
		"the author, who may":              {by: forgetest.User{Login: "ann"}, terms: Terms{ByAuthor: true}, counts: true, says: "Approved"},
		"an app, where the author may":     {by: forgetest.User{Login: "helper[bot]", App: true}, terms: Terms{ByAuthor: true}, says: "which is no person"},
	} {
		t.Run(what, func(t *testing.T) {
			r := newRepository(t)
			r.terms = c.terms
			r.post("orders")
			if c.pushes != "" {
				r.server.Push(r.pull, c.pushes)
			}
			r.server.AddLabelAs(c.by, r.pull, report.ApprovalLabel)
			blocked, comment := r.post("orders")
			assert.Equal(t, !c.counts, blocked)
			assert.Contains(t, comment, c.says)
			assert.Equal(t, c.counts, r.labelled(), "what does not count is taken off, for somebody else to set")
		})
	}
}

// Cid pushes under another name, and labels; the run that the label starts has another
// cause, and the commits say nothing.
func TestWhoPushedIsRememberedFromRunToRun(t *testing.T) {
	r := newRepository(t)
	r.terms = Terms{Pusher: "cid"}
	r.post("orders")
	r.terms = Terms{}
	r.post("orders")
	r.server.AddLabelAs(forgetest.User{Login: "cid"}, r.pull, report.ApprovalLabel)
	blocked, comment := r.post("orders")
	assert.True(t, blocked)
	assert.Contains(t, comment, "was set by `cid`, who made this change")
}

func TestAnApprovalIsRecordedAndCarried(t *testing.T) {
	r := newRepository(t)
	granted := func() *Grant {
		t.Helper()
		grant, err := Granted(t.Context(), r.place, r.pull, r.terms)
		require.NoError(t, err)
		return grant
	}
	assert.Nil(t, granted(), "no comment")
	review := losing("orders", "customers")
	r.post("orders", "customers")
	assert.Nil(t, granted(), "no label")
	r.label()
	assert.Nil(t, granted(), "a label, and the comment does not say what it was for")
	r.post("orders", "customers")
	grant := granted()
	require.NotNil(t, grant)
	assert.Equal(t, r.pull, grant.Pull)
	assert.Equal(t, forgetest.Reviewer, grant.By)
	assert.Equal(t, r.server.Clock.Now(), grant.At)
	for _, finding := range review.Stacks[0].Findings {
		assert.Contains(t, grant.Losses, Loss(finding))
	}
	assert.NotContains(t, grant.Losses, Loss(losing("invoices").Stacks[0].Findings[0]))
	assert.Contains(t, r.server.Comments(r.pull)[0].Body, "by `mina` (2026-06-01 09:00 UTC)")

	r.server.Merge(r.pull, "c0ffee")
	assert.NotNil(t, granted(), "it outlives the merge")
	require.NoError(t, r.place.RemoveLabel(t.Context(), r.pull, report.ApprovalLabel))
	assert.Nil(t, granted(), "and can be withdrawn")
}

func TestAnApprovalOfTheAuthorsIsNotCarried(t *testing.T) {
	r := newRepository(t)
	r.terms = Terms{ByAuthor: true}
	r.post("orders")
	r.server.AddLabelAs(forgetest.User{Login: "ann"}, r.pull, report.ApprovalLabel)
	r.post("orders")
	grant, err := Granted(t.Context(), r.place, r.pull, Terms{ByAuthor: true})
	require.NoError(t, err)
	assert.NotNil(t, grant)
	grant, err = Granted(t.Context(), r.place, r.pull, Terms{})
	require.NoError(t, err)
	assert.Nil(t, grant, "where main says otherwise by now")
}
