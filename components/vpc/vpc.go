// Package vpc makes a network: public, private and data subnets in two or
// three availability zones, the ways in and out of them, endpoints of AWS
// services, and flow logs.
//
// Controls that are not met here, and why: EC2.10 and EC2.55 to EC2.57 want
// interface endpoints, which cost money in every zone and so are a switch.
// EC2.172, VPC Block Public Access, is a setting of the whole account and region
// that would close the load balancer too.
package vpc

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsec2 "groundwork/internal/sdk/aws/ec2"
)

// VPC is the network.
type VPC struct {
	pulumi.ResourceState

	// ID is the VPC's id.
	ID pulumi.IDOutput
	// CIDR is its IPv4 block.
	CIDR string
	// Public, Private and Data are the subnets in the order of Args.Zones.
	// Without a data tier, Data is Private.
	Public, Private, Data []Subnet
	// NATAddresses are the addresses that private subnets appear from on the
	// internet; empty without NAT.
	NATAddresses pulumi.StringArray
	// Internet must exist before something in a public subnet has an address on the
	// internet, and must outlive it: for DependsOn. AWS refuses a load balancer
	// before the gateway, and to detach the gateway before the load balancer goes.
	// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html
	Internet []pulumi.Resource
	// Egress must exist before something in a private subnet reaches what it may
	// reach, and must outlive it: for DependsOn.
	Egress []pulumi.Resource

	name string
	args Args
	vpc  *awsec2.Vpc
	// tables are the route tables by tier, and for the private tier by zone.
	publicTable, dataTable *awsec2.RouteTable
	privateTables          map[string]*awsec2.RouteTable
}

// Subnet is one subnet.
type Subnet struct {
	// ZoneID is the zone's id, such as use1-az4.
	ZoneID string
	// CIDR is its IPv4 block.
	CIDR string
	// ID is the subnet's id.
	ID pulumi.IDOutput
	// Zone is the zone's name in this account, such as us-east-1a.
	Zone pulumi.StringOutput
}

// IDs are the ids of subnets.
func IDs(subnets []Subnet) pulumi.StringArray {
	ids := make(pulumi.StringArray, 0, len(subnets))
	for _, subnet := range subnets {
		ids = append(ids, subnet.ID)
	}
	return ids
}

// New makes a VPC.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*VPC, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("vpc %q: %w", name, err)
	}
	v := &VPC{name: name, args: args, CIDR: args.CIDR, privateTables: map[string]*awsec2.RouteTable{}}
	if err := ctx.RegisterComponentResource("groundwork:vpc:VPC", name, v, opts...); err != nil {
		return nil, fmt.Errorf("vpc %q: %w", name, err)
	}
	for _, step := range []func(*pulumi.Context) error{
		v.makeVPC,
		v.closeDefaultSecurityGroup,
		v.makeRouteTables,
		v.makeSubnets,
		v.openInternet,
		v.makeNAT,
		v.makeS3Endpoint,
		v.makeInterfaceEndpoints,
		v.makeFlowLogs,
	} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("vpc %q: %w", name, err)
		}
	}
	return v, ctx.RegisterResourceOutputs(v, pulumi.Map{
		"id":               v.ID,
		"cidr":             pulumi.String(v.CIDR),
		"publicSubnetIds":  IDs(v.Public),
		"privateSubnetIds": IDs(v.Private),
		"dataSubnetIds":    IDs(v.Data),
		"natAddresses":     v.NATAddresses,
	})
}

func (v *VPC) makeVPC(ctx *pulumi.Context) error {
	made, err := awsec2.NewVpc(ctx, v.name+"-vpc", &awsec2.VpcArgs{
		CidrBlock: pulumi.String(v.args.CIDR),
		// Private names of interface endpoints and of RDS need both:
		// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html
		EnableDnsSupport:   pulumi.Bool(true),
		EnableDnsHostnames: pulumi.Bool(true),
		Tags:               v.tags("vpc"),
	}, v.ground()...)
	if err != nil {
		return err
	}
	v.vpc, v.ID = made, made.ID()
	return nil
}

// closeDefaultSecurityGroup takes over the default group and leaves it without
// rules, so that what forgets its own group gets nowhere (EC2.2, CIS 6.5).
func (v *VPC) closeDefaultSecurityGroup(ctx *pulumi.Context) error {
	_, err := awsec2.NewDefaultSecurityGroup(ctx, v.name+"-default", &awsec2.DefaultSecurityGroupArgs{
		VpcId: v.vpc.ID(),
		// Empty, not absent: absent, a rule that somebody adds later would stay.
		Ingress: awsec2.DefaultSecurityGroupIngressArray{},
		Egress:  awsec2.DefaultSecurityGroupEgressArray{},
		Tags:    v.tags("default-unused"),
	}, pulumi.Parent(v))
	return err
}

// ground is the options of what everything else stands in.
func (v *VPC) ground() []pulumi.ResourceOption {
	return []pulumi.ResourceOption{pulumi.Parent(v), pulumi.Protect(v.args.Protect)}
}

func (v *VPC) tags(parts ...string) pulumi.StringMap {
	return pulumi.ToStringMap(v.args.Names.Tags(parts...))
}
