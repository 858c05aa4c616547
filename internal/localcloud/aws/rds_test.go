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
	new := func(changes props) props { return with(with(s.wanted, props{"identifier": "x"}), changes) }
	refusing(t, s.provider, []refused{
		{"a parameter group of another version", instanceType, new(props{"parameterGroupName": "old"}), "Please use a parameter group with DBParameterGroupFamily postgres16."},
		{"a group of another VPC", instanceType, new(props{"vpcSecurityGroupIds": []string{stranger.ID}}), "are in different VPCs"},
		{"monitoring with a role that is gone", instanceType, new(props{"monitoringInterval": 60, "monitoringRoleArn": "arn:aws:iam::123456789012:role/gone"}), "ENHANCED_MONITORING"},
		{"a subnet group of two VPCs", subnetGroupType, props{"subnetIds": []string{s.dataA.ID, far.ID}}, "must belong to the same VPC"},
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
		{"a switch that is neither", parameterGroupType, group("rds.force_ssl", "maybe", "immediate"), "allowed values are: 0, 1"},
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

// RDS upgrades the replicas with their source to a major version, and their group of
// parameters can be one of the new version only then.
func TestAMajorVersionTakesTheReplicasAlong(t *testing.T) {
	s := keep(t)
	s.make(parameterGroupType, "old", props{"name": "of-16", "family": "postgres16"})
	s.make(parameterGroupType, "new", props{"name": "of-17", "family": "postgres17"})
	source := s.make(instanceType, "db", with(s.wanted, props{"parameterGroupName": "of-16"}))
	replica := s.make(instanceType, "replica", props{"identifier": "db-replica", "instanceClass": "db.r5.xlarge", "replicateSourceDb": "db", "storageType": "gp3", "iops": 12000, "storageEncrypted": true, "parameterGroupName": "of-16", "skipFinalSnapshot": true})
	update := func(name string, of cloudtest.Made, change props) error {
		inputs := of.Inputs.Clone()
		for key, value := range change {
			inputs.Set(key, value)
		}
		_, live, _ := s.provider.Read(instanceType, name, of.ID, of.Inputs, of.Outputs)
		_, err := s.provider.Update(instanceType, name, of.ID, live, inputs, false)
		return err
	}
	require.ErrorContains(t, update("db", source, props{"engineVersion": "17"}), "The AllowMajorVersionUpgrade flag must be present")
	allowed := props{"engineVersion": "17", "allowMajorVersionUpgrade": true}
	require.ErrorContains(t, update("db", source, allowed), "Please use a parameter group with DBParameterGroupFamily postgres17.")
	allowed["parameterGroupName"] = "of-17"
	require.ErrorContains(t, update("replica", replica, props{"parameterGroupName": "of-17"}), "Please use a parameter group with DBParameterGroupFamily postgres16.")
	require.NoError(t, update("db", source, allowed), "it waits for the maintenance window")
	require.ErrorContains(t, update("replica", replica, props{"parameterGroupName": "of-17"}), "DBParameterGroupFamily postgres16", "the replicas wait too")
	require.ErrorContains(t, update("db", source, props{"engineVersion": "16"}), "Cannot upgrade postgres from 17 to 16")
}

func TestAtOnceTheReplicasHaveTheNewVersion(t *testing.T) {
	s := keep(t)
	source := s.make(instanceType, "db", s.wanted)
	replica := s.make(instanceType, "replica", props{"identifier": "db-replica", "instanceClass": "db.r5.xlarge", "replicateSourceDb": "db", "storageType": "gp3", "iops": 12000, "storageEncrypted": true, "skipFinalSnapshot": true})
	inputs := source.Inputs.Clone()
	for key, value := range (props{"engineVersion": "17", "allowMajorVersionUpgrade": true, "applyImmediately": true}) {
		inputs.Set(key, value)
	}
	_, err := s.provider.Update(instanceType, "db", source.ID, source.Outputs, inputs, false)
	require.NoError(t, err)
	_, live, _ := s.provider.Read(instanceType, "replica", replica.ID, replica.Inputs, replica.Outputs)
	assert.Equal(t, []string{"17", "17.7", "default.postgres17"}, []string{live.String("engineVersion"), live.String("engineVersionActual"), live.String("parameterGroupName")})
}

func TestAMinorVersionComesToTheReplicasFirst(t *testing.T) {
	s := keep(t)
	source := s.make(instanceType, "db", with(s.wanted, props{"engineVersion": "16.4"}))
	s.make(instanceType, "replica", props{"identifier": "db-replica", "instanceClass": "db.r5.xlarge", "replicateSourceDb": "db", "storageType": "gp3", "iops": 12000, "storageEncrypted": true, "skipFinalSnapshot": true})
	inputs := source.Inputs.Clone()
	inputs.Set("engineVersion", "16.6")
	_, err := s.provider.Update(instanceType, "db", source.ID, source.Outputs, inputs, false)
	require.ErrorContains(t, err, "DBUpgradeDependencyFailure")
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
