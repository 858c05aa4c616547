package danger

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
	"groundwork/internal/version"
)

// interruption is an update in place that interrupts.
type interruption struct {
	path, loss string
	// when tells whether this change of the value interrupts; nil: any does.
	when func(before, after any) bool
	// atOnce is true of one that does not wait for the maintenance window.
	atOnce bool
}

// databaseInterruptions are what RDS restarts or fails over for. Storage that
// grows, IOPS and throughput, a second zone or a monitoring interval don't:
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ModifyInstance.Settings.html
var databaseInterruptions = []interruption{
	{path: "instanceClass", loss: "the database changes its instance class"},
	{path: "engineVersion", loss: "the database's engine is upgraded", when: another},
	{path: "port", loss: "the database restarts on another port", atOnce: true},
	{path: "identifier", loss: "the database is renamed and its address changes"},
	{path: "dbSubnetGroupName", loss: "the database moves to other subnets"},
	{path: "storageType", loss: "the database's storage is converted from or to magnetic", when: either("standard")},
	{path: "backupRetentionPeriod", loss: "the database restarts, because backups are turned on or off", when: either(0)},
	{path: "licenseModel", loss: "the database restarts under another licence"},
	{path: "password", loss: "the database's password changes: whoever holds the old one is refused", atOnce: true},
	{path: "multiAz", loss: "the database has no standby any more: a failure of its zone takes it down", when: turnedOff},
}

// either is true when one of two values is the given one.
func either(edge any) func(before, after any) bool {
	return func(before, after any) bool { return plain(before) == plain(edge) || plain(after) == plain(edge) }
}

// another is false of a version that only leaves open what the other one tells.
func another(before, after any) bool {
	return version.Numbers(text(before)) == nil || version.Compare(text(before), text(after)) != 0
}

func turnedOff(before, after any) bool { return truth(before) && !truth(after) && known(after) }

// databaseRule judges updates of RDS databases in place.
func databaseRule(s subject) []verdict {
	if s.Operation != changes.Update || s.Type != "aws:rds/instance:Instance" && s.Type != "aws:rds/clusterInstance:ClusterInstance" && s.Type != "aws:rds/cluster:Cluster" {
		return nil
	}
	var verdicts []verdict
	for _, i := range databaseInterruptions {
		switch {
		case !s.differs(i.path) || i.when != nil && !i.when(s.old(i.path), s.new(i.path)) || s.hasNoWay(i.path):
		case i.path == "engineVersion":
			verdicts = append(verdicts, upgraded(s, i, failover(s)))
		default:
			verdicts = append(verdicts, s.interrupted(i, failover(s)))
		}
	}
	return verdicts
}

// interrupted says what an update in place does, when, and for how long.
func (s subject) interrupted(i interruption, long string) verdict {
	loss, when := i.loss, s.moment(i)
	if before, after := s.old(i.path), s.new(i.path); shown(before) && shown(after) {
		loss = fmt.Sprintf("%s (%v to %v)", loss, before, after)
	}
	if i.path != "multiAz" && i.path != "password" {
		loss = fmt.Sprintf("%s, %s: %s", loss, when, long)
	}
	advice := ""
	if when == atOnce && !i.atOnce {
		advice = "turn applyImmediately off to let it wait for the maintenance window"
	}
	return verdict{level: Downtime, loss: loss, advice: advice, paths: []string{i.path}}
}

const atOnce = "at once"

// moment is when an interruption happens.
func (s subject) moment(i interruption) string {
	if i.atOnce || truth(s.new("applyImmediately")) {
		return atOnce
	}
	return "in the maintenance window"
}

// failover is how long a restart takes: with a standby a minute or two, without
// one as long as the change itself.
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html
func failover(s subject) string {
	if truth(s.old("multiAz")) && !s.differs("engineVersion") {
		return "connections are cut while it fails over, a minute or two"
	}
	return "it is away for some minutes"
}

// shown is true of a value that is short and plain enough for a sentence.
func shown(value any) bool {
	s, is := value.(string)
	if is {
		return known(value) && s != "" && len(s) <= 40
	}
	_, is = changes.Number(value)
	return is
}

// cacheInterruptions are what ElastiCache fails over for.
// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
var cacheInterruptions = []interruption{
	{path: "nodeType", loss: "the cache's nodes are exchanged"},
	{path: "engineVersion", loss: "the cache's engine is upgraded"},
	{path: "automaticFailoverEnabled", loss: "the cache doesn't fail over by itself any more", when: turnedOff},
	{path: "multiAzEnabled", loss: "the cache stands in one zone only", when: turnedOff},
	{path: "transitEncryptionMode", loss: "clients that don't speak TLS are refused", when: either("required")},
	{path: "authToken", loss: "the cache's password changes: whoever holds the old one may be refused"},
}

// cacheRule judges updates of caches in place.
func cacheRule(s subject) []verdict {
	if s.Operation != changes.Update || s.Type != "aws:elasticache/replicationGroup:ReplicationGroup" && s.Type != "aws:elasticache/cluster:Cluster" {
		return nil
	}
	long := "connections are cut while it fails over, some seconds"
	if s.Type == "aws:elasticache/cluster:Cluster" {
		long = "it is away for some minutes and starts cold"
	} else if n, is := changes.Number(s.old("numCacheClusters")); is && n < 2 {
		long = "it is away for some minutes"
	}
	var verdicts []verdict
	for _, i := range cacheInterruptions {
		if s.differs(i.path) && (i.when == nil || i.when(s.old(i.path), s.new(i.path))) && !s.hasNoWay(i.path) {
			v := s.interrupted(i, long)
			if i.when != nil || i.path == "authToken" {
				v.loss = i.loss
			}
			verdicts = append(verdicts, v)
		}
	}
	return verdicts
}

// parametersRule judges parameters that wait for a restart. Dynamic ones apply
// at once: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html
func parametersRule(s subject) []verdict {
	if s.Operation != changes.Update || !strings.HasPrefix(s.Type, "aws:rds/") || !strings.HasSuffix(s.Type, "ParameterGroup") {
		return nil
	}
	before := map[string]any{}
	for _, parameter := range list(s.old("parameters")) {
		before[text(at(parameter, "name"))] = at(parameter, "value")
	}
	var waiting []string
	for _, parameter := range list(s.new("parameters")) {
		name := text(at(parameter, "name"))
		if text(at(parameter, "applyMethod")) == "pending-reboot" && before[name] != at(parameter, "value") {
			waiting = append(waiting, name)
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	slices.Sort(waiting)
	return []verdict{{level: Downtime, paths: []string{"parameters"},
		loss:   fmt.Sprintf("%s of the database takes effect only after a restart, which interrupts it", some(waiting)),
		advice: "restart it in the maintenance window"}}
}
