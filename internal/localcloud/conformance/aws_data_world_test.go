package conformance

// The types of the services that keep data, and of those that they need.
const (
	dbType         = "aws:rds/instance:Instance"
	dbSubnetsType  = "aws:rds/subnetGroup:SubnetGroup"
	dbParamsType   = "aws:rds/parameterGroup:ParameterGroup"
	dbOptionsType  = "aws:rds/optionGroup:OptionGroup"
	auroraType     = "aws:rds/cluster:Cluster"
	memberType     = "aws:rds/clusterInstance:ClusterInstance"
	dbProxyType    = "aws:rds/proxy:Proxy"
	cacheGroupType = "aws:elasticache/replicationGroup:ReplicationGroup"
	iamRoleType    = "aws:iam/role:Role"
)

// dataNet is a network with two zones for data.
type dataNet struct {
	*World
	vpc, group Made
	a, b, also Made
}

// network makes a VPC with subnets in two zones; also is a second one in the
// first zone.
func (w *World) network() dataNet {
	w.t.Helper()
	n := dataNet{World: w}
	n.vpc = w.Make("aws:ec2/vpc:Vpc", "net", Props{"cidrBlock": "10.0.0.0/16", "enableDnsSupport": true, "enableDnsHostnames": true})
	subnet := func(name, block, zone string) Made {
		return w.Make("aws:ec2/subnet:Subnet", name, Props{"vpcId": n.vpc.ID, "cidrBlock": block, "availabilityZone": zone})
	}
	n.a, n.b = subnet("a", "10.0.0.0/24", "us-east-1a"), subnet("b", "10.0.1.0/24", "us-east-1b")
	n.also = subnet("also", "10.0.2.0/24", "us-east-1a")
	n.group = w.Make("aws:ec2/securityGroup:SecurityGroup", "group", Props{"vpcId": n.vpc.ID})
	return n
}

// open gives the first subnet a way to the internet.
func (n dataNet) open() {
	n.t.Helper()
	gateway := n.Make("aws:ec2/internetGateway:InternetGateway", "igw", Props{"vpcId": n.vpc.ID})
	table := n.Make("aws:ec2/routeTable:RouteTable", "public", Props{"vpcId": n.vpc.ID})
	n.Make("aws:ec2/route:Route", "out", Props{"routeTableId": table.ID, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": gateway.ID})
	n.Make("aws:ec2/routeTableAssociation:RouteTableAssociation", "a", Props{"routeTableId": table.ID, "subnetId": n.a.ID})
}

// role makes a role that a service may take, and gives its ARN.
func (w *World) role(name, service string) string {
	w.t.Helper()
	return w.Make(iamRoleType, name, Props{"name": name, "assumeRolePolicy": trustOf(service)}).Outputs.String("arn")
}

func trustOf(service string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"` + service + `"}}]}`
}

// twice makes a resource, and then another one of the same inputs.
func twice(typ string, inputs Props) func(*World) error {
	return func(w *World) error {
		w.Make(typ, "first", inputs)
		_, err := w.Create(typ, "second", inputs)
		return err
	}
}
