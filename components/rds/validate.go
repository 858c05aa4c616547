package rds

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"groundwork/internal/gp3"
	"groundwork/internal/pgparam"
	"groundwork/internal/problem"
	"groundwork/internal/window"
)

const (
	defaultPort = 5432
	// maxReplicas and maxBackupDays are RDS's limits:
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
	maxReplicas   = 15
	maxBackupDays = 35
	// shortestWindow is the shortest backup or maintenance window of RDS.
	shortestWindow = 30 * time.Minute
)

var (
	// versions are the major versions RDS supports without extended support:
	// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
	versions = []string{"14", "15", "16", "17", "18"}
	// reservedUsers cannot be master users, or are what every attacker tries
	// first (control RDS.25).
	reservedUsers = []string{"admin", "postgres", "rdsadmin", "rdsrepladmin", "rds_superuser", "root"}

	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)
	accountID  = regexp.MustCompile(`^\d{12}$`)
)

// validate reports everything that is wrong with the arguments.
func (a Args) validate() error {
	var problems problem.List
	problems.Refuse(a.Names.System == "" || a.Names.Environment == "", "names are required")
	problems.Refuse(!accountID.MatchString(a.AccountID), "account id %q must be twelve digits", a.AccountID)
	problems.Refuse(a.VPCID == nil, "vpc id is required")
	problems.Refuse(len(a.SubnetIDs) < 2, "subnets given: %d, but a subnet group needs two, in different zones", len(a.SubnetIDs))
	problems.Refuse(len(a.Zones) != len(a.SubnetIDs), "zones given: %d, for %d subnets: give each subnet's zone", len(a.Zones), len(a.SubnetIDs))
	for _, client := range slices.Sorted(maps.Keys(a.Clients)) {
		problems.Refuse(a.Clients[client] == nil, "client %q has no security group", client)
	}
	problems.Refuse(!slices.Contains(versions, a.Version), "version %q is not supported: write one of %s", a.Version, strings.Join(versions, ", "))
	problems.Refuse(!strings.HasPrefix(a.Class, "db."), "class %q must be an RDS instance class such as db.t4g.medium", a.Class)
	problems.Refuse(a.ReplicaClass != "" && !strings.HasPrefix(a.ReplicaClass, "db."), "replica class %q must be an RDS instance class such as db.t4g.medium", a.ReplicaClass)
	problems.Refuse(!identifier.MatchString(a.DatabaseName), "database name %q must be lower-case letters, digits and underscores, beginning with a letter", a.DatabaseName)
	problems.Refuse(!identifier.MatchString(a.User), "user %q must be lower-case letters, digits and underscores, beginning with a letter", a.User)
	problems.Refuse(slices.Contains(reservedUsers, a.User), "user %q is reserved or too easy to guess: choose another", a.User)
	problems.Refuse(a.Port != 0 && (a.Port < 1150 || a.Port > 65535), "port %d is out of range: write 1150 to 65535", a.Port)
	problems.Refuse(a.BackupDays < 0 || a.BackupDays > maxBackupDays, "backups of %d days are out of range: write 0 to %d", a.BackupDays, maxBackupDays)
	problems.Refuse(a.Replicas < 0 || a.Replicas > maxReplicas, "%d replicas are out of range: write 0 to %d", a.Replicas, maxReplicas)
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html
	problems.Refuse(a.Replicas > 0 && a.BackupDays == 0, "%d replicas need backups: write at least 1 day", a.Replicas)
	problems.Add(a.validateStorage(), a.validateParameters(),
		window.Check(a.BackupWindow, a.MaintenanceWindow, shortestWindow))
	return problems.Err()
}

func (a Args) validateStorage() error {
	if err := gp3.CheckRDS(a.StorageGB, a.IOPS); err != nil {
		return err
	}
	return gp3.CheckRDSGrowth(a.StorageGB, a.MaxStorageGB)
}

func (a Args) validateParameters() error {
	var problems problem.List
	for _, name := range slices.Sorted(maps.Keys(a.Parameters)) {
		_, _, err := pgparam.Convert(name, a.Parameters[name])
		problems.Add(err)
	}
	return problems.Err()
}
