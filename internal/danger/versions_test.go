package danger

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

const (
	redisGroup = "aws:elasticache/replicationGroup:ReplicationGroup"
	kubeAPI    = "aws:eks/cluster:Cluster"
	claimKind  = "kubernetes:core/v1:PersistentVolumeClaim"
)

func claimOf(size string) object {
	return object{"metadata": object{"name": "database-storage"}, "spec": object{"resources": object{"requests": object{"storage": size}}}}
}

func TestWhatCannotBecomeSmallerIsRefused(t *testing.T) {
	const volume, replica = "aws:ebs/volume:Volume", "aws:rds/instance:Instance"
	try(t, []trial{
		{name: "a database's storage", kind: database, operation: changes.Update, before: object{"allocatedStorage": 500.0}, after: object{"allocatedStorage": 400.0}, level: Refused, losses: []string{"storage of 500 GB can't become 400 GB"}},
		{name: "a database's storage that grows", kind: database, operation: changes.Update, before: object{"allocatedStorage": 400.0}, after: object{"allocatedStorage": 500.0}},
		{name: "a replica's storage goes with its primary's", kind: replica, operation: changes.Update, before: object{"replicateSourceDb": "shop", "allocatedStorage": 500.0}, after: object{"replicateSourceDb": "shop", "allocatedStorage": 400.0}},
		{name: "a claim", kind: claimKind, operation: changes.Update, before: claimOf("100Gi"), after: claimOf("50Gi"), level: Refused, losses: []string{"the volume database-storage of 100Gi can't become 50Gi"}},
		{name: "a claim in another unit", kind: claimKind, operation: changes.Update, before: claimOf("1Ti"), after: claimOf("1024Gi")},
		{name: "a claim that grows", kind: claimKind, operation: changes.Update, before: claimOf("900Mi"), after: claimOf("1Gi")},
		{name: "a volume", kind: volume, operation: changes.Update, before: object{"size": 20.0}, after: object{"size": 10.0}, level: Refused, losses: []string{"a volume of 20 GB can't become 10 GB"}},
		{name: "a volume that is made anew", kind: volume, operation: changes.Create, after: object{"size": 10.0}},
	})
}

func TestWhatThePreviewIsRefusedIsSaidInOurWords(t *testing.T) {
	server := `database-storage: the Kubernetes API server reported that "shop/database-storage" failed to fully initialize or become live: ` +
		`PersistentVolumeClaim "database-storage" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity`
	found := Judge(changes.Set{Errors: []string{server, "web: something else"}})
	require.Len(t, found, 1)
	assert.Equal(t, []any{Refused, "the volume database-storage can't become smaller", "database-storage"}, []any{found[0].Level, found[0].Loss, found[0].Name})
}

func TestVersionsThatHaveNoWay(t *testing.T) {
	at := func(version string, now bool) object {
		return object{"engineVersion": version, "applyImmediately": now, "parameterGroupName": "group-" + version[:2]}
	}
	try(t, []trial{
		{name: "PostgreSQL back", kind: database, operation: changes.Update, before: at("17", true), after: at("16", true), level: Refused, losses: []string{"PostgreSQL 17 can't go back to 16"}},
		{name: "a minor version back", kind: database, operation: changes.Update, before: at("16.10", true), after: at("16.4", true), level: Refused, losses: []string{"PostgreSQL 16.10 can't go back to 16.4"}},
		{name: "MySQL back is named as the database", kind: database, operation: changes.Update, before: object{"engine": "mysql", "engineVersion": "8.4"}, after: object{"engine": "mysql", "engineVersion": "8.0"}, level: Refused, losses: []string{"the database's version 8.4 can't go back to 8.0"}},
		{name: "a major version that would wait for the window", kind: database, operation: changes.Update, before: at("16", false), after: at("17", false), level: Refused, losses: []string{"PostgreSQL 16 to 17 can't wait for the maintenance window"}},
		{name: "a major version without a group of its own waits", kind: database, operation: changes.Update, before: object{"engineVersion": "16"}, after: object{"engineVersion": "17"}, level: Downtime, losses: []string{"PostgreSQL 16 to 17"}},
		{name: "a minor version waits", kind: database, operation: changes.Update, before: at("16.4", false), after: at("16.6", false), level: Downtime, losses: []string{"in the maintenance window"}},
		{name: "a major version at once", kind: database, operation: changes.Update, before: at("16", true), after: at("17", true), level: Downtime, losses: []string{"PostgreSQL 16 to 17"}},
		{name: "only the minor version is not given any more", kind: database, operation: changes.Update, before: at("16.4", true), after: at("16", true)},
		{name: "Kubernetes back", kind: kubeAPI, operation: changes.Replace, before: object{"version": "1.35"}, after: object{"version": "1.34"}, level: Refused, losses: []string{"Kubernetes 1.35 can't go back to 1.34", "the Kubernetes cluster is replaced"}},
		{name: "Kubernetes skips one", kind: kubeAPI, operation: changes.Update, before: object{"version": "1.34"}, after: object{"version": "1.36"}, level: Refused, losses: []string{"Kubernetes 1.34 can't go to 1.36 in one step"}},
		{name: "Kubernetes goes on", kind: kubeAPI, operation: changes.Update, before: object{"version": "1.34"}, after: object{"version": "1.35"}, level: Downtime, losses: []string{"upgraded"}},
		{name: "Redis back", kind: redisGroup, operation: changes.Replace, before: object{"engine": "redis", "engineVersion": "7.1"}, after: object{"engine": "redis", "engineVersion": "7.0"}, level: Refused, losses: []string{"Redis 7.1 can't go back to 7.0", "the cache is replaced"}},
		{name: "Redis with other parameters would wait", kind: redisGroup, operation: changes.Update, before: object{"engine": "redis", "engineVersion": "6.2", "parameterGroupName": "of-6"}, after: object{"engine": "redis", "engineVersion": "7.1", "parameterGroupName": "of-7"}, level: Refused, losses: []string{"Redis 6.2 to 7.1 can't wait for the maintenance window"}},
		{name: "Redis goes on", kind: redisGroup, operation: changes.Update, before: object{"engine": "redis", "engineVersion": "7.0", "numCacheClusters": 2.0}, after: object{"engine": "redis", "engineVersion": "7.1", "numCacheClusters": 2.0}, level: Downtime, losses: []string{"upgraded"}},
	})
}

func TestTheWayOnIsSaid(t *testing.T) {
	for _, c := range []struct {
		name          string
		kind          string
		before, after object
		advice        string
	}{
		{"a step of Kubernetes", kubeAPI, object{"version": "1.34"}, object{"version": "1.36"}, `write version: "1.35" first`},
		{"a database that is to be smaller", database, object{"allocatedStorage": 500.0}, object{"allocatedStorage": 400.0}, "write storage: 500GB"},
		{"a major version now", database, object{"engineVersion": "16", "parameterGroupName": "of-16"}, object{"engineVersion": "17", "parameterGroupName": "of-17"}, "applyImmediately: true"},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := trial{kind: c.kind, operation: changes.Update, before: c.before, after: c.after}.set()
			found := Of(Judge(set), Refused)
			require.Len(t, found, 1)
			assert.Contains(t, found[0].Advice, c.advice)
			assert.LessOrEqual(t, len(found[0].Loss), 80)
		})
	}
}
