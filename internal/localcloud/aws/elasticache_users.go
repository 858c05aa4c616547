package aws

import (
	"groundwork/internal/localcloud"
)

const (
	cacheUserType       = "aws:elasticache/user:User"
	serverlessCacheType = "aws:elasticache/serverlessCache:ServerlessCache"
	defaultUser         = "default"
)

// findCacheUser also finds the user that every account has.
func findCacheUser(tx *localcloud.Tx, id string) *localcloud.Object {
	if id == defaultUser {
		return &localcloud.Object{Type: cacheUserType, ID: id, Outputs: localcloud.PropsOf(map[string]any{"userName": defaultUser})}
	}
	return tx.Get(cacheUserType, id)
}

// checkCacheUser: a user has passwords, or says that it needs none.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
func checkCacheUser(c *localcloud.Check) {
	if c.Inputs.Bool("noPasswordRequired") && len(c.Inputs.Strings("passwords")) > 0 {
		c.Fail("passwords", "passwords cannot be given when no_password_required is true")
	}
}

func createCacheUser(tx *localcloud.Tx, user *localcloud.Object) error {
	kind := user.String("authenticationMode.type")
	given := len(user.Outputs.Strings("passwords")) + len(user.Outputs.Strings("authenticationMode.passwords"))
	switch {
	case kind == "iam" && user.String("userId") != user.String("userName"):
		return tx.Fail(400, "InvalidParameterCombination", "For IAM-enabled users, the user name and the user id must be identical: %s, %s", user.String("userName"), user.String("userId"))
	case kind == "password" && given == 0, kind == "" && given == 0 && !user.Outputs.Bool("noPasswordRequired"):
		return tx.Fail(400, "InvalidParameterValue", "Invalid Passwords parameter value. It can not be empty.")
	}
	return nil
}

// createUserGroup: a group of Redis has one user that is called "default".
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
func createUserGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	names := map[string]bool{}
	for _, id := range group.Outputs.Strings("userIds") {
		user := findCacheUser(tx, id)
		if user == nil {
			continue
		}
		name := user.String("userName")
		if names[name] {
			return tx.Fail(400, "DuplicateUserName", "User with user name %s already exists in the user group.", name)
		}
		names[name] = true
	}
	if group.String("engine") == "REDIS" && !names[defaultUser] {
		return tx.Fail(400, "DefaultUserRequired", "User group needs to contain a user with the user name default.")
	}
	return nil
}

// createServerless: at least two zones, and limits in order.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateServerlessCache.html
func createServerless(tx *localcloud.Tx, cache *localcloud.Object) error {
	if ids := cache.Outputs.Strings("subnetIds"); len(ids) > 0 {
		subnets := subnetsOf(tx, ids)
		if covered := zonesOf(subnets); len(covered) < 2 || len(covered) < len(subnets) {
			return tx.Fail(400, "InvalidParameterValue", "The subnets of a serverless cache must be in two or three different Availability Zones: %s", joined(covered))
		}
	}
	for _, limit := range append(cache.Outputs.Maps("cacheUsageLimits.ecpuPerSeconds"), cache.Outputs.Map("cacheUsageLimits.dataStorage")) {
		if limit.Has("maximum") && limit.Number("minimum") > limit.Number("maximum") {
			return tx.Fail(400, "InvalidParameterValue", "The minimum of a usage limit (%g) can't be greater than its maximum (%g)", limit.Number("minimum"), limit.Number("maximum"))
		}
	}
	if engine := cache.String("engine"); engine != "redis" && engine != "valkey" && engine != "memcached" {
		return tx.Fail(400, "InvalidParameterValue", "The parameter Engine is not a valid value: %s", engine)
	}
	cache.Set("status", "available")
	return nil
}

// lookupCache shows a replication group.
func lookupCache(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	id := args.String("replicationGroupId")
	cache := named(tx, cacheType, "replicationGroupId", id)
	if cache == nil {
		return nil, tx.Fail(404, "ReplicationGroupNotFoundFault", "ReplicationGroup %s not found.", id)
	}
	shown := show(cache, "replicationGroupId", "automaticFailoverEnabled", "clusterMode", "configurationEndpointAddress", "description",
		"memberClusters", "multiAzEnabled", "nodeType", "numCacheClusters", "numNodeGroups", "port", "primaryEndpointAddress",
		"readerEndpointAddress", "replicasPerNodeGroup", "snapshotRetentionLimit", "snapshotWindow")
	shown.Set("authTokenEnabled", cache.String("authToken") != "")
	shown.Set("logDeliveryConfigurations", cache.Outputs.Maps("logDeliveryConfigurations"))
	return shown, nil
}
