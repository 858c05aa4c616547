package rds

import (
	"fmt"
	"maps"
	"slices"

	awsec2 "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awsrds "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"
	awsvpc "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// network is where the database stands and who reaches it.
type network struct {
	subnets *awsrds.SubnetGroup
	group   *awsec2.SecurityGroup
}

func (b *builder) network() (network, error) {
	subnets, err := awsrds.NewSubnetGroup(b.ctx, b.child("subnets"), &awsrds.SubnetGroupArgs{
		Description: pulumi.String("Data subnets of " + b.args.Names.Prefix()),
		SubnetIds:   pulumi.StringArray(b.args.SubnetIDs),
		Tags:        b.tags("db"),
	}, b.parent)
	if err != nil {
		return network{}, fmt.Errorf("creating the subnet group: %w", err)
	}
	// No rules inline: inline rules and rule resources fight over the group. No
	// egress at all, because a database calls nobody; the provider removes the
	// one that AWS adds.
	group, err := awsec2.NewSecurityGroup(b.ctx, b.child("sg"), &awsec2.SecurityGroupArgs{
		Description: pulumi.String("PostgreSQL of " + b.args.Names.Prefix()),
		VpcId:       b.args.VPCID.ToStringOutput(),
		Tags:        b.tags("db"),
	}, b.parent)
	if err != nil {
		return network{}, fmt.Errorf("creating the security group: %w", err)
	}
	return network{subnets, group}, b.clients(group)
}

// clients opens the port for each client. A rule is a resource of its own, so
// that only the rule waits for the client and the database does not.
func (b *builder) clients(group *awsec2.SecurityGroup) error {
	for _, client := range slices.Sorted(maps.Keys(b.args.Clients)) {
		_, err := awsvpc.NewSecurityGroupIngressRule(b.ctx, b.child("from-"+client), &awsvpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId:           group.ID(),
			ReferencedSecurityGroupId: b.args.Clients[client].ToStringOutput(),
			Description:               pulumi.String("PostgreSQL from " + client),
			IpProtocol:                pulumi.String("tcp"),
			FromPort:                  pulumi.Int(b.args.Port),
			ToPort:                    pulumi.Int(b.args.Port),
			Tags:                      b.tags("db-from-" + client),
		}, b.parent)
		if err != nil {
			return fmt.Errorf("letting %q in: %w", client, err)
		}
	}
	return nil
}
