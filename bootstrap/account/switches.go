package account

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsebs "groundwork/internal/sdk/aws/ebs"
	awsguardduty "groundwork/internal/sdk/aws/guardduty"
	awss3 "groundwork/internal/sdk/aws/s3"
)

// switches are what holds for everything in the account, whoever makes it.
//
// Controls met: EC2.7, S3.1, S3.8 for the account; GuardDuty.1 where it is on.
type switches struct{ pulumi.ResourceState }

// setSwitches sets them. Those that protect stay as they are when the stack goes: what
// others made since rests on them.
func (b *base) setSwitches() error {
	all := &switches{}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:Switches", "switches", all); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	parent, stays := pulumi.Parent(all), pulumi.RetainOnDelete(true)
	if _, err := awsebs.NewEncryptionByDefault(b.ctx, "switches-ebs-encryption", &awsebs.EncryptionByDefaultArgs{
		Enabled: pulumi.Bool(b.config.EBSEncryption),
	}, parent, stays); err != nil {
		return fmt.Errorf("encrypting volumes by default: %w", err)
	}
	block := pulumi.Bool(b.config.S3PublicAccessBlock)
	if _, err := awss3.NewAccountPublicAccessBlock(b.ctx, "switches-s3-private", &awss3.AccountPublicAccessBlockArgs{
		AccountId: pulumi.String(b.access.ID), BlockPublicAcls: block, BlockPublicPolicy: block, IgnorePublicAcls: block, RestrictPublicBuckets: block,
	}, parent, stays); err != nil {
		return fmt.Errorf("keeping buckets from the public: %w", err)
	}
	if b.config.GuardDuty {
		if _, err := awsguardduty.NewDetector(b.ctx, "switches-guardduty", &awsguardduty.DetectorArgs{
			Enable: pulumi.Bool(true), FindingPublishingFrequency: pulumi.String("SIX_HOURS"), Tags: b.tags("guardduty"),
		}, parent); err != nil {
			return fmt.Errorf("looking for threats: %w", err)
		}
	}
	outputs := pulumi.Map{"ebsEncryption": pulumi.Bool(b.config.EBSEncryption), "s3PublicAccessBlock": block, "guardDuty": pulumi.Bool(b.config.GuardDuty)}
	return b.ctx.RegisterResourceOutputs(all, outputs)
}
