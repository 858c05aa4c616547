package aws

import (
	"fmt"

	"groundwork/internal/localcloud"
)

// cacheClusterType is a cache without replication: one node of Redis, or
// several of Memcached.
const cacheClusterType = "aws:elasticache/cluster:Cluster"

// Errors of
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html#API_CreateCacheCluster_Errors
var cacheClusterLinks = []link{
	{from: cacheClusterType, path: "subnetGroupName", to: cacheSubnetType, missing: refusal{400, "CacheSubnetGroupNotFoundFault", "Cache Subnet Group %s does not exist."}},
	{from: cacheClusterType, path: "securityGroupIds", to: groupType, missing: refusal{400, "InvalidParameterValue", "Some security groups are not found: %s"}},
	{from: cacheClusterType, path: "replicationGroupId", to: cacheType, loose: true, missing: refusal{404, "ReplicationGroupNotFoundFault", "ReplicationGroup %s not found."}},
}

func cacheClusterService() service {
	return service{kinds: map[string]localcloud.Kind{
		cacheClusterType: {Check: checkCacheCluster, Create: createCacheCluster, Update: again(describeCacheCluster)},
	}}
}

// checkCacheCluster keeps the provider's own rules.
func checkCacheCluster(c *localcloud.Check) {
	engine, nodes := c.Inputs.String("engine"), c.Inputs.Int("numCacheNodes")
	if engine == "redis" && nodes > 1 {
		c.Fail("numCacheNodes", "engine %q does not support num_cache_nodes > 1", engine)
	}
	if nodes == 1 && c.Inputs.String("azMode") == "cross-az" {
		c.Fail("azMode", "az_mode %q is not supported with num_cache_nodes = 1", "cross-az")
	}
	if engine == "memcached" && c.Inputs.Has("finalSnapshotIdentifier") {
		c.Fail("finalSnapshotIdentifier", "engine %q does not support final_snapshot_identifier", engine)
	}
}

// createCacheCluster follows
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html
func createCacheCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	if group := tx.Get(cacheType, cluster.String("replicationGroupId")); group != nil {
		for _, name := range []string{"engine", "nodeType", "engineVersion", "parameterGroupName", "subnetGroupName", "port"} {
			decide(cluster, name, group.Outputs.Get(name))
		}
		cluster.Set("numCacheNodes", 1)
	}
	if cluster.Outputs.Int("numCacheNodes") < 1 {
		return tx.Fail(400, "InvalidParameterValue", "The parameter NumCacheNodes must be a positive integer.")
	}
	if err := checkCacheClusterEngine(tx, cluster); err != nil {
		return err
	}
	decide(cluster, "port", map[string]int{"redis": 6379, "memcached": 11211}[cluster.String("engine")])
	return describeCacheCluster(tx, cluster)
}

func checkCacheClusterEngine(tx *localcloud.Tx, cluster *localcloud.Object) error {
	if cluster.String("engine") == "redis" {
		return checkCacheEngine(tx, cluster)
	}
	node := cluster.String("nodeType")
	if !cacheNodes.MatchString(node) {
		return tx.Fail(400, "InvalidParameterValue", "The parameter CacheNodeType is not a valid value: %s", node)
	}
	decide(cluster, "engineVersion", "1.6.22")
	cluster.Set("engineVersionActual", cluster.String("engineVersion"))
	decide(cluster, "parameterGroupName", "default.memcached1.6")
	return nil
}

// describeCacheCluster names the nodes. Memcached has an address for all:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html
func describeCacheCluster(tx *localcloud.Tx, cluster *localcloud.Object) error {
	where := tx.Seeded("elasticache", tx.Account(), tx.Region()).Text(6, localcloud.LowerAlnum)
	host := func(part string) string {
		return fmt.Sprintf("%s.%s.%s.%s.cache.amazonaws.com", cluster.String("clusterId"), where, part, shortRegion(tx.Region()))
	}
	port := cluster.Outputs.Int("port")
	var nodes []localcloud.Props
	for i := range cluster.Outputs.Int("numCacheNodes") {
		id := fmt.Sprintf("%04d", i+1)
		nodes = append(nodes, localcloud.PropsOf(map[string]any{
			"id": id, "address": host(id), "port": port, "availabilityZone": cluster.String("availabilityZone"), "outpostArn": "",
		}))
	}
	cluster.Set("cacheNodes", nodes)
	if cluster.String("engine") == "memcached" {
		cluster.Set("clusterAddress", host("cfg"))
		cluster.Set("configurationEndpoint", fmt.Sprintf("%s:%d", host("cfg"), port))
	}
	return nil
}
