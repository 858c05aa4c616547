package price

// priceReplicationGroup: nodes are what numCacheClusters says, or shards with
// their replicas.
func priceReplicationGroup(q *quote) {
	nodes, known := q.cacheNodes()
	if !known {
		q.gap("how many nodes the cache has isn't known yet")
		return
	}
	q.cache(nodes, "redis", "snapshotRetentionLimit")
}

func (q *quote) cacheNodes() (int64, bool) {
	shards := q.in
	if old := q.in.objects("clusterMode"); len(old) > 0 {
		shards = old[0]
	}
	if shards.at("numNodeGroups") == nil && shards.at("replicasPerNodeGroup") == nil {
		return q.in.number(1, "numCacheClusters")
	}
	groups, groupsKnown := shards.number(1, "numNodeGroups")
	replicas, replicasKnown := shards.number(0, "replicasPerNodeGroup")
	return groups * (replicas + 1), groupsKnown && replicasKnown
}

// priceCacheCluster: one that belongs to a replication group is counted there.
func priceCacheCluster(q *quote) {
	if q.in.at("replicationGroupId") != nil {
		return
	}
	nodes, known := q.in.number(1, "numCacheNodes")
	if !known {
		q.gap("how many nodes the cache has isn't known yet")
		return
	}
	q.cache(nodes, "", "snapshotRetentionLimit")
}

func (q *quote) cache(nodes int64, engine, snapshots string) {
	kind, kindKnown := q.in.text("", "nodeType")
	engine, engineKnown := q.in.text(engine, "engine")
	if !kindKnown || !engineKnown || kind == "" || engine == "" {
		q.gap("the cache's engine or node type isn't known yet")
		return
	}
	q.hourly(nodes, "elasticache", engine+" "+kind, kind)
	if days, _ := q.in.number(0, snapshots); days > 0 {
		q.rate("snapshots of the cache", "elasticache", "backup")
	}
}
