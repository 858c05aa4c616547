package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

// store is a network with a subnet group and a PostgreSQL's inputs.
type store struct {
	*world
	subnets cloudtest.Made
	wanted  props
}

func keep(t *testing.T) store {
	t.Helper()
	s := store{world: settle(t)}
	s.subnets = s.make(subnetGroupType, "data", props{"name": "data", "subnetIds": []string{s.dataA.ID, s.dataB.ID}})
	s.wanted = props{
		"identifier": "db", "engine": "postgres", "engineVersion": "16", "instanceClass": "db.r5.xlarge",
		"allocatedStorage": 500, "storageType": "gp3", "iops": 12000, "storageEncrypted": true, "multiAz": true,
		"backupRetentionPeriod": 7, "backupWindow": "02:00-03:00", "maintenanceWindow": "sun:04:00-sun:05:00",
		"dbName": "app", "username": "app", "password": "correct-horse-battery", "dbSubnetGroupName": "data",
		"vpcSecurityGroupIds": []string{s.group.ID}, "skipFinalSnapshot": true,
	}
	return s
}

func TestADatabaseLooksLikeOneOfRDS(t *testing.T) {
	s := keep(t)
	made := s.make(instanceType, "db", s.wanted)
	out := made.Outputs
	assert.Regexp(t, `^db-[A-Z0-9]{26}$`, made.ID)
	assert.Regexp(t, `^db\.c[a-z0-9]{11}\.us-east-1\.rds\.amazonaws\.com$`, out.String("address"))
	assert.Equal(t, out.String("address")+":5432", out.String("endpoint"))
	assert.Equal(t, "arn:aws:rds:us-east-1:123456789012:db:db", out.String("arn"))
	assert.Equal(t, []any{made.ID, "available", "16.11", "default.postgres16"}, []any{out.String("resourceId"), out.String("status"), out.String("engineVersionActual"), out.String("parameterGroupName")})
	assert.Equal(t, []int{12000, 500, 5432}, []int{out.Int("iops"), out.Int("storageThroughput"), out.Int("port")})
	assert.Regexp(t, `^arn:aws:kms:us-east-1:123456789012:key/`, out.String("kmsKeyId"), "AWS's own key")
	for _, listed := range s.cloud.List() {
		if listed.Type == instanceType {
			assert.Equal(t, "db", listed.Name, "listed under its identifier")
		}
	}
	s.stays(subnetGroupType, "data", s.subnets, "InvalidDBSubnetGroupStateFault")
	s.stays(subnetType, "data-a", s.dataA, "DependencyViolation")
	s.stays(groupType, "group", s.group, "DependencyViolation")
	s.destroy()
	assert.Empty(t, s.cloud.List())
}

