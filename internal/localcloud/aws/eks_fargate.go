package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

var (
	noFargateTrust = refusal{400, "InvalidParameterException", "Misconfigured PodExecutionRole Trust Policy; Please add the eks-fargate-pods.amazonaws.com Service Principal"}
	notPrivate     = refusal{400, "InvalidParameterException", "Subnet %s provided in Fargate Profile is not a private subnet"}
)

// createFargate follows
// https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html: pods
// run in private subnets of the cluster's VPC, with a role that Fargate may
// take.
func createFargate(tx *localcloud.Tx, profile *localcloud.Object) error {
	cluster := tx.Get(clusterType, profile.String("clusterName"))
	if cluster == nil {
		return noCluster.about(tx, profile.String("clusterName"))
	}
	if err := trusted(tx, profile.String("podExecutionRoleArn"), "eks-fargate-pods.amazonaws.com", noFargateTrust); err != nil {
		return err
	}
	for _, subnet := range subnetsOf(tx, profile.Outputs.Strings("subnetIds")) {
		switch {
		case subnet.String("vpcId") != cluster.String("vpcConfig.vpcId"):
			return tx.Fail(400, "InvalidParameterException", "Subnet %s is not in the cluster's VPC %s", subnet.ID, cluster.String("vpcConfig.vpcId"))
		case leadsOut(tx, subnet):
			return notPrivate.about(tx, subnet.ID)
		}
	}
	profile.Set("status", "ACTIVE")
	return nil
}

// checkFargate: five selectors, with five labels each, are the most.
func checkFargate(c *localcloud.Check) {
	selectors := c.Inputs.Maps("selectors")
	if len(selectors) > 5 {
		c.Fail("selectors", "Too many selectors: a Fargate profile can have 5 at most, got %d", len(selectors))
	}
	for _, selector := range selectors {
		if labels := selector.StringMap("labels"); len(labels) > 5 {
			c.Fail("selectors", "Too many labels: a selector can have 5 at most, got %d", len(labels))
		}
	}
}

func nameFargate(profile *localcloud.Object) string { return profile.String("fargateProfileName") }

// leadsOut reports whether a subnet's routes go to an internet gateway.
func leadsOut(tx *localcloud.Tx, subnet *localcloud.Object) bool {
	table := ""
	for _, association := range tx.Where(associationType, "subnetId", subnet.ID) {
		table = association.String("routeTableId")
	}
	if vpc := tx.Get(vpcType, subnet.String("vpcId")); table == "" && vpc != nil {
		table = vpc.String("mainRouteTableId")
	}
	found := findRouteTable(tx, table)
	return found != nil && slices.ContainsFunc(routesOf(tx, found), func(route localcloud.Props) bool {
		return strings.HasPrefix(route.String("gatewayId"), "igw-")
	})
}
