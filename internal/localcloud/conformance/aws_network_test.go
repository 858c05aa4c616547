package conformance

import "strings"

const (
	netVPC         = "aws:ec2/vpc:Vpc"
	netSubnet      = "aws:ec2/subnet:Subnet"
	netBlock       = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
	netGateway     = "aws:ec2/internetGateway:InternetGateway"
	netNAT         = "aws:ec2/natGateway:NatGateway"
	netAddress     = "aws:ec2/eip:Eip"
	netTable       = "aws:ec2/routeTable:RouteTable"
	netRoute       = "aws:ec2/route:Route"
	netAssociation = "aws:ec2/routeTableAssociation:RouteTableAssociation"
	netEndpoint    = "aws:ec2/vpcEndpoint:VpcEndpoint"
	netGroup       = "aws:ec2/securityGroup:SecurityGroup"
	netIngress     = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	netEgress      = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	netList        = "aws:ec2/managedPrefixList:ManagedPrefixList"
	netFlowLog     = "aws:ec2/flowLog:FlowLog"

	ec2API    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/"
	ec2Errors = ec2API + "errors-overview.html"
	vpcGuide  = "https://docs.aws.amazon.com/vpc/latest/userguide/"
)

// wired is a VPC with an internet gateway, a routed public subnet and a private
// one, beside another VPC.
type wired struct {
	*World
	vpc, gateway, public, private, group, table Made
	other, dark                                 Made
}

