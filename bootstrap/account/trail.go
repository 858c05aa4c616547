package account

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/s3bucket"
	awscloudtrail "groundwork/internal/sdk/aws/cloudtrail"
)

// trail is the record of who changed what, in all regions.
//
// Controls met: CloudTrail.1, 4; not met: S3.9 of its bucket (CloudTrail.7: who reads it
// stands in the trail's own data events, which cost), CloudTrail.2 (SSE-S3: a key of one's own costs
// for each object, and adds nobody who may not read) and CloudTrail.5 (nothing looks at
// its log yet: docs/decisions/0059).
type trail struct{ pulumi.ResourceState }

// keepTrail makes the trail and its bucket. The first copy of management events is free
// (https://aws.amazon.com/cloudtrail/pricing/); the objects cost cents.
func (b *base) keepTrail() error {
	if b.config.TrailDays == 0 {
		return nil
	}
	all := &trail{}
	if err := b.ctx.RegisterComponentResource("groundwork:bootstrap:Trail", "trail", all); err != nil {
		return fmt.Errorf("registering the component: %w", err)
	}
	parent, name := pulumi.Parent(all), b.names.Name("trail")
	bucket, err := s3bucket.New(b.ctx, "trail-bucket", s3bucket.Args{
		Names: b.names, AccountID: b.access.ID, ShortName: "trail", Role: s3bucket.Trail, Versioning: true,
		TrailARN: fmt.Sprintf("arn:aws:cloudtrail:%s:%s:trail/%s", b.config.Region, b.access.ID, name),
		Expire:   days(b.config.TrailDays), OldVersions: days(oldTrailDays), Protect: b.config.Protection, KeepObjects: true,
	}, parent)
	if err != nil {
		return err
	}
	// Ready is the bucket's name once its policy is in place, which CloudTrail asks for.
	made, err := awscloudtrail.NewTrail(b.ctx, "trail", &awscloudtrail.TrailArgs{
		Name: pulumi.String(name), S3BucketName: bucket.Ready, EnableLogging: pulumi.Bool(true),
		IsMultiRegionTrail: pulumi.Bool(true), IncludeGlobalServiceEvents: pulumi.Bool(true), EnableLogFileValidation: pulumi.Bool(true),
		Tags: b.tags("trail"),
	}, parent, pulumi.Protect(b.config.Protection))
	if err != nil {
		return fmt.Errorf("creating the trail: %w", err)
	}
	b.ctx.Export("trailBucket", bucket.Name)
	return b.ctx.RegisterResourceOutputs(all, pulumi.Map{"bucket": bucket.Name, "arn": made.Arn})
}

// oldTrailDays is for how long what was deleted or overwritten in the record stays.
const oldTrailDays = 30

func days(count int) time.Duration { return time.Duration(count) * 24 * time.Hour }
