package s3bucket

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	bucketType    = "aws:s3/bucketV2:BucketV2"
	policyType    = "aws:s3/bucketPolicy:BucketPolicy"
	lifecycleType = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	componentType = "groundwork:s3bucket:Bucket"
)

func backups() Args {
	return Args{
		Names:     naming.Scope{System: "stockindicator", Environment: "prod"},
		AccountID: "123456789012", ShortName: "backups", Role: Backups,
		Versioning: true, OldVersions: 30 * day, LogsBucket: pulumi.String("the-logs"), Protect: true,
	}
}

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "store", args)
		return err
	}, options...)
}

func TestABucketIsPrivateEncryptedAndReachedOverTLSOnly(t *testing.T) {
	recorder := run(t, backups())
	bucket := recorder.One(t, bucketType)
	assert.Equal(t, "stockindicator-prod-backups-123456789012", bucket.Get("bucket"))
	assert.Equal(t, false, bucket.Get("forceDestroy"))
	assert.True(t, bucket.Protected)

	block := recorder.One(t, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
	for _, closed := range []string{"blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"} {
		assert.Equal(t, true, block.Get(closed), closed)
	}
	assert.Equal(t, "BucketOwnerEnforced", recorder.One(t, "aws:s3/bucketOwnershipControls:BucketOwnershipControls").Get("rule", "objectOwnership"))
	assert.Equal(t, "Enabled", recorder.One(t, "aws:s3/bucketVersioningV2:BucketVersioningV2").Get("versioningConfiguration", "status"))

	policy := recorder.One(t, policyType)
	assert.Contains(t, policy.Get("policy"), `"aws:SecureTransport":["false"]`)
	assert.NotContains(t, policy.Get("policy"), `"Allow"`, "nobody else is let in")
	assert.Contains(t, strings.Join(policy.DependsOn, " "), "store-private", "one change of the access at a time")

	logging := recorder.One(t, "aws:s3/bucketLoggingV2:BucketLoggingV2")
	assert.Equal(t, "the-logs", logging.Get("targetBucket"))
	assert.Equal(t, "s3/backups/", logging.Get("targetPrefix"))
}

func TestALogBucketTakesLogsOfThisAccountOnly(t *testing.T) {
	args := backups()
	args.Role, args.ShortName, args.LogsBucket, args.Versioning = Logs, "logs", nil, false
	recorder := run(t, args)
	policy := recorder.One(t, policyType).Get("policy").(string)
	for _, service := range []string{"logdelivery.elasticloadbalancing.amazonaws.com", "logging.s3.amazonaws.com", "delivery.logs.amazonaws.com"} {
		assert.Contains(t, policy, service)
	}
	for _, statement := range document(args, "arn:aws:s3:::b").Statements[1:] {
		scoped := strings.Contains(strings.Join(statement.Resource, " "), "123456789012") || len(statement.Condition) > 0
		assert.True(t, scoped, statement.Sid)
	}
	assert.Empty(t, recorder.All("aws:s3/bucketVersioningV2:BucketVersioningV2"))
	assert.Empty(t, recorder.All("aws:s3/bucketLoggingV2:BucketLoggingV2"))
}

func TestATrailsBucketLetsThatTrailInOnly(t *testing.T) {
	args := backups()
	args.Role, args.ShortName, args.TrailARN = Trail, "trail", "arn:aws:cloudtrail:us-east-1:123456789012:trail/shop"
	policy := run(t, args).One(t, policyType).Get("policy").(string)
	assert.Contains(t, policy, "cloudtrail.amazonaws.com")
	for _, statement := range document(args, "arn:aws:s3:::b").Statements[1:] {
		assert.Equal(t, []string{args.TrailARN}, statement.Condition["StringEquals"]["aws:SourceArn"], statement.Sid)
	}
	args.TrailARN = ""
	assert.ErrorContains(t, args.validate(), "role trail names the trail that writes")
}

func TestOnlyItsDistributionReadsAServedBucket(t *testing.T) {
	args := backups()
	args.Role, args.Served = Static, true
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		bucket, err := New(ctx, "store", args)
		if err != nil {
			return err
		}
		return bucket.Serve(pulumi.String("arn:aws:cloudfront::123456789012:distribution/E1"))
	})
	served := recorder.One(t, policyType)
	arn := recorder.One(t, bucketType).Get("bucket").(string)
	assert.Contains(t, served.Get("policy"), `"Sid":"DenyPlainHTTP"`)
	assert.Contains(t, served.Get("policy"), `"Action":["s3:GetObject"]`, arn)
	assert.Contains(t, served.Get("policy"), `"Condition":{"StringEquals":{"aws:SourceArn":["arn:aws:cloudfront::123456789012:distribution/E1"]}}`)
	assert.Contains(t, strings.Join(served.DependsOn, " "), "store-private", "one change of the access at a time")

	args.Served = false
	alone := run(t, args).One(t, policyType)
	assert.Equal(t, alone.Name, served.Name, "switching the CDN on and off changes the bucket's one policy, and makes no second one")
	assert.NotContains(t, alone.Get("policy"), `"Allow"`)
}

