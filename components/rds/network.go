package rds

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/datastore"
	awsec2 "groundwork/internal/sdk/aws/ec2"
	awsrds "groundwork/internal/sdk/aws/rds"
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
	group, err := b.store().SecurityGroup(datastore.Door{
		Engine: "PostgreSQL", System: b.args.Names.Prefix(),
		VPCID: b.args.VPCID, Port: b.args.Port, Clients: b.args.Clients,
	})
	return network{subnets, group}, err
}

// store makes what is not of the engine.
func (b *builder) store() datastore.Owner {
	return datastore.Owner{Context: b.ctx, Name: b.name, Parent: b.parent, Tags: b.tags, Part: "db"}
}
