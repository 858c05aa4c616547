package aws

import (
	"slices"
	"strconv"
	"strings"

	"groundwork/internal/localcloud"
)

// Errors of ElastiCache:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html#API_CreateReplicationGroup_Errors
var cacheLinks = []link{
	{from: cacheSubnetType, path: "subnetIds", to: subnetType, loose: true, missing: refusal{400, "InvalidSubnet", "The subnet ID '%s' does not exist"}},
	{from: cacheType, path: "subnetGroupName", to: cacheSubnetType, missing: refusal{400, "CacheSubnetGroupNotFoundFault", "Cache Subnet Group %s does not exist."}},
	{from: cacheType, path: "parameterGroupName", to: cacheParameterType, missing: refusal{404, "CacheParameterGroupNotFound", "CacheParameterGroup not found: %s"}},
	{from: cacheType, path: "securityGroupIds", to: groupType, missing: refusal{400, "InvalidParameterValue", "Some security groups are not found: %s"}},
	{from: cacheType, path: "kmsKeyId", to: keyType, loose: true, missing: refusal{400, "InvalidKMSKeyFault", "The specified KMS key is invalid: %s"}},
	{from: cacheType, path: "userGroupIds", to: cacheUserGroupType, missing: refusal{404, "UserGroupNotFound", "User group %s not found."}},
	{from: serverlessCacheType, path: "subnetIds", to: subnetType, missing: refusal{400, "InvalidParameterValue", "The subnet ID '%s' does not exist"}},
	{from: serverlessCacheType, path: "securityGroupIds", to: groupType, missing: refusal{400, "InvalidParameterValue", "Some security groups are not found: %s"}},
	{from: cacheUserGroupType, path: "userIds", to: cacheUserType, missing: refusal{404, "UserNotFound", "User %s not found."}},
}

// cacheService is ElastiCache.
func cacheService() service {
	functions := map[string]localcloud.Function{"aws:elasticache/getReplicationGroup:getReplicationGroup": lookupCache}
	return service{functions: functions, kinds: map[string]localcloud.Kind{
		cacheType: {
			Check: checkCache, Create: createCache, Update: updateCache, Delete: deleteCache, Name: nameCache, Diff: diffCache,
		},
		cacheUserType:       {Check: checkCacheUser, Create: createCacheUser, Update: again(createCacheUser)},
		cacheUserGroupType:  {Create: createUserGroup, Update: again(createUserGroup)},
		serverlessCacheType: {Create: createServerless, Update: again(createServerless)},
		cacheSubnetType:     {Create: createCacheSubnets, Update: updateCacheSubnets},
		cacheParameterType:  {Create: createCacheParameters, Update: again(createCacheParameters)},
	}}
}

func nameCache(cache *localcloud.Object) string { return cache.String("replicationGroupId") }

// checkCache is what the provider refuses before it asks ElastiCache.
func checkCache(c *localcloud.Check) {
	id := c.Inputs.String("replicationGroupId")
	if id != "" && (!identifiers.MatchString(strings.ToLower(id)) || strings.Contains(id, "--")) {
		c.Fail("replicationGroupId", "only alphanumeric characters and hyphens allowed in %q, first a letter, no two hyphens in a row and none at the end: %q", "replication_group_id", id)
	}
	nodes := c.Inputs.Int("numCacheClusters")
	failover := c.Inputs.Bool("automaticFailoverEnabled")
	if failover && c.Inputs.Known("numCacheClusters") && nodes < 2 {
		c.Fail("numCacheClusters", "%q: must be at least 2 if %q is true", "num_cache_clusters", "automatic_failover_enabled")
	}
	if c.Inputs.Bool("multiAzEnabled") && !c.Inputs.Unknown("automaticFailoverEnabled") && !failover {
		c.Fail("multiAzEnabled", "automatic_failover_enabled must be true if multi_az_enabled is true")
	}
	if token := c.Inputs.String("authToken"); token != "" && !tokenAllowed(token) {
		c.Fail("authToken", "%q must be from 16 to 128 alphanumeric characters or symbols (excluding @, \", and /)", "auth_token")
	}
	for _, zone := range c.Inputs.Strings("preferredCacheClusterAzs") {
		if !isZone(zone) {
			c.Fail("preferredCacheClusterAzs", "%q is no availability zone", zone)
		}
	}
}

func isZone(name string) bool {
	return len(name) > 1 && slices.ContainsFunc(zones[name[:len(name)-1]], func(z zone) bool { return z.Name == name })
}

