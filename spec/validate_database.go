package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"groundwork/internal/gp3"
	"groundwork/internal/limits"
	"groundwork/internal/pgparam"
)

const (
	// replicaLimit keeps to what RDS allowed before it allowed fifteen: more
	// than five lag behind a primary under load.
	replicaLimit = 5
	// backupLimit and snapshotLimit are in days:
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupRetention.html
	backupLimit = 35
	nameLimit   = 63
	userLimit   = 16
)

var (
	classForm = regexp.MustCompile(`^db\.([a-z]+[0-9]+[a-z]*)\.(micro|small|medium|large|[0-9]*xlarge)$`)
	nameForm  = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	// reservedNames cannot be a master user or a first database: RDS or
	// PostgreSQL have them. https://www.postgresql.org/docs/16/sql-keywords-appendix.html
	reservedNames = []string{
		"admin", "administrator", "postgres", "rdsadmin", "rdsrepladmin", "rdsproxyadmin", "rds_superuser", "rds_replication", "rds_iam", "root", "master",
		"template0", "template1", "user", "public", "default", "all", "select", "table", "order", "group", "check", "column", "grant", "session_user", "current_user",
	}
)

func (v *validator) database() {
	database := v.sys.Database
	if database == nil {
		return
	}
	v.strayKeys("database", "runsOn", string(database.RunsOn), databaseKeys)
	v.port(at("database", "port"), database.Port, 1150, "RDS takes no other ports")
	v.databaseName("name", database.Name, nameLimit)
	v.databaseName("user", database.User, userLimit)
	if database.RunsOn == DatabaseCluster {
		v.clusterDatabase(database)
		return
	}
	v.postgres(database.Version)
	v.class("class", database.Class)
	if database.ReplicaClass != database.Class {
		v.class("replicaClass", database.ReplicaClass)
	}
	v.storage(database)
	v.wholeDays(at("database", "backups"), database.Backups, backupLimit, "RDS keeps automatic backups for 1 to 35 days")
	v.between(at("database", "replicas"), database.Replicas, 0, replicaLimit, "more read replicas lag behind one primary")
	if database.Replicas > 0 && database.Backups == 0 && v.there(at("database", "backups")) {
		v.add(at("database", "replicas"), database.Replicas, "RDS builds a read replica from the primary's backups, and these are off", "replicas: 0, or groundwork:database.backups: 7d")
	}
	v.windows(database.BackupWindow, database.MaintenanceWindow)
	v.parameters(database)
	v.logRetention(at("database", "logRetention"), database.LogRetention, false)
}

func (v *validator) postgres(name string) {
	if find(postgresVersions, name) >= 0 {
		return
	}
	rule := "this is a PostgreSQL major version that RDS has; RDS updates the minor version by itself"
	major, _, _ := strings.Cut(name, ".")
	if find(postgresVersions, major) < 0 {
		major = strings.Join(supportedNames(postgresVersions, v.today), ", or ")
	}
	v.add(at("database", "version"), name, rule, "version: "+strings.ReplaceAll(strconv.Quote(major), ", or ", `", or "`))
}

func (v *validator) class(key, class string) {
	if !classForm.MatchString(class) {
		v.add(at("database", key), class, "an RDS instance class is db., a family and a size", key+": db.t4g.large")
		return
	}
	if standing, sizes := limits.DatabaseClass(class); standing == limits.Missing {
		v.missingType(at("database", key), class, "db.", sizes, "RDS runs none of its versions of PostgreSQL on this class; it has the families "+strings.Join(limits.DatabaseFamilies(), ", "))
	}
}

// storage checks the gp3 rules that the RDS component keeps too.
func (v *validator) storage(database *Database) {
	if database.Storage%Gi != 0 {
		v.add(at("database", "storage"), database.Storage, "RDS counts storage in whole GB", fmt.Sprintf("storage: %dGB", database.Storage.GiB()))
		return
	}
	if err := gp3.CheckRDS(database.Storage.GiB(), 0); err != nil {
		v.advised(at("database", "storage"), database.Storage, err)
		return
	}
	if err := gp3.CheckRDS(database.Storage.GiB(), database.IOPS); err != nil {
		v.advised(at("database", "iops"), database.IOPS, err)
	}
	if err := gp3.CheckRDSGrowth(database.Storage.GiB(), database.MaxStorage.GiB()); err != nil {
		v.advised(at("database", "maxStorage"), database.MaxStorage, err)
	}
}

func (v *validator) databaseName(key, name string, limit int) {
	path := at("database", key)
	switch {
	case !nameForm.MatchString(name) || len(name) > limit:
		v.add(path, name, fmt.Sprintf("this is a lower-case letter, then lower-case letters, digits and _, at most %d characters", limit), key+": app")
	case slices.Contains(reservedNames, name) || strings.HasPrefix(name, "pg_") || strings.HasPrefix(name, "rds"):
		v.add(path, name, "this name is reserved by PostgreSQL or RDS, which refuses it", key+": app")
	}
}

// parameters checks that each converts to what RDS takes, and that the database
// starts with them.
func (v *validator) parameters(database *Database) {
	for _, name := range sorted(database.Parameters) {
		path := at("database", "parameters", name)
		if !v.readable(path) {
			continue
		}
		if _, _, err := pgparam.Convert(name, database.Parameters[name]); err != nil {
			v.advised(path, database.Parameters[name], err)
		}
	}
	memory, known := classMemory(database.Class)
	buffers, ok := sharedBuffers(database)
	if known && ok && buffers >= memory {
		v.add(at("database", "parameters", "shared_buffers"), database.Parameters["shared_buffers"],
			fmt.Sprintf("%s has %d GB of memory: PostgreSQL would not start", database.Class, memory.GiB()), fmt.Sprintf("shared_buffers: %dMB (a quarter of it)", memory/4/Mi))
	}
}

// sharedBuffers is the parameter shared_buffers, where it is set and legal.
func sharedBuffers(database *Database) (Bytes, bool) {
	value, set := database.Parameters["shared_buffers"]
	if !set {
		return 0, false
	}
	blocks, _, err := pgparam.Convert("shared_buffers", value)
	if err != nil {
		return 0, false
	}
	var pages int64
	if _, err := fmt.Sscan(blocks, &pages); err != nil {
		return 0, false
	}
	return Bytes(pages) * 8 * Ki, true
}

// classMemory is the memory of an RDS class; ok is false where it is not known.
func classMemory(class string) (memory Bytes, ok bool) {
	parts := classForm.FindStringSubmatch(class)
	if parts == nil {
		return 0, false
	}
	family, size := parts[1], parts[2]
	small, isSmall := map[string]Bytes{"micro": Gi, "small": 2 * Gi, "medium": 4 * Gi, "large": 8 * Gi}[size]
	switch cores := coresOf(size); {
	case family[0] == 't' && isSmall:
		return small, true
	case family[0] == 't' && cores > 0:
		return Bytes(cores) * 4 * Gi, true
	case (family[0] == 'm' || family[0] == 'r') && cores > 0:
		return Bytes(cores) * memoryPerCore[family[0]], true
	}
	return 0, false
}
