package stacks

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/spec"
)

func TestWhatHoldsDataHasAThingThatProtectsIt(t *testing.T) {
	inCluster := &deployment{system: &spec.System{Database: &spec.Database{RunsOn: spec.DatabaseCluster}, Cache: &spec.Cache{RunsOn: spec.CacheCluster}}}
	managed := &deployment{system: &spec.System{Database: &spec.Database{RunsOn: spec.DatabaseRDS}, Cache: &spec.Cache{}}}
	const claim, set, password = "kubernetes:core/v1:PersistentVolumeClaim", "kubernetes:apps/v1:StatefulSet", "random:index/randomPassword:RandomPassword"
	for _, c := range []struct {
		kind, name        string
		inCluster, manage string
	}{
		{claim, "database-data", "database", ""},
		{set, "cache-set", "cache", ""},
		{password, "database-password", "database", ""},
		{"random:index/randomBytes:RandomBytes", "generated-SESSION_KEY", "generatedSecrets.SESSION_KEY", "generatedSecrets.SESSION_KEY"},
		{"aws:kms/key:Key", "cluster-key", "cluster", "cluster"},
		{"aws:eks/cluster:Cluster", "cluster-cluster", "cluster", ""},
		{"kubernetes:core/v1:Namespace", "namespace-namespace", "cluster", ""},
		{"kubernetes:core/v1:Namespace", "keda-namespace", "", ""},
		{"kubernetes:apps/v1:Deployment", "database-pods", "", ""},
		{claim, "api-data", "", ""},
	} {
		assert.Equal(t, c.inCluster, inCluster.holder(c.kind, c.name), "%s, in the cluster", c.name)
		assert.Equal(t, c.manage, managed.holder(c.kind, c.name), "%s, managed", c.name)
	}
}
