package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/version"
)

// engine is what runs in one version and is upgraded in place.
type engine struct {
	path string
	// name is the engine in people's words.
	name func(s subject) string
	// refused tells why a step up has no way, and what to write; "" where it has one.
	refused func(s subject, name, before, after string) (loss, advice string)
	// back is the way on for whoever wants the old version again.
	back string
}

// engines are by type.
var engines = map[string]engine{
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
	"aws:rds/instance:Instance": {path: "engineVersion", name: databaseEngine, refused: waits,
		back: "write version: %q; the old one comes back only as another database, restored from a snapshot of before"},
	// The provider replaces a cache whose version goes down, and ElastiCache knows no
	// way either:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement-upgrade-considerations.html
	"aws:elasticache/replicationGroup:ReplicationGroup": {path: "engineVersion", name: cacheEngine, refused: waits,
		back: "write version: %q; another version is another cache: take groundwork:cache out, bring that up, and write it anew"},
	// https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
	"aws:eks/cluster:Cluster": {path: "version", name: kubernetesEngine, refused: skips,
		back: "write version: %q; nothing takes a cluster back"},
}

// versionRule refuses versions that have no way: back, one too many, or in a window
// that what belongs to them can't wait for.
func versionRule(s subject) []verdict {
	e, is := engines[s.Type]
	before, after := text(s.old(e.path)), text(s.new(e.path))
	if !is || !s.both() || isReplica(s) || version.Numbers(before) == nil || version.Numbers(after) == nil {
		return nil
	}
	name, loss, advice := e.name(s), "", ""
	switch order := version.Compare(after, before); {
	case order < 0:
		loss, advice = fmt.Sprintf("%s %s can't go back to %s", name, before, after), fmt.Sprintf(e.back, before)
	case order > 0 && e.refused != nil:
		loss, advice = e.refused(s, name, before, after)
	}
	if loss == "" {
		return nil
	}
	return []verdict{{level: Refused, mild: grave, loss: loss, advice: advice, paths: []string{e.path}}}
}

func databaseEngine(s subject) string {
	if engine := text(s.old("engine")); engine != "" && engine != "postgres" {
		return "the database's version"
	}
	return "PostgreSQL"
}

func cacheEngine(s subject) string {
	if text(s.old("engine")) == "valkey" {
		return "Valkey"
	}
	return "Redis"
}

func kubernetesEngine(subject) string { return "Kubernetes" }

// skips refuses more than one minor version of Kubernetes in a step.
func skips(_ subject, name, before, after string) (loss, advice string) {
	if version.Major(before) != version.Major(after) || version.Minor(after) <= version.Minor(before)+1 {
		return "", ""
	}
	next := fmt.Sprintf("%d.%d", version.Major(before), version.Minor(before)+1)
	return fmt.Sprintf("%s %s can't go to %s in one step", name, before, after),
		fmt.Sprintf("write version: %q first, bring it up, and go on from there", next)
}

// waits refuses a major version that is to wait for the maintenance window, with
// another group of parameters: the new one can't be given to replicas that still have
// the old version, nor can the old one go while it is in use.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.Process.html
// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DeleteCacheParameterGroup.html
func waits(s subject, name, before, after string) (loss, advice string) {
	if !major(before, after) || truth(s.new("applyImmediately")) || !s.differs("parameterGroupName") {
		return "", ""
	}
	return fmt.Sprintf("%s %s to %s can't wait for the maintenance window", name, before, after),
		"write applyImmediately: true beside version, in the same change, and merge it when it may be away for ten minutes"
}

// major tells whether a version and another have different first numbers.
func major(before, after string) bool { return version.Major(before) != version.Major(after) }

// hasNoWay is true of a property whose change is refused, so that nobody is told
// what it would interrupt.
func (s subject) hasNoWay(path string) bool {
	return slices.ContainsFunc(versionRule(s), func(v verdict) bool { return slices.Contains(v.paths, path) })
}

// upgraded says what a database's new version brings.
func upgraded(s subject, i interruption, long string) verdict {
	before, after := text(s.old("engineVersion")), text(s.new("engineVersion"))
	if !major(before, after) {
		return s.interrupted(i, long)
	}
	// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.Process.html
	return verdict{level: Downtime, mild: grave, paths: []string{i.path},
		loss: fmt.Sprintf("%s %s to %s, %s: the database is away for ten minutes or more", databaseEngine(s), before, after, s.moment(i)),
		advice: "try it on a copy first, restored from a snapshot; afterwards run ANALYZE, update the extensions, and restart the replicas, " +
			"which take their parameters only then"}
}
