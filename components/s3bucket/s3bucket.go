// Package s3bucket provisions an S3 bucket: private, encrypted, reached over TLS
// only, with the lifecycle of its role.
//
// Controls met: S3.2, 3, 5, 6, 8, 10, 12, 13, 14 (with versioning), and S3.9 for
// every bucket but the one that takes the logs, which would log its own logging.
// S3.1 is the account's, not a bucket's. Not met: S3.7 (replication needs a
// second region), S3.11 (nobody waits for events), S3.15 (object lock would
// keep a stack from ever being deleted), S3.17 (a customer key: log delivery
// takes SSE-S3 only, and backups must outlive the stack's keys), S3.20 (MFA
// delete is the root user's to turn on).
package s3bucket

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awss3 "groundwork/internal/sdk/aws/s3"
	"groundwork/naming"
)

// Role decides a bucket's lifecycle and who may write to it.
type Role string

// The roles.
const (
	// Backups are kept and moved to colder storage.
	Backups Role = "backups"
	// Static holds assets that a CDN serves.
	Static Role = "static"
	// Logs takes the access logs of load balancers, buckets and CDNs.
	Logs Role = "logs"
	// Trail takes what CloudTrail records of an account.
	Trail Role = "trail"
)

// Args describe the bucket.
type Args struct {
	// Names gives physical names and tags. Required.
	Names naming.Scope
	// AccountID is the AWS account's id, twelve digits. It ends the bucket's
	// name, because bucket names are unique in the world. Required.
	AccountID string
	// ShortName is the bucket's name within the system, such as "static".
	// Required.
	ShortName string
	// Role is what the bucket is for. Required.
	Role Role

	// Versioning keeps earlier versions of objects.
	Versioning bool
	// Expire is when objects are deleted, whole days, rounded up; 0: never, and
	// after 90 days for role logs, which nothing else would ever empty.
	Expire time.Duration
	// OldVersions is when earlier versions are deleted, whole days, rounded up;
	// 0: never. It needs Versioning.
	OldVersions time.Duration
	// TrailARN is the ARN of the trail that writes here. Required for role trail, and
	// for no other.
	TrailARN string
	// LogsBucket is the name of the bucket that takes this one's access logs;
	// nil: no access logs. Not for role logs.
	LogsBucket pulumi.StringInput
	// Served leaves the policy to Bucket.Serve, which must be called: it names the
	// CDN's distribution, which in turn names this bucket. Only for role static.
	Served bool
	// Protect keeps Pulumi from deleting the bucket, and S3 from deleting one
	// that has objects. Without it the bucket goes with all that is in it.
	Protect bool
	// KeepObjects keeps S3 from deleting a bucket that has objects even when
	// Protect is off: lifting the protection must not lose what cannot be made
	// again.
	KeepObjects bool
}

// Bucket is an S3 bucket.
type Bucket struct {
	pulumi.ResourceState

	// PhysicalName is the bucket's name, known at plan time: for what only writes
	// it down and must not wait for the bucket.
	PhysicalName string
	// Name and ARN identify the bucket. They are known when the bucket exists.
	Name, ARN pulumi.StringOutput
	// Ready is the bucket's name, known when its policy is in place too: a log
	// bucket takes logs only from then on.
	Ready pulumi.StringOutput
	// RegionalDomainName is the host that a CDN fetches from.
	RegionalDomainName pulumi.StringOutput

	builder *builder
}

// New registers the bucket.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Bucket, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("bucket %q: %w", name, err)
	}
	component := &Bucket{PhysicalName: args.physicalName()}
	if err := ctx.RegisterComponentResource("groundwork:s3bucket:Bucket", name, component, opts...); err != nil {
		return nil, fmt.Errorf("registering bucket %q: %w", name, err)
	}
	b := &builder{ctx: ctx, name: name, args: args, parent: pulumi.Parent(component)}
	component.builder = b
	if err := b.build(component); err != nil {
		return nil, fmt.Errorf("bucket %q: %w", name, err)
	}
	return component, ctx.RegisterResourceOutputs(component, pulumi.Map{
		"name":               component.Name,
		"arn":                component.ARN,
		"regionalDomainName": component.RegionalDomainName,
	})
}

// build creates the children and hands their outputs to the component.
func (b *builder) build(component *Bucket) error {
	if err := b.bucket(); err != nil {
		return err
	}
	if err := b.secure(); err != nil {
		return err
	}
	versioning, err := b.versioning()
	if err != nil {
		return err
	}
	if err := b.lifecycle(versioning); err != nil {
		return err
	}
	if err := b.accessLogs(); err != nil {
		return err
	}
	component.Name = b.target.Bucket
	component.ARN = b.target.Arn
	component.RegionalDomainName = b.target.BucketRegionalDomainName
	component.Ready = component.Name
	if b.args.Served {
		return nil
	}
	policy, err := b.policy(b.ofRole())
	if err != nil {
		return err
	}
	component.Ready = policy.Bucket
	return nil
}

// builder carries what every step of one bucket needs.
type builder struct {
	ctx    *pulumi.Context
	name   string
	args   Args
	parent pulumi.ResourceOption
	// target is the bucket itself, block its public access block: both are set
	// by the first steps.
	target *awss3.BucketV2
	block  *awss3.BucketPublicAccessBlock
}

// child is the logical name of a child resource.
func (b *builder) child(part string) string { return b.name + "-" + part }

// part is the options of what belongs to the bucket and is no more once it is gone:
// nothing takes its lock and its encryption off it first, so a bucket that can't be
// deleted keeps them.
func (b *builder) part(opts ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append(opts, b.parent, pulumi.DeletedWith(b.target))
}
