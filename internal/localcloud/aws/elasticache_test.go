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

func TestACacheKeepsItsGroupsAndItsSnapshotsName(t *testing.T) {
	w := settle(t)
	wanted := cacheIn(w)
	cache := w.make(cacheType, "cache", with(wanted, props{"finalSnapshotIdentifier": "taken"}))
	subnets := w.made[len(w.made)-3].Made
	w.stays(cacheSubnetType, "cache", subnets, "CacheSubnetGroupInUse")
	w.stays(subnetType, "data-a", w.dataA, "DependencyViolation")
	require.NoError(t, w.provider.Delete(cacheType, "cache", cache.ID, cache.Outputs))
	again := w.provider.Make(cacheType, "again", with(wanted, props{"finalSnapshotIdentifier": "taken"}))
	w.stays(cacheType, "again", again, "SnapshotAlreadyExistsFault")
}
