package danger

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

func TestALockedBalancerIsNotDeleted(t *testing.T) {
	const balancer = "aws:lb/loadBalancer:LoadBalancer"
	locked, open := object{"enableDeletionProtection": true}, object{"enableDeletionProtection": false}
	for what, c := range map[string]struct {
		resource changes.Resource
		refused  bool
	}{
		"deleted while it is locked":     {there(balancer, "nlb", changes.Delete, locked, nil), true},
		"replaced while it is locked":    {there(balancer, "nlb", changes.Replace, locked, locked), true},
		"deleted after it was unlocked":  {there(balancer, "nlb", changes.Delete, open, nil), false},
		"unlocked":                       {there(balancer, "nlb", changes.Update, locked, open), false},
		"a database, which has data":     {there(databaseType, "db", changes.Delete, object{"deletionProtection": true}, nil), false},
		"locked, and something else too": {there(balancer, "nlb", changes.Update, locked, object{"enableDeletionProtection": true, "idleTimeout": 90}), false},
	} {
		found := Judge(changes.Set{Resources: []changes.Resource{c.resource}})
		assert.Equal(t, c.refused, Worst(found) == Refused, what)
	}
}
