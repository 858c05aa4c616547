package aws

import "groundwork/internal/localcloud"

// storageFits: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
func storageFits(tx *localcloud.Tx, instance *localcloud.Object) error {
	size := instance.Outputs.Int("allocatedStorage")
	for _, other := range tx.Select(instanceType, every) {
		size += other.Outputs.Int("allocatedStorage")
	}
	return exceeds(tx, storageQuota, size, "")
}

// cacheNodesFit: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
func cacheNodesFit(tx *localcloud.Tx, wanted int) error {
	for _, group := range tx.Select(cacheType, every) {
		wanted += len(group.Outputs.Strings("memberClusters"))
	}
	for _, cluster := range tx.Select(cacheClusterType, every) {
		if cluster.String("replicationGroupId") == "" {
			wanted += cluster.Outputs.Int("numCacheNodes")
		}
	}
	return exceeds(tx, cacheNodeQuota, wanted, "")
}
