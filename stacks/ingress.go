package stacks

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/alb"
	"groundwork/components/certificate"
	"groundwork/components/vpc"
	"groundwork/internal/cloudflaresdk"
	"groundwork/workload"
)

// makeIngress makes the load balancer. It stands before the cluster: the cluster
// lets the load balancer in.
func (d *deployment) makeIngress() error {
	hosts := workload.Hosts(d.workloads)
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
	for _, web := range workload.Routed(d.workloads) {
		routes = append(routes, alb.Route{
			Name: web.Name, Formerly: web.Route.Formerly, Host: web.Route.Host, Path: web.Route.Path, Port: web.Port,
			HealthPath: web.Route.HealthPath, GreenWeight: web.Weight(workload.Green), DeregistrationDelay: drain,
		})
	}
	return routes
}
