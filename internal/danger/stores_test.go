package danger

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

func TestDataThatIsLost(t *testing.T) {
	final := object{"skipFinalSnapshot": false, "finalSnapshotIdentifier": "shop-final"}
	none := object{"skipFinalSnapshot": true}
	const cache, bucket, secret = "aws:elasticache/replicationGroup:ReplicationGroup", "aws:s3/bucketV2:BucketV2", "aws:secretsmanager/secret:Secret"
	try(t, []trial{
		{name: "a database replaced without a snapshot", kind: database, operation: changes.Replace, before: none, after: none, level: DataLoss, losses: []string{"the database is replaced, its data would be lost"}},
		{name: "a database replaced with a final snapshot starts empty", kind: database, operation: changes.Replace, before: final, after: final, level: DataLoss, losses: []string{`starts empty; its data is only in the final snapshot "shop-final"`}},
		{name: "a database restored into its replacement", kind: database, operation: changes.Replace, before: final, after: object{"snapshotIdentifier": "copy"}, level: Downtime, losses: []string{"restored from a snapshot"}},
		{name: "a database restored from a snapshot that misses the last writes", kind: database, operation: changes.Replace, before: none, after: object{"snapshotIdentifier": "copy"}, level: DataLoss, losses: []string{"what was written since would be lost"}},
		{name: "a database deleted without a snapshot", kind: database, operation: changes.Delete, before: none, level: DataLoss, losses: []string{"the database is deleted, its data would be lost"}},
		{name: "a database deleted with a final snapshot", kind: database, operation: changes.Delete, before: final, level: Downtime, losses: []string{"its data is kept in the final snapshot"}},
		{name: "a final snapshot without a name doesn't count", kind: database, operation: changes.Delete, before: object{"skipFinalSnapshot": false}, level: DataLoss},
		{name: "a final snapshot that is skipped doesn't count", kind: database, operation: changes.Delete, before: object{"skipFinalSnapshot": true, "finalSnapshotIdentifier": "shop-final"}, level: DataLoss},
		{name: "a read replica is replaced", kind: database, operation: changes.Replace, before: object{"replicateSourceDb": "shop"}, after: object{}, level: Downtime, losses: []string{"the read replica is replaced"}},
		{name: "a database that stays in the cloud", kind: database, operation: changes.Delete, before: none, adjust: retained},
		{name: "a database that is only forgotten", kind: database, operation: changes.Forget, before: none},
		{name: "a database is created", kind: database, operation: changes.Create, after: none},
		{name: "a database grows", kind: database, operation: changes.Update, before: object{"allocatedStorage": 20}, after: object{"allocatedStorage": 40.0}},
		{name: "a cluster's instance is replaced", kind: "aws:rds/clusterInstance:ClusterInstance", operation: changes.Replace, level: Downtime, losses: []string{"its data stays"}},
		{name: "a cluster is deleted", kind: "aws:rds/cluster:Cluster", operation: changes.Delete, before: none, level: DataLoss},
		{name: "a cache without a final snapshot", kind: cache, operation: changes.Replace, before: object{"snapshotRetentionLimit": 7}, level: DataLoss},
		{name: "a cache with a final snapshot starts cold", kind: cache, operation: changes.Replace, before: object{"finalSnapshotIdentifier": "shop-cache"}, level: Downtime},
		{name: "a memcached has nothing to keep", kind: "aws:elasticache/cluster:Cluster", operation: changes.Delete, before: object{"engine": "memcached"}, level: Downtime},
		{name: "a bucket that is emptied by force", kind: bucket, operation: changes.Delete, before: object{"forceDestroy": true}, level: DataLoss, losses: []string{"every object in it with all its versions would be lost"}},
		{name: "a bucket that S3 won't delete", kind: bucket, operation: changes.Delete, before: object{"forceDestroy": false}, level: Downtime, losses: []string{"fails half-way"}},
		{name: "a volume", kind: "aws:ebs/volume:Volume", operation: changes.Replace, before: object{}, level: DataLoss},
		{name: "a volume with a final snapshot is deleted", kind: "aws:ebs/volume:Volume", operation: changes.Delete, before: object{"finalSnapshot": true}, level: Downtime},
		{name: "a key", kind: "aws:kms/key:Key", operation: changes.Delete, before: object{"deletionWindowInDays": 7}, level: DataLoss, losses: []string{"would be lost in 7 days"}},
		{name: "a key's alias is not the key", kind: "aws:kms/alias:Alias", operation: changes.Delete},
		{name: "a secret that can be restored", kind: secret, operation: changes.Delete, before: object{}, level: Downtime, losses: []string{"for another 30 days"}},
		{name: "a secret that is gone at once", kind: secret, operation: changes.Delete, before: object{"recoveryWindowInDays": 0}, level: DataLoss},
		{name: "a DNS zone", kind: "aws:route53/zone:Zone", operation: changes.Replace, before: object{}, level: DataLoss},
		{name: "images", kind: "aws:ecr/repository:Repository", operation: changes.Delete, before: object{"forceDelete": true}, level: DataLoss},
		{name: "images that ECR won't delete", kind: "aws:ecr/repository:Repository", operation: changes.Delete, before: object{}, level: Downtime},
		{name: "logs", kind: "aws:cloudwatch/logGroup:LogGroup", operation: changes.Delete, before: object{}, level: DataLoss},
		{name: "logs that stay", kind: "aws:cloudwatch/logGroup:LogGroup", operation: changes.Delete, before: object{"skipDestroy": true}, level: Downtime},
		{name: "a table", kind: "aws:dynamodb/table:Table", operation: changes.Replace, before: object{}, level: DataLoss},
		{name: "files", kind: "aws:efs/fileSystem:FileSystem", operation: changes.Replace, before: object{}, level: DataLoss},
		{name: "a snapshot", kind: "aws:rds/snapshot:Snapshot", operation: changes.Delete, before: object{}, level: DataLoss},
		{name: "a machine with extra disks", kind: "aws:ec2/instance:Instance", operation: changes.Replace, before: object{"ebsBlockDevices": []any{object{"deviceName": "/dev/sdf"}}}, level: DataLoss},
		{name: "a machine without", kind: "aws:ec2/instance:Instance", operation: changes.Replace, before: object{}, level: Downtime},
		{name: "a machine whose extra disks stay", kind: "aws:ec2/instance:Instance", operation: changes.Delete, before: object{"ebsBlockDevices": []any{object{"deleteOnTermination": false}}}, level: Downtime},
	})
}

