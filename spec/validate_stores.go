package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// storeKey is a key that one host of a data store has, and what to write with
// another host in its place.
type storeKey struct{ host, key, instead string }

// databaseKeys are the keys that only one host of the database has.
var databaseKeys = []storeKey{
	{"rds", "class", "nothing: cpu and memory say it"},
	{"rds", "maxStorage", "nothing: the volume grows when storage does"},
	{"rds", "iops", "nothing: the volume has gp3's 3000 IOPS"},
	{"rds", "multiAz", "nothing: one pod has no standby, or runsOn: rds"},
	{"rds", "replicas", "nothing: one pod has no replicas, or runsOn: rds"},
	{"rds", "replicaClass", "nothing: one pod has no replicas, or runsOn: rds"},
	{"rds", "backups", "nothing: the bucket of role backups has expire"},
	{"rds", "keepBackups", "nothing: dumps outlive the database"},
	{"rds", "backupWindow", "nothing: dumps.schedule says it"},
	{"rds", "maintenanceWindow", "nothing: the version changes with this program's"},
	{"rds", "applyImmediately", "nothing: what changes restarts the pod at once"},
	{"rds", "parameters", "nothing: the buffers are sized by memory"},
	{"rds", "logRetention", "nothing: the database logs to its container"},
	{"cluster", "cpu", "nothing: class says it"},
	{"cluster", "cpuLimit", "nothing: class says it"},
	{"cluster", "memory", "nothing: class says it"},
	{"cluster", "memoryLimit", "nothing: class says it"},
	{"cluster", "dumps", "nothing: backups and backupWindow say it"},
}

// cacheKeys are the keys that only one host of the cache has.
var cacheKeys = []storeKey{
	{"elasticache", "version", "nothing: the version changes with this program's"},
	{"elasticache", "nodeType", "nothing: cpu and memory say it"},
	{"elasticache", "replicas", "nothing: one pod has no replicas, or runsOn: elasticache"},
	{"elasticache", "snapshots", "nothing: what it holds is on its volume"},
	{"elasticache", "applyImmediately", "nothing: what changes restarts the pod at once"},
	{"elasticache", "parameters", "nothing: three quarters of memory hold data"},
	{"cluster", "storage", "nothing: ElastiCache has no volumes"},
	{"cluster", "cpu", "nothing: nodeType says it"},
	{"cluster", "memory", "nothing: nodeType says it"},
}

// strayKeys refuses the keys of another host: they would silently do nothing.
func (v *validator) strayKeys(section, switchKey, host string, keys []storeKey) {
	for _, k := range keys {
		path := at(section, k.key)
		if value, written := v.written[path]; written && k.host != host {
			v.add(path, value, fmt.Sprintf("this key belongs to %s: %s, and with %s it would silently do nothing", switchKey, k.host, host), k.instead)
		}
	}
}

// largestVolume is gp3's: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
const largestVolume = 16 * Ti

// postgresInCluster is the one version that the image is pinned for.
const postgresInCluster = "16"

func (v *validator) clusterDatabase(database *Database) {
	if database.Version != postgresInCluster {
		v.add(at("database", "version"), database.Version, "the image in the cluster is pinned for this major version; another one needs a dump and a restore", fmt.Sprintf("version: %q", postgresInCluster))
	}
	v.volume("database", database.Storage)
	v.storeSize("database", database.CPU, database.CPULimit, database.Memory, database.MemLimit)
	if why := cronProblem(database.Dumps.Schedule); why != "" {
		v.add(at("database", "dumps", "schedule"), database.Dumps.Schedule, why, "schedule: "+dumpSchedule)
	}
	v.dumpBucket(database.Dumps.Bucket)
}

// dumpBucket checks where the backups go: a database that lives on one volume
// has no other.
func (v *validator) dumpBucket(name string) {
	path, backups := at("database", "dumps", "bucket"), bucketsOf(v.sys, RoleBackups)
	if !v.readable(at("buckets")) || slices.Contains(backups, name) {
		return
	}
	instead := "groundwork:buckets." + cmp.Or(name, "backups") + ": {role: backups}"
	if len(backups) > 0 {
		instead = "bucket: " + strings.Join(backups, ", or ") + ", or " + instead
	}
	found := any(name)
	if name == "" {
		found = missing{}
	}
	v.add(path, found, "the database in the cluster lives on one volume in one zone: its dumps in a bucket of role backups are what survives that", instead)
}

func (v *validator) volume(section string, storage Bytes) {
	if storage < Gi || storage > largestVolume || storage%Gi != 0 {
		v.add(at(section, "storage"), storage, "a gp3 volume has whole GiB, 1 to 16384", fmt.Sprintf("storage: %s", Bytes(min(max(storage.GiB(), 1), largestVolume.GiB()))*Gi))
	}
}

// storeSize checks what a pod of a data store asks for.
func (v *validator) storeSize(section string, cpu, cpuLimit CPU, memory, memoryLimit Bytes) {
	if memory < smallestStore {
		v.add(at(section, "memory"), memory, "with less memory it does not start", "memory: 512Mi")
	}
	if cpuLimit < cpu {
		v.add(at(section, "cpuLimit"), cpuLimit, fmt.Sprintf("a limit is not below what is asked for, %s: Kubernetes refuses that", cpu), "cpuLimit: "+cpu.String())
	}
	if memoryLimit < memory {
		v.add(at(section, "memoryLimit"), memoryLimit, fmt.Sprintf("a limit is not below what is asked for, %s: Kubernetes refuses that", memory), "memoryLimit: "+memory.String())
	}
}

// smallestStore is what PostgreSQL's and Redis' processes take before any data.
const smallestStore = 64 * Mi
