package stacks

import (
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/certificate"
	"groundwork/components/cloudflare"
	"groundwork/components/cloudfront"
	"groundwork/workload"
)

// usEast1 is where CloudFront takes its certificates from.
const usEast1 = "us-east-1"

// makeEdge makes the CDN and what Cloudflare does in front of everything.
func (d *deployment) makeEdge() error {
	if d.system.Edge.CDN != nil {
		if err := d.makeCDN(); err != nil {
			return err
		}
	}
	edge, domain := d.system.Edge, d.system.Domain
	_, err := cloudflare.New(d.ctx, "edge", cloudflare.Args{
		Names:      d.names,
		ZoneID:     domain.ZoneID,
		ZoneName:   domain.Name,
		Plan:       cloudflare.Plan(domain.Plan),
		ManageZone: domain.ManageZone,
		Hosts:      d.edgeHosts(),
		WAF:        edge.WAF,
		RateLimit:  cloudflare.Rate{Requests: edge.RateLimit.Count, Period: time.Duration(edge.RateLimit.Per)},
	})
	return err
}

func (d *deployment) makeCDN() error {
	cdn := d.system.Edge.CDN
	var east *aws.Provider
	if d.system.Region != usEast1 {
		made, err := aws.NewProvider(d.ctx, usEast1, &aws.ProviderArgs{Region: pulumi.String(usEast1)})
		if err != nil {
			return err
		}
		east = made
	}
	proved, err := certificate.New(d.ctx, "cdn-certificate", certificate.Args{
		Names:   d.names,
		Purpose: "cdn",
		Hosts:   []string{cdn.Host},
		ZoneID:  d.system.Domain.ZoneID,
	}, inRegion(east)...)
	if err != nil {
		return err
	}
	bucket := d.buckets[cdn.Bucket]
	args := cloudfront.Args{
		Names:            d.names,
		Host:             cdn.Host,
		CertificateARN:   proved.ARN,
		BucketDomainName: bucket.RegionalDomainName,
	}
	if east != nil {
		args.USEast1 = east
	}
	if d.logs != nil {
		// Of the name that is known once the bucket takes logs.
		args.LogsBucketARN = pulumi.Sprintf("arn:aws:s3:::%s", d.logs.Ready)
	}
	if d.cdn, err = cloudfront.New(d.ctx, "cdn", args); err != nil {
		return err
	}
	// The CDN had this policy, until switching it on and off took the bucket's own
	// away.
	return bucket.Serve(d.cdn.ARN, pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("cdn-bucket-policy"), Parent: d.cdn}}))
}

// inRegion passes a provider on; none means the stack's own.
func inRegion(provider *aws.Provider) []pulumi.ResourceOption {
	if provider == nil {
		return nil
	}
	return []pulumi.ResourceOption{pulumi.Provider(provider)}
}

// edgeHosts are the names that lead to the system.
func (d *deployment) edgeHosts() []cloudflare.Host {
	var hosts []cloudflare.Host
	for _, name := range workload.Hosts(d.workloads) {
		host := cloudflare.Host{Name: name, Direct: d.throughNginx()}
		if d.throughNginx() {
			host.Target = d.passthrough.DNSName
		} else {
			host.Target = d.balancer.DNSName
		}
		hosts = append(hosts, host)
	}
	if cdn := d.system.Edge.CDN; cdn != nil {
		hosts = append(hosts, cloudflare.Host{Name: cdn.Host, Target: d.cdn.DomainName, Cache: cloudflare.CacheStatic})
	}
	return hosts
}
