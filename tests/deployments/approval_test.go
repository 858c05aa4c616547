package deployments

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/tests/deployments/account"
)

func TestReviewersSeeThePlanThatIsCarriedOut(t *testing.T) {
	t.Parallel()
	p := newPlay(t, false)
	p.declare("shop", "prod", "orders: large")
	p.commit("larger")
	run := p.dispatch("ann", "shop", "prod")
	p.settle()
	require.False(t, run.done(), "it waits for the reviewers")
	require.Equal(t, "orders: small", p.databases("shop/prod"))
	run.approve()
	p.settle()
	require.Equal(t, succeeded, run.result(), run.log())
	assert.Equal(t, "orders: large", p.databases("shop/prod"))
	assert.Equal(t, "orders: small", p.databases("forum/prod"))
}

// Somebody writes the state while the reviewers read.
func TestAPlanThatIsAnotherOneNowIsMadeAnewByAllJobs(t *testing.T) {
	t.Parallel()
	p := newPlay(t, false)
	p.declare("shop", "prod", "orders: large")
	p.commit("larger")
	run := p.dispatch("ann", "shop", "prod")
	p.settle()
	p.change(func(c *account.Cloud) { c.Write(c.Stacks["shop/prod"]) })
	run.approve()
	p.settle()
	require.Equal(t, failed, run.result(), run.log())
	assert.Contains(t, run.log(), "nothing was changed; plan again (in a job: start it anew, or re-run all of its jobs)")
	assert.Equal(t, "orders: small", p.databases("shop/prod"))
	run.rerun("ann", true)
	p.settle()
	require.False(t, run.done(), "it waits for the reviewers again")
	run.approve()
	p.settle()
	assert.Equal(t, succeeded, run.result(), run.log())
	assert.Equal(t, "orders: large", p.databases("shop/prod"))
}

// While a plan waits for the reviewers, the next one of the stack waits for it, and is
// made when that is done.
func TestTwoDeploymentsOfOneStackTakeTurns(t *testing.T) {
	t.Parallel()
	for _, turns := range []bool{true, false} {
		p := newPlay(t, false)
		p.declare("shop", "prod", "orders: large")
		p.commit("larger")
		first := p.dispatch("ann", "shop", "prod")
		p.settle()
		p.declare("shop", "prod", "orders: huge")
		p.commit("huge")
		second := p.dispatch("bob", "shop", "prod")
		if !turns {
			first.group, second.group = "", ""
		}
		p.settle()
		first.approve()
		p.settle()
		second.approve()
		p.settle()
		require.Equal(t, succeeded, first.result(), first.log())
		if !turns {
			assert.Equal(t, failed, second.result(), "it was planned before the first one changed the state")
			continue
		}
		require.Equal(t, succeeded, second.result(), second.log())
		assert.Equal(t, "orders: huge", p.databases("shop/prod"))
	}
}

var toApprove = regexp.MustCompile(`starts the workflow again with approve: ([0-9a-f]{16})`)

// In a private repository below Enterprise the reviewers are not asked, and Gitea knows
// none: named people start it again with the plan's digest.
func TestWithoutReviewersNamedPeopleApproveAPlan(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.environments["prod"] = false
		p.guard()
		p.declare("shop", "prod", "orders: large")
		p.commit("larger")
		run := p.dispatch("mina", "shop", "prod")
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		assert.Contains(t, run.log(), "write approvers under stacks.prod")

		p.write("deployments.yaml", "stacks:\n  dev: {when: push}\n  prod: {approvers: [mina, noa]}\n")
		p.commit("approvers")
		run = p.dispatch("cid", "shop", "prod")
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		require.Equal(t, "orders: small", p.databases("shop/prod"), "it started at once before")
		if !p.gitea {
			assert.Equal(t, skipped, run.resultOf("up"), "no job gets the role that deploys")
		}
		shown := toApprove.FindStringSubmatch(run.log())
		require.NotNil(t, shown, run.log())

		run = p.dispatch("cid", "shop", "prod", "approve", shown[1])
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		assert.Contains(t, run.log(), "cid may not have prod deployed")
		run = p.dispatch("mina", "shop", "prod", "approve", "0123456789abcdef")
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		assert.Equal(t, "orders: small", p.databases("shop/prod"))

		run = p.dispatch("mina", "shop", "prod", "approve", shown[1])
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "orders: large", p.databases("shop/prod"))
	})
}

func TestAnEnvironmentWithoutBranchesIsWarnedOf(t *testing.T) {
	t.Parallel()
	p := newPlay(t, false)
	p.server.Guard("prod", forgeGuardOpen)
	p.declare("shop", "prod", "orders: large")
	p.commit("larger")
	run := p.dispatch("ann", "shop", "prod")
	p.settle()
	assert.Contains(t, run.log(), "lets the jobs of every branch in")
}