func TestDataInKubernetes(t *testing.T) {
	const set, claim, release = "kubernetes:apps/v1:StatefulSet", "kubernetes:core/v1:PersistentVolumeClaim", "kubernetes:helm.sh/v3:Release"
	stateful := func(name, claims string) object {
		return object{"metadata": object{"name": name, "namespace": "shop"}, "spec": object{"volumeClaimTemplates": []any{object{"metadata": object{"name": claims}}}}}
	}
	greedy := stateful("db", "data")
	greedy["spec"].(object)["persistentVolumeClaimRetentionPolicy"] = object{"whenDeleted": "Delete"}
	class := changes.Resource{Type: "kubernetes:storage.k8s.io/v1:StorageClass", Operation: changes.Same, Before: object{"metadata": object{"name": "keep"}, "reclaimPolicy": "Retain"}}
	try(t, []trial{
		{name: "a claim", kind: claim, operation: changes.Delete, before: object{"spec": object{"storageClassName": "gp3"}}, level: DataLoss},
		{name: "a claim whose class retains", kind: claim, operation: changes.Delete, before: object{"spec": object{"storageClassName": "keep"}}, others: []changes.Resource{class}, level: Downtime},
		{name: "a StatefulSet's claims outlive it", kind: set, operation: changes.Delete, before: stateful("db", "data"), level: Downtime, losses: []string{"its volume claims stay"}},
		{name: "a StatefulSet finds its claims again", kind: set, operation: changes.Replace, before: stateful("db", "data"), after: stateful("db", "data"), level: Downtime},
		{name: "a renamed StatefulSet starts empty", kind: set, operation: changes.Replace, before: stateful("db", "data"), after: stateful("db2", "data"), level: DataLoss, losses: []string{"starts empty"}},
		{name: "a StatefulSet with renamed claims starts empty", kind: set, operation: changes.Replace, before: stateful("db", "data"), after: stateful("db", "files"), level: DataLoss},
		{name: "a StatefulSet that takes its claims along", kind: set, operation: changes.Delete, before: greedy, level: DataLoss},
		{name: "a StatefulSet without claims", kind: set, operation: changes.Delete, before: object{"spec": object{}}, level: Downtime},
		{name: "a storage class: volumes there are stay", kind: class.Type, operation: changes.Delete, before: class.Before},
		{name: "a volume that is reclaimed", kind: "kubernetes:core/v1:PersistentVolume", operation: changes.Delete, before: object{"spec": object{"persistentVolumeReclaimPolicy": "Delete"}}, level: DataLoss},
		{name: "a namespace takes everything along", kind: "kubernetes:core/v1:Namespace", operation: changes.Delete, before: object{}, level: DataLoss},
		{name: "a resource definition", kind: "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", operation: changes.Delete, before: object{}, level: DataLoss},
		{name: "KEDA with its definitions", kind: release, operation: changes.Delete, before: object{"chart": "keda"}, level: DataLoss, losses: []string{"scaled objects"}},
		{name: "cert-manager that keeps its definitions", kind: release, operation: changes.Delete, before: object{"chart": "cert-manager", "values": object{"crds": object{"enabled": true}}}, level: Downtime},
		{name: "cert-manager that doesn't", kind: release, operation: changes.Replace, before: object{"chart": "oci://charts/cert-manager", "values": object{"crds": object{"keep": false}}}, level: DataLoss},
		{name: "a chart with data", kind: release, operation: changes.Delete, before: object{"chart": "postgresql-ha"}, level: DataLoss},
		{name: "a chart without", kind: release, operation: changes.Delete, before: object{"chart": "metrics-server"}, level: Downtime},
		{name: "a chart that is upgraded", kind: release, operation: changes.Update, before: object{"chart": "keda", "version": "2.17"}, after: object{"chart": "keda", "version": "2.18"}},
	})
}

