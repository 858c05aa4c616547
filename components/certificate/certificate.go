// Package certificate makes an ACM certificate and proves its hosts through
// DNS records at Cloudflare. ACM renews it by itself for as long as the records
// stay (control ACM.1).
package certificate

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/limits"
	"groundwork/internal/problem"
	awsacm "groundwork/internal/sdk/aws/acm"
	"groundwork/naming"
)

// Args describe a certificate.
type Args struct {
	// Names is the stack's naming scope. Required.
	Names naming.Scope
	// Purpose tells the stack's certificates apart in their tags, such as "alb".
	// Required.
	Purpose string
	// Hosts are the names the certificate is for, in lower case; the first is
	// its domain. A wildcard such as *.example.com stands for one label.
	// Required. A change replaces the certificate, the new one first.
	//
	// Two certificates of one account must not share a host, nor a host and its
	// wildcard: ACM wants the same record for both, and Cloudflare takes a
	// record once.
	Hosts []string
	// ZoneID is the Cloudflare zone that all hosts lie in. Required.
	ZoneID string
}

// Certificate is a certificate that has been issued.
type Certificate struct {
	pulumi.ResourceState

	// ARN is known only once ACM has issued the certificate, so that what uses
	// it waits for that.
	ARN pulumi.StringOutput

	name string
	args Args
}

// New makes a certificate. For CloudFront it must be in us-east-1: give the AWS
// provider of that region in opts.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Certificate, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("certificate %q: %w", name, err)
	}
	c := &Certificate{name: name, args: args}
	if err := ctx.RegisterComponentResource("groundwork:certificate:Certificate", name, c, opts...); err != nil {
		return nil, fmt.Errorf("certificate %q: %w", name, err)
	}
	requested, err := c.request(ctx)
	if err != nil {
		return nil, fmt.Errorf("certificate %q: %w", name, err)
	}
	proofs, err := c.prove(ctx, requested)
	if err != nil {
		return nil, fmt.Errorf("certificate %q: %w", name, err)
	}
	issued, err := awsacm.NewCertificateValidation(ctx, name+"-issued", &awsacm.CertificateValidationArgs{
		CertificateArn:        requested.Arn,
		ValidationRecordFqdns: proofs,
	}, pulumi.Parent(c))
	if err != nil {
		return nil, fmt.Errorf("certificate %q: %w", name, err)
	}
	c.ARN = issued.CertificateArn
	return c, ctx.RegisterResourceOutputs(c, pulumi.Map{
		"arn":   c.ARN,
		"hosts": pulumi.ToStringArray(args.Hosts),
	})
}

func (c *Certificate) request(ctx *pulumi.Context) (*awsacm.Certificate, error) {
	return awsacm.NewCertificate(ctx, c.name+"-certificate", &awsacm.CertificateArgs{
		DomainName: pulumi.String(c.args.Hosts[0]),
		// Always, and the domain with them, as ACM lists them. Names left out are what
		// the cloud says they are, so that from two hosts to one would be no change,
		// and the certificate would wait for ever for a host that nobody proves.
		// https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/acm/certificate.go
		SubjectAlternativeNames: pulumi.ToStringArray(c.args.Hosts),
		ValidationMethod:        pulumi.String("DNS"),
		// The smallest RSA key that passes control ACM.2; CloudFront and every
		// client take it.
		KeyAlgorithm: pulumi.String("RSA_2048"),
		Tags:         pulumi.ToStringMap(c.args.Names.Tags(c.args.Purpose)),
	}, pulumi.Parent(c))
}

// host is a DNS name in lower case, perhaps of a wildcard.
var host = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)

var zoneID = regexp.MustCompile(`^[0-9a-f]{32}$`)

func (a Args) validate() error {
	var problems problem.List
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names: a system and an environment are required")
	problems.Require(a.Purpose != "", "purpose: required")
	problems.Require(len(a.Hosts) >= 1 && len(a.Hosts) <= limits.CertificateHosts, "hosts: %d given, want 1 to %d", len(a.Hosts), limits.CertificateHosts)
	for i, name := range a.Hosts {
		problems.Require(host.MatchString(name), "host %q: want a full name in lower case, without a dot at its end", name)
		problems.Require(!slices.Contains(a.Hosts[:i], name), "host %q: given twice", name)
	}
	// ACM's limit: the domain, not the further names, must fit a common name.
	// https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
	if len(a.Hosts) > 0 {
		problems.Require(len(a.Hosts[0]) <= limits.CertificateFirstHost, "host %q: the first host may have %d characters at most", a.Hosts[0], limits.CertificateFirstHost)
	}
	problems.Require(zoneID.MatchString(a.ZoneID), "zone id %q: want 32 hex digits", a.ZoneID)
	return problems.Err()
}

// base is the name whose control proves a host: a wildcard and its base are
// proved by one record.
// https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
func base(host string) string { return strings.TrimPrefix(host, "*.") }

// bases are the distinct bases of hosts, in their order.
func bases(hosts []string) []string {
	var distinct []string
	for _, name := range hosts {
		if b := base(name); !slices.Contains(distinct, b) {
			distinct = append(distinct, b)
		}
	}
	return distinct
}
