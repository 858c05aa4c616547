package aws

import (
	"slices"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

// setting is a parameter of Redis or Valkey: its words, or its range.
type setting struct {
	words       []string
	least, most int64
}

var (
	yesOrNo = setting{words: []string{"yes", "no"}}
	anyText = setting{}
	counted = setting{least: 0, most: 1<<31 - 1}
)

// cacheSettings are the parameters of
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html
// that can be changed.
var cacheSettings = map[string]setting{
	"maxmemory-policy": {words: []string{
		"volatile-lru", "allkeys-lru", "volatile-lfu", "allkeys-lfu", "volatile-random", "allkeys-random", "volatile-ttl", "noeviction",
	}},
	"cluster-enabled": yesOrNo, "activedefrag": yesOrNo, "activerehashing": yesOrNo, "appendonly": yesOrNo,
	"close-on-slave-write": yesOrNo, "close-on-replica-write": yesOrNo, "lua-replicate-commands": yesOrNo,
	"lazyfree-lazy-eviction": yesOrNo, "lazyfree-lazy-expire": yesOrNo, "lazyfree-lazy-server-del": yesOrNo,
	"lazyfree-lazy-user-del": yesOrNo, "cluster-allow-reads-when-down": yesOrNo, "replica-lazy-flush": yesOrNo,
	"cluster-require-full-coverage": yesOrNo, "cluster-allow-pubsubshard-when-down": yesOrNo, "dynamic-hz": yesOrNo,
	"jemalloc-bg-thread": yesOrNo, "rdbchecksum": yesOrNo, "rename-commands": anyText, "notify-keyspace-events": anyText,
	"client-output-buffer-limit-replica-hard-limit": counted, "client-output-buffer-limit-replica-soft-limit": counted,
	"client-output-buffer-limit-normal-hard-limit": counted, "client-output-buffer-limit-normal-soft-limit": counted,
	"client-output-buffer-limit-normal-soft-seconds": counted, "client-output-buffer-limit-pubsub-hard-limit": counted,
	"client-output-buffer-limit-pubsub-soft-limit": counted, "client-output-buffer-limit-pubsub-soft-seconds": counted,
	"client-query-buffer-limit": {least: 1 << 20, most: 1 << 30}, "databases": {least: 1, most: 1200000},
	"hash-max-ziplist-entries": counted, "hash-max-ziplist-value": counted, "hash-max-listpack-entries": counted,
	"hash-max-listpack-value": counted, "hll-sparse-max-bytes": {least: 1, most: 16000},
	"latency-tracking": yesOrNo, "lfu-decay-time": counted, "lfu-log-factor": counted,
	"list-compress-depth": counted, "list-max-ziplist-size": {least: -5, most: 1<<31 - 1}, "list-max-listpack-size": {least: -5, most: 1<<31 - 1},
	"maxmemory-samples": {least: 1, most: 64}, "min-slaves-max-lag": counted, "min-slaves-to-write": {least: 0, most: 5},
	"min-replicas-max-lag": counted, "min-replicas-to-write": {least: 0, most: 5},
	"proto-max-bulk-len": {least: 1 << 20, most: 1 << 30}, "reserved-memory": counted, "reserved-memory-percent": {least: 0, most: 100},
	"repl-backlog-size": {least: 16384, most: 1<<31 - 1}, "repl-backlog-ttl": counted, "repl-timeout": {least: 11, most: 1<<31 - 1},
	"set-max-intset-entries": counted, "set-max-listpack-entries": counted, "set-max-listpack-value": counted,
	"slowlog-log-slower-than": {least: -1, most: 1<<31 - 1}, "slowlog-max-len": counted, "slave-allow-chaining": yesOrNo,
	"stream-node-max-bytes": counted, "stream-node-max-entries": counted, "tcp-keepalive": counted, "timeout": counted,
	"tracking-table-max-keys": {least: 1, most: 100000000}, "zset-max-ziplist-entries": counted, "zset-max-ziplist-value": counted,
	"zset-max-listpack-entries": counted, "zset-max-listpack-value": counted, "acllog-max-len": {least: 1, most: 10000},
	"active-defrag-cycle-max": {least: 1, most: 75}, "active-defrag-cycle-min": {least: 1, most: 75},
	"active-defrag-ignore-bytes": {least: 1 << 20, most: 1<<31 - 1}, "active-defrag-max-scan-fields": {least: 1, most: 1000000},
	"active-defrag-threshold-lower": {least: 1, most: 100}, "active-defrag-threshold-upper": {least: 1, most: 100},
	"commandlog-slow-execution-max-len": counted, "commandlog-execution-slower-than": {least: -1, most: 1<<31 - 1},
	"extended-redis-compatibility": yesOrNo, "search-fanout-target-mode": anyText,
}

// cacheFamilies are those that exist.
var cacheFamilies = []string{
	"memcached1.4", "memcached1.5", "memcached1.6", "redis2.6", "redis2.8", "redis3.2", "redis4.0", "redis5.0", "redis6.x", "redis7",
	"valkey7", "valkey8",
}

func createCacheParameters(tx *localcloud.Tx, group *localcloud.Object) error {
	family := group.String("family")
	if !slices.Contains(cacheFamilies, family) {
		return tx.Fail(400, "InvalidParameterValue", "CacheParameterGroupFamily %s is not a valid parameter group family.", family)
	}
	if strings.HasPrefix(family, "memcached") {
		return nil
	}
	for _, given := range group.Outputs.Maps("parameters") {
		name, value := given.String("name"), given.String("value")
		known, ok := cacheSettings[name]
		if !ok {
			return tx.Fail(400, "InvalidParameterValue", "The parameter %s cannot be modified or does not exist in the family %s", name, family)
		}
		if !known.allows(value) {
			return tx.Fail(400, "InvalidParameterValue", "Parameter value %s for parameter %s is not valid", value, name)
		}
	}
	return nil
}

func (s setting) allows(value string) bool {
	if len(s.words) > 0 {
		return slices.Contains(s.words, value)
	}
	if s.most == 0 {
		return true
	}
	n, err := strconv.ParseInt(value, 10, 64)
	return err == nil && n >= s.least && n <= s.most
}