func TestUpdatesThatDeleteData(t *testing.T) {
	const versioning, lifecycle = "aws:s3/bucketVersioningV2:BucketVersioningV2", "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2"
	status := func(s string) object { return object{"versioningConfiguration": object{"status": s}, "bucket": "b"} }
	rule := func(prefix string, days any) object {
		return object{"rules": []any{object{"id": "old", "status": "Enabled", "filter": object{"prefix": prefix}, "expiration": object{"days": days}}}}
	}
	bucket := changes.Resource{Type: "aws:s3/bucketV2:BucketV2", ID: "b", Operation: changes.Delete, Before: object{"bucket": "b"}}
	days := func(path string, n any) object { return object{path: n} }
	try(t, []trial{
		{name: "backups are turned off", kind: database, operation: changes.Update, before: days("backupRetentionPeriod", 7), after: days("backupRetentionPeriod", 0), level: DataLoss, losses: []string{"all of them deleted", "restarts"}},
		{name: "backups are kept for less long", kind: database, operation: changes.Update, before: days("backupRetentionPeriod", 35), after: days("backupRetentionPeriod", 7.0), level: DataLoss, losses: []string{"for 7 days in place of 35"}},
		{name: "backups are kept for longer", kind: database, operation: changes.Update, before: days("backupRetentionPeriod", 7), after: days("backupRetentionPeriod", 35)},
		{name: "logs get an end", kind: "aws:cloudwatch/logGroup:LogGroup", operation: changes.Update, before: object{}, after: days("retentionInDays", 30), level: DataLoss, losses: []string{"for 30 days in place of no limit"}},
		{name: "logs lose their end", kind: "aws:cloudwatch/logGroup:LogGroup", operation: changes.Update, before: days("retentionInDays", 30), after: days("retentionInDays", 0)},
		{name: "messages are kept for less long", kind: "aws:sqs/queue:Queue", operation: changes.Update, before: days("messageRetentionSeconds", 1209600), after: days("messageRetentionSeconds", 3600), level: DataLoss, losses: []string{"3600 seconds in place of 1209600"}},
		{name: "versioning is suspended", kind: versioning, operation: changes.Update, before: status("Enabled"), after: status("Suspended"), level: DataLoss},
		{name: "versioning is removed", kind: versioning, operation: changes.Delete, before: status("Enabled"), level: DataLoss},
		{name: "versioning goes with its bucket", kind: versioning, operation: changes.Delete, before: status("Enabled"), others: []changes.Resource{bucket}},
		{name: "versioning is turned on", kind: versioning, operation: changes.Update, before: status("Suspended"), after: status("Enabled")},
		{name: "objects expire sooner", kind: lifecycle, operation: changes.Update, before: rule("tmp/", 90), after: rule("tmp/", 30), level: DataLoss, losses: []string{"after 30 days in place of 90"}},
		{name: "objects expire later", kind: lifecycle, operation: changes.Update, before: rule("tmp/", 30), after: rule("tmp/", 90)},
		{name: "other objects expire", kind: lifecycle, operation: changes.Update, before: rule("tmp/", 30), after: rule("", 30), level: DataLoss, losses: []string{"other objects"}},
		{name: "objects begin to expire", kind: lifecycle, operation: changes.Create, after: rule("tmp/", 30), level: DataLoss, losses: []string{"in place of no limit"}},
		{name: "objects of a new bucket will expire", kind: lifecycle, operation: changes.Create, after: object{"bucket": changes.Unknown, "rules": rule("tmp/", 30)["rules"]}},
		{name: "a lifecycle rule is renamed", kind: lifecycle, operation: changes.Update, before: rule("tmp/", 30), after: object{"rules": []any{object{"id": "new", "filter": object{"prefix": "tmp/"}, "expiration": object{"days": 30}}}}},
		{name: "lifecycle rules are removed", kind: lifecycle, operation: changes.Delete, before: rule("tmp/", 30)},
	})
}

