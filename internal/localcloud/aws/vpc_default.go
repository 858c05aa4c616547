package aws

import (
	"net/netip"

	"groundwork/internal/localcloud"
)

const (
	defaultVPCType    = "aws:ec2/defaultVpc:DefaultVpc"
	defaultSubnetType = "aws:ec2/defaultSubnet:DefaultSubnet"
	byDefault         = "default"
)

// defaultNetworkService lets programs take the default VPC and its subnets
// over. Deleting them only forgets them:
// https://www.pulumi.com/registry/packages/aws/api-docs/ec2/defaultvpc/
func defaultNetworkService() service {
	return service{kinds: map[string]localcloud.Kind{
		defaultVPCType:    {ID: defaultVPCID, Create: adoptVPC, Upsert: true},
		defaultSubnetType: {ID: defaultSubnetID, Create: adoptSubnet, Upsert: true},
	}}
}

// given is what every account has in every region from the beginning: a VPC
// 172.31.0.0/16 with an internet gateway and a public subnet in each zone. They
// are there to be found, used and counted, but nobody has made them, so that
// the listing of an empty cloud stays empty.
// https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
func given(tx *localcloud.Tx, token string) []*localcloud.Object {
	switch token {
	case vpcType:
		return []*localcloud.Object{defaultVPC(tx)}
	case subnetType:
		return defaultSubnets(tx)
	case gatewayType:
		id := defaultID(tx, "igw")
		return []*localcloud.Object{defaultObject(tx, gatewayType, id, map[string]any{
			"vpcId": defaultID(tx, "vpc"), "arn": regionalARN(tx, "internet-gateway/"+id),
		})}
	}
	return nil
}

// defaultID is the id of one of the default things of a region.
func defaultID(tx *localcloud.Tx, prefix string, parts ...string) string {
	return prefix + "-" + tx.Seeded(append([]string{"default", tx.Region(), prefix}, parts...)...).Hex(17)
}

func defaultObject(tx *localcloud.Tx, typ, id string, outputs map[string]any) *localcloud.Object {
	outputs["id"], outputs["ownerId"] = id, tx.Account()
	outputs["tags"], outputs["tagsAll"] = map[string]any{}, map[string]any{}
	return &localcloud.Object{
		Type: typ, ID: id, Name: byDefault, Scope: tx.Region(), Outputs: localcloud.PropsOf(outputs),
		Notes: map[string]string{byDefault: "true"},
	}
}

func isDefault(obj *localcloud.Object) bool { return obj.Notes[byDefault] != "" }

func defaultVPC(tx *localcloud.Tx) *localcloud.Object {
	id := defaultID(tx, "vpc")
	return defaultObject(tx, vpcType, id, map[string]any{
		"cidrBlock": "172.31.0.0/16", "arn": regionalARN(tx, "vpc/"+id), "instanceTenancy": "default",
		"enableDnsSupport": true, "enableDnsHostnames": true, "enableNetworkAddressUsageMetrics": false,
		"assignGeneratedIpv6CidrBlock": false,
		"ipv6CidrBlock":                "", "ipv6AssociationId": "",
		"defaultNetworkAclId": defaultID(tx, "acl"), "defaultSecurityGroupId": defaultID(tx, "sg"),
		"defaultRouteTableId": defaultID(tx, "rtb"), "mainRouteTableId": defaultID(tx, "rtb"),
		"dhcpOptionsId": dhcpOptions(tx),
	})
}

// regionalARN names something of EC2; the operation itself may be about
// something that has no region.
func regionalARN(tx *localcloud.Tx, resource string) string {
	return "arn:aws:ec2:" + tx.Region() + ":" + tx.Account() + ":" + resource
}

func defaultSubnets(tx *localcloud.Tx) []*localcloud.Object {
	var list []*localcloud.Object
	for i, zone := range zones[tx.Region()] {
		id := defaultID(tx, "subnet", zone.ID)
		block := netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 31, byte(16 * i), 0}), 20)
		list = append(list, defaultObject(tx, subnetType, id, map[string]any{
			"vpcId": defaultID(tx, "vpc"), "cidrBlock": block.String(), "arn": regionalARN(tx, "subnet/"+id),
			"availabilityZone": zone.Name, "availabilityZoneId": zone.ID, "mapPublicIpOnLaunch": true,
			"assignIpv6AddressOnCreation": false, "ipv6CidrBlock": "", "ipv6Native": false,
			"privateDnsHostnameTypeOnLaunch": "ip-name", "enableDns64": false,
			"enableResourceNameDnsARecordOnLaunch": false, "enableResourceNameDnsAaaaRecordOnLaunch": false,
		}))
	}
	return list
}

func dhcpOptions(tx *localcloud.Tx) string {
	return "dopt-" + tx.Seeded(tx.Region(), "dhcp-options").Hex(17)
}

// defaultSubnet is the default subnet of a zone, or of the region's first.
func defaultSubnet(tx *localcloud.Tx, zone string) *localcloud.Object {
	for _, subnet := range tx.Where(subnetType, "vpcId", defaultID(tx, "vpc")) {
		if isDefault(subnet) && (zone == "" && subnet.String("availabilityZone") == zones[tx.Region()][0].Name || subnet.String("availabilityZone") == zone) {
			return subnet
		}
	}
	return nil
}

func defaultVPCID(tx *localcloud.Tx, _ *localcloud.Object) string { return defaultID(tx, "vpc") }

func defaultSubnetID(tx *localcloud.Tx, subnet *localcloud.Object) string {
	if there := defaultSubnet(tx, subnet.String("availabilityZone")); there != nil {
		return there.ID
	}
	return ""
}

func adoptVPC(tx *localcloud.Tx, vpc *localcloud.Object) error {
	adopt(vpc, tx.Get(vpcType, vpc.ID), "existingDefaultVpc")
	return nil
}

func adoptSubnet(tx *localcloud.Tx, subnet *localcloud.Object) error {
	there := defaultSubnet(tx, subnet.String("availabilityZone"))
	if there == nil {
		return tx.Fail(400, "InvalidParameterValue", "Value (%s) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: %s.",
			subnet.String("availabilityZone"), zoneList(tx.Region()))
	}
	adopt(subnet, there, "existingDefaultSubnet")
	return nil
}

// adopt shows what is there wherever the program has not said otherwise.
func adopt(obj, there *localcloud.Object, existing string) {
	for name, value := range there.Outputs {
		if name != "tags" && name != "tagsAll" {
			decide(obj, string(name), value)
		}
	}
	obj.Set(existing, true)
}
