// A VPC with public and private subnets, and a PostgreSQL database in the
// private ones.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		cfg := config.New(ctx, "")
		instanceClass := cfg.Get("instanceClass")
		if instanceClass == "" {
			instanceClass = "db.t3.micro"
		}

		vpc, err := ec2.NewVpc(ctx, "vpc", &ec2.VpcArgs{
			CidrBlock:          pulumi.String("10.0.0.0/16"),
			EnableDnsHostnames: pulumi.Bool(true),
			EnableDnsSupport:   pulumi.Bool(true),
			Tags:               pulumi.StringMap{"Name": pulumi.String("vpc-rds")},
		})
		if err != nil {
			return err
		}
		private, err := subnets(ctx, vpc)
		if err != nil {
			return err
		}

		appSg, err := ec2.NewSecurityGroup(ctx, "app-sg", &ec2.SecurityGroupArgs{
			VpcId: vpc.ID(),
			Egress: ec2.SecurityGroupEgressArray{
				ec2.SecurityGroupEgressArgs{
					Protocol:   pulumi.String("-1"),
					FromPort:   pulumi.Int(0),
					ToPort:     pulumi.Int(0),
					CidrBlocks: pulumi.StringArray{pulumi.String("0.0.0.0/0")},
				},
			},
		})
		if err != nil {
			return err
		}
		dbSg, err := ec2.NewSecurityGroup(ctx, "db-sg", &ec2.SecurityGroupArgs{
			VpcId:       vpc.ID(),
			Description: pulumi.String("PostgreSQL from the application"),
			Ingress: ec2.SecurityGroupIngressArray{
				ec2.SecurityGroupIngressArgs{
					Protocol:       pulumi.String("tcp"),
					FromPort:       pulumi.Int(5432),
					ToPort:         pulumi.Int(5432),
					SecurityGroups: pulumi.StringArray{appSg.ID()},
				},
			},
		})
		if err != nil {
			return err
		}

		password, err := random.NewRandomPassword(ctx, "db-password", &random.RandomPasswordArgs{
			Length:  pulumi.Int(24),
			Special: pulumi.Bool(false),
		})
		if err != nil {
			return err
		}
		subnetGroup, err := rds.NewSubnetGroup(ctx, "db-subnets", &rds.SubnetGroupArgs{SubnetIds: private})
		if err != nil {
			return err
		}
		parameters, err := rds.NewParameterGroup(ctx, "db-parameters", &rds.ParameterGroupArgs{
			Family: pulumi.String("postgres16"),
			Parameters: rds.ParameterGroupParameterArray{
				rds.ParameterGroupParameterArgs{
					Name:  pulumi.String("log_min_duration_statement"),
					Value: pulumi.String("1000"),
				},
			},
		})
		if err != nil {
			return err
		}
		db, err := rds.NewInstance(ctx, "db", &rds.InstanceArgs{
			Engine:              pulumi.String("postgres"),
			EngineVersion:       pulumi.String("16"),
			InstanceClass:       pulumi.String(instanceClass),
			AllocatedStorage:    pulumi.Int(20),
			StorageType:         pulumi.String("gp3"),
			StorageEncrypted:    pulumi.Bool(true),
			DbName:              pulumi.String("app"),
			Username:            pulumi.String("app"),
			Password:            password.Result,
			DbSubnetGroupName:   subnetGroup.Name,
			ParameterGroupName:  parameters.Name,
			VpcSecurityGroupIds: pulumi.StringArray{dbSg.ID()},
			SkipFinalSnapshot:   pulumi.Bool(true),
		})
		if err != nil {
			return err
		}

		url := pulumi.Sprintf("postgresql://%s:%s@%s/%s", db.Username, password.Result, db.Endpoint, db.DbName)
		secret, err := secretsmanager.NewSecret(ctx, "db-url", &secretsmanager.SecretArgs{
			RecoveryWindowInDays: pulumi.Int(0),
		})
		if err != nil {
			return err
		}
		_, err = secretsmanager.NewSecretVersion(ctx, "db-url", &secretsmanager.SecretVersionArgs{
			SecretId:     secret.ID(),
			SecretString: url,
		})
		if err != nil {
			return err
		}

		ctx.Export("vpcId", vpc.ID())
		ctx.Export("endpoint", db.Endpoint)
		ctx.Export("databaseUrl", url)
		return nil
	})
}

