package deployments

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge/forgetest"
	"groundwork/internal/report"
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
	p.change(func(c *cloud) { c.write(c.Stacks["shop/prod"]) })
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
		p.change(func(c *cloud) {
			c.Stacks["shop/dev"].Databases["orders"] = "small"
			c.write(c.Stacks["shop/dev"])
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

// command runs groundwork in the working tree, as a job about a pull request.
func (p *play) command(name string, pull int, args ...string) {
	p.t.Helper()
	r := &run{play: p, event: event{name: "pull_request", commit: p.git("rev-parse", "HEAD")}}
	w := &workplace{run: r, of: &instance{job: &job{}}, output: filepath.Join(p.t.TempDir(), "output"), role: "preview"}
	test, err := os.Executable()
	require.NoError(p.t, err)
	command := exec.Command(test, append([]string{name}, args...)...)
	command.Args[0] = "groundwork"
	command.Args = append(command.Args, "--pull-request", itoa(pull))
	command.Dir, command.Env = p.origin, w.environment(step{Env: map[string]string{
		"GITHUB_TOKEN": p.token, "GITEA_TOKEN": p.token, "GITHUB_EVENT_PATH": p.eventFile(),
	}})
	said, err := command.CombinedOutput()
	p.t.Logf("%s %v: %s", name, args, said)
	if err != nil {
		require.ErrorAs(p.t, err, new(*exec.ExitError))
	}
}