func TestWhatIsProtectedIsSaidToBeRefused(t *testing.T) {
	tr := trial{kind: database, operation: changes.Delete, before: object{"skipFinalSnapshot": true}, adjust: protected}
	found := Judge(tr.set())
	require.Len(t, found, 1)
	assert.Equal(t, DataLoss, found[0].Level, "whoever lifts the protection loses the data")
	assert.Contains(t, found[0].Loss, "the protected database is deleted, its data would be lost")
}

const (
	claimType = "kubernetes:core/v1:PersistentVolumeClaim"
	keyType   = "random:index/randomBytes:RandomBytes"
)

// others makes a resource of the same component as a trial's.
func beside(kind string, operation changes.Operation, parents ...string) []changes.Resource {
	return []changes.Resource{{URN: "other", Type: kind, Name: "other", Parents: parents, Operation: operation}}
}

func TestAStoreThatMovesToAnotherHomeStartsEmpty(t *testing.T) {
	final := object{"skipFinalSnapshot": false, "finalSnapshotIdentifier": "shop-final"}
	class := changes.Resource{Type: "kubernetes:storage.k8s.io/v1:StorageClass", Operation: changes.Same, Before: object{"metadata": object{"name": "keep"}, "reclaimPolicy": "Retain"}}
	kept := object{"spec": object{"storageClassName": "keep"}}
	const moves = "the shop moves to another home and starts empty"
	try(t, []trial{
		{name: "from a volume that is kept to RDS", kind: claimType, operation: changes.Delete, before: kept, others: append(beside(database, changes.Create, "shop"), class), level: DataLoss, losses: []string{moves + "; what was in it is kept in the released volume"}},
		{name: "from a volume that is deleted to RDS", kind: claimType, operation: changes.Delete, before: object{}, others: beside(database, changes.Create, "shop"), level: DataLoss, losses: []string{moves}},
		{name: "from RDS with a final snapshot", kind: database, operation: changes.Delete, before: final, others: beside(claimType, changes.Create, "shop"), level: DataLoss, losses: []string{moves + "; what was in it is kept in the final snapshot"}},
		{name: "another component's store is no new home", kind: database, operation: changes.Delete, before: final, others: beside(claimType, changes.Create, "cache"), level: Downtime},
		{name: "a new home beside one that stays", kind: database, operation: changes.Update, before: final, after: final, others: beside(claimType, changes.Create, "shop")},
		{name: "of the same kind it is no other home", kind: claimType, operation: changes.Delete, before: kept, others: append(beside(claimType, changes.Create, "shop"), class), level: Downtime},
	})
}

