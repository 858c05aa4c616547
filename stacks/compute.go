package stacks

import (
	"fmt"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/eks"
	"groundwork/components/kubenamespace"
	"groundwork/components/vpc"
	"groundwork/spec"
	"groundwork/workload"
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
		PrivateAccess:     d.callers(),
		Admins:            cluster.Admins,
		Viewers:           cluster.Viewers,
		LogRetention:      time.Duration(cluster.LogRetention),
		Nodes: eks.Nodes{
			Type:    cluster.Nodes.Type,
			Min:     cluster.Nodes.Min,
			Desired: cluster.Nodes.Desired,
			Max:     cluster.Nodes.Max,
			DiskGiB: cluster.Nodes.Disk.GiB(),
			Image:   cluster.Nodes.Image,
			Zones:   d.nodeZones(),
		},
		Egress:   d.network.Egress,
		Ingress:  d.podIngress(),
		PodRoles: d.podRoles(),
	})
	return err
}

// callers are who may reach the cluster's API from inside.
func (d *deployment) callers() []eks.Caller {
	var callers []eks.Caller
	for _, from := range d.system.Compute.EKS.PrivateAccessFrom {
		switch {
		case from == spec.FromVPC:
			callers = append(callers, eks.Caller{CIDR: d.system.Network.CIDR})
		case strings.HasPrefix(from, "sg-"):
			callers = append(callers, eks.Caller{SecurityGroupID: from})
		default:
			callers = append(callers, eks.Caller{CIDR: from})
		}
	}
	return callers
}

// nodeZones are the zones that have a group of nodes each; none for one over all.
func (d *deployment) nodeZones() []eks.Zone {
	if d.system.Compute.EKS.Nodes.Groups != spec.GroupsPerZone {
		return nil
	}
	var zones []eks.Zone
	for _, subnet := range d.network.Private {
		zones = append(zones, eks.Zone{ID: subnet.ZoneID, SubnetID: subnet.ID.ToStringOutput()})
	}
	return zones
}

// makeNamespace makes the system's namespace, as soon as something is to be in
// it.
func (d *deployment) makeNamespace() (err error) {
	if !d.system.StartWorkloads && !d.hasClusterDatabase() && !d.hasClusterCache() {
		return nil
	}
	d.namespace, err = kubenamespace.New(d.ctx, "namespace", kubenamespace.Args{Names: d.names, Name: d.namespaceName(), Files: d.sharedFiles()}, d.inCluster()...)
	return err
}

// namespaceName is the name of the system's namespace.
func (d *deployment) namespaceName() string { return d.system.Compute.EKS.Namespace }

// inCluster is the options of what lives in the cluster: it goes before the
// add-ons and the nodes do. A namespace needs none of them to be made, but the
// storage driver takes back the volumes of claims that go with it, such as a
// dump's.
func (d *deployment) inCluster() []pulumi.ResourceOption {
	return []pulumi.ResourceOption{pulumi.Provider(d.cluster.Provider), pulumi.DependsOn(d.cluster.Ready)}
}

// inNamespace is the options of what lives in the namespace.
func (d *deployment) inNamespace() []pulumi.ResourceOption {
	return append(d.inCluster(), pulumi.DependsOn(d.namespace.Ready))
}

// podIngress lets the load balancer reach each port that a web service listens
// on: one rule per port, since services may share one.
func (d *deployment) podIngress() []eks.IngressRule {
	if d.passthrough != nil {
		return d.controllerIngress()
	}
	var rules []eks.IngressRule
	seen := map[int]bool{}
	for _, web := range workload.Routed(d.workloads) {
		if seen[web.Port] {
			continue
		}
		seen[web.Port] = true
		rules = append(rules, eks.IngressRule{
			Name:            fmt.Sprintf("alb-%d", web.Port),
			SecurityGroupID: d.balancer.SecurityGroupID.ToStringOutput(),
			Port:            web.Port,
		})
	}
	return rules
}
