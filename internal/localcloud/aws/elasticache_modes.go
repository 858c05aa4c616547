package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// clustered reports whether a group is one with cluster mode: it has several
// shards, or its parameters say so.
func clustered(tx *localcloud.Tx, cache *localcloud.Object) bool {
	name := cache.String("parameterGroupName")
	if strings.HasPrefix(name, "default.") {
		return strings.HasSuffix(name, ".cluster.on")
	}
	if group := tx.Get(cacheParameterType, name); group != nil {
		for _, given := range group.Outputs.Maps("parameters") {
			if given.String("name") == "cluster-enabled" {
				return given.String("value") == "yes"
			}
		}
		return false
	}
	return cache.Outputs.Int("numNodeGroups") > 1
}

// checkCacheMode: with cluster mode a group fails over by itself, and a shard
// has five replicas at most.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis-RedisCluster.html
func checkCacheMode(tx *localcloud.Tx, cache *localcloud.Object) error {
	on := clustered(tx, cache)
	tiered := strings.HasPrefix(cache.String("nodeType"), "cache.r6gd.")
	switch {
	case on && !cache.Outputs.Bool("automaticFailoverEnabled"):
		return tx.Fail(400, "InvalidParameterValue", "Redis with cluster mode enabled cannot be created with auto failover turned off.")
	case !on && cache.Outputs.Int("numNodeGroups") > 1:
		return tx.Fail(400, "InvalidParameterCombination", "Cluster mode should be enabled in parameter group, but found it is disabled.")
	case !on && cache.Outputs.Int("numCacheClusters") > 6:
		return tx.Fail(400, "InvalidParameterValue", "The number of replicas per node group must be within 0 and 5.")
	case tiered != cache.Outputs.Bool("dataTieringEnabled"):
		return tx.Fail(400, "InvalidParameterCombination", "Data tiering must be enabled with nodes of the family r6gd, and with no others: %s", cache.String("nodeType"))
	case on && cache.Outputs.Int("numNodeGroups") > 500:
		return tx.Fail(400, "NodeGroupsPerReplicationGroupQuotaExceeded", "The maximum of 500 node groups in a replication group is exceeded")
	}
	return nil
}

// checkCacheTLS: encryption in transit is switched on, and off, by way of the
// mode in which both kinds of clients are let in.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html
func checkCacheTLS(tx *localcloud.Tx, old, cache *localcloud.Object) error {
	before, after := old.Outputs.Bool("transitEncryptionEnabled"), cache.Outputs.Bool("transitEncryptionEnabled")
	version := old.String("engineVersionActual")
	switch {
	case before == after:
		return nil
	case old.String("engine") == "redis" && newer("7.0.5", version):
		return tx.Fail(400, "InvalidParameterCombination", "Transit encryption can't be switched on or off for engine version %s: 7.0.5 or later is required", version)
	case after && cache.String("transitEncryptionMode") != "preferred":
		return tx.Fail(400, "InvalidParameterCombination", "Transit encryption of an existing replication group must be enabled with TransitEncryptionMode preferred first")
	case before && old.String("transitEncryptionMode") != "preferred":
		return tx.Fail(400, "InvalidParameterCombination", "TransitEncryptionMode must be preferred before transit encryption is disabled")
	}
	return nil
}

// diffCache: the provider replaces a group that goes back, in its version or
// from Valkey to Redis.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.HowTo.html
func diffCache(d *localcloud.Diff) {
	if d.OldInputs.String("engine") == "valkey" && d.News.String("engine") == "redis" {
		d.Replace("engine")
	}
	before, after := d.OldInputs.String("engineVersion"), d.News.String("engineVersion")
	if d.OldInputs.String("engine") == d.News.String("engine") && before != "" && after != "" && newer(before, after) {
		d.Replace("engineVersion")
	}
}
