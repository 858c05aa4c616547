package elasticache

import (
	"maps"
	"slices"
	"strings"
	"time"

	"groundwork/internal/problem"
	"groundwork/internal/redisparam"
	"groundwork/internal/window"
)

const (
	port            = 6379
	maxReplicas     = 5
	maxSnapshotDays = 35
	// shortestWindow is the shortest snapshot or maintenance window:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
	shortestWindow = time.Hour
)

// families are the parameter group families by the supported engine versions.
// Redis before 6.2 has no log delivery and is past its end of life.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
var families = map[string]string{
	"6.2": "redis6.x",
	"7.0": "redis7",
	"7.1": "redis7",
}

// validate reports everything that is wrong with the arguments.
func (a Args) validate() error {
	var problems problem.List
	problems.Refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	problems.Refuse(a.VPCID == nil, "vpc id is required")
	problems.Refuse(len(a.SubnetIDs) < 2, "subnets given: %d, but nodes need two, in different zones", len(a.SubnetIDs))
	for _, client := range slices.Sorted(maps.Keys(a.Clients)) {
		problems.Refuse(a.Clients[client] == nil, "client %q has no security group", client)
	}
	problems.Refuse(families[a.Version] == "", "version %q is not supported: write one of %s", a.Version, strings.Join(slices.Sorted(maps.Keys(families)), ", "))
	problems.Refuse(!strings.HasPrefix(a.NodeType, "cache."), "node type %q must be an ElastiCache node type such as cache.t4g.micro", a.NodeType)
	// T1 nodes have neither failover nor snapshots nor encryption in transit:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html
	problems.Refuse(strings.HasPrefix(a.NodeType, "cache.t1."), "node type %q cannot be encrypted or backed up: write cache.t4g.micro or larger", a.NodeType)
	problems.Refuse(a.Replicas < 0 || a.Replicas > maxReplicas, "%d replicas are out of range: write 0 to %d", a.Replicas, maxReplicas)
	problems.Refuse(a.SnapshotDays < 0 || a.SnapshotDays > maxSnapshotDays, "snapshots of %d days are out of range: write 0 to %d", a.SnapshotDays, maxSnapshotDays)
	for _, name := range slices.Sorted(maps.Keys(a.Parameters)) {
		problems.Add(redisparam.Check(name, a.Parameters[name]))
	}
	problems.Add(window.Check(a.SnapshotWindow, a.MaintenanceWindow, shortestWindow))
	return problems.Err()
}
