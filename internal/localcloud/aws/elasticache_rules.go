package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

// cacheVersions are the versions of an engine, with the newest patch and the
// parameter group family:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
var cacheVersions = map[string]map[string][2]string{
	"redis": {
		"4.0.10": {"4.0.10", "redis4.0"}, "5.0.6": {"5.0.6", "redis5.0"},
		"6.0": {"6.0.5", "redis6.x"}, "6.2": {"6.2.6", "redis6.x"}, "6.x": {"6.2.6", "redis6.x"},
		"7.0": {"7.0.7", "redis7"}, "7.1": {"7.1.0", "redis7"},
	},
	"valkey": {
		"7.2": {"7.2.6", "valkey7"}, "8.0": {"8.0.1", "valkey8"}, "8.1": {"8.1.0", "valkey8"}, "8.2": {"8.2.0", "valkey8"},
	},
}

// cacheNodes are the node types of
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
var cacheNodes = regexp.MustCompile(`^cache\.(t2|t3|t4g|m4|m5|m6g|m7g|r4|r5|r6g|r6gd|r7g|c7gn)\.(micro|small|medium|large|xlarge|[0-9]{1,2}xlarge)$`)

func checkCacheEngine(tx *localcloud.Tx, cache *localcloud.Object) error {
	engine := cache.String("engine")
	if !cache.Outputs.Known("engineVersion") {
		cache.Set("engineVersion", map[string]string{"redis": "7.1", "valkey": "8.2"}[engine])
	}
	version := cache.String("engineVersion")
	known, ok := cacheVersions[engine][version]
	if !ok {
		return tx.Fail(400, "InvalidParameterCombination", "Cannot find version %s for %s", version, engine)
	}
	cache.Set("engineVersionActual", known[0])
	suffix := ""
	if cache.Outputs.Int("numNodeGroups") > 1 || cache.String("clusterMode") == "enabled" {
		suffix = ".cluster.on"
	}
	decide(cache, "parameterGroupName", "default."+known[1]+suffix)
	node := cache.String("nodeType")
	if node == "" {
		return tx.Fail(400, "InvalidParameterValue", "The parameter CacheNodeType must be provided and must not be blank.")
	}
	if !cacheNodes.MatchString(node) {
		return tx.Fail(400, "InvalidParameterValue", "The parameter CacheNodeType is not a valid value: %s", node)
	}
	return nil
}

// checkCacheSecurity: a token and user groups need TLS:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
func checkCacheSecurity(tx *localcloud.Tx, cache *localcloud.Object) error {
	encrypted := cache.Outputs.Bool("transitEncryptionEnabled")
	switch {
	case encrypted:
	case cache.String("authToken") != "":
		return tx.Fail(400, "InvalidParameterCombination", "AUTH is only supported when encryption-in-transit is enabled: %s", cache.ID)
	case len(cache.Outputs.Strings("userGroupIds")) > 0:
		return tx.Fail(400, "InvalidParameterCombination", "User group based access control requires encryption-in-transit to be enabled on the replication group.")
	}
	if cache.String("authToken") != "" && len(cache.Outputs.Strings("userGroupIds")) > 0 {
		return tx.Fail(400, "InvalidParameterCombination", "An AUTH token and user groups cannot be used together.")
	}
	return nil
}

// checkCacheGroups: the groups belong to the engine and to the network, and
// the windows do not meet.
func checkCacheGroups(tx *localcloud.Tx, cache *localcloud.Object) error {
	want := cacheVersions[cache.String("engine")][cache.String("engineVersion")][1]
	if group := findCacheParameterGroup(tx, cache.String("parameterGroupName")); group != nil && group.String("family") != want {
		return tx.Fail(400, "InvalidParameterCombination", "Expected a parameter group of family %s but found one of family %s", want, group.String("family"))
	}
	subnets := tx.Get(cacheSubnetType, cache.String("subnetGroupName"))
	if subnets == nil {
		return tx.Fail(400, "InvalidParameterCombination", "No default subnet group: this account has no default VPC")
	}
	covered := zonesOf(subnetsOf(tx, subnets.Outputs.Strings("subnetIds")))
	if cache.Outputs.Bool("multiAzEnabled") && len(covered) < 2 {
		return tx.Fail(400, "InvalidParameterCombination", "Multi-AZ needs a subnet group in two Availability Zones at least: %s", subnets.ID)
	}
	for _, id := range cache.Outputs.Strings("securityGroupIds") {
		if group := findGroup(tx, id); group != nil && group.String("vpcId") != subnets.String("vpcId") {
			return tx.Fail(400, "InvalidParameterValue", "Security group %s is not in the VPC %s of the subnet group", id, subnets.String("vpcId"))
		}
	}
	backup, maintenance := cache.String("snapshotWindow"), strings.ToLower(cache.String("maintenanceWindow"))
	if dailyWindow.MatchString(backup) && weeklyWindow.MatchString(maintenance) && collide(daily(backup), weekly(maintenance)) {
		return tx.Fail(400, "InvalidParameterValue", "The snapshot window and maintenance window must not overlap.")
	}
	return nil
}

// createCacheSubnets: the subnets are of one VPC.
func createCacheSubnets(tx *localcloud.Tx, group *localcloud.Object) error {
	subnets := subnetsOf(tx, group.Outputs.Strings("subnetIds"))
	for _, subnet := range subnets {
		if subnet.String("vpcId") != subnets[0].String("vpcId") {
			return tx.Fail(400, "InvalidParameterValue", "The subnets of a cache subnet group must belong to the same VPC: %s", subnets[0].String("vpcId"))
		}
		group.Set("vpcId", subnet.String("vpcId"))
	}
	return nil
}

// findCacheParameterGroup also finds the groups that ElastiCache keeps by
// default; those with cluster mode end in "cluster.on".
func findCacheParameterGroup(tx *localcloud.Tx, name string) *localcloud.Object {
	if rest, ok := strings.CutPrefix(name, "default."); ok {
		family := strings.TrimSuffix(rest, ".cluster.on")
		return &localcloud.Object{Type: cacheParameterType, ID: name, Outputs: localcloud.PropsOf(map[string]any{"family": family})}
	}
	return tx.Get(cacheParameterType, name)
}

// cacheSnapshotType has no resource in any provider: a snapshot that outlives
// its replication group shows under it.
const cacheSnapshotType = "aws:elasticache/snapshot:Snapshot"

// deleteCache takes the final snapshot that the program asks for:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteReplicationGroup.html
func deleteCache(tx *localcloud.Tx, cache *localcloud.Object) error {
	final := cache.String("finalSnapshotIdentifier")
	if final == "" {
		return nil
	}
	if tx.Get(cacheSnapshotType, final) != nil {
		return tx.Fail(400, "SnapshotAlreadyExistsFault", "Snapshot with specified name already exists: %s", final)
	}
	outputs := localcloud.PropsOf(map[string]any{
		"snapshotName": final, "snapshotStatus": "available", "snapshotSource": "manual",
		"replicationGroupId": cache.ID, "arn": tx.ARN("elasticache", "snapshot:"+final),
	})
	for _, name := range []string{"engine", "engineVersion", "nodeType", "port", "numNodeGroups", "kmsKeyId", "parameterGroupName", "subnetGroupName"} {
		if value := cache.Outputs.Get(name); !value.IsNull() {
			outputs.Set(name, value)
		}
	}
	tx.Put(&localcloud.Object{Type: cacheSnapshotType, ID: final, Name: final, Outputs: outputs})
	return nil
}