func (w *World) wire() wired {
	n := wired{World: w}
	n.vpc = w.Make(netVPC, "net", Props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": true, "enableDnsHostnames": true})
	n.gateway = w.Make(netGateway, "gateway", Props{"vpcId": n.vpc.ID})
	n.public = w.Make(netSubnet, "public", Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a", "mapPublicIpOnLaunch": true})
	n.private = w.Make(netSubnet, "private", Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.1.0/24", "availabilityZone": "us-east-1b"})
	n.group = w.Make(netGroup, "group", Props{"vpcId": n.vpc.ID, "name": "group"})
	n.table = w.Make(netTable, "table", Props{"vpcId": n.vpc.ID})
	w.Make(netRoute, "out", Props{"routeTableId": n.table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": n.gateway.ID})
	w.Make(netAssociation, "public", Props{"routeTableId": n.table.ID, "subnetId": n.public.ID})
	n.other = w.Make(netVPC, "other", Props{"cidrBlock": "10.9.0.0/16"})
	n.dark = w.Make(netSubnet, "dark", Props{"vpcId": n.other.ID, "cidrBlock": "10.9.0.0/24", "availabilityZone": "us-east-1a"})
	return n
}

// address allocates an Elastic IP.
func (n wired) address(name string) Made { return n.Make(netAddress, name, Props{"domain": "vpc"}) }

// within does something in a wired world.
func within(do func(n wired) error) func(*World) error {
	return func(w *World) error { return do(w.wire()) }
}

// adding creates one more resource in a wired world.
func adding(typ string, inputs func(n wired) Props) func(*World) error {
	return within(func(n wired) error {
		_, err := n.Create(typ, "added", inputs(n))
		return err
	})
}

// subnetAt is a subnet of the wired VPC.
func subnetAt(changes Props) func(*World) error {
	return adding(netSubnet, func(n wired) Props {
		return with(Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.2.0/24"}, changes)
	})
}

var vpcCases = []Case{
	{"a subnet of a VPC that is not there", creating(netSubnet, Props{"vpcId": "vpc-0", "cidrBlock": "10.0.0.0/24"}),
		"InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not exist", ec2Errors},
	{"a subnet outside its VPC", subnetAt(Props{"cidrBlock": "10.1.0.0/24"}), "InvalidSubnet.Range", ec2Errors},
	{"a subnet wider than its VPC", subnetAt(Props{"cidrBlock": "10.0.0.0/15"}), "between 16 and 28 significant bits", vpcGuide + "subnet-sizing.html"},
	{"a subnet over another", subnetAt(Props{"cidrBlock": "10.0.0.0/20"}), "InvalidSubnet.Conflict: The CIDR '10.0.0.0/20' conflicts with another subnet", ec2Errors},
	{"a subnet inside another", subnetAt(Props{"cidrBlock": "10.0.1.128/25"}), "InvalidSubnet.Conflict", ec2Errors},
	{"a subnet smaller than sixteen addresses", subnetAt(Props{"cidrBlock": "10.0.2.0/29"}), "got: 29", vpcGuide + "subnet-sizing.html"},
	{"a subnet of sixteen addresses", subnetAt(Props{"cidrBlock": "10.0.2.0/28"}), "", vpcGuide + "subnet-sizing.html"},
	{"a subnet with a block that is no network", subnetAt(Props{"cidrBlock": "10.0.2.7/24"}), `"10.0.2.0/24"`, "facts: aws:ec2/subnet:Subnet"},
	{"a subnet in a zone of another region", subnetAt(Props{"availabilityZone": "us-west-2a"}), "us-east-1a, us-east-1b", ec2API + "API_CreateSubnet.html"},
	{"a subnet in a zone named by its id", within(func(n wired) error {
		made, err := n.Create(netSubnet, "added", Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.2.0/24", "availabilityZoneId": "use1-az6"})
		if err != nil {
			return err
		}
		return same("its zone", "us-east-1a", made.Outputs.String("availabilityZone"))
	}), "", ec2API + "API_CreateSubnet.html"},
	{"a VPC wider than 65,536 addresses", creating(netVPC, Props{"cidrBlock": "10.0.0.0/15"}), "between 16 and 28 significant bits", vpcGuide + "vpc-cidr-blocks.html"},
	{"a VPC smaller than sixteen addresses", creating(netVPC, Props{"cidrBlock": "10.0.0.0/29"}), "between 16 and 28 significant bits", vpcGuide + "vpc-cidr-blocks.html"},
	{"a VPC without a block", creating(netVPC, Props{}), "MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.", ec2API + "API_CreateVpc.html"},
	{"VPCs of the same addresses", func(w *World) error {
		w.Make(netVPC, "one", Props{"cidrBlock": "10.0.0.0/16"})
		_, err := w.Create(netVPC, "two", Props{"cidrBlock": "10.0.0.0/16"})
		return err
	}, "", vpcGuide + "vpc-cidr-blocks.html"},
	{"a VPC brings its default group, table and list", func(w *World) error {
		vpc := w.Make(netVPC, "net", Props{"cidrBlock": "10.0.0.0/16"})
		for property, prefix := range map[string]string{"defaultSecurityGroupId": "sg-", "mainRouteTableId": "rtb-", "defaultNetworkAclId": "acl-"} {
			if err := same(property, true, strings.HasPrefix(vpc.Outputs.String(property), prefix)); err != nil {
				return err
			}
		}
		return nil
	}, "", "recordings: aws:ec2/vpc:Vpc"},
	{"a VPC in which something lives", within(func(n wired) error { return n.Delete(netVPC, "net", n.vpc) }),
		"DependencyViolation", vpcGuide + "delete-vpc.html"},
	{"another block replaces a VPC", func(w *World) error {
		vpc := w.Make(netVPC, "net", Props{"cidrBlock": "10.0.0.0/16"})
		got, err := w.Replaces(netVPC, "net", vpc, Props{"cidrBlock": "10.1.0.0/16"})
		if err != nil {
			return err
		}
		return alike("what replaces it", []string{"cidrBlock"}, got)
	}, "", "facts: aws:ec2/vpc:Vpc"},

	{"a second range, and a subnet in it", within(func(n wired) error {
		n.Make(netBlock, "more", Props{"vpcId": n.vpc.ID, "cidrBlock": "100.64.0.0/16"})
		_, err := n.Create(netSubnet, "added", Props{"vpcId": n.vpc.ID, "cidrBlock": "100.64.1.0/24"})
		return err
	}), "", vpcGuide + "vpc-cidr-blocks.html"},
	{"a second range over the first", adding(netBlock, func(n wired) Props {
		return Props{"vpcId": n.vpc.ID, "cidrBlock": "10.0.128.0/20"}
	}), "InvalidVpc.Range", ec2Errors},
	{"a sixth range", within(func(n wired) error {
		for _, block := range []string{"10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16"} {
			n.Make(netBlock, block, Props{"vpcId": n.vpc.ID, "cidrBlock": block})
		}
		_, err := n.Create(netBlock, "sixth", Props{"vpcId": n.vpc.ID, "cidrBlock": "10.5.0.0/16"})
		return err
	}), "CidrLimitExceeded", vpcGuide + "amazon-vpc-limits.html"},
	{"a range that a subnet is in stays", within(func(n wired) error {
		more := n.Make(netBlock, "more", Props{"vpcId": n.vpc.ID, "cidrBlock": "100.64.0.0/16"})
		n.Make(netSubnet, "added", Props{"vpcId": n.vpc.ID, "cidrBlock": "100.64.1.0/24"})
		return n.Delete(netBlock, "more", more)
	}), "InvalidCidrBlock.InUse", ec2API + "API_DisassociateVpcCidrBlock.html"},

	{"a second internet gateway", adding(netGateway, func(n wired) Props { return Props{"vpcId": n.vpc.ID} }), "Resource.AlreadyAssociated", ec2Errors},
	{"a public NAT gateway", within(func(n wired) error {
		address := n.address("nat")
		nat, err := n.Create(netNAT, "nat", Props{"allocationId": address.ID, "subnetId": n.public.ID})
		if err != nil {
			return err
		}
		return same("its address", address.Outputs.String("publicIp"), nat.Outputs.String("publicIp"))
	}), "", vpcGuide + "nat-gateway-basics.html"},
	{"a NAT gateway in no subnet", adding(netNAT, func(n wired) Props {
		return Props{"allocationId": n.address("nat").ID, "subnetId": "subnet-0"}
	}), "InvalidSubnetID.NotFound: The subnet ID 'subnet-0' does not exist", ec2Errors},
	{"a NAT gateway with an address that is gone", adding(netNAT, func(n wired) Props {
		return Props{"allocationId": "eipalloc-0", "subnetId": n.public.ID}
	}), "InvalidAllocationID.NotFound", ec2Errors},
	{"a NAT gateway with another's address", within(func(n wired) error {
		inputs := Props{"allocationId": n.address("nat").ID, "subnetId": n.public.ID}
		n.Make(netNAT, "nat", inputs)
		_, err := n.Create(netNAT, "second", inputs)
		return err
	}), "Resource.AlreadyAssociated", vpcGuide + "nat-gateway-troubleshooting.html"},
	{"a public NAT gateway without an address", adding(netNAT, func(n wired) Props { return Props{"subnetId": n.public.ID} }),
		"MissingParameter", ec2API + "API_CreateNatGateway.html"},
	{"a private NAT gateway with an address", adding(netNAT, func(n wired) Props {
		return Props{"subnetId": n.private.ID, "connectivityType": "private", "allocationId": n.address("nat").ID}
	}), "must not be set", ec2API + "API_CreateNatGateway.html"},
	{"a private NAT gateway", adding(netNAT, func(n wired) Props {
		return Props{"subnetId": n.dark.ID, "connectivityType": "private"}
	}), "", vpcGuide + "nat-gateway-basics.html"},
	{"a public NAT gateway where there is no internet gateway", adding(netNAT, func(n wired) Props {
		return Props{"allocationId": n.address("nat").ID, "subnetId": n.dark.ID}
	}), "Gateway.NotAttached", vpcGuide + "nat-gateway-troubleshooting.html"},
	{"an internet gateway behind which addresses are in use stays", within(func(n wired) error {
		n.Make(netNAT, "nat", Props{"allocationId": n.address("nat").ID, "subnetId": n.public.ID})
		return n.Delete(netGateway, "gateway", n.gateway)
	}), "has some mapped public address(es)", vpcGuide + "VPC_Internet_Gateway.html"},
	{"an internet gateway behind which addresses are in use does not move", within(func(n wired) error {
		n.Make(netNAT, "nat", Props{"allocationId": n.address("nat").ID, "subnetId": n.public.ID})
		_, err := n.Change(netGateway, "gateway", n.gateway, Props{"vpcId": n.other.ID})
		return err
	}), "DependencyViolation: Network vpc-", vpcGuide + "VPC_Internet_Gateway.html"},
	{"an internet gateway that nobody needs moves", within(func(n wired) error {
		_, err := n.Change(netGateway, "gateway", n.gateway, Props{"vpcId": n.other.ID})
		return err
	}), "", ec2API + "API_DetachInternetGateway.html"},
	{"an address in use stays", within(func(n wired) error {
		address := n.address("nat")
		n.Make(netNAT, "nat", Props{"allocationId": address.ID, "subnetId": n.public.ID})
		return n.Delete(netAddress, "nat", address)
	}), "InvalidIPAddress.InUse", ec2Errors},
	{"a subnet with a NAT gateway stays", within(func(n wired) error {
		n.Make(netNAT, "nat", Props{"allocationId": n.address("nat").ID, "subnetId": n.public.ID})
		return n.Delete(netSubnet, "public", n.public)
	}), "DependencyViolation: The subnet", vpcGuide + "subnet-deleting.html"},
}
