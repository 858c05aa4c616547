package danger

import (
	"slices"

	"groundwork/internal/changes"
)

// standing are those who stay and can't leave a subnet.
func (s subject) standing() []string {
	var names []string
	if slices.ContainsFunc(s.index.byType[clusterType], s.keeps) {
		names = append(names, "cluster")
	}
	if slices.ContainsFunc(s.index.byType[databaseGroup], s.holdsDatabase) {
		names = append(names, "database")
	}
	if slices.ContainsFunc(s.index.byType[cacheGroup], s.holdsCache) {
		names = append(names, "cache")
	}
	return names
}

// keeps is true of a cluster that was made with the subnet and goes on with it. EKS
// takes another one in the same zone, and gives no zone up.
// https://github.com/aws/containers-roadmap/issues/2258
func (s subject) keeps(cluster changes.Resource) bool {
	const path = "vpcConfig.subnetIds"
	after := texts(at(cluster.After, path))
	return cluster.Operation != changes.Create && cluster.Operation != changes.Delete &&
		slices.Contains(texts(at(cluster.Before, path)), s.ID) && (cluster.After == nil || slices.Contains(after, s.ID))
}

// holdsDatabase is true of the group of a database that stands in the subnet's zone: a
// group gives up no subnet that is in use.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
func (s subject) holdsDatabase(group changes.Resource) bool {
	if !slices.Contains(texts(at(group.Before, "subnetIds")), s.ID) {
		return false
	}
	return slices.ContainsFunc(s.index.byType[databaseType], func(database changes.Resource) bool {
		lives := database.Operation != changes.Create && database.Operation != changes.Delete
		return lives && s.Zone != "" && database.Zone == s.Zone && at(database.Before, "dbSubnetGroupName") == at(group.Before, "name")
	})
}

// holdsCache is true of the group of a cache that loses all its subnets: in which of
// them the nodes stand, nobody tells.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html
func (s subject) holdsCache(group changes.Resource) bool {
	subnets := texts(at(group.Before, "subnetIds"))
	if !slices.Contains(subnets, s.ID) {
		return false
	}
	for _, other := range s.index.byType[subnetType] {
		if slices.Contains(subnets, other.ID) && !(subject{Resource: other}).gone() {
			return false
		}
	}
	return slices.ContainsFunc(s.index.byType[cacheType], func(cache changes.Resource) bool {
		lives := cache.Operation != changes.Create && cache.Operation != changes.Delete
		return lives && at(cache.Before, "subnetGroupName") == at(group.Before, "name")
	})
}
