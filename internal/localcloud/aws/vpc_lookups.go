package aws

import (
	"net/netip"
	"slices"

	"groundwork/internal/localcloud"
)

// networkLookups are the data sources of VPCs and subnets.
func networkLookups() service {
	return service{functions: map[string]localcloud.Function{
		"aws:ec2/getVpc:getVpc":         lookupVPC,
		"aws:ec2/getVpcs:getVpcs":       lookupVPCs,
		"aws:ec2/getSubnet:getSubnet":   lookupSubnet,
		"aws:ec2/getSubnets:getSubnets": lookupSubnets,
	}}
}

// vpcFilters and subnetFilters are those of
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html and
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
var vpcFilters = filtering{
	"vpc-id": itsID, "cidr": shows("cidrBlock"), "owner-id": shows("ownerId"), "state": always("available"),
	"cidr-block-association.cidr-block": vpcBlocks, "cidr-block-association.state": always("associated"),
	"dhcp-options-id": shows("dhcpOptionsId"), "is-default": sayDefault, "isDefault": sayDefault,
	"ipv6-cidr-block-association.ipv6-cidr-block": shows("ipv6CidrBlock"),
}

var subnetFilters = filtering{
	"subnet-id": itsID, "vpc-id": shows("vpcId"), "state": always("available"), "owner-id": shows("ownerId"),
	"availability-zone": shows("availabilityZone"), "availabilityZone": shows("availabilityZone"),
	"availability-zone-id": shows("availabilityZoneId"), "availabilityZoneId": shows("availabilityZoneId"),
	"cidr-block": shows("cidrBlock"), "cidrBlock": shows("cidrBlock"), "cidr": shows("cidrBlock"),
	"default-for-az": sayDefault, "defaultForAz": sayDefault, "ipv6-native": shows("ipv6Native"),
	"map-public-ip-on-launch": shows("mapPublicIpOnLaunch"), "subnet-arn": shows("arn"),
	"ipv6-cidr-block-association.ipv6-cidr-block": shows("ipv6CidrBlock"),
	"enable-dns64": shows("enableDns64"), "available-ip-address-count": freeAddresses,
}

func sayDefault(_ *localcloud.Tx, obj *localcloud.Object) []string {
	if isDefault(obj) {
		return []string{"true"}
	}
	return []string{"false"}
}

func vpcBlocks(tx *localcloud.Tx, vpc *localcloud.Object) []string {
	var blocks []string
	for _, block := range blocksOf(tx, vpc) {
		blocks = append(blocks, block.String())
	}
	return blocks
}

func freeAddresses(_ *localcloud.Tx, subnet *localcloud.Object) []string {
	return []string{number(addressCount(subnet))}
}

// addressCount is what a subnet has to give: five of its addresses are AWS's.
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
func addressCount(subnet *localcloud.Object) int {
	block, err := netip.ParsePrefix(subnet.String("cidrBlock"))
	if err != nil || !block.Addr().Is4() {
		return 0
	}
	return 1<<(32-block.Bits()) - reservedAddresses
}

func findVPCs(tx *localcloud.Tx, args localcloud.Props) ([]*localcloud.Object, error) {
	list := narrowed(tx.Select(vpcType, nil), args, map[string]string{
		"id": "id", "cidrBlock": "cidrBlock", "dhcpOptionsId": "dhcpOptionsId",
	})
	if args.Bool("default") {
		list = slices.DeleteFunc(list, func(vpc *localcloud.Object) bool { return !isDefault(vpc) })
	}
	return vpcFilters.search(tx, args, list)
}

// lookupVPC follows the provider's aws_vpc data source.
func lookupVPC(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := findVPCs(tx, args)
	if err != nil {
		return nil, err
	}
	vpc, err := only(tx, "EC2 VPC", list)
	if err != nil {
		return nil, err
	}
	values := copied(vpc, "arn", "cidrBlock", "dhcpOptionsId", "enableDnsHostnames", "enableDnsSupport",
		"enableNetworkAddressUsageMetrics", "instanceTenancy", "ipv6AssociationId", "ipv6CidrBlock", "mainRouteTableId", "ownerId")
	values["default"], values["state"] = isDefault(vpc), "available"
	blocks := []localcloud.Props{}
	for i, block := range vpcBlocks(tx, vpc) {
		blocks = append(blocks, localcloud.PropsOf(map[string]any{
			"associationId": "vpc-cidr-assoc-" + tx.Seeded(vpc.ID, number(i)).Hex(17), "cidrBlock": block, "state": "associated",
		}))
	}
	values["cidrBlockAssociations"] = blocks
	return answered(args, vpc.ID, values), nil
}

func lookupVPCs(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := findVPCs(tx, args)
	if err != nil {
		return nil, err
	}
	return answered(args, tx.Region(), map[string]any{"ids": idsOf(list)}), nil
}

func findSubnets(tx *localcloud.Tx, args localcloud.Props) ([]*localcloud.Object, error) {
	list := narrowed(tx.Select(subnetType, nil), args, map[string]string{
		"id": "id", "vpcId": "vpcId", "cidrBlock": "cidrBlock", "ipv6CidrBlock": "ipv6CidrBlock",
		"availabilityZone": "availabilityZone", "availabilityZoneId": "availabilityZoneId",
	})
	if args.Bool("defaultForAz") {
		list = slices.DeleteFunc(list, func(subnet *localcloud.Object) bool { return !isDefault(subnet) })
	}
	return subnetFilters.search(tx, args, list)
}

// lookupSubnet follows the provider's aws_subnet data source.
func lookupSubnet(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := findSubnets(tx, args)
	if err != nil {
		return nil, err
	}
	subnet, err := only(tx, "EC2 Subnet", list)
	if err != nil {
		return nil, err
	}
	values := copied(subnet, "arn", "assignIpv6AddressOnCreation", "availabilityZone", "availabilityZoneId", "cidrBlock",
		"enableDns64", "ipv6CidrBlock", "ipv6CidrBlockAssociationId", "ipv6Native", "mapPublicIpOnLaunch", "ownerId",
		"privateDnsHostnameTypeOnLaunch", "vpcId", "enableResourceNameDnsARecordOnLaunch", "enableResourceNameDnsAaaaRecordOnLaunch")
	values["defaultForAz"], values["state"] = isDefault(subnet), "available"
	values["availableIpAddressCount"] = addressCount(subnet)
	values["customerOwnedIpv4Pool"], values["outpostArn"], values["enableLniAtDeviceIndex"] = "", "", 0
	values["mapCustomerOwnedIpOnLaunch"] = false
	return answered(args, subnet.ID, values), nil
}

func lookupSubnets(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := findSubnets(tx, args)
	if err != nil {
		return nil, err
	}
	return answered(args, tx.Region(), map[string]any{"ids": idsOf(list)}), nil
}