// tokenAllowed: printable, without some:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
func tokenAllowed(token string) bool {
	if len(token) < 16 || len(token) > 128 {
		return false
	}
	for _, r := range token {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && !strings.ContainsRune("!&#$^<>-", r) {
			return false
		}
	}
	return true
}

// createCache follows
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
func createCache(tx *localcloud.Tx, cache *localcloud.Object) error {
	if err := checkCacheRules(tx, cache); err != nil {
		return err
	}
	describeCache(tx, cache)
	if err := cacheNodesFit(tx, len(cache.Outputs.Strings("memberClusters"))); err != nil {
		return err
	}
	placeCache(tx, cache)
	return nil
}

func updateCache(tx *localcloud.Tx, old, cache *localcloud.Object) error {
	if err := checkCacheTLS(tx, old, cache); err != nil {
		return err
	}
	if err := checkCacheRules(tx, cache); err != nil {
		return err
	}
	describeMembers(cache)
	placeCache(tx, cache)
	return nil
}

func checkCacheRules(tx *localcloud.Tx, cache *localcloud.Object) error {
	if err := checkCacheEngine(tx, cache); err != nil {
		return err
	}
	for _, rule := range []func(*localcloud.Tx, *localcloud.Object) error{checkCacheSecurity, checkCacheMode} {
		if err := rule(tx, cache); err != nil {
			return err
		}
	}
	return checkCacheGroups(tx, cache)
}

// describeCache fills in what ElastiCache decides. Hosts are
// "master.<id>.<account's part>.<region's short name>.cache.amazonaws.com".
func describeCache(tx *localcloud.Tx, cache *localcloud.Object) {
	decide(cache, "applyImmediately", false)
	decide(cache, "autoMinorVersionUpgrade", "true")
	decide(cache, "atRestEncryptionEnabled", "false")
	decide(cache, "transitEncryptionEnabled", false)
	if cache.Outputs.Bool("transitEncryptionEnabled") {
		decide(cache, "transitEncryptionMode", "required")
	}
	for name, value := range map[string]string{
		"networkType": "ipv4", "ipDiscovery": "ipv4", "clusterMode": map[bool]string{true: "enabled", false: "disabled"}[clustered(tx, cache)],
		"maintenanceWindow": "sun:05:00-sun:06:00", "snapshotWindow": "03:00-04:00",
	} {
		decide(cache, name, value)
	}
	if !cache.Outputs.Known("port") {
		cache.Set("port", 6379)
	}
	decide(cache, "numNodeGroups", 1)
	decide(cache, "clusterEnabled", clustered(tx, cache))
	describeMembers(cache)
	where := tx.Seeded("elasticache", tx.Account(), tx.Region()).Text(6, localcloud.LowerAlnum) + "." +
		shortRegion(tx.Region()) + ".cache.amazonaws.com"
	id := cache.String("replicationGroupId")
	primary, reader := id+"."+where, id+"-ro."+where
	if cache.Outputs.Bool("transitEncryptionEnabled") {
		primary, reader = "master."+id+"."+where, "replica."+id+"."+where
	}
	if cache.Outputs.Bool("clusterEnabled") {
		cache.Set("configurationEndpointAddress", "clustercfg."+id+"."+where)
		primary, reader = "", ""
	}
	cache.Set("primaryEndpointAddress", primary)
	cache.Set("readerEndpointAddress", reader)
}

// describeMembers counts the nodes, primary included.
func describeMembers(cache *localcloud.Object) {
	shards := max(cache.Outputs.Int("numNodeGroups"), 1)
	nodes := cache.Outputs.Int("numCacheClusters")
	if nodes == 0 {
		nodes = shards * (1 + cache.Outputs.Int("replicasPerNodeGroup"))
		cache.Set("numCacheClusters", nodes)
	}
	cache.Set("replicasPerNodeGroup", max(nodes/shards-1, 0))
	members := make([]string, nodes)
	for i := range members {
		n := strconv.Itoa(i + 1)
		members[i] = cache.String("replicationGroupId") + "-" + strings.Repeat("0", 3-len(n)) + n
	}
	cache.Set("memberClusters", members)
}

// shortRegion is "use1" of "us-east-1".
func shortRegion(region string) string {
	if list := zones[region]; len(list) > 0 {
		short, _, _ := strings.Cut(list[0].ID, "-")
		return short
	}
	return region
}
