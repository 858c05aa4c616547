package s3bucket

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awss3 "groundwork/internal/sdk/aws/s3"
	"groundwork/naming"
)

// serverAccessPrefix begins the keys of S3's own access logs in a log bucket.
const serverAccessPrefix = "s3/"

// physicalName is unique in the world by the account id at its end.
func (a Args) physicalName() string {
	ending := "-" + a.AccountID
	return naming.Fit(a.Names.Name(a.ShortName), naming.BucketLimit-len(ending)) + ending
}

func (b *builder) bucket() error {
	bucket, err := awss3.NewBucketV2(b.ctx, b.child("bucket"), &awss3.BucketV2Args{
		Bucket:       pulumi.String(b.args.physicalName()),
		ForceDestroy: pulumi.Bool(!b.args.Protect && !b.args.KeepObjects),
		Tags:         pulumi.ToStringMap(b.args.Names.Tags(b.args.ShortName)),
	}, b.parent, pulumi.Protect(b.args.Protect))
	if err != nil {
		return fmt.Errorf("creating the bucket: %w", err)
	}
	b.target = bucket
	return nil
}

// secure closes the bucket to the public, turns access lists off and names the
// encryption, which S3 would also do by itself, but nobody could see it.
func (b *builder) secure() error {
	var err error
	b.block, err = awss3.NewBucketPublicAccessBlock(b.ctx, b.child("private"), &awss3.BucketPublicAccessBlockArgs{
		Bucket:                b.target.ID(),
		BlockPublicAcls:       pulumi.Bool(true),
		BlockPublicPolicy:     pulumi.Bool(true),
		IgnorePublicAcls:      pulumi.Bool(true),
		RestrictPublicBuckets: pulumi.Bool(true),
	}, b.part()...)
	if err != nil {
		return fmt.Errorf("blocking public access: %w", err)
	}
	_, err = awss3.NewBucketOwnershipControls(b.ctx, b.child("ownership"), &awss3.BucketOwnershipControlsArgs{
		Bucket: b.target.ID(),
		Rule:   awss3.BucketOwnershipControlsRuleArgs{ObjectOwnership: pulumi.String("BucketOwnerEnforced")},
	}, b.part()...)
	if err != nil {
		return fmt.Errorf("turning access lists off: %w", err)
	}
	// SSE-S3: load balancers deliver logs to no other encryption, and a bucket
	// key would have nothing to do, as it saves calls to KMS.
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
	_, err = awss3.NewBucketServerSideEncryptionConfigurationV2(b.ctx, b.child("encryption"), &awss3.BucketServerSideEncryptionConfigurationV2Args{
		Bucket: b.target.ID(),
		Rules: awss3.BucketServerSideEncryptionConfigurationV2RuleArray{awss3.BucketServerSideEncryptionConfigurationV2RuleArgs{
			ApplyServerSideEncryptionByDefault: awss3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs{
				SseAlgorithm: pulumi.String("AES256"),
			},
		}},
	}, b.part()...)
	if err != nil {
		return fmt.Errorf("encrypting: %w", err)
	}
	return nil
}

// versioning is a resource only where it is on: removing it suspends it.
func (b *builder) versioning() (pulumi.Resource, error) {
	if !b.args.Versioning {
		return nil, nil
	}
	versioning, err := awss3.NewBucketVersioningV2(b.ctx, b.child("versioning"), &awss3.BucketVersioningV2Args{
		Bucket: b.target.ID(),
		VersioningConfiguration: awss3.BucketVersioningV2VersioningConfigurationArgs{
			Status: pulumi.String("Enabled"),
		},
	}, b.part()...)
	if err != nil {
		return nil, fmt.Errorf("turning versioning on: %w", err)
	}
	return versioning, nil
}

func (b *builder) accessLogs() error {
	if b.args.LogsBucket == nil {
		return nil
	}
	_, err := awss3.NewBucketLoggingV2(b.ctx, b.child("access-logs"), &awss3.BucketLoggingV2Args{
		Bucket:       b.target.ID(),
		TargetBucket: b.args.LogsBucket,
		TargetPrefix: pulumi.String(serverAccessPrefix + b.args.ShortName + "/"),
	}, b.part()...)
	if err != nil {
		return fmt.Errorf("turning access logs on: %w", err)
	}
	return nil
}