func TestRDSRefusesWhatItRefuses(t *testing.T) {
	s := keep(t)
	other := s.make(vpcType, "other", props{"cidrBlock": "10.9.0.0/16"})
	stranger := s.make(groupType, "stranger", props{"vpcId": other.ID})
	far := s.make(subnetType, "far", props{"vpcId": other.ID, "cidrBlock": "10.9.0.0/24", "availabilityZone": "us-east-1b"})
	s.make(parameterGroupType, "old", props{"name": "old", "family": "postgres15"})
	s.make(instanceType, "db", s.wanted)
	s.make(instanceType, "bare", with(s.wanted, props{"identifier": "bare", "backupRetentionPeriod": 0}))
	s.make(instanceType, "managed", with(s.wanted, props{"identifier": "managed", "password": nil, "manageMasterUserPassword": true}))
	new := func(changes props) props { return with(with(s.wanted, props{"identifier": "x"}), changes) }
	replica := props{"identifier": "x", "instanceClass": "db.r5.large", "replicateSourceDb": "db", "skipFinalSnapshot": true, "storageType": "gp3"}
	refusing(t, s.provider, []refused{
		{"an identifier twice", instanceType, s.wanted, "DBInstanceAlreadyExists: DB instance already exists"},
		{"an identifier with two hyphens", instanceType, new(props{"identifier": "a--b"}), "hyphens"},
		{"a subnet group that is gone", instanceType, new(props{"dbSubnetGroupName": "gone"}), "DBSubnetGroupNotFoundFault: DB subnet group 'gone' does not exist."},
		{"a parameter group that is gone", instanceType, new(props{"parameterGroupName": "gone"}), "DBParameterGroupNotFound: DBParameterGroup not found: gone"},
		{"a parameter group of another version", instanceType, new(props{"parameterGroupName": "old"}), "Please use a parameter group with DBParameterGroupFamily postgres16."},
		{"a group that is gone", instanceType, new(props{"vpcSecurityGroupIds": []string{"sg-0"}}), "Invalid security group"},
		{"a group of another VPC", instanceType, new(props{"vpcSecurityGroupIds": []string{stranger.ID}}), "are in different VPCs"},
		{"a version that does not exist", instanceType, new(props{"engineVersion": "16.99"}), "Cannot find version 16.99 for postgres"},
		{"a class that runs no PostgreSQL 16", instanceType, new(props{"instanceClass": "db.r3.large"}), "RDS does not support creating a DB instance with the following combination: DBInstanceClass=db.r3.large, Engine=postgres"},
		{"a class that is none", instanceType, new(props{"instanceClass": "t3.large"}), "Invalid DB Instance class: t3.large"},
		{"IOPS on a small gp3 volume", instanceType, new(props{"allocatedStorage": 100}), "You can't specify IOPS or storage throughput for engine postgres and a storage size less than 400."},
		{"too few IOPS on a large one", instanceType, new(props{"iops": 3000}), "Invalid iops value"},
		{"more throughput than the IOPS carry", instanceType, new(props{"storageThroughput": 4000}), "Invalid storage throughput"},
		{"io1 without IOPS", instanceType, new(props{"storageType": "io1", "iops": nil}), "You must specify both the storage size and iops"},
		{"a volume too small", instanceType, new(props{"allocatedStorage": 5, "iops": nil}), "Invalid storage size for engine name postgres and storage type gp3: 5"},
		{"less to grow to than there is", instanceType, new(props{"maxAllocatedStorage": 100}), "max_allocated_storage"},
		{"a zone and Multi-AZ", instanceType, new(props{"availabilityZone": "us-east-1a"}), "Requesting a specific availability zone is not valid for Multi-AZ instances."},
		{"a zone without a subnet", instanceType, new(props{"multiAz": false, "availabilityZone": "us-east-1c"}), "no subnet exists in requested availability zone"},
		{"no password", instanceType, new(props{"password": nil}), "MasterUserPassword must be provided"},
		{"a password with a slash", instanceType, new(props{"password": "with/slash/inside"}), "Only printable ASCII characters besides"},
		{"a password too short", instanceType, new(props{"password": "short"}), "shorter than 8"},
		{"a user that PostgreSQL keeps", instanceType, new(props{"username": "admin"}), "MasterUsername admin cannot be used as it is a reserved word used by the engine"},
		{"a database with a hyphen", instanceType, new(props{"dbName": "my-app"}), "DBName must begin with a letter"},
		{"windows that meet", instanceType, new(props{"backupWindow": "03:30-04:30"}), "The backup window and maintenance window must not overlap."},
		{"a window of five minutes", instanceType, new(props{"backupWindow": "03:30-03:35"}), "at least 30 minutes"},
		{"monitoring without a role", instanceType, new(props{"monitoringInterval": 60}), "A MonitoringRoleARN value is required"},
		{"monitoring with a role that is gone", instanceType, new(props{"monitoringInterval": 60, "monitoringRoleArn": "arn:aws:iam::123456789012:role/gone"}), "ENHANCED_MONITORING"},
		{"insights for a fortnight", instanceType, new(props{"performanceInsightsEnabled": true, "performanceInsightsRetentionPeriod": 14}), "14"},
		{"a replica of nothing", instanceType, with(replica, props{"replicateSourceDb": "gone"}), "DBInstanceNotFound: DBInstance gone not found."},
		{"a replica without backups at its source", instanceType, with(replica, props{"replicateSourceDb": "bare"}), "Automated backups are not enabled for this database instance."},
		{"a replica of a managed password", instanceType, with(replica, props{"replicateSourceDb": "managed"}), "master user password is managed in Secrets Manager"},
		{"a replica smaller than its source", instanceType, with(replica, props{"allocatedStorage": 100}), "can't be less than that of its source"},
		{"a replica without its source's encryption", instanceType, with(replica, props{"storageEncrypted": false}), "cannot change the encryption"},
		{"a subnet group in one zone", subnetGroupType, props{"subnetIds": []string{s.dataA.ID, s.publicA.ID}}, "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: us-east-1a."},
		{"a subnet group of two VPCs", subnetGroupType, props{"subnetIds": []string{s.dataA.ID, far.ID}}, "must belong to the same VPC"},
		{"a subnet group of nothing", subnetGroupType, props{"subnetIds": []string{"subnet-0"}}, "InvalidSubnet"},
		{"a subnet group's name twice", subnetGroupType, props{"name": "data", "subnetIds": []string{s.dataA.ID, s.dataB.ID}}, "DBSubnetGroupAlreadyExists"},
	})
}

