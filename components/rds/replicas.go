package rds

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsrds "groundwork/internal/sdk/aws/rds"
	"groundwork/naming"
)

// replicas read along. They inherit the engine, the user, the password and the
// subnet group of the primary.
//
// Unlike the primary they carry neither deletion protection (RDS.8) nor a final
// snapshot: they hold nothing of their own, and "one replica less" in the stack
// file must work without lifting the protection of the database first.
func (b *builder) replicas(primary *awsrds.Instance, network network, parameters *awsrds.ParameterGroup, monitor monitor) ([]*awsrds.Instance, error) {
	_, zones := placement(len(b.args.Zones), b.args.MultiAZ, b.args.Replicas)
	var replicas []*awsrds.Instance
	for i, zone := range zones {
		part := fmt.Sprintf("replica-%d", i+1)
		id := b.args.Names.Short(naming.DatabaseLimit, "db-"+part)
		groups, err := b.logGroups(part, id)
		if err != nil {
			return nil, err
		}
		inputs := b.common("db-"+part, id, b.replicaClass(), network, parameters, monitor)
		inputs.ReplicateSourceDb = primary.Identifier
		inputs.AvailabilityZone = b.args.Zones[zone].ToStringOutput()
		inputs.SkipFinalSnapshot = pulumi.Bool(true)
		inputs.DeletionProtection = pulumi.Bool(false)
		if b.args.MaxStorageGB == 0 {
			// Storage that grows by itself may be more than the stack file says,
			// and RDS refuses a replica smaller than its primary: only where
			// nothing grows is the number safe to give.
			inputs.AllocatedStorage = pulumi.Int(b.args.StorageGB)
		}
		replica, err := awsrds.NewInstance(b.ctx, b.child(part), inputs, b.parent,
			pulumi.DependsOn(append(groups, monitor.ready)), keepPlace)
		if err != nil {
			return nil, fmt.Errorf("creating the replica %q: %w", id, err)
		}
		replicas = append(replicas, replica)
	}
	return replicas, nil
}

func (b *builder) replicaClass() string {
	if b.args.ReplicaClass != "" {
		return b.args.ReplicaClass
	}
	return b.args.Class
}
