package deployments

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/tests/deployments/account"
)

// pullRequest is a run of ann's pull request with what was written since the last commit.
// GitHub checks out its merge, Gitea its tip.
func (p *play) pullRequest() *run {
	p.t.Helper()
	base := p.git("rev-parse", "HEAD")
	p.git("checkout", "-q", "-b", "change")
	head := p.commit("A change")
	p.git("checkout", "-q", "main")
	if !p.gitea {
		p.git("merge", "-q", "--no-ff", "-m", "Merge", "change")
		head = p.git("rev-parse", "HEAD")
		p.git("update-ref", "refs/pull/1/merge", head)
		p.git("reset", "-q", "--hard", base)
	}
	return p.start("preview.yml", event{
		name: "pull_request", actor: "ann", commit: head, base: base, pull: p.server.OpenPull("ann", "A change", ""),
	})
}

// An account may leave prod out of what pull requests look into. The required check is
// green all the same, and the comment says what it knows of prod and what it doesn't.
func TestAStackThatIsLeftOutOfPreviewsKeepsTheCheckPossible(t *testing.T) {
	t.Parallel()
	forges(t, func(t *testing.T, p *play) {
		p.write("README.md", "words\n")
		run := p.pullRequest()
		p.settle()
		require.Equal(t, failed, run.result(), "the role may not read prod, and nobody said so")
		assert.Contains(t, run.log(), "AccessDenied")

		p.write("left-out/"+account.LeftOut, "as bootstrap/Pulumi.account.yaml does\n")
		p.commit("previews: [dev]")
		p.git("branch", "-D", "change")
		p.declare("shop", "qa", "orders: small")
		p.change(func(c *account.Cloud) {
			c.Stacks["shop/qa"] = &account.Stack{Databases: map[string]string{"orders": "small"}}
		})
		p.commit("qa")
		p.write("README.md", "other words\n")
		run = p.pullRequest()
		p.settle()
		require.Equal(t, succeeded, run.result(), run.log())
		assert.Equal(t, succeeded, run.resultOf("preview"), "the check to require")
		comment := p.server.Comments(run.event.pull)[0].Body
		assert.Contains(t, comment, "but prod, which the account leaves out of previews, with the base")
		assert.Contains(t, comment, "shop/qa", "an added stack is previewed")
	})
}
