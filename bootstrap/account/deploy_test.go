package account

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
)

const (
	roleType   = "aws:iam/role:Role"
	policyType = "aws:iam/policy:Policy"
	keyType    = "aws:kms/key:Key"
)

// config is the configuration of one account, as the engine hands it over.
func config(more ...string) mocks.Option {
	return func(info *pulumi.RunInfo) {
		info.Config = map[string]string{
			"aws:region": "us-east-1", "groundwork:systems": `["shop"]`, "groundwork:github": `{"repository":"org/shop"}`,
		}
		for i := 0; i+1 < len(more); i += 2 {
			info.Config[more[i]] = more[i+1]
		}
	}
}

func TestAnAccountGetsItsStateItsKeysAndItsRoles(t *testing.T) {
	recorder := mocks.Run(t, Deploy, config())
	bucket := recorder.Named(t, "aws:s3/bucketV2:BucketV2", "state-bucket")
	assert.Equal(t, "groundwork-account-state-123456789012", bucket.Get("bucket"))
	assert.True(t, bucket.Protected)
	assert.Nil(t, bucket.Get("forceDestroy"), "a bucket that holds a state is never emptied")
	encryption := recorder.Named(t, "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2", "state-encryption")
	assert.Contains(t, fmt.Sprint(encryption.Get("rules")), "sseAlgorithm:aws:kms")
	lifecycle := recorder.Named(t, "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "state-lifecycle")
	assert.Contains(t, fmt.Sprint(lifecycle.Get("rules")), "noncurrentDays:90")
	assert.Contains(t, recorder.Named(t, "aws:s3/bucketPolicy:BucketPolicy", "state-policy").Get("policy"), `"aws:SecureTransport":["false"]`)

	for _, key := range recorder.All(keyType) {
		assert.Equal(t, true, key.Get("enableKeyRotation"), key.Name)
		assert.EqualValues(t, 30, key.Get("deletionWindowInDays"), key.Name)
		assert.True(t, key.Protected, key.Name)
	}
	assert.Equal(t, "prod", recorder.Named(t, keyType, "secrets-prod").Get("tags", "Environment"))
	assert.Equal(t, "alias/groundwork-account-secrets-prod", recorder.Named(t, "aws:kms/alias:Alias", "secrets-prod").Get("name"))

	provider := recorder.One(t, "aws:iam/openIdConnectProvider:OpenIdConnectProvider")
	assert.Equal(t, "https://token.actions.githubusercontent.com", provider.Get("url"))
	preview := recorder.Named(t, roleType, "ci-preview")
	assert.Contains(t, preview.Get("assumeRolePolicy"), `"repo:org/shop:pull_request"`)
	assert.NotContains(t, preview.Get("assumeRolePolicy"), "refs/heads")
	watch := recorder.Named(t, roleType, "ci-watch")
	assert.Contains(t, watch.Get("assumeRolePolicy"), `"repo:org/shop:ref:refs/heads/main"`)
	assert.NotContains(t, watch.Get("assumeRolePolicy"), "pull_request")
	assert.Contains(t, strings.Join(preview.DependsOn, " "), "issuers-github", "IAM knows the provider before a role trusts it")
	for _, environment := range []string{"dev", "staging", "prod"} {
		role := recorder.Named(t, roleType, "ci-deploy-"+environment)
		assert.Contains(t, role.Get("assumeRolePolicy"), `"repo:org/shop:environment:`+environment+`"`)
		assert.NotEmpty(t, role.Get("permissionsBoundary"))
		assert.Equal(t, "groundwork-account-workload-"+environment, recorder.Named(t, policyType, "ci-workload-"+environment).Get("name"))
	}
}

func TestTheAccountsSwitchesAreSet(t *testing.T) {
	recorder := mocks.Run(t, Deploy, config())
	assert.Equal(t, true, recorder.One(t, "aws:ebs/encryptionByDefault:EncryptionByDefault").Get("enabled"))
	block := recorder.One(t, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock")
	for _, flag := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
		assert.Equal(t, true, block.Get(flag), flag)
	}
	trail := recorder.One(t, "aws:cloudtrail/trail:Trail")
	for _, flag := range []string{"isMultiRegionTrail", "enableLogFileValidation", "includeGlobalServiceEvents", "enableLogging"} {
		assert.Equal(t, true, trail.Get(flag), flag)
	}
	assert.True(t, trail.Protected)
	assert.Contains(t, recorder.Named(t, "aws:s3/bucketPolicy:BucketPolicy", "trail-bucket-policy").Get("policy"), "arn:aws:cloudtrail:us-east-1:123456789012:trail/groundwork-account-trail")
	assert.Contains(t, fmt.Sprint(recorder.Named(t, "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2", "trail-bucket-lifecycle").Get("rules")), "days:365")
	assert.Empty(t, recorder.All("aws:guardduty/detector:Detector"), "it costs by use")
	assert.Empty(t, recorder.All("aws:budgets/budget:Budget"), "nobody is named who would be told")

	recorder = mocks.Run(t, Deploy, config("groundwork:ebsEncryption", "false", "groundwork:s3PublicAccessBlock", "false", "groundwork:trailDays", "0",
		"groundwork:guardDuty", "true", "groundwork:budget", `{"monthly":300,"emails":["ops@example.com"]}`))
	assert.Equal(t, false, recorder.One(t, "aws:ebs/encryptionByDefault:EncryptionByDefault").Get("enabled"))
	assert.Equal(t, false, recorder.One(t, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").Get("blockPublicPolicy"))
	assert.Empty(t, recorder.All("aws:cloudtrail/trail:Trail"))
	assert.Equal(t, true, recorder.One(t, "aws:guardduty/detector:Detector").Get("enable"))
	told := recorder.One(t, "aws:budgets/budget:Budget")
	assert.Equal(t, "300.0", told.Get("limitAmount"))
	assert.Len(t, told.Get("notifications"), 2)
	assert.Contains(t, fmt.Sprint(told.Get("notifications")), "ops@example.com")
}

func TestEveryAttachmentFitsIntoARole(t *testing.T) {
	attached := map[string]int{}
	for _, attachment := range mocks.Run(t, Deploy, config()).All("aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
		attached[attachment.Get("role").(string)]++
	}
	require.Len(t, attached, 8)
	for role, count := range attached {
		assert.LessOrEqual(t, count, 10, role)
	}
}

// Who may deploy to an environment may push to it, and whoever only pushes has no key.
func TestEachEnvironmentHasARoleThatPushes(t *testing.T) {
	recorder := mocks.Run(t, Deploy, config("groundwork:staticBuckets", `["assets"]`))
	for _, environment := range []string{"dev", "staging", "prod"} {
		role := recorder.Named(t, roleType, "ci-push-"+environment)
		assert.Contains(t, role.Get("assumeRolePolicy"), `"repo:org/shop:environment:`+environment+`"`)
		assert.Equal(t, "groundwork-account-push-"+environment, role.Get("name"))
		policy := recorder.Named(t, policyType, "ci-push-"+environment).Get("policy")
		assert.Contains(t, policy, `"arn:aws:s3:::shop-`+environment+`-assets-123456789012/*"`)
		assert.NotContains(t, policy, "kms:")
	}
	for _, inline := range recorder.All("aws:iam/rolePolicy:RolePolicy") {
		assert.NotContains(t, inline.Name, "push")
	}
}

func TestProtectionCanBeLifted(t *testing.T) {
	for _, made := range mocks.Run(t, Deploy, config("groundwork:protection", "false")).All("") {
		assert.False(t, made.Protected, made.Name)
	}
}

func TestAPreviewOfAnAccountThatHasNothingYetWorks(t *testing.T) {
	assert.NotEmpty(t, mocks.Run(t, Deploy, config(), mocks.Preview).All(roleType))
}

func TestGiteaIsTrustedBesidesGitHub(t *testing.T) {
	recorder := mocks.Run(t, Deploy, config("groundwork:gitea", `{"issuer":"https://git.example.com/api/actions","repository":"org/shop"}`))
	assert.Len(t, recorder.All("aws:iam/openIdConnectProvider:OpenIdConnectProvider"), 2)
	trust := recorder.Named(t, roleType, "ci-deploy-prod").Get("assumeRolePolicy")
	assert.Contains(t, trust, `"git.example.com/api/actions:sub":["repo:org/shop:environment:prod"]`)
	assert.Contains(t, trust, `"arn:aws:iam::123456789012:oidc-provider/git.example.com/api/actions"`)
}

func TestRunnersStandInWhereNoTokensAreSigned(t *testing.T) {
	const arn = `"arn:aws:iam::123456789012:role/runner-%s"`
	runners := []string{}
	for _, what := range []string{"preview", "watch", "dev", "staging", "prod"} {
		runners = append(runners, fmt.Sprintf(`"%s":`+arn, what, what))
	}
	recorder := mocks.Run(t, Deploy, config("groundwork:github", "null", "groundwork:runners", "{"+strings.Join(runners, ",")+"}"))
	assert.Empty(t, recorder.All("aws:iam/openIdConnectProvider:OpenIdConnectProvider"))
	trust := recorder.Named(t, roleType, "ci-deploy-prod").Get("assumeRolePolicy")
	assert.Contains(t, trust, fmt.Sprintf(arn, "prod"))
	assert.NotContains(t, trust, fmt.Sprintf(arn, "dev"))
	assert.NotContains(t, trust, "WebIdentity")
}

func TestWithProblemsNothingIsRegistered(t *testing.T) {
	recorder, err := mocks.Try(Deploy, config("groundwork:oldStateDays", "0"))
	require.ErrorContains(t, err, "groundwork:oldStateDays: 0 must be 1 to 3650")
	assert.Empty(t, recorder.All(keyType))

	t.Setenv(pulumi.EnvConfig, `{"groundwork:systms":"[]"}`)
	_, err = mocks.Try(Deploy, config("groundwork:systms", "[]"))
	require.ErrorContains(t, err, "groundwork:systms: there is no such key; there are: name, systems")
}
