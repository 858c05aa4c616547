package tests

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
	"groundwork/internal/localcloud"
)

// The account's own stack is the most powerful one: a change of it is rehearsed and told
// on its pull request like any other.
func TestTheAccountsStackIsReviewed(t *testing.T) {
	t.Parallel()
	p := openPull(t, "bootstrap", false)
	found, err := engine.Project{Root: p.root}.System("bootstrap")
	require.NoError(t, err)
	p.file = found.StackFile("account")
	p.args = []string{"preview-comment", "--local", "--base", p.git(p.root, "rev-parse", "HEAD"), "--system", "bootstrap"}

	p.push(func(config map[string]any) { config["groundwork:ebsEncryption"] = false })
	code, comment := p.review()
	assert.Equal(t, cli.ExitOK, code)
	assert.Contains(t, firstLineOf(comment, "**account: "), "comes up")
	assert.Contains(t, comment, "new volumes of the region are stored unencrypted")

	p.push(func(config map[string]any) { config["groundwork:environments"] = []string{"dev", "staging"} })
	code, comment = p.review()
	assert.Equal(t, cli.ExitUsage, code, "without its key no secret of prod can be read")
	assert.Contains(t, comment, "`secrets-prod`: the protected Alias is deleted")
	assert.NotContains(t, comment, "pulumi state unprotect")
	assert.Contains(t, comment, "lift its protection first, in an update of its own (`groundwork:protection`: false)")

	p.push(func(config map[string]any) { config["groundwork:trailDays"] = 0 })
	code, comment = p.review()
	assert.Equal(t, cli.ExitUsage, code)
	assert.Contains(t, comment, "the audit trail is removed")
}

// An account that is new comes up and goes, but for the settings that others rest on.
func TestANewAccountIsRehearsed(t *testing.T) {
	t.Parallel()
	p := openPull(t, "bootstrap", false)
	found, err := engine.Project{Root: p.root}.System("bootstrap")
	require.NoError(t, err)
	p.git(p.root, "rm", "--quiet", found.StackFile("account"))
	p.git(p.root, "-c", "user.name=ann", "-c", "user.email=ann@example.com", "commit", "--quiet", "--message", "No account yet")
	base := p.git(p.root, "rev-parse", "HEAD")
	p.git(p.root, "checkout", "--quiet", "HEAD^", "--", found.StackFile("account"))
	p.args = []string{"preview-comment", "--local", "--base", base, "--system", "bootstrap"}
	_, comment := p.review()
	assert.Contains(t, firstLineOf(comment, "**account: "), "comes up as a new stack")
	assert.NotContains(t, comment, "it is left")
}

// firstLineOf is the first line that begins so.
func firstLineOf(text, begins string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begins) {
			return line
		}
	}
	return ""
}

// Somebody turns the account's switches off by hand.
func TestTheAccountsStackIsWatched(t *testing.T) {
	t.Parallel()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	w := &watch{job: newJob(t, false, project.Root), system: "bootstrap"}
	code, said := w.run("local", "up", "--system", "bootstrap", "--stack", "account")
	require.Zero(t, code, said)
	look := func() string {
		_, said := w.run("drift", "--local", "--system", "bootstrap")
		return said
	}
	assert.Contains(t, look(), "no drift")

	w.byHand("set", "aws:cloudtrail/trail:Trail", "groundwork-account-trail", "enableLogging=false")
	w.byHand("set", "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", localcloud.Account, "blockPublicPolicy=false")
	assert.Contains(t, look(), "it keeps the public out of buckets")
	w.byHand("create", "aws:kms/key:Key", "stray", "tags.System=groundwork", "tags.Environment=account", "tags.ManagedBy=groundwork")
	drifted := look()
	assert.Contains(t, drifted, "+ enableLogging: false")
	assert.Contains(t, drifted, "what protects or records the whole account is switched off")
	assert.Contains(t, drifted, "undeclared kms:key", "what carries the account's tags and no state knows")

	code, said = w.run("deploy", "list", "--system", "bootstrap")
	assert.Equal(t, cli.ExitUsage, code)
	assert.Contains(t, said, "an administrator does")
	code, said = w.run("deploy", "list")
	assert.Zero(t, code)
	assert.NotContains(t, said, "bootstrap")
}
