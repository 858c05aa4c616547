package tests

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/bootstrap/access"
	"groundwork/bootstrap/account"
	"groundwork/internal/engine"
	"groundwork/internal/iampolicy"
	"groundwork/internal/rights"
	"groundwork/naming"
)

const iamRole = "aws:iam/role:Role"

func newAccount(t *testing.T) *world {
	t.Helper()
	return newWorld(t, "bootstrap", "account", func(w *world) { w.program = account.Deploy })
}

// The account's bootstrap lives its whole life too: up, quiet, changed,
// refreshed, destroyed.
func TestTheBootstrapLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	w := newAccount(t)
	preview := w.run(engine.Preview)
	up := w.run(engine.Up)
	assert.Equal(t, preview.Changes, up.Changes, "a preview promises what an up does")
	assert.Equal(t, "s3://groundwork-account-state-123456789012?region=us-east-1", up.Outputs["backend"])
	assert.Equal(t, "arn:aws:iam::123456789012:role/groundwork-account-preview", up.Outputs["previewRole"])
	assert.Equal(t, map[string]any{
		"dev":     "awskms://alias/groundwork-account-secrets-dev?region=us-east-1",
		"staging": "awskms://alias/groundwork-account-secrets-staging?region=us-east-1",
		"prod":    "awskms://alias/groundwork-account-secrets-prod?region=us-east-1",
	}, up.Outputs["secretsProviders"])
	w.checkStructure()
	w.checkNamesAndTags()

	assert.Zero(t, w.run(engine.Up).Changes.Total(), "a second up changes nothing")

	w.edit(func(config map[string]any) { config["groundwork:oldStateDays"] = 30 })
	changed := w.run(engine.Up)
	assert.Equal(t, engine.Changes{Update: 1, Same: up.Changes.Create - 1}, changed.Changes, "one change changes one resource")
	assert.Zero(t, w.refreshPreview().Changes.Total(), "a refresh sees no drift")

	refused := w.try(engine.Destroy)
	assert.Equal(t, engine.Failed, refused.Result, "what holds the states is not destroyed")
	assert.Contains(t, strings.Join(refused.Problems, "\n"), "state-bucket")
	w.edit(func(config map[string]any) { config["groundwork:protection"] = false })
	lifted := w.run(engine.Up)
	assert.Zero(t, lifted.Changes.Create+lifted.Changes.Replace+lifted.Changes.Delete, "lifting the protection touches nothing else")
	w.run(engine.Destroy)
	var left []string
	for _, object := range w.list() {
		left = append(left, object.Type)
	}
	assert.ElementsMatch(t, []string{"aws:ebs/encryptionByDefault:EncryptionByDefault", "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"}, left,
		"what others made since rests on the account's switches")
}

// A bucket that holds a state stays, whatever is asked.
func TestABucketWithStatesIsNeverDestroyed(t *testing.T) {
	t.Parallel()
	w := newAccount(t)
	w.edit(func(config map[string]any) { config["groundwork:protection"] = false })
	w.run(engine.Up)
	_, err := w.session.Cloud().CreateByHand("aws:s3/bucketObjectv2:BucketObjectv2", "state", "us-east-1", map[string]any{
		"bucket": "groundwork-account-state-123456789012", "key": ".pulumi/stacks/shop/prod.json", "content": "{}",
	})
	require.NoError(t, err)
	result := w.try(engine.Destroy)
	assert.Equal(t, engine.Failed, result.Result)
	assert.Contains(t, strings.Join(result.Problems, "\n"), "BucketNotEmpty")
}

// Another repository, or one that got a new name, changes who may take the roles
// and nothing else.
func TestANewRepositoryChangesOnlyWhoIsTrusted(t *testing.T) {
	t.Parallel()
	w := newAccount(t)
	up := w.run(engine.Up)
	w.edit(func(config map[string]any) {
		merge(config, "groundwork:github", map[string]any{"repository": "org/other"})
	})
	changed := w.run(engine.Up)
	assert.Equal(t, engine.Changes{Update: 8, Same: up.Changes.Create - 8}, changed.Changes, "the roles that jobs take")
	for _, object := range w.list() {
		if object.Type == iamRole {
			assert.Contains(t, object.Properties["assumeRolePolicy"], "repo:org/other:")
		}
	}
}

// With a boundary in its stack file every role of a stack gets it, and a boundary
// that is not there stops the stack at its first role.
func TestABoundaryIsPutOnEveryRoleOfAStack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, reference, "prod")
	w.edit(func(config map[string]any) { config["groundwork:permissionsBoundary"] = "workload-prod" })
	refused := w.try(engine.Up)
	assert.Equal(t, engine.Failed, refused.Result)
	assert.Contains(t, strings.Join(refused.Problems, "\n"), "policy/workload-prod does not exist or is not attachable")

	_, err := w.session.Cloud().CreateByHand("aws:iam/policy:Policy", "boundary", "us-east-1", map[string]any{
		"name": "workload-prod", "policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}`,
	})
	require.NoError(t, err)
	w.run(engine.Up)
	boundaries := map[string]any{}
	for _, object := range w.list() {
		if object.Type == iamRole {
			boundaries[object.Name] = object.Properties["permissionsBoundary"]
		}
	}
	w.checkReach()
	require.Greater(t, len(boundaries), 5)
	for _, role := range slices.Sorted(maps.Keys(boundaries)) {
		assert.Equal(t, "arn:aws:iam::123456789012:policy/workload-prod", boundaries[role], role)
	}
}

// checkReach holds the names in the cloud against the patterns that a deploy role
// may touch: what AWS names must be found by its name.
func (w *world) checkReach() {
	w.t.Helper()
	base := access.Account{
		ID: "123456789012", Region: "us-east-1", Systems: []string{w.system.Name}, StateBucket: "state",
		Names: naming.Scope{System: "groundwork", Environment: "account"},
	}
	var patterns []string
	for _, document := range []iampolicy.Document{base.DeployData(w.stack), base.DeployCompute(w.stack)} {
		for _, statement := range document.Statements {
			patterns = append(patterns, statement.Resource...)
		}
	}
	byName := regexp.MustCompile(`^(aws:(ecr|eks|elasticache|rds|s3)/.*|aws:iam/role:Role|aws:kms/alias:Alias|aws:cloudwatch/logGroup:LogGroup)$`)
	checked := 0
	for _, object := range w.list() {
		arn, _ := object.Properties["arn"].(string)
		if !byName.MatchString(object.Type) || arn == "" {
			continue
		}
		checked++
		assert.True(w.t, slices.ContainsFunc(patterns, func(pattern string) bool {
			return pattern != "*" && rights.Fits([]string{pattern}, arn, false)
		}), "%s %s is out of the deploy role's reach", object.Type, arn)
	}
	assert.Greater(w.t, checked, 15)
}
