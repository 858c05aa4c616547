package stacks

import (
	"cmp"
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/vpc"
)

// endpointServices are what nodes and pods call at AWS besides S3, which has a
// free gateway endpoint.
var endpointServices = []string{"autoscaling", "ec2", "ecr.api", "ecr.dkr", "eks-auth", "elasticloadbalancing", "logs", "secretsmanager", "ssm", "sts"}

// layNetwork makes the VPC.
func (d *deployment) layNetwork() (err error) {
	network := d.system.Network
	args := vpc.Args{
		Names:     d.names,
		Region:    d.system.Region,
		AccountID: d.account,
		CIDR:      network.CIDR,
		Zones:     network.Zones,
		NAT:       vpc.NAT(network.NAT),
		FlowLogs:  time.Duration(network.FlowLogs),
		Protect:   d.system.Protects("network"),
	}
	if network.InterfaceEndpoints {
		args.InterfaceEndpoints = endpointServices
	}
	if explicit := network.Subnets; explicit != nil {
		args.Subnets = vpc.Subnets{Public: explicit.Public, Private: explicit.Private, Data: explicit.Data}
	}
	d.network, err = vpc.New(d.ctx, "network", args)
	return err
}

// dataZones are the data subnets' ids and zone names, side by side.
func (d *deployment) dataZones() (ids, zones []pulumi.StringInput) {
	for _, subnet := range d.network.Data {
		ids = append(ids, subnet.ID.ToStringOutput())
		zones = append(zones, subnet.Zone)
	}
	return ids, zones
}

// dataCIDRs are the addresses of the data stores.
func (d *deployment) dataCIDRs() []string { return blocks(d.network.Data) }

// publicCIDRs are the addresses that the load balancer calls from.
func (d *deployment) publicCIDRs() []string { return blocks(d.network.Public) }

// blocks are the addresses of subnets in the order of their zones' ids: zones that
// change places in the stack file change no rule.
func blocks(subnets []vpc.Subnet) []string {
	sorted := slices.SortedFunc(slices.Values(subnets), func(a, b vpc.Subnet) int { return cmp.Compare(a.ZoneID, b.ZoneID) })
	cidrs := make([]string, 0, len(sorted))
	for _, subnet := range sorted {
		cidrs = append(cidrs, subnet.CIDR)
	}
	return cidrs
}
