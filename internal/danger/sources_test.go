package danger

import (
	"testing"

	"groundwork/internal/changes"
)

func TestASourceOfReplicasKeepsItsBackups(t *testing.T) {
	before, after := object{"identifier": "shop", "backupRetentionPeriod": 7.0}, object{"identifier": "shop", "backupRetentionPeriod": 0.0}
	copied := object{"replicateSourceDb": "shop"}
	loss := []string{"backups can't be turned off while the database has a replica", "automatic backups are turned off", "restarts"}
	try(t, []trial{
		{name: "whose replica goes too", kind: database, operation: changes.Update, before: before, after: after,
			others: []changes.Resource{other(database, changes.Delete, copied, nil)}, level: Refused, losses: loss},
		{name: "whose replica stays", kind: database, operation: changes.Update, before: before, after: after,
			others: []changes.Resource{other(database, changes.Same, copied, copied)}, level: Refused, losses: loss},
		{name: "whose replica is named by its ARN", kind: database, operation: changes.Update, before: before, after: after,
			others: []changes.Resource{other(database, changes.Delete, object{"replicateSourceDb": "arn:aws:rds:us-east-1:123456789012:db:shop"}, nil)}, level: Refused, losses: loss},
		{name: "another one's replica", kind: database, operation: changes.Update, before: before, after: after,
			others: []changes.Resource{other(database, changes.Delete, object{"replicateSourceDb": "bank"}, nil)}, level: DataLoss, losses: []string{"automatic backups are turned off", "restarts"}},
		{name: "fewer days", kind: database, operation: changes.Update, before: before, after: object{"identifier": "shop", "backupRetentionPeriod": 1.0},
			others: []changes.Resource{other(database, changes.Same, copied, copied)}, level: DataLoss, losses: []string{"backups are kept for 1 days"}},
	})
}
