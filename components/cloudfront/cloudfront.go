// Package cloudfront provisions a CDN for a bucket of static assets. Its
// distribution may read the bucket once the bucket's policy names it.
//
// Controls met: CloudFront.1, 3, 5 (with a log bucket; by the current standard
// logging, which AWS Config's rule does not look at), 7, 8, 9, 10, 12, 13, 15. Not
// met: CloudFront.4 (a second bucket in another
// region, for files that a build can put back) and CloudFront.6 (no WAF of
// AWS's: public files have no code behind them to attack, and Cloudflare's WAF
// stands in front of the host name).
package cloudfront

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	"groundwork/naming"
)

// priceClasses are where the assets are cached, cheapest first: Europe and North
// America; most of the world; everywhere.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html
var priceClasses = []string{"PriceClass_100", "PriceClass_200", "PriceClass_All"}

var hostName = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$`)

// Args describe the CDN.
type Args struct {
	// Names gives physical names and tags. Required.
	Names naming.Scope
	// Host is the host name that serves the assets. Required.
	Host string
	// CertificateARN is the host's issued certificate, which CloudFront takes
	// from us-east-1 only. Required.
	CertificateARN pulumi.StringInput

	// BucketDomainName is the regional one of the bucket of the assets, whose policy
	// must let the distribution read. Required.
	BucketDomainName pulumi.StringInput

	// LogsBucketARN is the bucket that takes the access logs, under
	// AWSLogs/<account>/CloudFront/; nil: no access logs.
	LogsBucketARN pulumi.StringInput
	// USEast1 is a provider for us-east-1, where CloudFront's log delivery is
	// set up; nil: the stack's own region is us-east-1.
	USEast1 pulumi.ProviderResource
	// PriceClass is where the assets are cached; empty: PriceClass_100.
	PriceClass string
}

// CDN is a CloudFront distribution.
type CDN struct {
	pulumi.ResourceState

	// DomainName is the distribution's own host: what Host's record points to.
	DomainName pulumi.StringOutput
	// ID is what an invalidation names; ARN what a policy does.
	ID, ARN pulumi.StringOutput
}

// New registers the CDN.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*CDN, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("cdn %q: %w", name, err)
	}
	if args.PriceClass == "" {
		args.PriceClass = priceClasses[0]
	}
	cdn := &CDN{}
	if err := ctx.RegisterComponentResource("groundwork:cloudfront:CDN", name, cdn, opts...); err != nil {
		return nil, fmt.Errorf("registering cdn %q: %w", name, err)
	}
	b := &builder{ctx: ctx, name: name, args: args, parent: pulumi.Parent(cdn)}
	distribution, err := b.distribution()
	if err != nil {
		return nil, fmt.Errorf("cdn %q: %w", name, err)
	}
	if err := b.accessLogs(distribution); err != nil {
		return nil, fmt.Errorf("cdn %q: %w", name, err)
	}
	cdn.DomainName = distribution.DomainName
	cdn.ID = distribution.ID().ToStringOutput()
	cdn.ARN = distribution.Arn
	return cdn, ctx.RegisterResourceOutputs(cdn, pulumi.Map{
		"domainName": cdn.DomainName,
		"id":         cdn.ID,
		"arn":        cdn.ARN,
	})
}

// validate reports everything that is wrong with the arguments.
func (a Args) validate() error {
	var problems problem.List
	problems.Refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	problems.Refuse(!hostName.MatchString(a.Host), "host %q must be a host name such as static.example.com", a.Host)
	problems.Refuse(a.CertificateARN == nil, "certificate arn is required: CloudFront's own certificate serves only its own host name")
	problems.Refuse(a.BucketDomainName == nil, "bucket domain name is required")
	problems.Refuse(a.PriceClass != "" && !slices.Contains(priceClasses, a.PriceClass), "price class %q is not known: write one of %v", a.PriceClass, priceClasses)
	return problems.Err()
}

// builder carries what every step of one CDN needs.
type builder struct {
	ctx    *pulumi.Context
	name   string
	args   Args
	parent pulumi.ResourceOption
}

// child is the logical name of a child resource.
func (b *builder) child(part string) string { return b.name + "-" + part }

// tags are the tags of a child resource.
func (b *builder) tags() pulumi.StringMap {
	return pulumi.ToStringMap(b.args.Names.Tags("cdn"))
}
