package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/limits"
	"groundwork/internal/redisparam"
)

var (
	nodeTypeForm = regexp.MustCompile(`^cache\.([a-z]+[0-9]+[a-z]*)\.(micro|small|medium|[0-9]*x?large)$`)
	// oldCacheFamilies have neither encryption nor, partly, snapshots:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
	oldCacheFamilies = []string{"t1", "m1", "m2", "c1", "m3", "r3"}
)

const cacheReplicaLimit = 5

func (v *validator) cache() {
	cache := v.sys.Cache
	if cache == nil {
		return
	}
	v.strayKeys("cache", "runsOn", string(cache.RunsOn), cacheKeys)
	if cache.RunsOn == CacheCluster {
		v.volume("cache", cache.Storage)
		v.storeSize("cache", cache.CPU, cache.CPU, cache.Memory, cache.Memory)
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
	default:
		if standing, sizes := limits.CacheType(cache.NodeType); standing == limits.Missing {
			v.missingType(path, cache.NodeType, "cache.", sizes, "ElastiCache has no such node type")
		}
	}
}

// nearestParameter is the parameter that is meant, in place of one that there is not.
func nearestParameter(name string) string {
	if near := nearest(name, redisparam.Names()); near != "" {
		return near + ":"
	}
	return "nothing: leave the key out, or one of " + strings.Join(redisparam.Names(), ", ")
}

// redisParameter checks what the cache component checks too.
func (v *validator) redisParameter(path, name, value string) {
	err := redisparam.Check(name, value)
	if err == nil || !v.there(path) {
		return
	}
	if !slices.Contains(redisparam.Names(), name) {
		v.add(path, value, "this is no Redis parameter that can be set here", nearestParameter(name))
		return
	}
	v.advised(path, value, err)
}
