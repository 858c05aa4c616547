package elasticache

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/datastore"
	awsec2 "groundwork/internal/sdk/aws/ec2"
	awselasticache "groundwork/internal/sdk/aws/elasticache"
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
	group, err := b.store().SecurityGroup(datastore.Door{
		Engine: "Redis", System: b.args.Names.Prefix(),
		VPCID: b.args.VPCID, Port: port, Clients: b.args.Clients,
	})
	return network{subnets, group}, err
}

// store makes what is not of the engine.
func (b *builder) store() datastore.Owner {
	return datastore.Owner{Context: b.ctx, Name: b.name, Parent: b.parent, Tags: b.tags, Part: "cache"}
}
