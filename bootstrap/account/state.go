package account

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/s3bucket"
	"groundwork/internal/iampolicy"
	awskms "groundwork/internal/sdk/aws/kms"
	awss3 "groundwork/internal/sdk/aws/s3"
	"groundwork/naming"
)

// state is the bucket that keeps Pulumi's states, with its key and its logs.
//
// Controls met: S3.2, 3, 5, 6, 8, 9, 10, 12, 13, 14, 17; KMS.3 and 4.
type state struct {
	pulumi.ResourceState

	keyARN pulumi.StringOutput
}

// bucketName is unique in the world by the account id at its end.
func bucketName(names naming.Scope, account string) string { return names.Name("state", account) }

// keepState makes the bucket. It is never emptied, protected or not: S3 deletes
// no bucket that holds a state.
func (b *base) keepState() error {
	b.state = &state{}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:State", "state", b.state); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	parent, protect := pulumi.Parent(b.state), pulumi.Protect(b.config.Protection)
	key, err := b.newKey("state-key", "Pulumi's states", []string{"state"}, b.tags("state"), parent, protect)
	if err != nil {
		return err
	}
	logs, err := s3bucket.New(b.ctx, "state-logs", s3bucket.Args{
		Names: b.names, AccountID: b.access.ID, ShortName: "logs", Role: s3bucket.Logs, Protect: b.config.Protection, KeepObjects: true,
	}, parent)
	if err != nil {
		return err
	}
	bucket, err := awss3.NewBucketV2(b.ctx, "state-bucket", &awss3.BucketV2Args{
		Bucket: pulumi.String(b.access.StateBucket),
		Tags:   b.tags("state"),
	}, parent, protect)
	if err != nil {
		return fmt.Errorf("creating the bucket: %w", err)
	}
	if err := b.secureState(bucket, key, parent); err != nil {
		return err
	}
	if err := b.versionState(bucket, parent); err != nil {
		return err
	}
	if _, err := awss3.NewBucketLoggingV2(b.ctx, "state-access-logs", &awss3.BucketLoggingV2Args{
		Bucket: bucket.ID(), TargetBucket: logs.Ready, TargetPrefix: pulumi.String("s3/state/"),
	}, parent); err != nil {
		return fmt.Errorf("turning access logs on: %w", err)
	}
	b.state.keyARN = key.Arn
	backend := pulumi.Sprintf("s3://%s?region=%s", bucket.Bucket, b.config.Region)
	b.ctx.Export("backend", backend)
	return b.ctx.RegisterResourceOutputs(b.state, pulumi.Map{"backend": backend, "key": key.Arn})
}

// secureState closes the bucket to the public and to plain HTTP, turns access
// lists off and encrypts with the key. The bucket key saves a call to KMS for
// each object.
func (b *base) secureState(bucket *awss3.BucketV2, key *awskms.Key, parent pulumi.ResourceOption) error {
	block, err := awss3.NewBucketPublicAccessBlock(b.ctx, "state-private", &awss3.BucketPublicAccessBlockArgs{
		Bucket: bucket.ID(), BlockPublicAcls: pulumi.Bool(true), BlockPublicPolicy: pulumi.Bool(true),
		IgnorePublicAcls: pulumi.Bool(true), RestrictPublicBuckets: pulumi.Bool(true),
	}, parent)
	if err != nil {
		return fmt.Errorf("blocking public access: %w", err)
	}
	if _, err := awss3.NewBucketOwnershipControls(b.ctx, "state-ownership", &awss3.BucketOwnershipControlsArgs{
		Bucket: bucket.ID(), Rule: awss3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String("BucketOwnerEnforced")},
	}, parent); err != nil {
		return fmt.Errorf("turning access lists off: %w", err)
	}
	if _, err := awss3.NewBucketServerSideEncryptionConfigurationV2(b.ctx, "state-encryption", &awss3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: bucket.ID(),
		Rules: awss3.BucketServerSideEncryptionConfigurationV2RuleArray{awss3.BucketServerSideEncryptionConfigurationV2RuleArgs{
			BucketKeyEnabled: pulumi.Bool(true),
			ApplyServerSideEncryptionByDefault: awss3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{
				SseAlgorithm: pulumi.String("aws:kms"), KmsMasterKeyId: key.Arn,
			},
		}},
	}, parent); err != nil {
		return fmt.Errorf("encrypting: %w", err)
	}
	// S3 refuses two changes of a bucket's access at a time.
	if _, err := awss3.NewBucketPolicy(b.ctx, "state-policy", &awss3.BucketPolicyArgs{
		Bucket: bucket.ID(),
		Policy: iampolicy.Output(func(values []string) iampolicy.Document {
			return iampolicy.Document{Statements: []iampolicy.Statement{iampolicy.TLSOnly(values[0])}}
		}, bucket.Arn),
	}, parent, pulumi.DependsOn([]pulumi.Resource{block})); err != nil {
		return fmt.Errorf("creating the policy: %w", err)
	}
	return nil
}

// versionState keeps earlier versions of every state for a while: the way back
// from a state that was damaged or deleted.
func (b *base) versionState(bucket *awss3.BucketV2, parent pulumi.ResourceOption) error {
	versioning, err := awss3.NewBucketVersioningV2(b.ctx, "state-versioning", &awss3.BucketVersioningV2Args{
		Bucket:                  bucket.ID(),
		VersioningConfiguration: awss3.BucketVersioningV2VersioningConfigurationArgs{Status: pulumi.String("Enabled")},
	}, parent)
	if err != nil {
		return fmt.Errorf("turning versioning on: %w", err)
	}
	rule := func(id string) awss3.BucketLifecycleConfigurationV2RuleArgs {
		return awss3.BucketLifecycleConfigurationV2RuleArgs{
			Id: pulumi.String(id), Status: pulumi.String("Enabled"),
			Filter: awss3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String("")},
		}
	}
	old, markers := rule("old-versions"), rule("delete-markers")
	old.NoncurrentVersionExpiration = awss3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs{NoncurrentDays: pulumi.Int(b.config.OldStates)}
	markers.Expiration = awss3.BucketLifecycleConfigurationV2RuleExpirationArgs{ExpiredObjectDeleteMarker: pulumi.Bool(true)}
	if _, err := awss3.NewBucketLifecycleConfigurationV2(b.ctx, "state-lifecycle", &awss3.BucketLifecycleConfigurationV2Args{
		Bucket: bucket.ID(), Rules: awss3.BucketLifecycleConfigurationV2RuleArray{old, markers},
	}, parent, pulumi.DependsOn([]pulumi.Resource{versioning})); err != nil {
		return fmt.Errorf("setting the lifecycle: %w", err)
	}
	return nil
}
