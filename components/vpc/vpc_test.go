package vpc_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/components/vpc"
	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	subnetType = "aws:ec2/subnet:Subnet"
	routeType  = "aws:ec2/route:Route"
	natType    = "aws:ec2/natGateway:NatGateway"
)

func prod() vpc.Args {
	return vpc.Args{
		Names:  naming.Scope{System: "stockindicator", Environment: "prod"},
		Region: "us-east-1", AccountID: "123456789012",
		CIDR: "10.30.0.0/16", Zones: []string{"use1-az4", "use1-az1", "use1-az2"},
		NAT: vpc.NATPerZone, FlowLogs: 80 * 24 * time.Hour,
		InterfaceEndpoints: []string{"ecr.api", "sts"},
	}
}

// run makes the VPC and hands it to look, if there is one.
func run(t *testing.T, args vpc.Args, look func(*vpc.VPC), options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := vpc.New(ctx, "network", args)
		if err == nil && look != nil {
			look(made)
		}
		return err
	}, options...)
}

func TestSubnetsLieWhereThePlanPutsThem(t *testing.T) {
	recorder := run(t, prod(), func(v *vpc.VPC) {
		require.Len(t, v.Data, 3)
		assert.Equal(t, "use1-az4", v.Data[0].ZoneID)
		assert.Equal(t, "10.30.172.0/22", v.Data[0].CIDR)
	})
	require.Len(t, recorder.All(subnetType), 9)
	for _, subnet := range recorder.All(subnetType) {
		assert.Equal(t, false, subnet.Get("mapPublicIpOnLaunch"), subnet.Name)
	}
	public := recorder.Named(t, subnetType, "network-public-use1-az4")
	assert.Equal(t, "use1-az4", public.Get("availabilityZoneId"))
	assert.Equal(t, "10.30.140.0/22", public.Get("cidrBlock"))
	private := recorder.Named(t, subnetType, "network-private-use1-az1")
	assert.Equal(t, "stockindicator-prod-private-use1-az1", private.Get("tags", "Name"))
}

func TestEachNATLayoutRoutesEveryPrivateTable(t *testing.T) {
	for _, test := range []struct {
		nat      vpc.NAT
		gateways int
		via      map[string]any
	}{
		{vpc.NATNone, 0, map[string]any{}},
		{"", 0, map[string]any{}},
		{vpc.NATSingle, 1, map[string]any{"use1-az4": "network-nat-use1-az4-id", "use1-az1": "network-nat-use1-az4-id", "use1-az2": "network-nat-use1-az4-id"}},
		{vpc.NATPerZone, 3, map[string]any{"use1-az4": "network-nat-use1-az4-id", "use1-az1": "network-nat-use1-az1-id", "use1-az2": "network-nat-use1-az2-id"}},
	} {
		t.Run("nat "+string(test.nat), func(t *testing.T) {
			args := prod()
			args.NAT = test.nat
			recorder := run(t, args, func(v *vpc.VPC) { assert.Len(t, v.NATAddresses, test.gateways) })
			assert.Len(t, recorder.All(natType), test.gateways)
			assert.Len(t, recorder.All("aws:ec2/eip:Eip"), test.gateways)
			via := map[string]any{}
			for _, route := range recorder.All(routeType) {
				if zone, private := strings.CutPrefix(route.Name, "network-private-"); private {
					via[strings.TrimSuffix(zone, "-internet")] = route.Get("natGatewayId")
				}
			}
			assert.Equal(t, test.via, via)
		})
	}
}

func TestTheDataTierHasNoRouteButToS3(t *testing.T) {
	recorder := run(t, prod(), nil)
	table := recorder.Named(t, "aws:ec2/routeTable:RouteTable", "network-data").Name + "-id"
	for _, route := range recorder.All(routeType) {
		assert.NotEqual(t, table, route.Get("routeTableId"), route.Name)
	}
	tables := recorder.Named(t, "aws:ec2/vpcEndpoint:VpcEndpoint", "network-s3").Get("routeTableIds")
	assert.ElementsMatch(t, []any{table, "network-private-use1-az1-id", "network-private-use1-az2-id", "network-private-use1-az4-id"}, tables)
}

