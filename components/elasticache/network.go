package elasticache

import (
	"fmt"
	"maps"
	"slices"

	awsec2 "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ec2"
	awselasticache "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/elasticache"
	awsvpc "github.com/pulumi/pulumi-aws/sdk/v6/go/aws/vpc"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// network is where the cache stands and who reaches it.
type network struct {
	subnets *awselasticache.SubnetGroup
	group   *awsec2.SecurityGroup
}

func (b *builder) network() (network, error) {
	subnets, err := awselasticache.NewSubnetGroup(b.ctx, b.child("subnets"), &awselasticache.SubnetGroupArgs{
		Description: pulumi.String("Data subnets of " + b.args.Names.Prefix()),
		SubnetIds:   pulumi.StringArray(b.args.SubnetIDs),
		Tags:        b.tags("cache"),
	}, b.parent)
	if err != nil {
		return network{}, fmt.Errorf("creating the subnet group: %w", err)
	}
	// No rules inline: inline rules and rule resources fight over the group. No
	// egress at all, because a cache calls nobody; the provider removes the
	// one that AWS adds.
	group, err := awsec2.NewSecurityGroup(b.ctx, b.child("sg"), &awsec2.SecurityGroupArgs{
		Description: pulumi.String("Redis of " + b.args.Names.Prefix()),
		VpcId:       b.args.VPCID.ToStringOutput(),
		Tags:        b.tags("cache"),
	}, b.parent)
	if err != nil {
		return network{}, fmt.Errorf("creating the security group: %w", err)
	}
	return network{subnets, group}, b.clients(group)
}

// clients opens the port for each client. A rule is a resource of its own, so
// that only the rule waits for the client and the cache does not.
func (b *builder) clients(group *awsec2.SecurityGroup) error {
	for _, client := range slices.Sorted(maps.Keys(b.args.Clients)) {
		_, err := awsvpc.NewSecurityGroupIngressRule(b.ctx, b.child("from-"+client), &awsvpc.SecurityGroupIngressRuleArgs{
			SecurityGroupId:           group.ID(),
			ReferencedSecurityGroupId: b.args.Clients[client].ToStringOutput(),
			Description:               pulumi.String("Redis from " + client),
			IpProtocol:                pulumi.String("tcp"),
			FromPort:                  pulumi.Int(port),
			ToPort:                    pulumi.Int(port),
			Tags:                      b.tags("cache-from-" + client),
		}, b.parent)
		if err != nil {
			return fmt.Errorf("letting %q in: %w", client, err)
		}
	}
	return nil
}
