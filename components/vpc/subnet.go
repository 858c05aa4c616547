package vpc

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsec2 "groundwork/internal/sdk/aws/ec2"
)

// makeSubnets makes the planned subnets. Their logical names carry the zone's
// id, not its place in the list, so that a reordered list changes nothing.
func (v *VPC) makeSubnets(ctx *pulumi.Context) error {
	planned := v.args.plan()
	for _, tier := range []Tier{Public, Private, Data} {
		for _, zone := range v.args.Zones {
			block, wanted := planned[tier][zone]
			if !wanted {
				continue
			}
			subnet, err := v.makeSubnet(ctx, tier, zone, block.String())
			if err != nil {
				return err
			}
			v.add(tier, subnet)
		}
	}
	if len(v.Data) == 0 {
		v.Data = v.Private
	}
	return nil
}

func (v *VPC) add(tier Tier, subnet Subnet) {
	switch tier {
	case Public:
		v.Public = append(v.Public, subnet)
	case Private:
		v.Private = append(v.Private, subnet)
	case Data:
		v.Data = append(v.Data, subnet)
	}
}

func (v *VPC) makeSubnet(ctx *pulumi.Context, tier Tier, zone, block string) (Subnet, error) {
	made, err := awsec2.NewSubnet(ctx, v.child(tier, zone), &awsec2.SubnetArgs{
		VpcId:              v.vpc.ID(),
		CidrBlock:          pulumi.String(block),
		AvailabilityZoneId: pulumi.String(zone),
		// Not even public subnets hand out addresses (EC2.15): load balancers and
		// NAT gateways bring their own.
		MapPublicIpOnLaunch: pulumi.Bool(false),
		Tags:                pulumi.ToStringMap(v.args.Names.Tags(string(tier), zone)),
	}, v.ground()...)
	if err != nil {
		return Subnet{}, err
	}
	association, err := awsec2.NewRouteTableAssociation(ctx, v.child(tier, zone), &awsec2.RouteTableAssociationArgs{
		SubnetId:     made.ID(),
		RouteTableId: v.tableOf(tier, zone).ID(),
	}, pulumi.Parent(v))
	if err != nil {
		return Subnet{}, err
	}
	switch tier {
	case Public:
		v.Internet = append(v.Internet, association)
	case Private:
		v.Egress = append(v.Egress, association)
	}
	return Subnet{ZoneID: zone, CIDR: block, ID: made.ID(), Zone: made.AvailabilityZone}, nil
}

// child is the logical name of something of one tier in one zone.
func (v *VPC) child(tier Tier, zone string) string { return v.name + "-" + string(tier) + "-" + zone }

func (v *VPC) tableOf(tier Tier, zone string) *awsec2.RouteTable {
	switch tier {
	case Public:
		return v.publicTable
	case Data:
		return v.dataTable
	default:
		return v.privateTables[zone]
	}
}
