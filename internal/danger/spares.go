package danger

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// fewest is where a type says how many of something there are at least.
var fewest = map[string]struct{ path, what string }{
	"kubernetes:apps/v1:Deployment":                     {"spec.replicas", "pod"},
	"kubernetes:apps/v1:StatefulSet":                    {"spec.replicas", "pod"},
	"kubernetes:autoscaling/v2:HorizontalPodAutoscaler": {"spec.minReplicas", "pod"},
	"kubernetes:keda.sh/v1alpha1:ScaledObject":          {"spec.minReplicaCount", "pod"},
	"aws:appautoscaling/target:Target":                  {"minCapacity", "task"},
	"aws:ecs/service:Service":                           {"desiredCount", "task"},
	"aws:eks/nodeGroup:NodeGroup":                       {"scalingConfig.minSize", "node"},
}

// spareRule judges what has no spare any more: where one is all there may be, its
// failure, or that of its node, leaves nobody to answer. Fewer of several is a
// matter of load, and shows as a change. rolloutRule tells what is scaled to zero
// at once.
func spareRule(s subject) []verdict {
	kind, is := fewest[s.Type]
	before, had := changes.Number(s.old(kind.path))
	after, has := changes.Number(s.new(kind.path))
	if !is || s.Operation != changes.Update || !had || !has || before < 2 || after != 1 {
		return nil
	}
	if s.Type == nodeGroupType && slices.ContainsFunc(s.sisters(), func(other subject) bool { return !other.gone() }) {
		return nil // other groups have nodes too
	}
	return []verdict{{level: Downtime, mild: mild, paths: []string{kind.path},
		loss:   fmt.Sprintf("%s may run on 1 %s in place of %s: while that is away, nobody answers", s.Within(), kind.what, amount(before)),
		advice: "keep 2 at least"}}
}
