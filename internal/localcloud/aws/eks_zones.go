package aws

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// keepZones: other subnets must be in the zones that the cluster was made with, no
// more and no fewer, and in its VPC.
// https://github.com/aws/containers-roadmap/issues/2258
// https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
func keepZones(tx *localcloud.Tx, old, cluster *localcloud.Object) error {
	before, after := old.Outputs.Strings("vpcConfig.subnetIds"), cluster.Outputs.Strings("vpcConfig.subnetIds")
	slices.Sort(before)
	slices.Sort(after)
	if slices.Equal(before, after) {
		return nil
	}
	subnets := subnetsOf(tx, after)
	for _, subnet := range subnets {
		if vpc := old.String("vpcConfig.vpcId"); subnet.String("vpcId") != vpc {
			return tx.Fail(400, "InvalidParameterException", "Subnets specified must belong to the same VPC: %s", vpc)
		}
	}
	made, wanted := zonesOf(subnetsOf(tx, before)), zonesOf(subnets)
	if !maps.Equal(made, wanted) {
		return tx.Fail(400, "InvalidParameterException",
			"Provided subnets belong to the AZs '%s'. But they should belong to the exact set of AZs '%s' in which subnets were provided during cluster creation.",
			inWords(wanted), inWords(made))
	}
	return nil
}

func inWords(zones map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(zones)), ",")
}
