package s3bucket

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awss3 "groundwork/internal/sdk/aws/s3"
)

const (
	day = 24 * time.Hour
	// abandonedDays is when the parts of an upload that never ended go.
	abandonedDays = 7
	// logsDays is how long logs are kept when nobody says.
	logsDays = 90
)

// step is a move of a backup to colder storage.
type step struct {
	class string
	days  int
}

// steps keep backups readable at once, at a falling price. S3 asks for 30 days
// before infrequent access and for 30 more before the next class.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
var steps = []step{{"STANDARD_IA", 30}, {"GLACIER_IR", 90}}

// plan is a bucket's lifecycle in days; 0 leaves a rule out.
type plan struct {
	expire, oldVersions int
	moves               []step
	// markers tidies up delete markers that hide nothing any more.
	markers bool
}

// plan decides the lifecycle. An object is not moved when it would be deleted
// before the move has paid off: a class bills for at least as long again.
func (a Args) plan() plan {
	p := plan{expire: days(a.Expire)}
	if a.Role == Logs && p.expire == 0 {
		p.expire = logsDays
	}
	if a.Versioning {
		p.oldVersions = days(a.OldVersions)
		// An expiration by age removes such markers by itself, and S3 takes only
		// one of the two in a rule.
		p.markers = p.expire == 0
	}
	if a.Role == Backups {
		for _, s := range steps {
			if p.expire == 0 || p.expire >= 2*s.days {
				p.moves = append(p.moves, s)
			}
		}
	}
	return p
}

// days rounds up to whole days.
func days(d time.Duration) int { return int((d + day - 1) / day) }

// lifecycle has one rule for each thing that ends, so that each can be read and
// switched by itself. It waits for versioning, which decides what "delete" is.
func (b *builder) lifecycle(versioning pulumi.Resource) error {
	opts := b.part()
	if versioning != nil {
		opts = append(opts, pulumi.DependsOn([]pulumi.Resource{versioning}))
	}
	_, err := awss3.NewBucketLifecycleConfigurationV2(b.ctx, b.child("lifecycle"), &awss3.BucketLifecycleConfigurationV2Args{
		Bucket: b.target.ID(),
		Rules:  b.args.plan().rules(),
	}, opts...)
	if err != nil {
		return fmt.Errorf("setting the lifecycle: %w", err)
	}
	return nil
}

func (p plan) rules() awss3.BucketLifecycleConfigurationV2RuleArray {
	abandoned := rule("abandoned-uploads")
	abandoned.AbortIncompleteMultipartUpload = awss3.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs{
		DaysAfterInitiation: pulumi.Int(abandonedDays),
	}
	rules := awss3.BucketLifecycleConfigurationV2RuleArray{abandoned}
	if len(p.moves) > 0 {
		colder := rule("colder-storage")
		moves := awss3.BucketLifecycleConfigurationV2RuleTransitionArray{}
		for _, move := range p.moves {
			moves = append(moves, awss3.BucketLifecycleConfigurationV2RuleTransitionArgs{
				Days:         pulumi.Int(move.days),
				StorageClass: pulumi.String(move.class),
			})
		}
		colder.Transitions = moves
		rules = append(rules, colder)
	}
	if p.expire > 0 {
		expire := rule("expire")
		expire.Expiration = awss3.BucketLifecycleConfigurationV2RuleExpirationArgs{Days: pulumi.Int(p.expire)}
		rules = append(rules, expire)
	}
	if p.oldVersions > 0 {
		old := rule("old-versions")
		old.NoncurrentVersionExpiration = awss3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs{
			NoncurrentDays: pulumi.Int(p.oldVersions),
		}
		rules = append(rules, old)
	}
	if p.markers {
		markers := rule("delete-markers")
		markers.Expiration = awss3.BucketLifecycleConfigurationV2RuleExpirationArgs{ExpiredObjectDeleteMarker: pulumi.Bool(true)}
		rules = append(rules, markers)
	}
	return rules
}

// rule is an enabled rule for every object of the bucket.
func rule(id string) awss3.BucketLifecycleConfigurationV2RuleArgs {
	return awss3.BucketLifecycleConfigurationV2RuleArgs{
		Id:     pulumi.String(id),
		Status: pulumi.String("Enabled"),
		Filter: awss3.BucketLifecycleConfigurationV2RuleFilterArgs{Prefix: pulumi.String("")},
	}
}
