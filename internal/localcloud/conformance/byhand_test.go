package conformance

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/aws"
	"groundwork/internal/localcloud/cloudflare"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/kubernetes"
)

func byHand(t *testing.T) *cloudtest.Cloud {
	t.Helper()
	return cloudtest.Start(t, aws.New(), kubernetes.New(), cloudflare.New())
}

const (
	repositoryByHand = "aws:ecr/repository:Repository"
	roleByHand       = "aws:iam/role:Role"
	parameterByHand  = "aws:ssm/parameter:Parameter"
	configMapByHand  = "kubernetes:core/v1:ConfigMap"
	secretByHand     = "kubernetes:core/v1:Secret"
)

// A value is what the provider would make of it: numbers of texts, texts of numbers,
// documents as they were written.
func TestAValueByHandIsOfThePropertysType(t *testing.T) {
	cloud := byHand(t)
	const trust = `{ "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}] }`
	made, err := cloud.CreateByHand(roleByHand, "r", "us-east-1", map[string]any{"name": "r", "assumeRolePolicy": trust, "maxSessionDuration": "7200", "tags.Version": "1.10"})
	require.NoError(t, err)
	assert.JSONEq(t, trust, made.Properties["assumeRolePolicy"].(string))
	assert.Equal(t, 7200.0, made.Properties["maxSessionDuration"])
	assert.Equal(t, map[string]any{"Version": "1.10"}, made.Properties["tags"])

	changed, err := cloud.SetByHand(roleByHand, "r", map[string]any{"maxSessionDuration": "3600", "tags.Version": "2.0", "tags.Owner": `"me"`, "assumeRolePolicy": trust, "description": "7"})
	require.NoError(t, err)
	assert.Equal(t, 3600.0, changed.Properties["maxSessionDuration"])
	assert.Equal(t, map[string]any{"Version": "2.0", "Owner": "me"}, changed.Properties["tags"])
	assert.Equal(t, trust, changed.Properties["assumeRolePolicy"])
	assert.Equal(t, "7", changed.Properties["description"])
	changed, err = cloud.SetByHand(roleByHand, "r", map[string]any{"tags": `{"a":1}`})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"a": "1"}, changed.Properties["tags"])
}

// All that does not fit is told at once, and nothing is changed.
func TestAValueByHandThatDoesNotFitIsRefused(t *testing.T) {
	cloud := byHand(t)
	_, err := cloud.CreateByHand(repositoryByHand, "repo", "us-east-1", map[string]any{"name": "repo"})
	require.NoError(t, err)
	before, err := json.Marshal(cloud.List())
	require.NoError(t, err)
	for path, want := range map[string]struct{ value, says string }{
		"forceDelete":                         {"perhaps", "expected true or false"},
		"imageTagMutability":                  {"[1]", "imageTagMutability"},
		"tags":                                {"[]", "expected a map"},
		"tags[0]":                             {"x", "is a map"},
		"tagz.a":                              {"x", `nearest known one is "tags"`},
		"name.first":                          {"x", "there is nothing in it"},
		"encryptionConfigurations":            {"{}", "expected a list"},
		"encryptionConfigurations[900000000]": {"{}", "items: the next one is"},
		"encryptionConfigurations[0].kmsKeyz": {"x", `nearest known one is "kmsKey"`},
		"encryptionConfigurations.kmsKey":     {"x", "write which of its items"},
		"tags[":                               {"x", "is no path"},
		"":                                    {"x", "is no path"},
	} {
		_, err := cloud.SetByHand(repositoryByHand, "repo", map[string]any{path: want.value})
		assert.ErrorContains(t, err, want.says, path)
		_, err = cloud.CreateByHand(repositoryByHand, "other", "us-east-1", map[string]any{"name": "other", path: want.value})
		if path != "name.first" && path != "tags" { // there another rule is the first
			assert.ErrorContains(t, err, want.says, "create %s", path)
		} else {
			assert.Error(t, err)
		}
	}
	_, err = cloud.SetByHand(repositoryByHand, "repo", map[string]any{"forceDelete": "perhaps", "tagz": "x"})
	assert.ErrorContains(t, err, "expected true or false")
	assert.ErrorContains(t, err, "tagz")
	after, err := json.Marshal(cloud.List())
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after))
}

// An index that nobody means must not fill the memory: grants[300000000].id took 700 MB.
func TestAnIndexByHandIsBounded(t *testing.T) {
	cloud := byHand(t)
	_, err := cloud.CreateByHand("aws:s3/bucketAclV2:BucketAclV2", "x", "us-east-1", map[string]any{"bucket": "b", "accessControlPolicy.grants[300000000].permission": "READ"})
	assert.ErrorContains(t, err, "there are 0 items: the next one is [0]")
	made, err := cloud.CreateByHand("aws:ecs/cluster:Cluster", "c", "us-east-1", map[string]any{"name": "c", "settings[0].name": "containerInsights", "settings[0].value": "enabled"})
	require.NoError(t, err)
	assert.Equal(t, []any{map[string]any{"name": "containerInsights", "value": "enabled"}}, made.Properties["settings"])
}

// What is secret by the schema, or was it, is so in every list.
func TestASecretThatWasSetByHandStaysHidden(t *testing.T) {
	cloud := byHand(t)
	_, err := cloud.CreateByHand(parameterByHand, "p", "us-east-1", map[string]any{"name": "p", "type": "SecureString", "value": "first-hush"})
	require.NoError(t, err)
	changed, err := cloud.SetByHand(parameterByHand, "p", map[string]any{"value": "second-hush"})
	require.NoError(t, err)
	assert.Equal(t, localcloud.Redacted, changed.Properties["value"])
	_, err = cloud.CreateByHand(secretByHand, "s", "", map[string]any{"metadata.name": "s", "stringData.a": "third-hush"})
	require.NoError(t, err)
	_, err = cloud.SetByHand(secretByHand, "s", map[string]any{"data": `{"b":"Zm91cnRoLWh1c2g="}`})
	require.NoError(t, err)
	text, err := json.Marshal(cloud.List())
	require.NoError(t, err)
	for _, secret := range []string{"first-hush", "second-hush", "third-hush", "Zm91cnRoLWh1c2g="} {
		assert.NotContains(t, string(text), secret)
	}
}

func TestAKubernetesObjectByHandFitsItsType(t *testing.T) {
	cloud := byHand(t)
	_, err := cloud.CreateByHand(configMapByHand, "m", "", map[string]any{"metadata.name": "m", "data.a": "b"})
	require.NoError(t, err)
	_, err = cloud.SetByHand(configMapByHand, "m", map[string]any{"data": `["a"]`})
	assert.Error(t, err)
	_, err = cloud.SetByHand(configMapByHand, "m", map[string]any{"metadata.labelz": `{}`})
	assert.ErrorContains(t, err, "labelz")
	changed, err := cloud.SetByHand(configMapByHand, "m", map[string]any{"data.c": "d"})
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"a": "b", "c": "d"}, changed.Properties["data"])
}
