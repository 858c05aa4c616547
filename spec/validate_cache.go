package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	nodeTypeForm = regexp.MustCompile(`^cache\.([a-z]+[0-9]+[a-z]*)\.(micro|small|medium|[0-9]*x?large)$`)
	// oldCacheFamilies have neither encryption nor, partly, snapshots:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
	oldCacheFamilies = []string{"t1", "m1", "m2", "c1", "m3", "r3"}
)

const cacheReplicaLimit = 5

// redisParameters are those that a parameter group of the families redis6.x and
// redis7 lets one change:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
var redisParameters = []string{
	"acllog-max-len", "active-defrag-cycle-max", "active-defrag-cycle-min", "active-defrag-ignore-bytes",
	"active-defrag-max-scan-fields", "active-defrag-threshold-lower", "active-defrag-threshold-upper",
	"active-expire-effort", "activedefrag", "activerehashing", "appendfsync", "appendonly",
	"client-output-buffer-limit-normal-hard-limit", "client-output-buffer-limit-normal-soft-limit", "client-output-buffer-limit-normal-soft-seconds",
	"client-output-buffer-limit-pubsub-hard-limit", "client-output-buffer-limit-pubsub-soft-limit", "client-output-buffer-limit-pubsub-soft-seconds",
	"client-query-buffer-limit", "close-on-replica-write", "cluster-allow-pubsubshard-when-down", "cluster-allow-reads-when-down", "databases",
	"hash-max-listpack-entries", "hash-max-listpack-value", "hash-max-ziplist-entries", "hash-max-ziplist-value", "hll-sparse-max-bytes",
	"latency-tracking", "latency-tracking-info-percentiles", "lazyfree-lazy-eviction", "lazyfree-lazy-expire", "lazyfree-lazy-server-del", "lazyfree-lazy-user-del", "lazyfree-lazy-user-flush",
	"lfu-decay-time", "lfu-log-factor", "list-compress-depth", "list-max-listpack-size", "list-max-ziplist-size", "lua-time-limit",
	"maxmemory-policy", "maxmemory-samples", "min-replicas-max-lag", "min-replicas-to-write", "notify-keyspace-events", "proto-max-bulk-len",
	"rename-commands", "reserved-memory-percent", "set-max-intset-entries", "slowlog-log-slower-than", "slowlog-max-len",
	"stream-node-max-bytes", "stream-node-max-entries", "tcp-keepalive", "timeout", "tracking-table-max-keys",
	"zset-max-listpack-entries", "zset-max-listpack-value", "zset-max-ziplist-entries", "zset-max-ziplist-value",
}

// redisPolicies are what Redis does when its memory is full.
var redisPolicies = []string{
	"volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu", "volatile-random", "allkeys-random", "volatile-ttl", "noeviction",
}

func (v *validator) cache() {
	cache := v.sys.Cache
	if cache == nil {
		return
	}
	if find(redisVersions, cache.Version) < 0 {
		names := supportedNames(redisVersions, v.today)
		v.add(at("cache", "version"), cache.Version, "the Redis versions of ElastiCache that can do all that is asked of a cache here are "+strings.Join(names, ", "), fmt.Sprintf("version: %q", names[len(names)-1]))
	}
	v.cacheNode(cache)
	v.between(at("cache", "replicas"), cache.Replicas, 0, cacheReplicaLimit, "ElastiCache has at most five replicas of one primary")
	v.wholeDays(at("cache", "snapshots"), cache.Snapshots, backupLimit, "ElastiCache keeps daily snapshots for 1 to 35 days")
	for _, name := range sorted(cache.Parameters) {
		v.redisParameter(at("cache", "parameters", name), name, cache.Parameters[name])
	}
}

func (v *validator) cacheNode(cache *Cache) {
	path := at("cache", "nodeType")
	parts := nodeTypeForm.FindStringSubmatch(cache.NodeType)
	switch {
	case parts == nil:
		v.add(path, cache.NodeType, "an ElastiCache node type is cache., a family and a size", "nodeType: cache.t4g.micro")
	case slices.Contains(oldCacheFamilies, parts[1]):
		v.add(path, cache.NodeType, "this old family has no encryption in transit, and t1 no snapshots either", "nodeType: cache.t4g.micro")
	}
}

func (v *validator) redisParameter(path, name, value string) {
	switch {
	case !v.readable(path):
	case !slices.Contains(redisParameters, name):
		near := nearest(name, redisParameters)
		if near == "" {
			near = "one of the parameters of the family redis7 that can be changed"
		}
		v.add(path, value, "ElastiCache has no parameter of this name that can be changed", near)
	case name == "maxmemory-policy" && !slices.Contains(redisPolicies, value):
		v.add(path, value, "the policies are "+strings.Join(redisPolicies, ", "), "maxmemory-policy: "+choose(value, redisPolicies))
	case value == "" && name != "notify-keyspace-events":
		v.add(path, value, "a parameter has a value", "a value, or leave the key out for Redis's own")
	}
}
