package eks

import (
	"cmp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// group is one managed node group.
type group struct {
	// name ends the logical name.
	name    string
	subnets pulumi.StringArrayInput
	// min, desired and max are this group's share of the nodes.
	min, desired, max int
}

// groups are one over all subnets, or one in each zone. Which zone has the node that
// can't be divided goes by the zones' ids, so that their order means nothing.
func (n Nodes) groups(all pulumi.StringArrayInput) []group {
	if len(n.Zones) == 0 {
		return []group{{"nodes", all, n.Min, n.desired(), n.Max}}
	}
	sorted := slices.SortedFunc(slices.Values(n.Zones), func(a, b Zone) int { return cmp.Compare(a.ID, b.ID) })
	var list []group
	for i, zone := range sorted {
		part := func(whole int) int { return share(whole, i, len(sorted)) }
		list = append(list, group{
			"nodes-" + zone.ID, pulumi.StringArray{zone.SubnetID}, part(n.Min), part(n.desired()), part(n.Max),
		})
	}
	return list
}

// share is the i-th of so many parts of a whole; the first ones are larger by one.
func share(whole, i, parts int) int {
	if i < whole%parts {
		return whole/parts + 1
	}
	return whole / parts
}

// ignored leaves the desired size to the autoscaler where there is one.
//
// What this does not do: the size in the state is the one last read, and EKS
// takes minimum, desired and maximum only together. So before changing Min or
// Max of a cluster that has scaled, run `pulumi refresh`; otherwise the old
// desired size goes along, and the autoscaler has to add the nodes again
// (https://github.com/pulumi/pulumi-aws/issues/2524). Bounds that leave that size
// out are refused before (internal/danger), with a way in two steps.
func (g group) ignored() []pulumi.ResourceOption {
	if g.max == g.min {
		return nil
	}
	return []pulumi.ResourceOption{pulumi.IgnoreChanges([]string{"scalingConfig.desiredSize"})}
}
