package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	trustText  = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}]}`
	policyText = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
)

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
		{"a log group twice", logGroupType, props{"name": "/app"}, "ResourceAlreadyExistsException: The specified log group already exists"},
		{"a log group for twelve days", logGroupType, props{"name": "/x", "retentionInDays": 12}, "12"},
		{"a log group with a blank", logGroupType, props{"name": "a b"}, "valid log group name"},
	})
	w.destroy()
	assert.Empty(t, w.cloud.List())
}
