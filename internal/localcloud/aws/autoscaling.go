package aws

import "groundwork/internal/localcloud"

const fleetType = "aws:autoscaling/group:Group"

// fleetService is groups of instances.
func fleetService() service {
	return service{kinds: map[string]localcloud.Kind{
		fleetType: {Create: createScaling, Update: again(checkSizes)},
	}}
}

// createScaling follows
// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
func createScaling(tx *localcloud.Tx, group *localcloud.Object) error {
	subnets := subnetsOf(tx, group.Outputs.Strings("vpcZoneIdentifiers"))
	if len(subnets) == 0 && len(group.Outputs.Strings("availabilityZones")) == 0 {
		return tx.Fail(400, "ValidationError", "At least one Availability Zone or VPC Subnet is required.")
	}
	decide(group, "desiredCapacity", group.Outputs.Int("minSize"))
	if len(subnets) > 0 {
		names := []string{}
		for _, z := range zones[tx.Region()] {
			if zonesOf(subnets)[z.Name] {
				names = append(names, z.Name)
			}
		}
		decide(group, "availabilityZones", names)
	}
	return checkSizes(tx, group)
}

func checkSizes(tx *localcloud.Tx, group *localcloud.Object) error {
	least, most, want := group.Outputs.Int("minSize"), group.Outputs.Int("maxSize"), group.Outputs.Int("desiredCapacity")
	switch {
	case least > most:
		return tx.Fail(400, "ValidationError", "Max bound, %d, must be greater than or equal to min bound, %d", most, least)
	case group.Outputs.Known("desiredCapacity") && (want < least || want > most):
		return tx.Fail(400, "ValidationError", "Desired capacity:%d must be between the specified min size:%d and max size:%d", want, least, most)
	}
	return nil
}
