package programs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newBootstrap is the account's bootstrap as an administrator runs it.
func newBootstrap(t *testing.T) *project {
	t.Helper()
	binaries, err := built()
	require.NoError(t, err)
	return newFolder(t, "../../bootstrap", filepath.Join(binaries, "bootstrap"))
}

// backend moves to another place for states: a folder stands for a bucket, since
// the local cloud's buckets hold nothing that a CLI could read.
func (p *project) backend(dir string) {
	p.env = append(p.env, "PULUMI_BACKEND_URL=file://"+dir)
}

// The commands of docs/operations.md that an empty account is prepared with, and
// those for a state that is locked, in their order.
func TestTheStateMovesIntoTheBucketThatItDescribes(t *testing.T) {
	t.Parallel()
	p := newBootstrap(t)
	bucket := t.TempDir()
	p.pulumi("stack", "init", "account")
	p.pulumi("up", "--yes")
	made := p.list()
	assert.Contains(t, p.pulumi("stack", "output", "backend"), "s3://groundwork-account-state-")

	p.pulumi("stack", "export", "--file", "account.json")
	p.backend(bucket)
	p.pulumi("stack", "init", "account")
	p.pulumi("stack", "import", "--file", "account.json")
	p.pulumi("preview", "--expect-no-changes")
	p.pulumi("refresh", "--preview-only", "--expect-no-changes")
	assert.Equal(t, made, p.list())

	p.lock(bucket)
	p.pulumi("preview", "--expect-no-changes")
	p.pulumi("refresh", "--preview-only", "--expect-no-changes")
	_, err := p.run(p.dir, "pulumi", "up", "--yes")
	require.ErrorContains(t, err, "the stack is currently locked by 1 lock(s)")
	p.pulumi("cancel", "--stack", "account", "--yes")
	p.pulumi("up", "--yes", "--expect-no-changes")
}

// lock leaves a lock behind, as a job that was cut off does.
func (p *project) lock(bucket string) {
	p.t.Helper()
	dir := filepath.Join(bucket, ".pulumi", "locks", "organization", "bootstrap", "account")
	require.NoError(p.t, os.MkdirAll(dir, 0o755))
	lock := `{"pid":7,"username":"runner","hostname":"gone","timestamp":"2026-11-28T10:00:00Z"}`
	require.NoError(p.t, os.WriteFile(filepath.Join(dir, "7.json"), []byte(lock), 0o600))
}

// An account that trusts GitHub already gives its provider over.
func TestAnIdentityProviderThatIsThereIsTakenOver(t *testing.T) {
	t.Parallel()
	const (
		kind = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
		arn  = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
	)
	p := newBootstrap(t)
	p.local("create", kind, "github", "url=https://token.actions.githubusercontent.com", `clientIdLists=["sts.amazonaws.com"]`)
	p.pulumi("stack", "init", "account")
	_, err := p.run(p.dir, "pulumi", "up", "--yes")
	require.ErrorContains(t, err, "EntityAlreadyExists")
	p.pulumi("import", "--yes", "--generate-code=false", kind, "issuers-github", arn,
		"--parent", "issuers=urn:pulumi:account::bootstrap::groundwork:bootstrap:Issuers::issuers")
	p.pulumi("up", "--yes")
	p.pulumi("up", "--yes", "--expect-no-changes")
	providers := 0
	for _, object := range p.list() {
		if strings.HasPrefix(object.Type, kind) {
			providers++
		}
	}
	assert.Equal(t, 1, providers)
}