func TestParametersAreThoseOfTheFamily(t *testing.T) {
	_, provider := east(t)
	group := func(name, value, method string) props {
		return props{"family": "postgres16", "parameters": []any{props{"name": name, "value": value, "applyMethod": method}}}
	}
	provider.Make(parameterGroupType, "good", props{"family": "postgres16", "parameters": []any{
		props{"name": "max_connections", "value": "500", "applyMethod": "pending-reboot"},
		props{"name": "shared_buffers", "value": "{DBInstanceClassMemory/32768}", "applyMethod": "pending-reboot"},
		props{"name": "work_mem", "value": "65536"},
		props{"name": "rds.force_ssl", "value": "1"},
		props{"name": "pg_stat_statements.track", "value": "all"},
		props{"name": "shared_preload_libraries", "value": "pg_stat_statements,pg_cron", "applyMethod": "pending-reboot"},
	}})
	refusing(t, provider, []refused{
		{"a parameter that does not exist", parameterGroupType, group("max_conections", "500", "pending-reboot"), "Could not find parameter with name: max_conections"},
		{"a parameter that RDS keeps", parameterGroupType, group("fsync", "0", "immediate"), "The parameter fsync cannot be modified."},
		{"a static parameter at once", parameterGroupType, group("max_connections", "500", "immediate"), "cannot use immediate apply method for static parameter"},
		{"a value too large", parameterGroupType, group("max_connections", "999999999", "pending-reboot"), "Invalid parameter value: 999999999 for: max_connections allowed values are: 6-262143"},
		{"a value with a unit", parameterGroupType, group("work_mem", "64MB", "immediate"), "Invalid parameter value: 64MB for: work_mem"},
		{"a switch that is neither", parameterGroupType, group("rds.force_ssl", "maybe", "immediate"), "allowed values are: 0, 1"},
		{"a family that does not exist", parameterGroupType, props{"family": "postgres99"}, "ParameterGroupFamily postgres99 is not a valid parameter group family"},
	})
}

