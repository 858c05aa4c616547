package price_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
	"groundwork/internal/price"
)

func postgres(name string, inputs object) changes.Resource {
	all := object{"identifier": name, "engine": "postgres", "instanceClass": "db.r5.xlarge", "storageType": "gp3", "allocatedStorage": 500.0}
	for key, value := range inputs {
		all[key] = value
	}
	return made(database, name, all)
}

func TestADatabaseIsItsClassAndItsStorage(t *testing.T) {
	for _, test := range []struct {
		name, dollars, how string
		in                 object
	}{
		{"in one zone", "422.50", "db.r5.xlarge, 730 h; 500 GiB of gp3", nil}, // 0.5 x 730 + 57.5
		{"in two zones all of it twice", "845.00", "2 x db.r5.xlarge in two zones, 730 h; 2 x 500 GiB of gp3", object{"multiAz": true}},
		{"striped gp3 includes 12,000 IOPS", "422.50", "db.r5.xlarge, 730 h; 500 GiB of gp3", object{"iops": 12000.0}},
		{"more IOPS cost", "462.50", "db.r5.xlarge, 730 h; 500 GiB of gp3; 2,000 IOPS more", object{"iops": 14000.0}},
		{"more IOPS cost twice in two zones", "925.00", "2 x db.r5.xlarge in two zones, 730 h; 2 x 500 GiB of gp3; 2 x 2,000 IOPS more", object{"iops": 14000.0, "multiAz": true}},
		{"more throughput costs", "430.50", "db.r5.xlarge, 730 h; 500 GiB of gp3; 100 MB/s more", object{"storageThroughput": 600.0}},
		{"io1 pays for all IOPS", "527.50", "db.r5.xlarge, 730 h; 500 GiB of io1; 1,000 IOPS", object{"storageType": nil, "iops": 1000.0}}, // 365 + 62.5 + 100
		{"gp2 is what nobody chose", "422.50", "db.r5.xlarge, 730 h; 500 GiB of gp2", object{"storageType": nil}},
		{"a password that RDS manages is a secret", "422.90", "db.r5.xlarge, 730 h; 500 GiB of gp3; secret of the master user", object{"manageMasterUserPassword": true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			costs(t, stack(postgres("db", test.in)), test.dollars, test.how)
		})
	}
}

func TestAReplicaHasFromItsPrimaryWhatItDoesNotSay(t *testing.T) {
	replica := func(of string) changes.Resource {
		return postgres("replica", object{"replicateSourceDb": of, "engine": nil, "allocatedStorage": nil, "instanceClass": "db.r5.large"})
	}
	const first, second = "db.r5.xlarge, 730 h; 500 GiB of gp3; 1,000 IOPS more", "db.r5.large, 730 h; 500 GiB of gp3; 1,000 IOPS more"
	primary := postgres("db", object{"iops": 13000.0})
	for name, of := range map[string]string{
		"named by its identifier":         "db",
		"named by its ARN":                "arn:aws:rds:us-east-1:123456789012:db:db",
		"next to it, with a name to come": changes.Unknown,
	} {
		t.Run(name, func(t *testing.T) {
			costs(t, stack(primary, replica(of)), "702.50", first, second) // 442.5 + 182.5 + 57.5 + 20
		})
	}
	t.Run("and is unknown when the primary is elsewhere", func(t *testing.T) {
		assertUnknown(t, replica("other"), "the database's engine or class isn't known yet")
	})
}

func TestADatabaseTellsWhatGoesByUse(t *testing.T) {
	estimate := price.Of(stack(postgres("db", object{
		"backupRetentionPeriod": 7.0, "monitoringInterval": 60.0, "maxAllocatedStorage": 1000.0, "multiAz": true,
		"engineVersion": "13.9", "instanceClass": "db.t3.large", "performanceInsightsRetentionPeriod": 31.0,
	})))
	assertRate(t, estimate, "backups beyond", "0.095", "GB-month")
	assertRate(t, estimate, "enhanced monitoring", "0.5", "GB")
	assertRate(t, estimate, "grow by, up to 1,000 GiB, in two zones", "0.115", "GB-month")
	assertRate(t, estimate, "extended support of PostgreSQL 13, from 2026-02-28 on", "0.1", "vCPU-hour")
	assertRate(t, estimate, "Performance Insights", "2.95", "vCPU-month")
	assert.Empty(t, estimate.Unknown)

	quiet := price.Of(stack(postgres("db", object{"engineVersion": "16", "performanceInsightsRetentionPeriod": 7.0})))
	assert.Empty(t, quiet.Rates)
}

