package aws

import (
	"net/netip"
	"slices"

	"groundwork/internal/localcloud"
)

const (
	vpcType    = "aws:ec2/vpc:Vpc"
	subnetType = "aws:ec2/subnet:Subnet"
)

// vpcService is the network: VPCs and their subnets. It is also the worked
// example of a service's file.
func vpcService() service {
	return service{kinds: map[string]localcloud.Kind{
		vpcType: {
			Check:  checkVpc,
			Create: createVpc,
		},
		subnetType: {
			Check:  checkSubnet,
			Create: createSubnet,
		},
	}}
}

// checkVpc and checkSubnet hold blocks to /16 to /28:
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
func checkVpc(c *localcloud.Check)    { checkBlock(c) }
func checkSubnet(c *localcloud.Check) { checkBlock(c) }

func checkBlock(c *localcloud.Check) {
	text := c.Inputs.String("cidrBlock")
	if text == "" {
		return
	}
	block, err := netip.ParsePrefix(text)
	switch {
	case err != nil: // the schema's own rule has said so
	case block.Masked() != block:
		c.Fail("cidrBlock", "expected %q to be a network address, as in %q", text, block.Masked())
	case block.Bits() < 16 || block.Bits() > 28:
		c.Fail("cidrBlock", "expected %q to contain a network Value with between 16 and 28 significant bits, got: %d",
			"cidr_block", block.Bits())
	}
}

// createVpc makes what AWS makes with a VPC: its main route table, default
// network ACL and default security group, which go when it goes.
func createVpc(tx *localcloud.Tx, vpc *localcloud.Object) error {
	block := vpc.String("cidrBlock")
	if block == "" {
		return tx.Fail(400, "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")
	}
	vpc.Set("defaultNetworkAclId", "acl-"+tx.Hex(17))
	vpc.Set("defaultRouteTableId", "rtb-"+tx.Hex(17))
	vpc.Set("mainRouteTableId", vpc.String("defaultRouteTableId"))
	vpc.Set("defaultSecurityGroupId", "sg-"+tx.Hex(17))
	vpc.Set("dhcpOptionsId", dhcpOptions(tx))
	return nil
}

// createSubnet follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html
func createSubnet(tx *localcloud.Tx, subnet *localcloud.Object) error {
	vpc := tx.Get(vpcType, subnet.String("vpcId"))
	if vpc == nil {
		return tx.Fail(400, "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist", subnet.String("vpcId"))
	}
	if err := placeBlock(tx, vpc, subnet); err != nil {
		return err
	}
	return placeZone(tx, subnet)
}

// placeBlock finds room for the subnet in its VPC.
func placeBlock(tx *localcloud.Tx, vpc, subnet *localcloud.Object) error {
	text := subnet.String("cidrBlock")
	block, err := netip.ParsePrefix(text)
	if err != nil {
		return tx.Fail(400, "InvalidParameterValue", "Value (%s) for parameter cidrBlock is invalid. This is not a valid CIDR block.", text)
	}
	inside := func(whole netip.Prefix) bool { return whole.Bits() <= block.Bits() && whole.Contains(block.Addr()) }
	if !slices.ContainsFunc(blocksOf(tx, vpc), inside) {
		return tx.Fail(400, "InvalidSubnet.Range", "The CIDR '%s' is invalid.", text)
	}
	for _, other := range tx.Where(subnetType, "vpcId", vpc.ID) {
		taken, err := netip.ParsePrefix(other.String("cidrBlock"))
		if err == nil && taken.Overlaps(block) {
			return tx.Fail(400, "InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet", text)
		}
	}
	return nil
}

// placeZone resolves the zone by name or id. Without one AWS chooses; here it
// is the region's first.
func placeZone(tx *localcloud.Tx, subnet *localcloud.Object) error {
	asked := subnet.String("availabilityZone")
	parameter := "availabilityZone"
	if asked == "" {
		asked, parameter = subnet.String("availabilityZoneId"), "availabilityZoneId"
	}
	if asked == "" {
		asked = zones[tx.Region()][0].Name
	}
	found, ok := zoneNamed(tx.Region(), asked)
	if !ok {
		return tx.Fail(400, "InvalidParameterValue",
			"Value (%s) for parameter %s is invalid. Subnets can currently only be created in the following availability zones: %s.",
			asked, parameter, zoneList(tx.Region()))
	}
	subnet.Set("availabilityZone", found.Name)
	subnet.Set("availabilityZoneId", found.ID)
	subnet.Set("privateDnsHostnameTypeOnLaunch", "ip-name")
	return nil
}

func zoneList(region string) string {
	list := ""
	for i, z := range zones[region] {
		if i > 0 {
			list += ", "
		}
		list += z.Name
	}
	return list
}