func TestWithoutProtectionABucketGoesWithItsObjects(t *testing.T) {
	args := backups()
	args.Protect = false
	bucket := run(t, args).One(t, bucketType)
	assert.Equal(t, true, bucket.Get("forceDestroy"))
	assert.False(t, bucket.Protected)
}

func TestTheLifecycleFollowsTheRole(t *testing.T) {
	tests := map[string]struct {
		change func(*Args)
		want   plan
	}{
		"backups are kept and move to colder storage": {func(*Args) {}, plan{oldVersions: 30, moves: steps, markers: true}},
		"backups of 90 days stay in infrequent access": {
			func(a *Args) { a.Expire = 90 * day }, plan{expire: 90, oldVersions: 30, moves: steps[:1]}},
		"backups of a week do not move":           {func(a *Args) { a.Expire = 7 * day }, plan{expire: 7, oldVersions: 30}},
		"logs end after 90 days when nobody says": {func(a *Args) { a.Role, a.Versioning = Logs, false }, plan{expire: 90}},
		"logs end when somebody says":             {func(a *Args) { a.Role, a.Versioning, a.Expire = Logs, false, 400*day-time.Hour }, plan{expire: 400}},
		"assets stay":                             {func(a *Args) { a.Role = Static }, plan{oldVersions: 30, markers: true}},
		"without versions none are old":           {func(a *Args) { a.Role, a.Versioning = Static, false }, plan{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			args := backups()
			test.change(&args)
			assert.Equal(t, test.want, args.plan())
		})
	}
}

func TestEveryThingThatEndsHasARuleOfItsOwn(t *testing.T) {
	lifecycle := run(t, backups()).One(t, lifecycleType)
	var ids []any
	for _, rule := range lifecycle.Get("rules").([]any) {
		ids = append(ids, rule.(map[string]any)["id"])
	}
	assert.Equal(t, []any{"abandoned-uploads", "colder-storage", "old-versions", "delete-markers"}, ids)
	assert.Contains(t, strings.Join(lifecycle.DependsOn, " "), "store-versioning")
}

func TestALongNameStaysUniqueAndWithinTheLimit(t *testing.T) {
	args := backups()
	args.Names.System = strings.Repeat("x", 60)
	first := args.physicalName()
	args.ShortName = "backupz"
	assert.LessOrEqual(t, len(first), naming.BucketLimit)
	assert.NotEqual(t, first, args.physicalName())
	assert.True(t, strings.HasSuffix(first, "-123456789012"))
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	run(t, backups()).Children(t, componentType, "store")
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) {
	assert.Len(t, run(t, backups(), mocks.Preview).All(bucketType), 1)
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	tests := map[string]struct {
		change func(*Args)
		want   string
	}{
		"an unknown role":        {func(a *Args) { a.Role = "misc" }, `role "misc" is not known: write one of backups, static, logs, trail`},
		"a name that S3 refuses": {func(a *Args) { a.ShortName = "My_Files" }, `short name "My_Files" must be lower-case letters, digits and inner dashes`},
		"logs of logs":           {func(a *Args) { a.Role = Logs }, "a bucket of role logs cannot send its own access logs to a bucket"},
		"backups behind a CDN":   {func(a *Args) { a.Served = true }, `role "backups" is not served by a CDN: only a bucket of role static is`},
		"two problems":           {func(a *Args) { a.AccountID, a.Expire = "", -day }, "account id \"\" must be twelve digits\nobjects cannot expire after -24h0m0s: write 0 to keep them"},
	}
	require.NoError(t, backups().validate())
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			args := backups()
			test.change(&args)
			assert.EqualError(t, args.validate(), test.want)
		})
	}
}

func TestABucketThatKeepsItsObjectsDoesSoWithoutProtectionToo(t *testing.T) {
	args := backups()
	args.Protect, args.KeepObjects = false, true
	assert.Equal(t, false, run(t, args).One(t, "aws:s3/bucketV2:BucketV2").Get("forceDestroy"))
}