func TestExplicitSubnetsWithoutADataTierLetDataStoresShareThePrivateOnes(t *testing.T) {
	args := prod()
	args.CIDR, args.Zones = "10.0.0.0/16", []string{"use1-az1", "use1-az2"}
	args.Subnets = vpc.Subnets{
		Public:  []string{"10.0.101.0/24", "10.0.102.0/24"},
		Private: []string{"10.0.1.0/24", "10.0.2.0/24"},
	}
	recorder := run(t, args, func(v *vpc.VPC) { assert.Equal(t, v.Private, v.Data) })
	assert.Len(t, recorder.All(subnetType), 4)
	assert.Equal(t, "10.0.102.0/24", recorder.Named(t, subnetType, "network-public-use1-az2").Get("cidrBlock"))
	assert.Len(t, recorder.All("aws:ec2/routeTable:RouteTable"), 3)
}

func TestTheDefaultSecurityGroupIsEmptied(t *testing.T) {
	group := run(t, prod(), nil).One(t, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
	assert.Equal(t, []any{}, group.Get("ingress"))
	assert.Equal(t, []any{}, group.Get("egress"))
}

func TestGatewaysWaitForTheirWayOutButNotForEachOther(t *testing.T) {
	for _, gateway := range run(t, prod(), nil).All(natType) {
		waits := strings.Join(gateway.DependsOn, " ")
		assert.Contains(t, waits, "::network-public-internet")
		assert.Contains(t, waits, "routeTableAssociation:RouteTableAssociation::network-public-")
		assert.NotContains(t, waits, "natGateway:NatGateway")
	}
}

func TestWhatEverythingStandsInIsProtected(t *testing.T) {
	for _, protect := range []bool{true, false} {
		args := prod()
		args.Protect = protect
		recorder := run(t, args, nil)
		for _, typ := range []string{"aws:ec2/vpc:Vpc", "aws:ec2/internetGateway:InternetGateway", subnetType} {
			for _, ground := range recorder.All(typ) {
				assert.Equal(t, protect, ground.Protected, ground.Name)
			}
		}
		for _, gateway := range recorder.All(natType) {
			assert.False(t, gateway.Protected, "the layout of the gateways can be changed: %s", gateway.Name)
		}
	}
}

func TestEgressHoldsRoutesGatewaysAndEndpoints(t *testing.T) {
	run(t, prod(), func(v *vpc.VPC) {
		// 3 associations, 3 routes, 3 gateways, the endpoints' group rule, 3 endpoints.
		assert.Len(t, v.Egress, 13)
		// 3 associations and the route: nothing that waits for a gateway.
		assert.Len(t, v.Internet, 4)
	})
}

func TestNothingMovesWhenZonesChangePlaces(t *testing.T) {
	args := prod()
	before := run(t, args, nil)
	args.Zones = []string{"use1-az1", "use1-az2", "use1-az4"}
	after := run(t, args, nil)
	for _, registered := range before.All("") {
		if !registered.Component && registered.Type != "aws:ec2/vpcEndpoint:VpcEndpoint" {
			assert.Equal(t, registered.Inputs, after.Named(t, registered.Type, registered.Name).Inputs, registered.Name)
		}
	}
}

func TestAPreviewWithUnknownsGoesThrough(t *testing.T) { run(t, prod(), nil, mocks.Preview) }

func TestWrongArgumentsAreRefusedByName(t *testing.T) {
	_, err := mocks.Try(func(ctx *pulumi.Context) error {
		_, err := vpc.New(ctx, "network", vpc.Args{})
		return err
	})
	assert.ErrorContains(t, err, `vpc "network": `)
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	for _, child := range run(t, prod(), nil).Children(t, "groundwork:vpc:VPC", "network") {
		untaggable := strings.Contains("aws:ec2/route:Route aws:ec2/routeTableAssociation:RouteTableAssociation aws:iam/rolePolicy:RolePolicy", child.Type)
		assert.Equal(t, !untaggable, child.Get("tags", "ManagedBy") == "groundwork", child.Name)
	}
}
