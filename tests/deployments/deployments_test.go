package deployments

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/tests/deployments/account"
)

// forges are both, each with its own workflows.
func forges(t *testing.T, test func(t *testing.T, p *play)) {
	t.Helper()
	for name, gitea := range map[string]bool{"GitHub": false, "Gitea": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newPlay(t, gitea))
		})
	}
}

func TestAPushDeploysWhatItDeploysInEverySystem(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		for system := range folders {
			p.declare(system, "dev", "orders: large")
			p.declare(system, "prod", "orders: large")
		}
		p.commit("larger")
		run := p.push()
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "orders: large", p.databases("shop/dev"))
		assert.Equal(t, "orders: large", p.databases("forum/dev"))
		assert.Equal(t, "orders: small", p.databases("shop/prod"), "prod waits for somebody")
	})
}

// A second merge comes while the first is deployed. Its plan was made against the state
// before it, and the digest of that never fitted again.
func TestTwoMergesCloseTogetherAreBothDeployed(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.declare("shop", "dev", "orders: large")
		p.commit("larger")
		first := p.push()
		p.step()
		p.declare("shop", "dev", "orders: large, bills: small")
		p.commit("bills")
		second := p.push()
		p.settle()
		require.Equal(t, succeeded, first.result(), first.log())
		require.Equal(t, succeeded, second.result(), second.log())
		assert.Equal(t, "bills: small, orders: large", p.databases("shop/dev"))
	})
}

// Of three, the forge lets the one in the middle go: the last contains it.
func TestOfThreeMergesTheLastIsDeployed(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		var runs []*run
		for _, class := range []string{"medium", "large", "huge"} {
			p.declare("shop", "dev", "orders: "+class)
			p.commit(class)
			runs = append(runs, p.push())
			if len(runs) == 1 {
				p.step()
			}
		}
		p.settle()
		for _, run := range runs {
			assert.Equal(t, succeeded, run.result(), run.log())
		}
		assert.Equal(t, "orders: huge", p.databases("shop/dev"))
	})
}

// No forge promises the order of what waits, and people run old runs again.
func TestARunThatComesTooLateDoesNotGoBack(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.declare("shop", "dev", "orders: large")
		p.commit("larger")
		first := p.push()
		first.group = "another" // it has to wait for nobody, and nobody for it
		p.declare("shop", "dev", "orders: huge")
		p.commit("huge")
		second := p.push()
		second.group = "yet another"
		p.settle() // the newest first
		require.Equal(t, succeeded, second.result(), second.log())
		require.Equal(t, succeeded, first.result(), first.log())
		assert.Equal(t, "orders: huge", p.databases("shop/dev"))
		assert.Contains(t, first.log(), "nothing was changed: shop/dev is at "+second.event.commit)
		first.rerun("ann", true)
		p.settle()
		assert.Equal(t, "orders: huge", p.databases("shop/dev"))
	})
}

// An update breaks half-way, and has written the state. What is run again plans anew.
func TestFailedJobsThatAreRunAgainPlanAnew(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.declare("shop", "dev", "orders: large, bills: small")
		p.commit("two changes")
		p.change(func(c *account.Cloud) { c.Breaks = 1 })
		run := p.push()
		p.settle()
		require.Equal(t, failed, run.result(), run.log())
		require.Equal(t, "bills: small, orders: small", p.databases("shop/dev"), "the half of it")
		run.rerun("bob", false)
		p.settle()
		assert.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "bills: small, orders: large", p.databases("shop/dev"))
	})
}

func TestOneSystemsFailureDoesNotHoldUpAnother(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		for _, broken := range []string{"shop", "forum"} {
			other := map[string]string{"shop": "forum", "forum": "shop"}[broken]
			p.declare(other, "dev", "orders: for-"+other)
			p.write(folders[broken]+"/Pulumi.dev.yaml", "config:\n  databases: {orders: small}\n  fails: true\n")
			p.commit("break " + broken)
			run := p.push()
			p.settle()
			assert.Equal(t, failed, run.result(), run.log())
			assert.Contains(t, run.log(), "the program of "+broken+"/dev fails")
			assert.Equal(t, "orders: for-"+other, p.databases(other+"/dev"), run.log())
		}
	})
}

func TestAnAddedStackIsDeployedAndWatched(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.declare("shop", "qa", "orders: small")
		p.write("deployments.yaml", "stacks:\n  dev: {when: push}\n  qa: {when: push}\n")
		p.commit("qa")
		drift := p.start("drift.yml", event{name: "schedule"})
		p.settle()
		assert.Equal(t, succeeded, drift.result(), drift.log())
		assert.Contains(t, drift.log(), "shop/qa is not deployed yet")
		assert.Contains(t, drift.log(), "looking at shop/prod", "what pull requests may not see is watched")

		p.environments["qa"] = false
		p.guard()
		p.change(func(c *account.Cloud) { c.Stacks["shop/qa"] = &account.Stack{Databases: map[string]string{}} }) // pulumi stack init
		run := p.push()
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, "orders: small", p.databases("shop/qa"))
		drift = p.start("drift.yml", event{name: "schedule"})
		p.settle()
		assert.Equal(t, succeeded, drift.result(), drift.log())
		assert.Contains(t, drift.log(), "looking at shop/qa")
	})
}

func TestAStackThatIsGoneFromTheRepositoryIsNotDeployed(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.git("rm", "-q", "Pulumi.prod.yaml", "systems/forum/Pulumi.prod.yaml")
		p.commit("no prod")
		run := p.dispatch("mina", "shop", "prod")
		p.settle()
		assert.Equal(t, failed, run.result())
		assert.Contains(t, run.log(), "Pulumi.prod.yaml was removed from the repository, not from the cloud")
		assert.Equal(t, "orders: small", p.databases("shop/prod"))
	})
}

func TestAPolicyThatIsWrongStopsEverythingAtOnce(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.write("deployments.yaml", "stacks:\n  dev: {when: pushed}\n  quality: {}\n")
		p.declare("shop", "dev", "orders: large")
		review := p.pullRequest()
		p.settle()
		assert.Equal(t, failed, review.result())
		assert.Contains(t, review.log(), "deployments.yaml has 2 problems; nothing was done", "before it is merged")
		p.git("merge", "-q", "change")
		run := p.push()
		p.settle()
		assert.Equal(t, failed, run.result())
		assert.Contains(t, run.log(), "there is no such stack in any system")
		assert.Equal(t, "orders: small", p.databases("shop/dev"))
	})
}
