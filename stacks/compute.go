package stacks

import (
	"fmt"
	"time"

	"groundwork/components/eks"
	"groundwork/components/vpc"
	"groundwork/spec"
)

// makeCompute makes the cluster.
func (d *deployment) makeCompute() (err error) {
	cluster := d.system.Compute.EKS
	d.cluster, err = eks.New(d.ctx, "cluster", eks.Args{
		Names:             d.names,
		Version:           cluster.Version,
		Region:            d.system.Region,
		AccountID:         d.account,
		VPCID:             d.network.ID.ToStringOutput(),
		SubnetIDs:         vpc.IDs(d.network.Private),
		PublicAccessCIDRs: cluster.PublicAccessCIDRs,
		Admins:            cluster.Admins,
		LogRetention:      time.Duration(cluster.LogRetention),
		Nodes: eks.Nodes{
			Type:    cluster.Nodes.Type,
			Min:     cluster.Nodes.Min,
			Desired: cluster.Nodes.Desired,
			Max:     cluster.Nodes.Max,
			DiskGiB: cluster.Nodes.Disk.GiB(),
		},
		Egress:   d.network.Egress,
		Ingress:  d.podIngress(),
		PodRoles: d.podRoles(),
	})
	return err
}

// podIngress lets the load balancer reach each port that a web service listens
// on: one rule per port, since services may share one.
func (d *deployment) podIngress() []eks.IngressRule {
	var rules []eks.IngressRule
	seen := map[int]bool{}
	for _, name := range d.serviceNames() {
		service := d.system.Services[name]
		if service.Kind != spec.KindWeb || seen[service.Port] {
			continue
		}
		seen[service.Port] = true
		rules = append(rules, eks.IngressRule{
			Name:            fmt.Sprintf("alb-%d", service.Port),
			SecurityGroupID: d.balancer.SecurityGroupID.ToStringOutput(),
			Port:            service.Port,
		})
	}
	return rules
}
