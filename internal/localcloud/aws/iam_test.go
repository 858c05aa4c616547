package aws

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	trustText  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}]}`
	policyText = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
)

func TestIAMRefusesWhatItRefuses(t *testing.T) {
	w := settle(t)
	w.make(roleType, "role", props{"name": "role", "assumeRolePolicy": trustText})
	w.make(policyType, "policy", props{"name": "policy", "policy": policyText})
	long := func(n int) string {
		return strings.Replace(policyText, `"s3:GetObject"`, `["s3:`+strings.Repeat("x", n)+`"]`, 1)
	}
	refusing(t, w.provider, []refused{
		{"a role's name twice", roleType, props{"name": "role", "assumeRolePolicy": trustText}, "EntityAlreadyExists: Role with name role already exists."},
		{"a trust that is no JSON", roleType, props{"assumeRolePolicy": "{"}, "to be valid JSON"},
		{"a trust with resources", roleType, props{"assumeRolePolicy": strings.Replace(trustText, `"Action"`, `"Resource":"*","Action"`, 1)}, "MalformedPolicyDocument: Has prohibited field Resource"},
		{"a trust in nobody", roleType, props{"assumeRolePolicy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}`}, "Missing required field Principal"},
		{"a trust without an effect", roleType, props{"assumeRolePolicy": strings.Replace(trustText, "Allow", "Maybe", 1)}, "Syntax errors in policy."},
		{"a role bounded by nothing", roleType, props{"assumeRolePolicy": trustText, "permissionsBoundary": "arn:aws:iam::123456789012:policy/gone"}, "NoSuchEntity"},
		{"a policy of no role", rolePolicyType, props{"role": "gone", "policy": policyText}, "NoSuchEntity: The role with name gone cannot be found."},
		{"a policy with a principal", rolePolicyType, props{"role": "role", "policy": strings.Replace(policyText, `"Action"`, `"Principal":"*","Action"`, 1)}, "should not specify a principal"},
		{"a policy without resources", rolePolicyType, props{"role": "role", "policy": strings.Replace(policyText, `,"Resource":"*"`, "", 1)}, "must contain resources"},
		{"inline policies too long", rolePolicyType, props{"role": "role", "policy": long(10240)}, "Maximum policy size of 10240 bytes exceeded for role role"},
		{"a policy too long", policyType, props{"policy": long(6144)}, "Cannot exceed quota for PolicySize: 6144"},
		{"a policy's name twice", policyType, props{"name": "policy", "policy": policyText}, "EntityAlreadyExists"},
		{"an attachment of nothing", roleAttachmentType, props{"role": "role", "policyArn": "arn:aws:iam::123456789012:policy/gone"}, "Policy arn:aws:iam::123456789012:policy/gone does not exist or is not attachable."},
		{"an attachment to nothing", roleAttachmentType, props{"role": "gone", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, "NoSuchEntity"},
		{"a profile of nothing", profileType, props{"role": "gone"}, "NoSuchEntity"},
	})
}

func TestARoleStaysWhilePoliciesAreAttachedUnlessForced(t *testing.T) {
	w := settle(t)
	policy := w.make(policyType, "policy", props{"policy": policyText})
	role := w.make(roleType, "role", props{"name": "role", "assumeRolePolicy": trustText})
	forced := w.make(roleType, "forced", props{"name": "forced", "assumeRolePolicy": trustText, "forceDetachPolicies": true})
	attachment := w.make(roleAttachmentType, "a", props{"role": "role", "policyArn": policy.ID})
	w.make(rolePolicyType, "inline", props{"role": "role", "policy": policyText})
	w.make(roleAttachmentType, "b", props{"role": "forced", "policyArn": policy.ID})
	w.stays(roleType, "role", role, "DeleteConflict: Cannot delete entity, must detach all policies first.")
	w.stays(policyType, "policy", policy, "DeleteConflict: Cannot delete a policy attached to entities.")
	require.NoError(t, w.provider.Delete(roleType, "forced", forced.ID, forced.Outputs))
	require.NoError(t, w.provider.Delete(roleAttachmentType, "a", attachment.ID, attachment.Outputs))
	w.stays(roleType, "role", role, "DeleteConflict: Cannot delete entity, must delete policies first.")
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func TestKeysSecretsAndLogGroups(t *testing.T) {
	w := settle(t)
	key := w.make(keyType, "key", props{"enableKeyRotation": true, "deletionWindowInDays": 30})
	assert.Regexp(t, `^arn:aws:kms:us-east-1:123456789012:key/[0-9a-f-]{36}$`, key.Outputs.String("arn"))
	alias := w.make(aliasType, "key", props{"name": "alias/mine", "targetKeyId": key.ID})
	assert.Equal(t, key.Outputs.String("arn"), alias.Outputs.String("targetKeyArn"))
	w.make(logGroupType, "logs", props{"name": "/app", "retentionInDays": 30})
	secret := w.make(secretType, "secret", props{"name": "secret", "kmsKeyId": "alias/mine"})
	assert.Regexp(t, `^arn:aws:secretsmanager:us-east-1:123456789012:secret:secret-\w{6}$`, secret.ID)
	version := w.make(secretVersionType, "secret", props{"secretId": "secret", "secretString": "s3cret"})
	assert.Equal(t, []string{"AWSCURRENT"}, version.Outputs.Strings("versionStages"))
	found, failures, err := w.provider.Invoke("aws:secretsmanager/getSecretVersion:getSecretVersion", props{"secretId": "secret"})
	require.NoError(t, err)
	assert.Empty(t, failures)
	assert.True(t, found["secretString"].IsSecret())
	assert.Equal(t, "s3cret", found.String("secretString"))
	refusing(t, w.provider, []refused{
		{"an alias twice", aliasType, props{"name": "alias/mine", "targetKeyId": key.ID}, "AlreadyExistsException"},
		{"an alias of AWS's", aliasType, props{"name": "alias/aws/rds", "targetKeyId": key.ID}, "reserved"},
		{"an alias of nothing", aliasType, props{"name": "alias/x", "targetKeyId": "0"}, "NotFoundException: Key '0' does not exist"},
		{"rotation of a key that signs", keyType, props{"enableKeyRotation": true, "customerMasterKeySpec": "RSA_2048", "keyUsage": "SIGN_VERIFY"}, "key rotation"},
		{"a log group twice", logGroupType, props{"name": "/app"}, "ResourceAlreadyExistsException: The specified log group already exists"},
		{"a log group for twelve days", logGroupType, props{"name": "/x", "retentionInDays": 12}, "12"},
		{"a log group with a blank", logGroupType, props{"name": "a b"}, "valid log group name"},
		{"a secret twice", secretType, props{"name": "secret"}, "ResourceExistsException: The operation failed because the secret secret already exists."},
		{"a secret under no key", secretType, props{"name": "x", "kmsKeyId": "alias/gone"}, "alias/gone"},
		{"a version of no secret", secretVersionType, props{"secretId": "gone", "secretString": "x"}, "ResourceNotFoundException: Secrets Manager can't find the specified secret."},
	})
	w.destroy()
	assert.Empty(t, w.cloud.List())
}
