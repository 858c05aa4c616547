package vpc

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsec2 "groundwork/internal/sdk/aws/ec2"
)

const everywhere = "0.0.0.0/0"

// makeRouteTables makes one table for the public tier, one for the data tier
// (which never gets a route of its own) and one per zone for the private tier,
// so that each zone can have its own way out. The VPC's main table is left
// alone: it has only the local route, and no subnet uses it.
func (v *VPC) makeRouteTables(ctx *pulumi.Context) (err error) {
	if v.publicTable, err = v.makeRouteTable(ctx, string(Public)); err != nil {
		return err
	}
	if _, wanted := v.args.plan()[Data]; wanted {
		if v.dataTable, err = v.makeRouteTable(ctx, string(Data)); err != nil {
			return err
		}
	}
	for _, zone := range v.args.Zones {
		if v.privateTables[zone], err = v.makeRouteTable(ctx, string(Private), zone); err != nil {
			return err
		}
	}
	return nil
}

func (v *VPC) makeRouteTable(ctx *pulumi.Context, parts ...string) (*awsec2.RouteTable, error) {
	name := v.name
	for _, part := range parts {
		name += "-" + part
	}
	return awsec2.NewRouteTable(ctx, name, &awsec2.RouteTableArgs{
		VpcId: v.vpc.ID(),
		Tags:  v.tags(parts...),
	}, pulumi.Parent(v))
}

// openInternet gives the public tier its way in and out.
func (v *VPC) openInternet(ctx *pulumi.Context) error {
	gateway, err := awsec2.NewInternetGateway(ctx, v.name+"-internet", &awsec2.InternetGatewayArgs{
		VpcId: v.vpc.ID(),
		Tags:  v.tags("internet"),
	}, v.ground()...)
	if err != nil {
		return err
	}
	route, err := awsec2.NewRoute(ctx, v.name+"-public-internet", &awsec2.RouteArgs{
		RouteTableId:         v.publicTable.ID(),
		DestinationCidrBlock: pulumi.String(everywhere),
		GatewayId:            gateway.ID(),
	}, pulumi.Parent(v))
	if err != nil {
		return err
	}
	v.Internet = append(v.Internet, route)
	return nil
}

// makeNAT makes the gateways and routes the private tables through them. A
// gateway is named for its zone, so a change from single to perZone keeps the
// one there is, and its address.
func (v *VPC) makeNAT(ctx *pulumi.Context) error {
	gateways := map[string]*awsec2.NatGateway{}
	for i, zone := range v.natZones() {
		gateway, err := v.makeNATGateway(ctx, zone, v.Public[i])
		if err != nil {
			return err
		}
		gateways[zone] = gateway
	}
	if len(gateways) == 0 {
		return nil
	}
	for _, zone := range v.args.Zones {
		gateway, own := gateways[zone]
		if !own {
			gateway = gateways[v.args.Zones[0]]
		}
		route, err := awsec2.NewRoute(ctx, v.child(Private, zone)+"-internet", &awsec2.RouteArgs{
			RouteTableId:         v.privateTables[zone].ID(),
			DestinationCidrBlock: pulumi.String(everywhere),
			NatGatewayId:         gateway.ID(),
		}, pulumi.Parent(v))
		if err != nil {
			return err
		}
		v.Egress = append(v.Egress, route)
	}
	return nil
}

// natZones are the zones that get a gateway: a beginning of Args.Zones.
func (v *VPC) natZones() []string {
	switch v.args.NAT {
	case NATSingle:
		return v.args.Zones[:1]
	case NATPerZone:
		return v.args.Zones
	default:
		return nil
	}
}

// makeNATGateway makes a zone's gateway. It can only be made, and can only be
// left, while its subnet reaches the internet. One that is replaced goes first: it
// keeps its address, which others may have let in, and an address has one gateway.
// https://github.com/pulumi/pulumi/issues/7139
func (v *VPC) makeNATGateway(ctx *pulumi.Context, zone string, subnet Subnet) (*awsec2.NatGateway, error) {
	address, err := awsec2.NewEip(ctx, v.name+"-nat-"+zone, &awsec2.EipArgs{
		Domain: pulumi.String("vpc"),
		Tags:   v.tags("nat", zone),
	}, pulumi.Parent(v))
	if err != nil {
		return nil, err
	}
	gateway, err := awsec2.NewNatGateway(ctx, v.name+"-nat-"+zone, &awsec2.NatGatewayArgs{
		AllocationId: address.ID(),
		SubnetId:     subnet.ID,
		Tags:         v.tags("nat", zone),
	}, pulumi.Parent(v), pulumi.DependsOn(v.Internet), pulumi.DeleteBeforeReplace(true))
	if err != nil {
		return nil, err
	}
	v.NATAddresses = append(v.NATAddresses, address.PublicIp)
	v.Egress = append(v.Egress, gateway)
	return gateway, nil
}
