package deployments

import (
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge/forgetest"
	"groundwork/internal/report"
	"groundwork/tests/deployments/account"
)

// review tells on a pull request what the checkout would do to a stack.
func (p *play) review(pull int, system, stack string) {
	p.t.Helper()
	planned := filepath.Join(p.t.TempDir(), "events.jsonl")
	p.preview(system, stack, planned)
	p.command("preview-comment", pull, "--from", planned)
}

// lose opens ann's pull request that loses shop's orders, and has it reviewed.
func (p *play) lose(stack string) int {
	p.declare("shop", stack, "bills: small")
	pull := p.server.OpenPull("ann", "Without orders", "")
	p.review(pull, "shop", stack)
	return pull
}

// merge is the push of a pull request's merge.
func (p *play) merge(pull int) {
	p.server.Merge(pull, p.commit("Merge pull request"))
}

func TestALossThatWasApprovedOnThePullRequestIsDeployed(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		pull := p.lose("dev")
		p.server.AddLabel(pull, report.ApprovalLabel)
		p.review(pull, "shop", "dev")
		p.merge(pull)
		p.declare("shop", "dev", "bills: large") // another change before it is deployed
		p.commit("a direct push")
		run := p.push()
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "bills: large", p.databases("shop/dev"))
		assert.Contains(t, run.log(), "was approved by mina on pull request 1 (2026-06-01 09:00 UTC)")

		// Once deployed, the approval is used up.
		p.change(func(c *account.Cloud) {
			c.Stacks["shop/dev"].Databases["orders"] = "small"
			c.Write(c.Stacks["shop/dev"])
		})
		p.commit("nothing")
		run = p.push()
		p.settle()
		assert.Equal(t, failed, run.result(), run.log())
		assert.Equal(t, "bills: large, orders: small", p.databases("shop/dev"))
	})
}

func TestALossThatNobodyElseApprovedIsNotDeployed(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		pull := p.lose("dev")
		p.server.AddLabelAs(forgetest.User{Login: "ann"}, pull, report.ApprovalLabel)
		p.review(pull, "shop", "dev")
		assert.Empty(t, p.server.Labels(pull), "the author's own label")
		p.merge(pull)
		run := p.push()
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		assert.Equal(t, "orders: small", p.databases("shop/dev"))
		told := regexp.MustCompile(`to lose just that: --allow-loss ([0-9a-f]{16})`).FindStringSubmatch(run.log())
		require.NotNil(t, told, run.log())

		run = p.dispatch("ann", "shop", "dev", "allow-loss", told[1])
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		assert.Contains(t, run.log(), "ann made what would be deployed, and can't approve what it loses")
		run = p.dispatch("mina", "shop", "dev", "allow-loss", "0123456789abcdef")
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		assert.Equal(t, "orders: small", p.databases("shop/dev"))
		run = p.dispatch("mina", "shop", "dev", "allow-loss", told[1])
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "bills: small", p.databases("shop/dev"))
		assert.Contains(t, run.log(), "mina, who had this run started, approved it")
	})
}

// What a comment shows is the branch's own code's to say; who set the label is not.
func TestAForgedRecordApprovesNothing(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		pull := p.lose("dev")
		p.server.AddLabel(pull, report.ApprovalLabel)
		p.review(pull, "shop", "dev")
		p.command("preview-comment", pull, "--from", p.nothing()) // it must be there to be taken off
		comment := p.server.Comments(pull)[0]
		p.server.AddLabelAs(forgetest.User{Login: "ann"}, pull, report.ApprovalLabel)
		assert.NotContains(t, comment.Body, "groundwork:approved")
		p.merge(pull)
		run := p.push()
		p.settle()
		assert.Equal(t, failed, run.result(), run.log())
	})
}

// The repository says otherwise: on main, and not in the pull request itself.
func TestAnAuthorMayApproveWhereMainSaysSo(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		lets := "stacks:\n  dev: {when: push}\napprovals: {byAuthor: true}\n"
		p.write("deployments.yaml", lets)
		pull := p.lose("dev")
		p.server.AddLabelAs(forgetest.User{Login: "ann"}, pull, report.ApprovalLabel)
		p.review(pull, "shop", "dev")
		assert.Empty(t, p.server.Labels(pull), "the pull request lets itself")
		p.git("checkout", "-q", ".")
		p.write("deployments.yaml", lets)
		p.commit("authors may")
		p.lose("dev")
		p.server.AddLabelAs(forgetest.User{Login: "ann"}, pull, report.ApprovalLabel)
		p.review(pull, "shop", "dev")
		assert.NotEmpty(t, p.server.Labels(pull))
		p.merge(pull)
		run := p.push()
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "bills: small", p.databases("shop/dev"))
	})
}

// The update breaks half-way, before what was approved is lost.
func TestAnApprovalOutlivesAFailedUpdate(t *testing.T) {
	t.Parallel()
	p := newPlay(t, false)
	pull := p.lose("dev")
	p.server.AddLabel(pull, report.ApprovalLabel)
	p.review(pull, "shop", "dev")
	p.merge(pull)
	p.change(func(c *account.Cloud) { c.Breaks = 1 })
	run := p.push()
	p.settle()
	require.Equal(t, failed, run.result(), run.log())
	require.Equal(t, "bills: small, orders: small", p.databases("shop/dev"))
	run.rerun("bob", false)
	p.settle()
	require.Equal(t, succeeded, run.result(), run.log())
	assert.Equal(t, "bills: small", p.databases("shop/dev"))
}
