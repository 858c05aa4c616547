package aws

// Errors of EC2 for ids that do not exist:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
var (
	noVPC          = refusal{400, "InvalidVpcID.NotFound", "The vpc ID '%s' does not exist"}
	noSubnet       = refusal{400, "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist"}
	noGroup        = refusal{400, "InvalidGroup.NotFound", "The security group '%s' does not exist"}
	noRouteTable   = refusal{400, "InvalidRouteTableID.NotFound", "The routeTable ID '%s' does not exist"}
	noAddress      = refusal{400, "InvalidAllocationID.NotFound", "The allocation ID '%s' does not exist"}
	noGateway      = refusal{400, "InvalidGatewayID.NotFound", "The gateway ID '%s' does not exist"}
	noNAT          = refusal{400, "NatGatewayNotFound", "The Nat Gateway %s was not found"}
	noEndpoint     = refusal{400, "InvalidVpcEndpointId.NotFound", "The Vpc Endpoint Id '%s' does not exist"}
	noPrefixList   = refusal{400, "InvalidPrefixListID.NotFound", "The prefix list ID '%s' does not exist"}
	noInterface    = refusal{400, "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%s' does not exist"}
	noMachine      = refusal{400, "InvalidInstanceID.NotFound", "The instance ID '%s' does not exist"}
	noTemplate     = refusal{400, "InvalidLaunchTemplateId.NotFound", "The specified launch template, with template ID %s, does not exist."}
	noTemplateName = refusal{400, "InvalidLaunchTemplateName.NotFoundException", "The specified launch template, with template name %s, does not exist."}
)

// What of these is not loose keeps a VPC or a subnet from being deleted:
// https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
var networkLinks = []link{
	{from: subnetType, path: "vpcId", to: vpcType, missing: noVPC},
	{from: gatewayType, path: "vpcId", to: vpcType, missing: noVPC},
	{from: egressGatewayType, path: "vpcId", to: vpcType, missing: noVPC},
	{from: routeTableType, path: "vpcId", to: vpcType, missing: noVPC},
	{from: "aws:ec2/networkAcl:NetworkAcl", path: "vpcId", to: vpcType, missing: noVPC},
	{from: "aws:ec2/vpnGateway:VpnGateway", path: "vpcId", to: vpcType, missing: noVPC},
	{from: flowLogType, path: "vpcId", to: vpcType, missing: noVPC, loose: true},
	{from: flowLogType, path: "subnetId", to: subnetType, missing: noSubnet, loose: true},
	{from: flowLogType, path: "eniId", to: interfaceType, missing: noInterface, loose: true},
	{from: "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", path: "vpcId", to: vpcType, missing: noVPC, loose: true},

	{from: natType, path: "subnetId", to: subnetType, missing: noSubnet},
	{from: natType, path: "allocationId", to: addressType, missing: noAddress},
	{from: natType, path: "secondaryAllocationIds", to: addressType, missing: noAddress},

	{from: associationType, path: "routeTableId", to: routeTableType, missing: noRouteTable},
	{from: associationType, path: "subnetId", to: subnetType, missing: noSubnet, loose: true},
	{from: associationType, path: "gatewayId", to: gatewayType, missing: noGateway, loose: true},
	{from: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", path: "routeTableId", to: routeTableType, missing: noRouteTable},
	{from: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", path: "vpcId", to: vpcType, missing: noVPC, loose: true},
	{from: routeType, path: "routeTableId", to: routeTableType, missing: noRouteTable, loose: true},
	{from: routeType, path: "natGatewayId", to: natType, missing: noNAT, loose: true},
	{from: routeType, path: "vpcEndpointId", to: endpointType, missing: noEndpoint, loose: true},
	{from: routeType, path: "egressOnlyGatewayId", to: egressGatewayType, missing: noGateway, loose: true},
	{from: routeType, path: "networkInterfaceId", to: interfaceType, missing: noInterface, loose: true},
	{from: routeType, path: "destinationPrefixListId", to: prefixListType, missing: noPrefixList},
	{from: routeTableType, path: "routes.*.natGatewayId", to: natType, missing: noNAT, loose: true},
	{from: routeTableType, path: "routes.*.destinationPrefixListId", to: prefixListType, missing: noPrefixList},

	{from: interfaceType, path: "subnetId", to: subnetType, missing: noSubnet},
	{from: interfaceType, path: "securityGroups", to: groupType, missing: noGroup},
	{from: machineType, path: "subnetId", to: subnetType, missing: noSubnet},
	{from: machineType, path: "vpcSecurityGroupIds", to: groupType, missing: noGroup},
	{from: machineType, path: "launchTemplate.id", to: templateType, missing: noTemplate, loose: true},
	{from: machineType, path: "launchTemplate.name", to: templateType, by: "name", missing: noTemplateName, loose: true},
	{
		from: machineType, path: "iamInstanceProfile", to: profileType, by: "name", loose: true,
		missing: refusal{400, "InvalidParameterValue", "Value (%s) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"},
	},
	{from: "aws:ec2/eipAssociation:EipAssociation", path: "allocationId", to: addressType, missing: noAddress},
	{from: "aws:ec2/eipAssociation:EipAssociation", path: "instanceId", to: machineType, missing: noMachine, loose: true},

	{from: templateType, path: "vpcSecurityGroupIds", to: groupType, missing: noGroup, loose: true},
	{from: "aws:autoscaling/group:Group", path: "vpcZoneIdentifiers", to: subnetType, missing: refusal{400, "ValidationError", "The subnet ID '%s' does not exist"}},
	{from: "aws:autoscaling/group:Group", path: "launchTemplate.id", to: templateType, missing: refusal{400, "ValidationError", "You must use a valid fully-formed launch template. The specified launch template, with template ID %s, does not exist."}, loose: true},
	{from: "aws:lambda/function:Function", path: "vpcConfig.subnetIds", to: subnetType, missing: refusal{400, "InvalidParameterValueException", "Error occurred while DescribeSubnets. EC2 Error Code: InvalidSubnetID.NotFound. EC2 Error Message: The subnet ID '%s' does not exist"}},
	{from: "aws:lambda/function:Function", path: "vpcConfig.securityGroupIds", to: groupType, missing: refusal{400, "InvalidParameterValueException", "Error occurred while DescribeSecurityGroups. EC2 Error Code: InvalidGroup.NotFound. EC2 Error Message: The security group '%s' does not exist"}},
	{from: "aws:ecs/service:Service", path: "networkConfiguration.subnets", to: subnetType, missing: refusal{400, "InvalidParameterException", "Error retrieving subnet information for [%s]: The subnet ID '%s' does not exist (ErrorCode: InvalidSubnetID.NotFound)"}},
	{from: "aws:ecs/service:Service", path: "networkConfiguration.securityGroups", to: groupType, missing: refusal{400, "InvalidParameterException", "Error retrieving security group information for [%s]: The security group '%s' does not exist (ErrorCode: InvalidGroup.NotFound)"}},
	{from: "aws:efs/mountTarget:MountTarget", path: "subnetId", to: subnetType, missing: refusal{400, "SubnetNotFound", "The subnet ID '%s' does not exist"}},
	{from: "aws:efs/mountTarget:MountTarget", path: "securityGroups", to: groupType, missing: refusal{400, "SecurityGroupNotFound", "The security group '%s' does not exist"}},
}
