package aws

import (
	"regexp"
	"strings"

	"groundwork/internal/localcloud"
)

var (
	identifiers   = regexp.MustCompile(`^[a-z]([0-9a-z-]*[0-9a-z])?$`)
	databaseNames = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,62}$`)
)

// checkInstance is what the provider sees before it asks RDS.
func checkInstance(c *localcloud.Check) {
	name := c.Inputs.String("identifier")
	if name != "" && (!identifiers.MatchString(name) || strings.Contains(name, "--") || len(name) > 63) {
		c.Fail("identifier", "only lowercase alphanumeric characters and hyphens allowed in %q, first a letter, no two hyphens in a row and none at the end, 63 at most: %q", "identifier", name)
	}
	final := c.Inputs.String("finalSnapshotIdentifier")
	if final != "" && (!identifiers.MatchString(strings.ToLower(final)) || strings.Contains(final, "--")) {
		c.Fail("finalSnapshotIdentifier", "only alphanumeric characters and hyphens allowed in %q, first a letter, no two hyphens in a row and none at the end: %q", "final_snapshot_identifier", final)
	}
	if most, now := c.Inputs.Int("maxAllocatedStorage"), c.Inputs.Int("allocatedStorage"); most > 0 && now > 0 && most < now {
		c.Fail("maxAllocatedStorage", "max_allocated_storage (%d) must be at least allocated_storage (%d)", most, now)
	}
	if c.Inputs.Bool("manageMasterUserPassword") && c.Inputs.Has("password") {
		c.Fail("password", "%q: conflicts with %q", "password", "manage_master_user_password")
	}
	if days := c.Inputs.Int("performanceInsightsRetentionPeriod"); days != 0 && days != 7 && days != 731 && (days%31 != 0 || days > 713) {
		c.Fail("performanceInsightsRetentionPeriod", "expected 7, 731 or a multiple of 31 up to 713, got %d", days)
	}
}

// reserved are names that the engine keeps for itself:
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
var reserved = map[string]bool{"admin": true, "rdsadmin": true, "postgres_admin": true, "rds_superuser": true, "rdsrepladmin": true, "public": true, "user": true}

// checkMaster: a new instance names its engine, size and user.
func checkMaster(tx *localcloud.Tx, instance *localcloud.Object) error {
	engine, user := instance.String("engine"), instance.String("username")
	switch {
	case engine == "":
		return tx.Fail(400, "MissingParameter", "The request must contain the parameter Engine.")
	case instance.Outputs.Int("allocatedStorage") == 0:
		return tx.Fail(400, "InvalidParameterValue", "Invalid storage size for engine name %s and storage type %s: 0", engine, storageType(instance))
	case user == "":
		return tx.Fail(400, "InvalidParameterCombination", "The parameter MasterUsername must be provided and must not be blank.")
	case engine == "postgres" && (reserved[user] || strings.HasPrefix(user, "pg_")):
		return tx.Fail(400, "InvalidParameterValue", "MasterUsername %s cannot be used as it is a reserved word used by the engine", user)
	}
	known, ok := engines[engine]
	if name := instance.String("dbName"); name != "" && ok && !databaseNames.MatchString(name) {
		return tx.Fail(400, "InvalidParameterValue", "DBName must begin with a letter and contain only alphanumeric characters.")
	}
	if !ok {
		known = engines["postgres"]
	}
	if first := user[0] | ' '; len(user) > known.user || first < 'a' || first > 'z' {
		return tx.Fail(400, "InvalidParameterValue", "The parameter MasterUsername is not a valid identifier: it must begin with a letter and have %d characters at most: %s", known.user, user)
	}
	if instance.Outputs.Bool("manageMasterUserPassword") {
		return nil
	}
	return checkPassword(tx, instance.String("password"), known.password)
}

func checkPassword(tx *localcloud.Tx, password string, most int) error {
	switch {
	case password == "":
		return tx.Fail(400, "InvalidParameterCombination", "The parameter MasterUserPassword must be provided and must not be blank.")
	case len(password) < 8:
		return tx.Fail(400, "InvalidParameterValue", "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.")
	case len(password) > most:
		return tx.Fail(400, "InvalidParameterValue", "The parameter MasterUserPassword is not a valid password because it is longer than %d characters.", most)
	case strings.ContainsAny(password, `/"@ `):
		return tx.Fail(400, "InvalidParameterValue", `The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '"', ' ' may be used.`)
	}
	return nil
}

// postgresMinors are the newest minor versions that RDS offers of each major:
// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html
var postgresMinors = map[string]int{"13": 23, "14": 20, "15": 15, "16": 11, "17": 7, "18": 1}

// major is the part of a version that names the family.
func major(engine, version string) string {
	parts := strings.Split(version, ".")
	if engine == "postgres" || len(parts) < 2 {
		return parts[0]
	}
	return parts[0] + "." + parts[1]
}

func family(engine, version string) string { return engine + major(engine, version) }

// classes are the families that run current versions of these engines:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html
var classes = regexp.MustCompile(`^db\.(t3|t4g|m5|m5d|m6g|m6gd|m6i|m6id|m6idn|m6in|m7g|m7i|m8g|m8gd|r5|r5b|r5d|r6g|r6gd|r6i|r6id|r6idn|r6in|r7g|r7i|r8g|r8gd|c6gd|x2g|x2idn|x2iedn|z1d)\.(micro|small|medium|large|xlarge|[0-9]{1,2}xlarge)(\.tpc[0-9]\.mem[0-9]x)?$`)

// oldClasses still run versions of MySQL and MariaDB.
var oldClasses = regexp.MustCompile(`^db\.(t2|m4|r4|x1|x1e)\.`)

func uncombined(tx *localcloud.Tx, class, engine, version, license string) error {
	return tx.Fail(400, "InvalidParameterCombination",
		"RDS does not support creating a DB instance with the following combination: DBInstanceClass=%s, Engine=%s, EngineVersion=%s, LicenseModel=%s. For supported combinations of instance class and database engine version, see the documentation.",
		class, engine, version, license)
}

func checkClass(tx *localcloud.Tx, instance *localcloud.Object) error {
	class := instance.String("instanceClass")
	burst := strings.HasPrefix(class, "db.t")
	small := strings.HasSuffix(class, ".micro") || strings.HasSuffix(class, ".small") || strings.HasSuffix(class, ".medium")
	if !strings.HasPrefix(class, "db.") {
		return tx.Fail(400, "InvalidParameterValue", "Invalid DB Instance class: %s", class)
	}
	name := instance.String("engine")
	known, ok := engines[name]
	old := name != "postgres" && oldClasses.MatchString(class)
	if ok && !old && (!classes.MatchString(class) || !burst && small) {
		return uncombined(tx, class, name, instance.String("engineVersionActual"), known.license)
	}
	return nil
}
