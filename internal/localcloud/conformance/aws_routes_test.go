package conformance

const netRouteDocs = ec2API + "API_CreateRoute.html"

// routing adds a route to the wired table.
func routing(changes func(n wired) Props) func(*World) error {
	return adding(netRoute, func(n wired) Props {
		return with(Props{"routeTableId": n.table.ID, "destinationCidrBlock": "10.5.0.0/16", "gatewayId": n.gateway.ID}, changes(n))
	})
}

// linking makes an interface endpoint in the private subnet.
func linking(changes func(n wired) Props) func(*World) error {
	return adding(netEndpoint, func(n wired) Props { return with(n.link(), changes(n)) })
}

func (n wired) link() Props {
	return Props{
		"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.sts", "vpcEndpointType": "Interface",
		"subnetIds": []string{n.private.ID}, "privateDnsEnabled": true,
	}
}

func nothing(wired) Props { return nil }

var routeCases = []Case{
	{"a route to the internet gateway", routing(nothing), "", netRouteDocs},
	{"a route that is there", routing(func(wired) Props { return Props{"destinationCidrBlock": "0.0.0.0/0"} }),
		"RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.", ec2Errors},
	{"a route in no table", routing(func(wired) Props { return Props{"routeTableId": "rtb-0"} }),
		"InvalidRouteTableID.NotFound: The routeTable ID 'rtb-0' does not exist", ec2Errors},
	{"a route to a gateway that is gone", routing(func(wired) Props { return Props{"gatewayId": "igw-0"} }), "InvalidGatewayID.NotFound", ec2Errors},
	{"a route to a NAT gateway that is gone", routing(func(wired) Props { return Props{"gatewayId": nil, "natGatewayId": "nat-0"} }),
		"NatGatewayNotFound", ec2Errors},
	{"a route to another network's gateway", routing(func(n wired) Props {
		return Props{"routeTableId": n.Make(netTable, "elsewhere", Props{"vpcId": n.other.ID}).ID}
	}), "belong to different networks", netRouteDocs},
	{"a route to nothing", routing(func(wired) Props { return Props{"gatewayId": nil} }), "must be specified", "facts: aws:ec2/route:Route"},
	{"a route in the main table", routing(func(n wired) Props {
		return Props{"routeTableId": n.vpc.Outputs.String("mainRouteTableId")}
	}), "", vpcGuide + "RouteTables.html"},
	{"a table in no VPC", creating(netTable, Props{"vpcId": "vpc-0"}), "InvalidVpcID.NotFound", ec2Errors},
	{"a table that lists another network's gateway", adding(netTable, func(n wired) Props {
		return Props{"vpcId": n.other.ID, "routes": []any{Props{"cidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID}}}
	}), "belong to different networks", netRouteDocs},
	{"a table that a subnet uses stays", within(func(n wired) error { return n.Delete(netTable, "table", n.table) }),
		"DependencyViolation: The routeTable", ec2API + "API_DeleteRouteTable.html"},
	{"a subnet with a table already", adding(netAssociation, func(n wired) Props {
		return Props{"routeTableId": n.table.ID, "subnetId": n.public.ID}
	}), "Resource.AlreadyAssociated", ec2Errors},
	{"a subnet with another network's table", adding(netAssociation, func(n wired) Props {
		return Props{"routeTableId": n.table.ID, "subnetId": n.dark.ID}
	}), "belong to different networks", ec2API + "API_AssociateRouteTable.html"},

	{"an interface endpoint", linking(nothing), "", privateLinkDocs + "interface-endpoints.html"},
	{"an endpoint of another region's service", linking(func(wired) Props { return Props{"serviceName": "com.amazonaws.us-west-2.sts"} }),
		"InvalidServiceName", ec2Errors},
	{"a gateway endpoint of a service that has none", adding(netEndpoint, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.sts"}
	}), "does not match the service type", privateLinkDocs + "gateway-endpoints.html"},
	{"a gateway endpoint of S3", adding(netEndpoint, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "serviceName": "com.amazonaws.us-east-1.s3", "routeTableIds": []string{n.table.ID}}
	}), "", privateLinkDocs + "gateway-endpoints.html"},
	{"private names twice", within(func(n wired) error {
		n.Make(netEndpoint, "first", n.link())
		_, err := n.Create(netEndpoint, "second", n.link())
		return err
	}), "already a conflicting DNS domain for sts.us-east-1.amazonaws.com", privateLinkDocs + "interface-endpoints.html"},
	{"private names without the VPC's DNS", linking(func(n wired) Props {
		return Props{"vpcId": n.other.ID, "subnetIds": []string{n.dark.ID}}
	}), "requires both enableDnsSupport and enableDnsHostnames", privateLinkDocs + "interface-endpoints.html"},
	{"an endpoint in two subnets of a zone", linking(func(n wired) Props {
		twin := n.Make(netSubnet, "twin", Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.2.0/24", "availabilityZone": "us-east-1b"})
		return Props{"subnetIds": []string{n.private.ID, twin.ID}}
	}), "DuplicateSubnetsInSameZone", ec2Errors},
	{"an endpoint in a subnet that is gone", linking(func(wired) Props { return Props{"subnetIds": []string{"subnet-0"}} }),
		"InvalidSubnetID.NotFound", ec2Errors},
	{"an endpoint with a group that is gone", linking(func(wired) Props { return Props{"securityGroupIds": []string{"sg-0"}} }),
		"InvalidGroup.NotFound", ec2Errors},

	{"a flow log to no bucket", adding(netFlowLog, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "trafficType": "ALL", "logDestinationType": "s3", "logDestination": "arn:aws:s3:::nowhere"}
	}), "LogDestination: nowhere does not exist", ec2API + "API_CreateFlowLogs.html"},
	{"a flow log without a role", adding(netFlowLog, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "trafficType": "ALL", "logDestination": "arn:aws:logs:us-east-1:123456789012:log-group:x"}
	}), "DeliverLogsPermissionArn can't be empty", ec2API + "API_CreateFlowLogs.html"},
	{"a flow log of a VPC and of a subnet", adding(netFlowLog, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "subnetId": n.public.ID, "trafficType": "ALL"}
	}), "only one of", "facts: aws:ec2/flowLog:FlowLog"},
}

const privateLinkDocs = "https://docs.aws.amazon.com/vpc/latest/privatelink/"
