package rds

import (
	"fmt"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/gp3"
	"groundwork/internal/rdsca"
	awsrds "groundwork/internal/sdk/aws/rds"
	"groundwork/naming"
)

const (
	// standardSupport keeps a version that is past its end from costing by the hour;
	// RDS upgrades it instead:
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
	standardSupport = "open-source-rds-extended-support-disabled"
	// monitoringSeconds is how often the operating system's metrics come.
	monitoringSeconds = 60
	// insightsDays is the free retention of Performance Insights. RDS for
	// PostgreSQL has it on every class; only MariaDB and MySQL leave out the
	// micro and small burstable ones.
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
	insightsDays = 7
	// suffixBytes of randomness tell final snapshots apart.
	suffixBytes = 4
)

// primary is the instance that takes writes.
func (b *builder) primary(network network, parameters *awsrds.ParameterGroup, monitor monitor, password pulumi.StringOutput) (*awsrds.Instance, error) {
	a := b.args
	id := a.Names.Short(naming.DatabaseLimit, "db")
	groups, err := b.logGroups("instance", id)
	if err != nil {
		return nil, err
	}
	inputs := b.common("db", id, a.Class, network, parameters, monitor)
	inputs.Engine = pulumi.String("postgres")
	inputs.EngineVersion = pulumi.String(a.Version)
	// The version is major only, and changes when somebody writes another one: that
	// is all the permission there is. RDS upgrades the replicas with the primary:
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html
	inputs.AllowMajorVersionUpgrade = pulumi.Bool(true)
	inputs.DbName = pulumi.String(a.DatabaseName)
	inputs.Username = pulumi.String(a.User)
	inputs.Password = password
	inputs.DbSubnetGroupName = network.subnets.Name
	inputs.AllocatedStorage = pulumi.Int(a.StorageGB)
	inputs.MultiAz = pulumi.Bool(a.MultiAZ)
	if zone, _ := placement(len(a.Zones), a.MultiAZ, 0); zone != unplaced {
		inputs.AvailabilityZone = a.Zones[zone].ToStringOutput()
	}
	inputs.BackupRetentionPeriod = pulumi.Int(a.BackupDays)
	inputs.BackupWindow = optional(a.BackupWindow)
	inputs.DeleteAutomatedBackups = pulumi.Bool(!a.KeepBackups)
	inputs.EngineLifecycleSupport = pulumi.String(standardSupport)
	inputs.DeletionProtection = pulumi.Bool(a.Protect)
	if inputs.SkipFinalSnapshot = pulumi.Bool(!a.FinalSnapshot); a.FinalSnapshot {
		if inputs.FinalSnapshotIdentifier, err = b.snapshotName(id); err != nil {
			return nil, err
		}
	}
	primary, err := awsrds.NewInstance(b.ctx, b.child("instance"), inputs, b.parent,
		pulumi.DependsOn(append(groups, monitor.ready)), pulumi.Protect(a.Protect), keepPlace)
	if err != nil {
		return nil, fmt.Errorf("creating the instance %q: %w", id, err)
	}
	return primary, nil
}

// keepPlace lets an instance stay what it was made as. A changed zone would replace
// the database, and it changes when Multi-AZ is turned off or a zone is added. RDS
// takes extended support at creation only; later it says yes and does nothing, and
// every update would say it again:
// https://github.com/hashicorp/terraform-provider-aws/issues/40870
var keepPlace = pulumi.IgnoreChanges([]string{"availabilityZone", "engineLifecycleSupport"})

// common is what the primary and the replicas share.
func (b *builder) common(part, id, class string, network network, parameters *awsrds.ParameterGroup, monitor monitor) *awsrds.InstanceArgs {
	a := b.args
	inputs := &awsrds.InstanceArgs{
		Identifier:          pulumi.String(id),
		InstanceClass:       pulumi.String(class),
		Port:                pulumi.Int(a.Port),
		PubliclyAccessible:  pulumi.Bool(false),
		VpcSecurityGroupIds: pulumi.StringArray{network.group.ID()},
		ParameterGroupName:  parameters.Name,
		CaCertIdentifier:    pulumi.String(rdsca.Identifier),
		StorageType:         pulumi.String("gp3"),
		// Encrypted with AWS's own key, on purpose: a key of the stack's would
		// be deleted with the stack and take the final snapshot with it.
		StorageEncrypted:                   pulumi.Bool(true),
		IamDatabaseAuthenticationEnabled:   pulumi.Bool(true),
		AutoMinorVersionUpgrade:            pulumi.Bool(true),
		ApplyImmediately:                   pulumi.Bool(a.ApplyImmediately),
		MaintenanceWindow:                  optional(a.MaintenanceWindow),
		CopyTagsToSnapshot:                 pulumi.Bool(true),
		MonitoringInterval:                 pulumi.Int(monitoringSeconds),
		MonitoringRoleArn:                  monitor.role.Arn,
		PerformanceInsightsEnabled:         pulumi.Bool(true),
		PerformanceInsightsRetentionPeriod: pulumi.Int(insightsDays),
		EnabledCloudwatchLogsExports:       b.logExports(),
		Tags:                               b.tags(part),
	}
	if a.MaxStorageGB > 0 {
		inputs.MaxAllocatedStorage = pulumi.Int(a.MaxStorageGB)
	}
	if iops := gp3.RDS(a.StorageGB, a.IOPS); iops > 0 {
		inputs.Iops = pulumi.Int(iops)
	}
	return inputs
}

// snapshotName ends in random characters that live in the state. A stack that
// is created and deleted twice leaves two final snapshots, and the second
// delete would fail on a name that exists. The keepers are what replaces the
// instance, so that its successor has a snapshot name of its own.
func (b *builder) snapshotName(id string) (pulumi.StringOutput, error) {
	suffix, err := random.NewRandomId(b.ctx, b.child("snapshot-suffix"), &random.RandomIdArgs{
		ByteLength: pulumi.Int(suffixBytes),
		Keepers: pulumi.StringMap{
			"identifier": pulumi.String(id),
			"database":   pulumi.String(b.args.DatabaseName),
			"user":       pulumi.String(b.args.User),
		},
	}, b.parent)
	if err != nil {
		return pulumi.StringOutput{}, fmt.Errorf("generating the final snapshot's suffix: %w", err)
	}
	return pulumi.Sprintf("%s-final-%s", id, suffix.Hex), nil
}

// optional leaves an empty text out, so that AWS chooses.
func optional(text string) pulumi.StringPtrInput {
	if text == "" {
		return nil
	}
	return pulumi.String(text)
}
