package spec

import (
	"slices"
	"time"
)

// version is a version of a managed engine and the last moment of its standard
// support.
type version struct {
	name  string
	until time.Time
}

// defaultKubernetes is the newest version in the table: it is supported
// longest. A cluster keeps the version it has until the stack file, or this
// line, says otherwise.
const defaultKubernetes = "1.36"

// kubernetesVersions are EKS's, oldest first:
// https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
var kubernetesVersions = []version{
	{"1.29", date(2025, 3, 23)},
	{"1.30", date(2025, 7, 23)},
	{"1.31", date(2025, 11, 26)},
	{"1.32", date(2026, 3, 23)},
	{"1.33", date(2026, 7, 29)},
	{"1.34", date(2026, 12, 2)},
	{"1.35", date(2027, 3, 27)},
	{"1.36", date(2027, 8, 2)},
}

// postgresVersions are the majors in standard support, oldest first. One that
// leaves it stays usable here, because a major upgrade needs a rehearsal;
// Tradeoffs tells what it costs.
// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
var postgresVersions = []version{
	{"14", date(2027, 2, 28)},
	{"15", date(2028, 2, 29)},
	{"16", date(2029, 2, 28)},
	{"17", date(2030, 2, 28)},
	{"18", date(2031, 2, 28)},
}

// redisVersions are the Redis versions of ElastiCache that can have TLS
// switched on in place, automatic failover and a slow log; the older ones have
// left standard support:
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
var redisVersions = []version{
	{name: "6.2"}, {name: "7.0"}, {name: "7.1"},
}

// date is the end of standard support: the beginning of that day, UTC, is when
// the extended kind begins to be charged.
func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// find is the position of a version in a table, -1 when it is not known.
func find(table []version, name string) int {
	return slices.IndexFunc(table, func(v version) bool { return v.name == name })
}

// supported tells whether a version is in standard support on a day.
func (v version) supported(today time.Time) bool { return v.until.IsZero() || today.Before(v.until) }

// supportedNames are the versions in standard support on a day.
func supportedNames(table []version, today time.Time) []string {
	var names []string
	for _, v := range table {
		if v.supported(today) {
			names = append(names, v.name)
		}
	}
	return names
}
