package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheNetworkIsRefusedWhereEC2RefusesIt(t *testing.T) {
	w := settle(t)
	address := w.make(addressType, "nat", props{"domain": "vpc"})
	w.make(natType, "nat", props{"allocationId": address.ID, "subnetId": w.publicA.ID})
	table := w.make(routeTableType, "table", props{"vpcId": w.vpc.ID})
	w.make(routeType, "out", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": w.gateway.ID})
	w.make(associationType, "a", props{"routeTableId": table.ID, "subnetId": w.publicA.ID})
	other := w.make(vpcType, "other", props{"cidrBlock": "10.9.0.0/16"})
	elsewhere := w.make(routeTableType, "elsewhere", props{"vpcId": other.ID})
	dark := w.make(subnetType, "dark", props{"vpcId": other.ID, "cidrBlock": "10.9.0.0/24", "availabilityZone": "us-east-1a"})
	spare := w.make(addressType, "spare", props{"domain": "vpc"})
	route := props{"routeTableId": table.ID, "destinationCidrBlock": "10.5.0.0/16", "gatewayId": w.gateway.ID}
	endpoint := props{"vpcId": w.vpc.ID, "serviceName": "com.amazonaws.us-east-1.sts", "vpcEndpointType": "Interface", "subnetIds": []string{w.dataA.ID}, "privateDnsEnabled": true}
	w.make(endpointType, "sts", endpoint)
	refusing(t, w.provider, []refused{
		{"a second internet gateway", gatewayType, props{"vpcId": w.vpc.ID}, "Resource.AlreadyAssociated"},
		{"a NAT gateway in no subnet", natType, props{"allocationId": spare.ID, "subnetId": "subnet-0"}, "InvalidSubnetID.NotFound: The subnet ID 'subnet-0' does not exist"},
		{"a NAT gateway with an address that is gone", natType, props{"allocationId": "eipalloc-0", "subnetId": w.publicA.ID}, "InvalidAllocationID.NotFound"},
		{"a NAT gateway with another's address", natType, props{"allocationId": address.ID, "subnetId": w.publicB.ID}, "is already associated"},
		{"a public NAT gateway without an address", natType, props{"subnetId": w.publicB.ID}, "MissingParameter"},
		{"a NAT gateway without an internet gateway", natType, props{"allocationId": spare.ID, "subnetId": dark.ID}, "Gateway.NotAttached: Network " + other.ID + " has no Internet gateway attached"},
		{"a route that is there", routeType, with(route, props{"destinationCidrBlock": "0.0.0.0/0"}), "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists."},
		{"a route in no table", routeType, with(route, props{"routeTableId": "rtb-0"}), "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-0' does not exist"},
		{"a route to a gateway that is gone", routeType, with(route, props{"gatewayId": "igw-0"}), "InvalidGatewayID.NotFound"},
		{"a route to a NAT gateway that is gone", routeType, with(route, props{"gatewayId": nil, "natGatewayId": "nat-0"}), "NatGatewayNotFound"},
		{"a route to another network's gateway", routeType, with(route, props{"routeTableId": elsewhere.ID}), "belong to different networks"},
		{"a subnet with a table already", associationType, props{"routeTableId": table.ID, "subnetId": w.publicA.ID}, "Resource.AlreadyAssociated"},
		{"a subnet with another network's table", associationType, props{"routeTableId": elsewhere.ID, "subnetId": w.publicB.ID}, "belong to different networks"},
		{"an endpoint of another region", endpointType, with(endpoint, props{"serviceName": "com.amazonaws.us-west-2.ec2"}), "InvalidServiceName"},
		{"a gateway endpoint of a service without", endpointType, props{"vpcId": w.vpc.ID, "serviceName": "com.amazonaws.us-east-1.sts"}, "does not match the service type"},
		{"private names twice", endpointType, endpoint, "already a conflicting DNS domain for sts.us-east-1.amazonaws.com"},
		{"private names without the VPC's DNS", endpointType, with(endpoint, props{"vpcId": other.ID, "subnetIds": []string{dark.ID}}), "requires both enableDnsSupport and enableDnsHostnames"},
		{"two subnets of one zone", endpointType, with(endpoint, props{"serviceName": "com.amazonaws.us-east-1.ec2", "subnetIds": []string{w.dataA.ID, w.publicA.ID}}), "DuplicateSubnetsInSameZone"},
		{"a flow log to no bucket", flowLogType, props{"vpcId": w.vpc.ID, "trafficType": "ALL", "logDestinationType": "s3", "logDestination": "arn:aws:s3:::nowhere"}, "LogDestination: nowhere does not exist"},
		{"a flow log without a role", flowLogType, props{"vpcId": w.vpc.ID, "trafficType": "ALL", "logDestination": "arn:aws:logs:us-east-1:123456789012:log-group:x"}, "DeliverLogsPermissionArn can't be empty"},
	})
}

func TestWhatTheNetworkHoldsStays(t *testing.T) {
	w := settle(t)
	address := w.make(addressType, "nat", props{"domain": "vpc"})
	nat := w.make(natType, "nat", props{"allocationId": address.ID, "subnetId": w.publicA.ID})
	table := w.make(routeTableType, "table", props{"vpcId": w.vpc.ID})
	w.make(associationType, "a", props{"routeTableId": table.ID, "subnetId": w.publicA.ID})
	w.stays(gatewayType, "igw", w.gateway, "has some mapped public address(es)")
	w.stays(subnetType, "public-a", w.publicA, "DependencyViolation: The subnet")
	w.stays(addressType, "nat", address, "InvalidIPAddress.InUse")
	w.stays(routeTableType, "table", table, "DependencyViolation: The routeTable")
	w.stays(vpcType, "net", w.vpc, "DependencyViolation: The vpc")

	assert.Equal(t, address.Outputs.String("publicIp"), nat.Outputs.String("publicIp"))
	assert.Regexp(t, `^10\.0\.0\.\d+$`, nat.Outputs.String("privateIp"))
	assert.Regexp(t, `^ec2-52-7\d-\d+-\d+\.compute-1\.amazonaws\.com$`, address.Outputs.String("publicDns"))
	w.destroy()
	assert.Empty(t, w.cloud.List(), "default objects go with their VPC")
}

func TestARouteHasTheIdThatTheProviderGivesIt(t *testing.T) {
	w := settle(t)
	table := w.make(routeTableType, "table", props{"vpcId": w.vpc.ID})
	route := w.make(routeType, "out", props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": w.gateway.ID})
	assert.Equal(t, "r-"+table.ID+"1080289494", route.ID)
}

func TestSecurityGroupRulesAreUniqueAndLimited(t *testing.T) {
	w := settle(t)
	rule := props{"securityGroupId": w.group.ID, "cidrIpv4": "10.0.0.0/16", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
	w.make(ingressType, "https", rule)
	other := w.make(vpcType, "other", props{"cidrBlock": "10.9.0.0/16"})
	stranger := w.make(groupType, "stranger", props{"vpcId": other.ID, "name": "stranger"})
	list := w.make(prefixListType, "edge", props{"addressFamily": "IPv4", "maxEntries": 25, "entries": []any{props{"cidr": "192.0.2.0/24"}}})
	large := w.make(prefixListType, "large", props{"addressFamily": "IPv4", "maxEntries": 60})
	w.make(ingressType, "edge", with(rule, props{"cidrIpv4": nil, "prefixListId": list.ID}))
	refusing(t, w.provider, []refused{
		{"a group's name twice", groupType, props{"vpcId": w.vpc.ID, "name": w.group.Outputs.String("name")}, "InvalidGroup.Duplicate"},
		{"a group's name like an id", groupType, props{"vpcId": w.vpc.ID, "name": "sg-mine"}, "cannot begin with sg-"},
		{"a group in no VPC", groupType, props{"vpcId": "vpc-0"}, "InvalidVpcID.NotFound"},
		{"a rule twice", ingressType, rule, "InvalidPermission.Duplicate: the specified rule \"peer: 10.0.0.0/16, TCP, from port: 443, to port: 443, ALLOW\" already exists"},
		{"a rule of no group", ingressType, with(rule, props{"securityGroupId": "sg-0"}), "InvalidGroup.NotFound: The security group 'sg-0' does not exist"},
		{"a rule for no group", ingressType, with(rule, props{"cidrIpv4": nil, "referencedSecurityGroupId": "sg-0"}), "InvalidGroup.NotFound"},
		{"a rule for another network's group", ingressType, with(rule, props{"cidrIpv4": nil, "referencedSecurityGroupId": stranger.ID}), "belong to different networks"},
		{"a rule for no prefix list", ingressType, with(rule, props{"cidrIpv4": nil, "prefixListId": "pl-0"}), "InvalidPrefixListID.NotFound"},
		{"a rule for nobody", ingressType, with(rule, props{"cidrIpv4": nil}), "Exactly one of these attributes must be configured"},
		{"a rule for two", ingressType, with(rule, props{"cidrIpv6": "::/0"}), "Exactly one of these attributes must be configured"},
		{"ports the wrong way round", ingressType, with(rule, props{"fromPort": 444}), "to_port"},
		{"TCP without ports", ingressType, with(rule, props{"fromPort": nil, "toPort": nil}), "Must specify both from and to ports with TCP/UDP"},
		{"a list that counts more than is left", ingressType, with(rule, props{"cidrIpv4": nil, "prefixListId": large.ID}), "RulesPerSecurityGroupLimitExceeded"},
		{"more entries than the list holds", prefixListType, props{"addressFamily": "IPv4", "maxEntries": 1, "entries": []any{props{"cidr": "192.0.2.0/24"}, props{"cidr": "198.51.100.0/24"}}}, "at least the number of entries (2), got 1"},
		{"an entry of the other family", prefixListType, props{"addressFamily": "IPv6", "maxEntries": 1, "entries": []any{props{"cidr": "192.0.2.0/24"}}}, "address family IPv6"},
	})
	w.make(egressType, "out", rule)
	w.stays(prefixListType, "edge", list, "DependencyViolation")
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func TestAGroupThatAnotherNamesStaysAndItsOwnRulesGoWithIt(t *testing.T) {
	w := settle(t)
	client := w.make(groupType, "client", props{"vpcId": w.vpc.ID})
	w.make(ingressType, "from-client", props{"securityGroupId": w.group.ID, "referencedSecurityGroupId": client.ID, "ipProtocol": "-1"})
	w.make(ingressType, "from-self", props{"securityGroupId": client.ID, "referencedSecurityGroupId": client.ID, "ipProtocol": "-1"})
	w.stays(groupType, "client", client, "DependencyViolation: resource "+client.ID+" has a dependent object")
	assert.NoError(t, w.provider.Delete(groupType, "group", w.group.ID, w.group.Outputs), "with its rule")
	assert.NoError(t, w.provider.Delete(groupType, "client", client.ID, client.Outputs))
	for _, left := range w.cloud.List() {
		assert.NotEqual(t, ingressType, left.Type)
	}
}

func TestTheDefaultGroupIsTheVPCs(t *testing.T) {
	w := settle(t)
	group := w.make(defaultGroupType, "default", props{"vpcId": w.vpc.ID, "ingress": []any{}, "egress": []any{}})
	assert.Equal(t, w.vpc.Outputs.String("defaultSecurityGroupId"), group.ID)
	assert.Equal(t, "default", group.Outputs.String("name"))
	w.destroy()
	assert.Empty(t, w.cloud.List())
}

func TestALaunchTemplateCountsItsVersions(t *testing.T) {
	w := settle(t)
	template := w.make(templateType, "nodes", props{"instanceType": "t3.large", "updateDefaultVersion": true})
	assert.Equal(t, 1, template.Outputs.Int("latestVersion"))
	changed := template.Inputs.Clone()
	changed.Set("instanceType", "t3.xlarge")
	after, err := w.provider.Update(templateType, "nodes", template.ID, template.Outputs, changed, false)
	assert.NoError(t, err)
	assert.Equal(t, []int{2, 2}, []int{after.Int("latestVersion"), after.Int("defaultVersion")})
	tagged := changed.Clone()
	tagged.Set("tags", map[string]string{"a": "b"})
	after, err = w.provider.Update(templateType, "nodes", template.ID, after, tagged, false)
	assert.NoError(t, err)
	assert.Equal(t, 2, after.Int("latestVersion"), "tags are not the version's")
	assert.Contains(t, w.provider.Refuse(templateType, "other", props{"name": template.Outputs.String("name")}), "InvalidLaunchTemplateName.AlreadyExistsException")
}
