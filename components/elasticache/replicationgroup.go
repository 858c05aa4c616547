package elasticache

import (
	"fmt"
	"maps"
	"slices"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/retention"
	awscloudwatch "groundwork/internal/sdk/aws/cloudwatch"
	awselasticache "groundwork/internal/sdk/aws/elasticache"
	"groundwork/naming"
)

// suffixBytes of randomness tell final snapshots apart.
const suffixBytes = 4

// parameterGroup has an automatic name: another version means another family,
// and the new group must exist before the cache lets go of the old one.
func (b *builder) parameterGroup() (*awselasticache.ParameterGroup, error) {
	parameters := awselasticache.ParameterGroupParameterArray{}
	for _, name := range slices.Sorted(maps.Keys(b.args.Parameters)) {
		parameters = append(parameters, awselasticache.ParameterGroupParameterArgs{
			Name:  pulumi.String(name),
			Value: pulumi.String(b.args.Parameters[name]),
		})
	}
	group, err := awselasticache.NewParameterGroup(b.ctx, b.child("parameters"), &awselasticache.ParameterGroupArgs{
		Family:      pulumi.String(families[b.args.Version]),
		Description: pulumi.String("Redis parameters of " + b.args.Names.Prefix()),
		Parameters:  parameters,
		Tags:        b.tags("cache"),
	}, b.parent)
	if err != nil {
		return nil, fmt.Errorf("creating the parameter group: %w", err)
	}
	return group, nil
}

// replicationGroup is used for a single node too: only replication groups are
// encrypted, and a replica can be added later.
func (b *builder) replicationGroup(network network, parameters *awselasticache.ParameterGroup, token pulumi.StringOutput) (*awselasticache.ReplicationGroup, error) {
	a := b.args
	id := a.Names.Short(naming.ReplicationGroupLimit, "cache")
	inputs := &awselasticache.ReplicationGroupArgs{
		ReplicationGroupId:       pulumi.String(id),
		Description:              pulumi.String("Redis of " + a.Names.Prefix()),
		Engine:                   pulumi.String("redis"),
		EngineVersion:            pulumi.String(a.Version),
		NodeType:                 pulumi.String(a.NodeType),
		NumCacheClusters:         pulumi.Int(1 + a.Replicas),
		AutomaticFailoverEnabled: pulumi.Bool(a.Replicas > 0),
		MultiAzEnabled:           pulumi.Bool(a.Replicas > 0),
		Port:                     pulumi.Int(port),
		SubnetGroupName:          network.subnets.Name,
		SecurityGroupIds:         pulumi.StringArray{network.group.ID()},
		ParameterGroupName:       parameters.Name,
		Tags:                     b.tags("cache"),
	}
	b.encrypt(inputs, token)
	b.maintain(inputs)
	if err := b.slowLog(id, inputs); err != nil {
		return nil, err
	}
	if err := b.finalSnapshot(id, inputs); err != nil {
		return nil, err
	}
	group, err := awselasticache.NewReplicationGroup(b.ctx, b.child("group"), inputs, b.parent, pulumi.Protect(a.Protect))
	if err != nil {
		return nil, fmt.Errorf("creating the replication group %q: %w", id, err)
	}
	return group, nil
}

// encrypt turns on encryption and the token, which needs it.
func (b *builder) encrypt(inputs *awselasticache.ReplicationGroupArgs, token pulumi.StringOutput) {
	// With AWS's own key, on purpose: a key of the stack's would be deleted with
	// the stack and take the final snapshot with it.
	inputs.AtRestEncryptionEnabled = pulumi.Bool(true)
	inputs.TransitEncryptionEnabled = pulumi.Bool(true)
	if families[b.args.Version] == "redis7" {
		// The mode can be told from 7.0.5 on; before, encryption is always
		// required.
		inputs.TransitEncryptionMode = pulumi.String("required")
	}
	inputs.AuthToken = token
	// ROTATE, the default, leaves the previous way in open, which on a first
	// token is "without a token". With SET a changed token shuts out clients
	// that still have the old one.
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
	inputs.AuthTokenUpdateStrategy = pulumi.String("SET")
}

// maintain says when and how ElastiCache works on the cache.
func (b *builder) maintain(inputs *awselasticache.ReplicationGroupArgs) {
	inputs.AutoMinorVersionUpgrade = pulumi.Bool(true)
	inputs.ApplyImmediately = pulumi.Bool(b.args.ApplyImmediately)
	inputs.SnapshotRetentionLimit = pulumi.Int(b.args.SnapshotDays)
	if b.args.MaintenanceWindow != "" {
		inputs.MaintenanceWindow = pulumi.String(b.args.MaintenanceWindow)
	}
	if b.args.SnapshotDays > 0 && b.args.SnapshotWindow != "" {
		inputs.SnapshotWindow = pulumi.String(b.args.SnapshotWindow)
	}
}

// slowLog delivers the slow log to a log group, without a retention to none.
func (b *builder) slowLog(id string, inputs *awselasticache.ReplicationGroupArgs) error {
	days := retention.Days(b.args.LogRetention)
	if days == 0 {
		return nil
	}
	group, err := awscloudwatch.NewLogGroup(b.ctx, b.child("slow-log"), &awscloudwatch.LogGroupArgs{
		Name:            pulumi.String("/aws/elasticache/" + id + "/slow-log"),
		RetentionInDays: pulumi.Int(days),
		Tags:            b.tags("cache"),
	}, b.parent)
	if err != nil {
		return fmt.Errorf("creating the slow log's group: %w", err)
	}
	inputs.LogDeliveryConfigurations = awselasticache.ReplicationGroupLogDeliveryConfigurationArray{
		awselasticache.ReplicationGroupLogDeliveryConfigurationArgs{
			Destination:     group.Name,
			DestinationType: pulumi.String("cloudwatch-logs"),
			LogFormat:       pulumi.String("json"),
			LogType:         pulumi.String("slow-log"),
		},
	}
	return nil
}

// finalSnapshot names the last snapshot. Its suffix lives in the state: a stack
// that is created and deleted twice leaves two snapshots, and the second delete
// would fail on a name that exists. The keeper is what replaces the group.
func (b *builder) finalSnapshot(id string, inputs *awselasticache.ReplicationGroupArgs) error {
	if !b.args.FinalSnapshot {
		return nil
	}
	suffix, err := random.NewRandomId(b.ctx, b.child("snapshot-suffix"), &random.RandomIdArgs{
		ByteLength: pulumi.Int(suffixBytes),
		Keepers:    pulumi.StringMap{"id": pulumi.String(id)},
	}, b.parent)
	if err != nil {
		return fmt.Errorf("generating the final snapshot's suffix: %w", err)
	}
	inputs.FinalSnapshotIdentifier = pulumi.Sprintf("%s-final-%s", id, suffix.Hex)
	return nil
}
