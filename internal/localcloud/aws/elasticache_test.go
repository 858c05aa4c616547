package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func cacheIn(w *world) props {
	w.make(cacheSubnetType, "cache", props{"name": "cache", "subnetIds": []string{w.dataA.ID, w.dataB.ID}})
	w.make(cacheParameterType, "cache", props{"name": "cache", "family": "redis7", "parameters": []any{props{"name": "maxmemory-policy", "value": "allkeys-lru"}}})
	return props{
		"replicationGroupId": "cache", "description": "cache", "engine": "redis", "engineVersion": "7.1", "nodeType": "cache.r5.large",
		"numCacheClusters": 2, "automaticFailoverEnabled": true, "multiAzEnabled": true, "subnetGroupName": "cache",
		"parameterGroupName": "cache", "securityGroupIds": []string{w.group.ID}, "atRestEncryptionEnabled": true,
		"transitEncryptionEnabled": true, "authToken": "0123456789abcdef0123456789abcdef",
		"snapshotWindow": "02:00-03:00", "maintenanceWindow": "sun:04:00-sun:05:00",
	}
}

func TestACacheLooksLikeOneOfElastiCache(t *testing.T) {
	w := settle(t)
	wanted := cacheIn(w)
	out := w.make(cacheType, "cache", with(wanted, props{"finalSnapshotIdentifier": "cache-final"})).Outputs
	assert.Regexp(t, `^master\.cache\.[a-z0-9]{6}\.use1\.cache\.amazonaws\.com$`, out.String("primaryEndpointAddress"))
	assert.Regexp(t, `^replica\.cache\.[a-z0-9]{6}\.use1\.cache\.amazonaws\.com$`, out.String("readerEndpointAddress"))
	assert.Equal(t, []string{"cache-001", "cache-002"}, out.Strings("memberClusters"))
	assert.Equal(t, "7.1.0", out.String("engineVersionActual"))
	assert.Equal(t, 6379, out.Int("port"))
	plain := w.provider.Make(cacheType, "plain", with(wanted, props{"replicationGroupId": "plain", "transitEncryptionEnabled": false, "authToken": nil})).Outputs
	assert.Regexp(t, `^plain\.[a-z0-9]{6}\.use1\.cache\.amazonaws\.com$`, plain.String("primaryEndpointAddress"))
	require.NoError(t, w.provider.Delete(cacheType, "plain", "plain", plain))
	w.destroy()
	left := w.cloud.List()
	require.Len(t, left, 1, "nothing but the final snapshot")
	assert.Equal(t, []string{cacheSnapshotType, "cache-final"}, []string{left[0].Type, left[0].Name})
}

func TestElastiCacheRefusesWhatItRefuses(t *testing.T) {
	w := settle(t)
	wanted := cacheIn(w)
	w.make(cacheParameterType, "old", props{"name": "old", "family": "redis6.x"})
	cache := w.make(cacheType, "cache", with(wanted, props{"finalSnapshotIdentifier": "taken"}))
	new := func(changes props) props { return with(with(wanted, props{"replicationGroupId": "x"}), changes) }
	parameter := func(name, value string) props {
		return props{"family": "redis7", "parameters": []any{props{"name": name, "value": value}}}
	}
	refusing(t, w.provider, []refused{
		{"an id twice", cacheType, wanted, "ReplicationGroupAlreadyExists"},
		{"an id with two hyphens", cacheType, new(props{"replicationGroupId": "a--b"}), "hyphens"},
		{"failover without a replica", cacheType, new(props{"numCacheClusters": 1}), "must be at least 2 if"},
		{"Multi-AZ without failover", cacheType, new(props{"automaticFailoverEnabled": false}), "automatic_failover_enabled must be true if multi_az_enabled is true"},
		{"a token without TLS", cacheType, new(props{"transitEncryptionEnabled": false}), "AUTH is only supported when encryption-in-transit is enabled"},
		{"a token too short", cacheType, new(props{"authToken": "short"}), "16"},
		{"a token with an at", cacheType, new(props{"authToken": "0123456789@abcdef"}), "auth_token"},
		{"a version that does not exist", cacheType, new(props{"engineVersion": "9.9"}), "9.9"},
		{"a node type that does not exist", cacheType, new(props{"nodeType": "cache.z9.large"}), "CacheNodeType is not a valid value: cache.z9.large"},
		{"a subnet group that is gone", cacheType, new(props{"subnetGroupName": "gone"}), "CacheSubnetGroupNotFoundFault: Cache Subnet Group gone does not exist."},
		{"a parameter group that is gone", cacheType, new(props{"parameterGroupName": "gone"}), "CacheParameterGroupNotFound"},
		{"a parameter group of another version", cacheType, new(props{"parameterGroupName": "old"}), "Expected a parameter group of family redis7 but found one of family redis6.x"},
		{"a group that is gone", cacheType, new(props{"securityGroupIds": []string{"sg-0"}}), "Some security groups are not found: sg-0"},
		{"windows that meet", cacheType, new(props{"snapshotWindow": "04:30-05:30"}), "must not overlap"},
		{"a parameter that does not exist", cacheParameterType, parameter("maxmemory", "1"), "cannot be modified or does not exist"},
		{"a parameter's value that is none", cacheParameterType, parameter("maxmemory-policy", "random"), "Parameter value random for parameter maxmemory-policy is not valid"},
		{"a family that does not exist", cacheParameterType, props{"family": "redis9"}, "redis9"},
		{"a subnet that is gone", cacheSubnetType, props{"subnetIds": []string{"subnet-0"}}, "InvalidSubnet"},
	})
	subnets := w.made[len(w.made)-4].Made
	w.stays(cacheSubnetType, "cache", subnets, "CacheSubnetGroupInUse")
	w.stays(subnetType, "data-a", w.dataA, "DependencyViolation")
	require.NoError(t, w.provider.Delete(cacheType, "cache", cache.ID, cache.Outputs))
	again := w.provider.Make(cacheType, "again", with(wanted, props{"finalSnapshotIdentifier": "taken"}))
	w.stays(cacheType, "again", again, "SnapshotAlreadyExistsFault")
}
