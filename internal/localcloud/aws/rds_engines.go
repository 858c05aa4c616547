package aws

import (
	"maps"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// engine is what RDS knows of a database engine.
type engine struct {
	port    int
	license string
	// newest are the newest versions of each major one.
	newest map[string]string
	// password and user are the most characters they may have.
	password, user int
	// logs can be sent to CloudWatch.
	logs []string
	// striped is from how many GiB on a gp3 volume is several; 0 for never.
	striped int
}

// engines are those of whose versions RDS publishes a list:
// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-versions.html
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
// The limits of names and passwords are from
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html.
var engines = map[string]engine{
	"postgres": {
		port: 5432, license: "postgresql-license", password: 128, user: 63, logs: []string{"postgresql", "upgrade", "iam-db-auth-error"},
		newest: postgresVersions(), striped: 400,
	},
	"mysql": {
		port: 3306, license: "general-public-license", password: 41, user: 32,
		logs:   []string{"audit", "error", "general", "slowquery", "iam-db-auth-error"},
		newest: map[string]string{"5.7": "5.7.44", "8.0": "8.0.44", "8.4": "8.4.7"}, striped: 400,
	},
	"mariadb": {
		port: 3306, license: "general-public-license", password: 41, user: 32,
		logs:   []string{"audit", "error", "general", "slowquery", "iam-db-auth-error"},
		newest: map[string]string{"10.5": "10.5.29", "10.6": "10.6.25", "10.11": "10.11.16", "11.4": "11.4.10", "11.8": "11.8.6"}, striped: 400,
	},
}

// otherEngines are known by name only.
var otherEngines = []string{"aurora-", "custom-", "db2-", "docdb", "neptune", "oracle-", "sqlserver-"}

func postgresVersions() map[string]string {
	newest := map[string]string{}
	for major, minor := range postgresMinors {
		newest[major] = major + "." + number(minor)
	}
	return newest
}

// checkEngine: a version is one that exists; a major alone means its newest
// minor.
func checkEngine(tx *localcloud.Tx, instance *localcloud.Object) error {
	name, version := instance.String("engine"), instance.String("engineVersion")
	known, ok := engines[name]
	if !ok {
		decide(instance, "engineVersionActual", version)
		if slices.ContainsFunc(otherEngines, func(prefix string) bool { return strings.HasPrefix(name, prefix) }) {
			return nil
		}
		return tx.Fail(400, "InvalidParameterValue", "Invalid DB engine: %s", name)
	}
	if version == "" {
		version = known.newest[map[string]string{"postgres": "17", "mysql": "8.4", "mariadb": "11.8"}[name]]
		instance.Set("engineVersion", version)
	}
	newest, ok := known.newest[major(name, version)]
	if !ok || name == "postgres" && !minorExists(version) {
		return tx.Fail(400, "InvalidParameterCombination", "Cannot find version %s for %s", version, name)
	}
	if version == major(name, version) {
		version = newest
	}
	instance.Set("engineVersionActual", version)
	return checkLogs(tx, instance, known)
}

func minorExists(version string) bool {
	first, second, exact := strings.Cut(version, ".")
	return !exact || isNumber(second) && second != "0" && minor(version) <= postgresMinors[first]
}

// checkLogs: each engine has logs of its own.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
func checkLogs(tx *localcloud.Tx, instance *localcloud.Object, known engine) error {
	for _, log := range instance.Outputs.Strings("enabledCloudwatchLogsExports") {
		if !slices.Contains(known.logs, log) {
			return tx.Fail(400, "InvalidParameterCombination", "You cannot use the log types '%s' with engine version %s %s. For supported log types, see the documentation.",
				log, instance.String("engine"), instance.String("engineVersionActual"))
		}
	}
	return nil
}

// newer compares versions part by part.
func newer(a, b string) bool {
	left, right := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(left) && i < len(right); i++ {
		if len(left[i]) != len(right[i]) {
			return len(left[i]) > len(right[i])
		}
		if left[i] != right[i] {
			return left[i] > right[i]
		}
	}
	return false
}

// upgrades are the versions that an engine's version can go to in one step, as
// far as they are known here: the newest of its major version and of those
// above. MySQL does not skip one.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.MySQL.Major.html
func upgrades(name, version string) (minors, majors []string) {
	minors, majors = []string{}, []string{}
	known := slices.SortedFunc(maps.Keys(engines[name].newest), func(a, b string) int {
		return map[bool]int{true: 1, false: -1}[newer(a, b)]
	})
	for _, line := range known {
		newest := engines[name].newest[line]
		switch {
		case line == major(name, version) && newer(newest, version):
			minors = append(minors, newest)
		case line != major(name, version) && newer(line, major(name, version)) && (name != "mysql" || len(majors) == 0):
			majors = append(majors, newest)
		}
	}
	return minors, majors
}
