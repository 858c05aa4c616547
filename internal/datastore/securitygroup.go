package datastore

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsec2 "groundwork/internal/sdk/aws/ec2"
	awsvpc "groundwork/internal/sdk/aws/vpc"
)

// Door says who reaches a store, and how.
type Door struct {
	// Engine is the name that people know the store by, such as "PostgreSQL".
	// Required.
	Engine string
	// System is the system's prefix, for the description. Required.
	System string
	// VPCID is the VPC of the store. Required.
	VPCID pulumi.StringInput
	// Port is the TCP port. Required.
	Port int
	// Clients are the security groups that may connect, by the client's name.
	// Empty: nobody may.
	Clients map[string]pulumi.StringInput
}

// SecurityGroup makes the store's security group and opens the port for each
// client.
func (o Owner) SecurityGroup(door Door) (*awsec2.SecurityGroup, error) {
	// No rules inline: inline rules and rule resources fight over the group. No
	// egress at all, because a data store calls nobody; the provider removes
	// the one that AWS adds.
	group, err := awsec2.NewSecurityGroup(o.Context, o.child("sg"), &awsec2.SecurityGroupArgs{
		Description: pulumi.String(door.Engine + " of " + door.System),
		VpcId:       door.VPCID.ToStringOutput(),
		Tags:        o.Tags(o.Part),
	}, o.Parent)
	if err != nil {
		return nil, fmt.Errorf("creating the security group: %w", err)
	}
	for _, client := range slices.Sorted(maps.Keys(door.Clients)) {
		if err := o.letIn(client, group, door); err != nil {
			return nil, fmt.Errorf("letting %q in: %w", client, err)
		}
	}
	return group, nil
}

// letIn opens the port for a client. A rule is a resource of its own, so that
// only the rule waits for the client and the store does not.
func (o Owner) letIn(client string, group *awsec2.SecurityGroup, door Door) error {
	_, err := awsvpc.NewSecurityGroupIngressRule(o.Context, o.child("from-"+client), &awsvpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId:           group.ID(),
		ReferencedSecurityGroupId: door.Clients[client].ToStringOutput(),
		Description:               pulumi.String(door.Engine + " from " + client),
		IpProtocol:                pulumi.String("tcp"),
		FromPort:                  pulumi.Int(door.Port),
		ToPort:                    pulumi.Int(door.Port),
		Tags:                      o.Tags(o.Part + "-from-" + client),
	}, o.Parent)
	return err
}
