package spec

import (
	"fmt"

	"groundwork/internal/limits"
)

func (v *validator) nodes(nodes Nodes) {
	path := at("compute", "eks", "nodes")
	v.between(under(path, "min"), nodes.Min, 1, nodesLimit, "a cluster without nodes runs nothing, and EKS's quota is 450 a group")
	switch {
	case nodes.Max < nodes.Min:
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("the most nodes are not fewer than the fewest, %d", nodes.Min), fmt.Sprintf("max: %d", min(max(nodes.Min, nodes.Desired), nodesLimit)))
	case nodes.Desired < nodes.Min || nodes.Desired > nodes.Max:
		v.add(under(path, "desired"), nodes.Desired, fmt.Sprintf("the nodes at creation are between min and max, %d to %d", nodes.Min, nodes.Max),
			fmt.Sprintf("desired: %d", min(max(nodes.Desired, nodes.Min), nodes.Max)))
	}
	v.between(under(path, "max"), nodes.Max, 1, nodesLimit, "EKS's quota is 450 nodes a group")
	if most := nodesLimit; nodes.Desired <= nodes.Max && nodes.Min <= most && nodes.Desired > most {
		v.add(under(path, "desired"), nodes.Desired, fmt.Sprintf("the nodes at creation are between min and max, %d to %d", nodes.Min, most), fmt.Sprintf("desired: %d", most))
	}
	v.nodesInEachZone(nodes)
	if nodes.Disk < smallestDisk || nodes.Disk > largestDisk {
		v.add(under(path, "disk"), nodes.Disk, "the root disk holds the node's system and every image: 20Gi to 16Ti", "disk: 30Gi")
	}
	if standing, sizes := limits.InstanceType(nodes.Type); !instanceForm.MatchString(nodes.Type) {
		v.add(under(path, "type"), nodes.Type, "an EC2 instance type is a family and a size", "type: t3.large")
	} else if standing == limits.Missing {
		v.missingType(under(path, "type"), nodes.Type, "", sizes, "EC2 has no such instance type")
	}
}

// nodesInEachZone: the autoscaler knows what a node would be like where it has seen one.
// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#auto-discovery-setup
func (v *validator) nodesInEachZone(nodes Nodes) {
	zones := len(v.sys.Network.Zones)
	if nodes.Groups != GroupsPerZone || nodes.Min < 1 || nodes.Min >= zones {
		return
	}
	instead := fmt.Sprintf("min: %d", zones)
	if nodes.Max < zones {
		instead += fmt.Sprintf(", and %s: %d", at("compute", "eks", "nodes", "max"), zones)
	}
	v.add(at("compute", "eks", "nodes", "min"), nodes.Min,
		fmt.Sprintf("each of the %s has a group of nodes, for the volumes there: without a node in one, its pods wait", count(zones, "zone")),
		instead+", or groups: single")
}
