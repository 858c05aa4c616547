package price

import "strings"

// freeInsightsDays is how long Performance Insights keeps its data for nothing.
// https://aws.amazon.com/rds/performance-insights/pricing/
const freeInsightsDays = 7

// postgresUntil are the days on which RDS's standard support of a major version
// of PostgreSQL ends.
// https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
var postgresUntil = map[string]string{
	"11": "2024-02-29", "12": "2025-02-28", "13": "2026-02-28", "14": "2027-02-28",
}

// databaseExtras are what a database costs beside its class and storage.
func (q *quote) databaseExtras(source inputs, engine string) {
	if days, _ := q.in.number(0, "backupRetentionPeriod"); days > 0 {
		q.rate("backups beyond the size of the databases", "rds", "backup")
	}
	if seconds, _ := q.in.number(0, "monitoringInterval"); seconds > 0 {
		q.rate("logs of enhanced monitoring", "cloudwatch", "log ingestion")
	}
	if q.in.on("manageMasterUserPassword") {
		q.monthly(1, "secretsmanager", "secret", "secret of the master user")
	}
	if days, _ := q.in.number(0, "performanceInsightsRetentionPeriod"); days > freeInsightsDays {
		q.insights()
	}
	if engine == "postgres" {
		q.extendedSupport(source)
	}
}

// insights: what is kept longer is billed by processor, and by family.
func (q *quote) insights() {
	class, _ := q.in.text("", "instanceClass")
	parts := strings.Split(class, ".")
	if len(parts) != 3 {
		return
	}
	q.rate("Performance Insights kept for more than a week, for each processor", "rds", "insights "+parts[1])
}

// extendedSupport: it is on unless the instance is created without it.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html
func (q *quote) extendedSupport(source inputs) {
	inherited, _ := source.text("", "engineVersion")
	version, _ := q.in.text(inherited, "engineVersion")
	lifecycle, _ := q.in.text("open-source-rds-extended-support", "engineLifecycleSupport")
	major, _, _ := strings.Cut(version, ".")
	end, old := postgresUntil[major]
	if !old || strings.HasSuffix(lifecycle, "-disabled") {
		return
	}
	q.rate("extended support of PostgreSQL "+major+", from "+end+" on, for each processor", "rds", "extended-support")
}