func TestDatabasesThatCannotBePriced(t *testing.T) {
	oracle := price.Of(stack(postgres("db", object{"engine": "oracle-ee"})))
	assert.Equal(t, []string{"db: there is no price of rds oracle-ee db.r5.xlarge in the list."}, unknown(oracle))
	assert.Equal(t, "at least 57.50", oracle.After.String(), "the storage has a price")
	assertUnknown(t, postgres("db", object{"instanceClass": changes.Unknown}), "the database's engine or class isn't known yet")
}

func TestACacheIsItsNodes(t *testing.T) {
	const group = "aws:elasticache/replicationGroup:ReplicationGroup"
	for _, test := range []struct {
		name, dollars, how string
		in                 object
	}{
		{"one", "157.68", "cache.r5.large, 730 h", object{}},
		{"as many as it says", "315.36", "2 x cache.r5.large, 730 h", object{"numCacheClusters": 2.0, "engine": "redis"}},
		{"shards with their replicas", "946.08", "6 x cache.r5.large, 730 h", object{"numNodeGroups": 2.0, "replicasPerNodeGroup": 2.0}},
		{"Valkey costs less", "126.14", "cache.r5.large, 730 h", object{"engine": "valkey"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.in["nodeType"] = "cache.r5.large"
			costs(t, stack(made(group, "cache", test.in)), test.dollars, test.how)
		})
	}
	estimate := price.Of(stack(made(group, "cache", object{"nodeType": "cache.r5.large", "snapshotRetentionLimit": 7.0})))
	assertRate(t, estimate, "snapshots", "0.085", "GB-month")
	assertUnknown(t, made(group, "cache", object{}), "the cache's engine or node type isn't known yet")

	const cluster = "aws:elasticache/cluster:Cluster"
	costs(t, stack(made(cluster, "c", object{"engine": "redis", "nodeType": "cache.t3.micro", "numCacheNodes": 1.0})), "12.41", "cache.t3.micro, 730 h")
	assert.Empty(t, price.Of(stack(made(cluster, "c", object{"replicationGroupId": "cache"}))).Components, "it is counted in its group")
}

func TestVolumesInsideKubernetesAreVolumesOfTheirClass(t *testing.T) {
	class := made("kubernetes:storage.k8s.io/v1:StorageClass", "class", object{
		"metadata": object{"name": "fast-ssd"}, "provisioner": "ebs.csi.aws.com", "parameters": object{"type": "gp3", "iops": "4000"},
	})
	spec := func(size string) object {
		return object{"storageClassName": "fast-ssd", "resources": object{"requests": object{"storage": size}}}
	}
	const claim = "kubernetes:core/v1:PersistentVolumeClaim"
	costs(t, stack(class, made(claim, "data", object{"spec": spec("100Gi")})), "13.00", "100 GiB of gp3; 1,000 IOPS more")
	costs(t, stack(class, made(claim, "data", object{"spec": spec("1500Mi")})), "5.16", "2 GiB of gp3; 1,000 IOPS more")
	costs(t, stack(class, made("kubernetes:apps/v1:StatefulSet", "set", object{"spec": object{
		"replicas": 3.0, "volumeClaimTemplates": []any{object{"spec": spec("10Gi")}},
	}})), "17.40", "3 x 10 GiB of gp3; 3 x 1,000 IOPS more")

	estimate := price.Of(stack(class, made("kubernetes:batch/v1:CronJob", "dump", object{"spec": object{"jobTemplate": object{"spec": object{"template": object{"spec": object{
		"volumes": []any{object{"name": "dump", "ephemeral": object{"volumeClaimTemplate": object{"spec": spec("100Gi")}}}},
	}}}}}})))
	assertRate(t, estimate, "the volume of dump while it runs", "0.08", "GB-month")

	assertUnknown(t, made(claim, "data", object{"spec": spec("1Gi")}), `its storage class "fast-ssd" isn't part of the stack`)
	assertUnknown(t, made(claim, "data", object{"spec": spec("much")}), "the size or class of its volume isn't known yet")
}

func TestAStorageClassThatIsOnlyReadTellsWhatVolumesAre(t *testing.T) {
	class := changes.Resource{
		Type: "kubernetes:storage.k8s.io/v1:StorageClass", Name: "class", Operation: changes.Read,
		After: object{"metadata": object{"name": "gp2"}, "provisioner": "ebs.csi.aws.com", "parameters": object{"type": "gp2"}},
	}
	costs(t, stack(class, made("kubernetes:core/v1:PersistentVolumeClaim", "data", object{"spec": object{
		"storageClassName": "gp2", "resources": object{"requests": object{"storage": "8Gi"}},
	}})), "0.80", "8 GiB of gp2")
}
