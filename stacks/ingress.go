package stacks

import (
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/alb"
	"groundwork/components/certificate"
	"groundwork/components/vpc"
	"groundwork/internal/cloudflaresdk"
	"groundwork/spec"
)

// makeIngress makes the load balancer. It stands before the cluster: the cluster
// lets the load balancer in.
func (d *deployment) makeIngress() error {
	hosts := d.webHosts()
	switch {
	case len(hosts) == 0:
		return nil
	case d.throughNginx():
		return d.makeNLB()
	default:
		return d.makeALB(hosts)
	}
}

// makeALB makes the load balancer of the web services and its certificate.
func (d *deployment) makeALB(hosts []string) error {
	proved, err := certificate.New(d.ctx, "certificate", certificate.Args{
		Names:   d.names,
		Purpose: "alb",
		Hosts:   hosts,
		ZoneID:  d.system.Domain.ZoneID,
	})
	if err != nil {
		return err
	}
	ranges, err := cloudflaresdk.GetIpRanges(d.ctx, nil)
	if err != nil {
		return fmt.Errorf("asking Cloudflare for its addresses: %w", err)
	}
	args := alb.Args{
		Names:              d.names,
		VPCID:              d.network.ID.ToStringOutput(),
		SubnetIDs:          vpc.IDs(d.network.Public),
		AllowedCIDRs:       ranges.Ipv4Cidrs,
		CertificateARN:     proved.ARN,
		DeletionProtection: d.system.Protects("loadBalancer"),
		TargetCIDR:         d.network.CIDR,
		Routes:             d.routes(),
	}
	if d.logs != nil {
		args.LogsBucket, args.LogsPrefix = d.logs.Ready, "alb"
	}
	d.balancer, err = alb.New(d.ctx, "alb", args, pulumi.DependsOn(d.network.Internet))
	return err
}

// routes are the load balancer's ways to the web services.
func (d *deployment) routes() []alb.Route {
	var routes []alb.Route
	for _, name := range d.serviceNames() {
		service := d.system.Services[name]
		if service.Kind != spec.KindWeb {
			continue
		}
		route := alb.Route{Name: name, Formerly: service.Formerly, Host: service.Host, Path: service.Path, Port: service.Port, HealthPath: service.Readiness.Path, DeregistrationDelay: drain}
		if service.Release != nil {
			route.GreenWeight = service.Release.GreenWeight
		}
		routes = append(routes, route)
	}
	return routes
}

// webHosts are the host names of the web services, sorted, each once.
func (d *deployment) webHosts() []string {
	var hosts []string
	for _, service := range d.system.Services {
		if service.Kind == spec.KindWeb && !slices.Contains(hosts, service.Host) {
			hosts = append(hosts, service.Host)
		}
	}
	slices.Sort(hosts)
	return hosts
}