// subnets makes a public and a private subnet in each of two zones, and gives
// the private ones.
func subnets(ctx *pulumi.Context, vpc *ec2.Vpc) (pulumi.StringArray, error) {
	zones, err := aws.GetAvailabilityZones(ctx, &aws.GetAvailabilityZonesArgs{State: pulumi.StringRef("available")})
	if err != nil {
		return nil, err
	}
	gateway, err := ec2.NewInternetGateway(ctx, "igw", &ec2.InternetGatewayArgs{VpcId: vpc.ID()})
	if err != nil {
		return nil, err
	}
	public, err := ec2.NewRouteTable(ctx, "public", &ec2.RouteTableArgs{
		VpcId: vpc.ID(),
		Routes: ec2.RouteTableRouteArray{
			ec2.RouteTableRouteArgs{CidrBlock: pulumi.String("0.0.0.0/0"), GatewayId: gateway.ID()},
		},
	})
	if err != nil {
		return nil, err
	}
	var nat *ec2.NatGateway
	var private *ec2.RouteTable
	var ids pulumi.StringArray
	for i, zone := range zones.Names[:2] {
		outer, err := ec2.NewSubnet(ctx, fmt.Sprintf("public-%d", i), &ec2.SubnetArgs{
			VpcId:               vpc.ID(),
			CidrBlock:           pulumi.String(fmt.Sprintf("10.0.%d.0/24", i)),
			AvailabilityZone:    pulumi.String(zone),
			MapPublicIpOnLaunch: pulumi.Bool(true),
		})
		if err != nil {
			return nil, err
		}
		_, err = ec2.NewRouteTableAssociation(ctx, fmt.Sprintf("public-%d", i), &ec2.RouteTableAssociationArgs{
			SubnetId:     outer.ID(),
			RouteTableId: public.ID(),
		})
		if err != nil {
			return nil, err
		}
		if nat == nil {
			if nat, private, err = privateRoutes(ctx, vpc, outer, gateway); err != nil {
				return nil, err
			}
		}
		inner, err := ec2.NewSubnet(ctx, fmt.Sprintf("private-%d", i), &ec2.SubnetArgs{
			VpcId:            vpc.ID(),
			CidrBlock:        pulumi.String(fmt.Sprintf("10.0.%d.0/24", 10+i)),
			AvailabilityZone: pulumi.String(zone),
		})
		if err != nil {
			return nil, err
		}
		_, err = ec2.NewRouteTableAssociation(ctx, fmt.Sprintf("private-%d", i), &ec2.RouteTableAssociationArgs{
			SubnetId:     inner.ID(),
			RouteTableId: private.ID(),
		})
		if err != nil {
			return nil, err
		}
		ids = append(ids, inner.ID())
	}
	return ids, nil
}

// privateRoutes makes the NAT gateway, and the route table that leads to it.
func privateRoutes(ctx *pulumi.Context, vpc *ec2.Vpc, outer *ec2.Subnet, gateway *ec2.InternetGateway) (*ec2.NatGateway, *ec2.RouteTable, error) {
	address, err := ec2.NewEip(ctx, "nat", &ec2.EipArgs{Domain: pulumi.String("vpc")})
	if err != nil {
		return nil, nil, err
	}
	nat, err := ec2.NewNatGateway(ctx, "nat", &ec2.NatGatewayArgs{
		AllocationId: address.ID(),
		SubnetId:     outer.ID(),
	}, pulumi.DependsOn([]pulumi.Resource{gateway}))
	if err != nil {
		return nil, nil, err
	}
	table, err := ec2.NewRouteTable(ctx, "private", &ec2.RouteTableArgs{VpcId: vpc.ID()})
	if err != nil {
		return nil, nil, err
	}
	_, err = ec2.NewRoute(ctx, "private-nat", &ec2.RouteArgs{
		RouteTableId:         table.ID(),
		DestinationCidrBlock: pulumi.String("0.0.0.0/0"),
		NatGatewayId:         nat.ID(),
	})
	return nat, table, err
}
