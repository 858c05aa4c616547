package deploy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/forge"
)

func TestWhoMayHaveAPlanCarriedOut(t *testing.T) {
	named := Rule{When: Asked, Approvers: []string{"ann", "bob"}}
	for what, c := range map[string]struct {
		asked  Case
		answer Answer
		says   string
	}{
		"a push of what each push deploys":           {Case{Rule: Rule{When: Push}, InJob: true}, Go, "push"},
		"reviewers at the forge":                     {Case{Rule: Rule{When: Asked}, InJob: true, Guard: &forge.Guard{Reviewers: true}}, Go, "reviewers"},
		"reviewers, and the plan that was seen":      {Case{Rule: Rule{When: Asked}, InJob: true, Guard: &forge.Guard{Reviewers: true}, Shown: "now"}, Go, "reviewers"},
		"reviewers, and another plan":                {Case{Rule: Rule{When: Asked}, InJob: true, Guard: &forge.Guard{Reviewers: true}, Shown: "old"}, Stale, "the plan is now now, not old: nothing was changed"},
		"no reviewers, and nobody named":             {Case{Rule: Rule{When: Asked}, InJob: true, Guard: &forge.Guard{Branches: true}}, Denied, "write approvers under stacks.prod"},
		"Gitea, and nobody named":                    {Case{Rule: Rule{When: Asked}, InJob: true, Approve: "now", Actors: []string{"ann"}}, Denied, "names nobody"},
		"no reviewers, a first run":                  {Case{Rule: named, InJob: true, Guard: &forge.Guard{}, Actors: []string{"cid"}}, Wait, "one of ann, bob starts the workflow again with approve: now"},
		"no reviewers, a named person":               {Case{Rule: named, InJob: true, Guard: &forge.Guard{}, Approve: "now", Actors: []string{"Ann"}}, Go, "Ann approved it"},
		"no reviewers, somebody else":                {Case{Rule: named, InJob: true, Guard: &forge.Guard{}, Approve: "now", Actors: []string{"cid"}}, Denied, "cid may not have prod deployed"},
		"a named person's run, run again by another": {Case{Rule: named, InJob: true, Approve: "now", Actors: []string{"ann", "cid"}}, Denied, "ann or cid may not"},
		"nobody knows who":                           {Case{Rule: named, InJob: true, Approve: "now"}, Denied, "may not"},
		"a named person, another plan":               {Case{Rule: named, InJob: true, Approve: "old", Actors: []string{"ann"}}, Stale, "nothing was changed"},
		"on a laptop":                                {Case{Rule: named}, Wait, "add --approve now"},
		"on a laptop, approved":                      {Case{Rule: named, Approve: "now"}, Go, "approved"},
		"on a laptop, another plan":                  {Case{Rule: Rule{When: Push}, Approve: "old"}, Stale, "nothing was changed"},
	} {
		c.asked.Stack, c.asked.Digest = "prod", "now"
		answer, why := c.asked.Clear()
		assert.Equal(t, c.answer, answer, what)
		assert.Contains(t, why, c.says, what)
	}
}

func TestAnEnvironmentThatLetsEveryBranchInIsTold(t *testing.T) {
	assert.Contains(t, Case{Stack: "prod", InJob: true, Guard: &forge.Guard{Reviewers: true}}.Open(), "every branch")
	assert.Empty(t, Case{Stack: "prod", InJob: true, Guard: &forge.Guard{Branches: true}}.Open())
	assert.Empty(t, Case{Stack: "prod", InJob: true}.Open(), "Gitea has no environments")
}