func TestAGeneratedKeyTakesAlongWhatItEncrypts(t *testing.T) {
	try(t, []trial{
		{name: "deleted", kind: keyType, operation: changes.Delete, before: object{}, level: DataLoss, losses: []string{"the generated key is deleted, whatever is encrypted with it would be lost"}},
		{name: "replaced", kind: keyType, operation: changes.Replace, before: object{}, after: object{}, level: DataLoss, losses: []string{"the generated key is replaced"}},
		{name: "added", kind: keyType, operation: changes.Create, after: object{}},
	})
}

func TestWhatIsProtectedNamesTheLossAndTheWay(t *testing.T) {
	for what, c := range map[string]struct {
		resource   changes.Resource
		level      Level
		loss, lift string
	}{
		"a database whose user changes": {
			changes.Resource{URN: "urn:pulumi:prod::shop::groundwork:rds:Database$" + database + "::database-instance", Type: database, Name: "database-instance", Parents: []string{"database"},
				Operation: changes.Replace, Before: object{"skipFinalSnapshot": false, "finalSnapshotIdentifier": "shop-final"}, After: object{}, Because: []string{"username"}},
			DataLoss, "the protected database is replaced, its data would be lost",
			"leave database.user as it is: another user beside it is made with SQL (CREATE ROLE); or lift its protection first, in an update of its own (groundwork:unprotect: [database])"},
		"a bucket that S3 would not delete": {
			changes.Resource{URN: "urn:pulumi:prod::shop::groundwork:s3bucket:Bucket$aws:s3/bucketV2:BucketV2::bucket-static-bucket", Type: "aws:s3/bucketV2:BucketV2", Name: "bucket-static-bucket", Parents: []string{"bucket-static"}, Operation: changes.Delete, Before: object{}},
			DataLoss, "the protected bucket is deleted, every object in it with all its versions would be lost",
			"lift its protection first, in an update of its own (groundwork:unprotect: [buckets.static])"},
		"a generated key": {
			changes.Resource{URN: "urn:pulumi:prod::shop::groundwork:generated:Secrets$" + keyType + "::generated-KEY", Type: keyType, Name: "generated-KEY", Parents: []string{"generated"}, Operation: changes.Delete},
			DataLoss, "the protected generated key is deleted, whatever is encrypted with it would be lost",
			"lift its protection first, in an update of its own (groundwork:unprotect: [generatedSecrets.KEY])"},
		"what no rule knows": {
			changes.Resource{URN: "urn:pulumi:prod::shop::groundwork:vpc:VPC$aws:ec2/thing:Thing::network-thing", Type: "aws:ec2/thing:Thing", Name: "network-thing", Parents: []string{"network"}, Operation: changes.Delete},
			Refused, "the protected Thing is deleted",
			"lift its protection first, in an update of its own (groundwork:unprotect: [network])"},
		"the account's trail": {
			changes.Resource{URN: "urn:pulumi:account::bootstrap::groundwork:bootstrap:Trail$aws:cloudtrail/trail:Trail::trail", Type: "aws:cloudtrail/trail:Trail", Name: "trail", Parents: []string{"trail"}, Operation: changes.Delete},
			Refused, "the protected Trail is deleted",
			"lift its protection first, in an update of its own (groundwork:protection: false)"},
		"somebody else's program": {
			changes.Resource{URN: "urn:pulumi:prod::site::" + database + "::db", Type: database, Name: "db", Operation: changes.Delete, Before: object{}},
			DataLoss, "the protected database is deleted, its data would be lost", "lift its protection first, in an update of its own"},
	} {
		t.Run(what, func(t *testing.T) {
			c.resource.Protected = true
			found := Judge(changes.Set{Resources: []changes.Resource{c.resource}})
			require.NotEmpty(t, found)
			assert.Equal(t, c.level, found[0].Level)
			assert.Equal(t, c.loss, found[0].Loss)
			assert.Equal(t, c.lift, found[0].Advice)
			assert.True(t, found[0].Protected)
		})
	}
}
