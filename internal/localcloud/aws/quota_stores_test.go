package aws

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDatabasesShareTheStorageOfAnAccount(t *testing.T) {
	s := keep(t)
	big := with(s.wanted, props{"allocatedStorage": 60000, "iops": 12000})
	s.make(instanceType, "db", big)
	says := s.provider.Refuse(instanceType, "more", with(big, props{"identifier": "more"}))
	assert.Contains(t, says, "StorageQuotaExceeded: The request would result in the user exceeding the allowed amount of storage available across all DB instances.")
	s.make(quotaType, "storage", props{"serviceCode": "rds", "quotaCode": "L-7ADDB58A", "value": 120000})
	s.make(instanceType, "more", with(big, props{"identifier": "more"}))
}

func TestCachesShareTheNodesOfAnAccount(t *testing.T) {
	w := settle(t)
	six := with(cacheIn(w), props{"numCacheClusters": 6})
	for i := range 50 {
		name := fmt.Sprint("cache", i)
		w.make(cacheType, name, with(six, props{"replicationGroupId": name}))
	}
	says := w.provider.Refuse(cacheType, "more", with(six, props{"replicationGroupId": "more"}))
	assert.Contains(t, says, "NodeQuotaForCustomerExceeded")
	w.make(quotaType, "nodes", props{"serviceCode": "elasticache", "quotaCode": "L-DFE45DF3", "value": 306})
	w.make(cacheType, "more", with(six, props{"replicationGroupId": "more"}))
}