func TestReplicasInheritAndOutliveTheirSource(t *testing.T) {
	s := keep(t)
	source := s.provider.Make(instanceType, "db", s.wanted)
	replica := s.make(instanceType, "replica", props{"identifier": "db-replica", "instanceClass": "db.r5.xlarge", "replicateSourceDb": "db", "storageType": "gp3", "iops": 12000, "storageEncrypted": true, "availabilityZone": "us-east-1b", "skipFinalSnapshot": true})
	for name, value := range map[string]string{"engine": "postgres", "username": "app", "dbName": "app", "dbSubnetGroupName": "data", "availabilityZone": "us-east-1b"} {
		assert.Equal(t, value, replica.Outputs.String(name), name)
	}
	assert.Equal(t, 500, replica.Outputs.Int("allocatedStorage"))
	_, live, _ := s.provider.Read(instanceType, "db", source.ID, source.Inputs, source.Outputs)
	assert.Equal(t, []string{"db-replica"}, live.Strings("replicas"))
	require.NoError(t, s.provider.Delete(instanceType, "db", source.ID, source.Outputs))
	_, live, _ = s.provider.Read(instanceType, "replica", replica.ID, replica.Inputs, replica.Outputs)
	assert.Empty(t, live.String("replicateSourceDb"), "promoted")
	s.destroy()
}

func TestAProtectedDatabaseStaysAndThenLeavesItsFinalSnapshot(t *testing.T) {
	s := keep(t)
	guarded := with(s.wanted, props{"deletionProtection": true, "skipFinalSnapshot": false, "finalSnapshotIdentifier": "db-final-1", "tags": map[string]string{"System": "x"}, "copyTagsToSnapshot": true})
	made := s.make(instanceType, "db", guarded)
	s.stays(instanceType, "db", made, "Cannot delete protected DB Instance, please disable deletion protection and try again.")
	open := made.Inputs.Clone()
	open.Set("deletionProtection", false)
	_, err := s.provider.Update(instanceType, "db", made.ID, made.Outputs, open, false)
	require.NoError(t, err)
	s.destroy()
	left := s.cloud.List()
	require.Len(t, left, 1, "nothing but the final snapshot")
	assert.Equal(t, []string{snapshotType, "db-final-1"}, []string{left[0].Type, left[0].Name})
	assert.Equal(t, []any{"postgres", "db", 500.0, "manual", true}, []any{left[0].Properties["engine"], left[0].Properties["dbInstanceIdentifier"], left[0].Properties["allocatedStorage"], left[0].Properties["snapshotType"], left[0].Properties["encrypted"]})
}

func TestAFinalSnapshotNeedsANameThatIsFree(t *testing.T) {
	s := keep(t)
	named := func(final any) props {
		return with(s.wanted, props{"skipFinalSnapshot": false, "finalSnapshotIdentifier": final})
	}
	first := s.provider.Make(instanceType, "first", named("final"))
	require.NoError(t, s.provider.Delete(instanceType, "first", first.ID, first.Outputs))
	second := s.make(instanceType, "second", named("final"))
	s.stays(instanceType, "second", second, "DBSnapshotAlreadyExists")
	nameless := s.make(instanceType, "nameless", with(named(nil), props{"identifier": "nameless"}))
	s.stays(instanceType, "nameless", nameless, "final_snapshot_identifier is required when skip_final_snapshot is false")
	restored := s.make(instanceType, "restored", props{"identifier": "restored", "instanceClass": "db.r5.xlarge", "snapshotIdentifier": "final", "dbSubnetGroupName": "data", "skipFinalSnapshot": true, "iops": 12000})
	assert.Equal(t, "app", restored.Outputs.String("username"))
}

func TestAnUpgradeIsAskedForAndNeverBack(t *testing.T) {
	s := keep(t)
	made := s.make(instanceType, "db", s.wanted)
	for _, c := range []struct {
		name    string
		changes props
		says    string
	}{
		{"a major version unasked", props{"engineVersion": "17", "parameterGroupName": "default.postgres17"}, "AllowMajorVersionUpgrade flag must be present"},
		{"a version back", props{"engineVersion": "15"}, "Cannot upgrade postgres from 16 to 15"},
		{"less storage", props{"allocatedStorage": 450}, "Requested storage size (450) cannot be less than the current storage size (500)"},
	} {
		changed := made.Inputs.Clone()
		for name, value := range c.changes {
			changed.Set(name, value)
		}
		_, err := s.provider.Update(instanceType, "db", made.ID, made.Outputs, changed, false)
		assert.ErrorContains(t, err, c.says, c.name)
	}
}
