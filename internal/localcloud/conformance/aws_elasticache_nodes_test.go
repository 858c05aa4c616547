package conformance

const (
	cacheNodesType = "aws:elasticache/cluster:Cluster"
	cacheNodesAPI  = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheCluster.html"
)

// cacheOf is a cache of a few nodes, with a change.
func cacheOf(engine string, nodes int, changes Props) Props {
	return with(Props{"clusterId": "sessions", "engine": engine, "nodeType": "cache.t4g.micro", "numCacheNodes": nodes}, changes)
}

var cacheNodeCases = []Case{
	{"three nodes of Memcached", shows(cacheNodesType, plainly(cacheOf("memcached", 3, nil)), "configurationEndpoint", `^sessions\.[a-z0-9]+\.cfg\.use1\.cache\.amazonaws\.com:11211$`), "", "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html"},
	{"a node of Redis", shows(cacheNodesType, plainly(cacheOf("redis", 1, nil)), "cacheNodes.0.address", `^sessions\.[a-z0-9]+\.0001\.use1\.cache\.amazonaws\.com$`), "", "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Endpoints.html"},
	{"two nodes of Redis", creating(cacheNodesType, cacheOf("redis", 2, nil)), `engine "redis" does not support num_cache_nodes > 1`, cacheNodesAPI},
	{"one node in two zones", creating(cacheNodesType, cacheOf("memcached", 1, Props{"azMode": "cross-az"})), `az_mode "cross-az" is not supported with num_cache_nodes = 1`, cacheNodesAPI},
	{"a node type that is none", creating(cacheNodesType, cacheOf("memcached", 1, Props{"nodeType": "t4g.micro"})), "CacheNodeType is not a valid value", cacheNodesAPI},
	{"a version of Redis that is none", creating(cacheNodesType, cacheOf("redis", 1, Props{"engineVersion": "9.9"})), "Cannot find version 9.9 for redis", cacheNodesAPI},
	{"a subnet group that is gone", creating(cacheNodesType, cacheOf("redis", 1, Props{"subnetGroupName": "gone"})), "Cache Subnet Group gone does not exist.", cacheNodesAPI},
	{"a snapshot of Memcached", creating(cacheNodesType, cacheOf("memcached", 1, Props{"finalSnapshotIdentifier": "last"})), "does not support final_snapshot_identifier", "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheCluster.html"},
	{"a cache's name twice", twice(cacheNodesType, cacheOf("redis", 1, nil)), "CacheClusterAlreadyExists", cacheNodesAPI},
}
