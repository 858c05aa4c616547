package danger

import (
	"fmt"
	"reflect"
	"slices"

	"groundwork/internal/changes"
)

const networkPolicy = "kubernetes:networking.k8s.io/v1:NetworkPolicy"

// directions are what a policy may judge: where its rules stand, and their peers.
var directions = []struct{ name, path, peers string }{
	{"Ingress", "spec.ingress", "from"}, {"Egress", "spec.egress", "to"},
}

// networkPolicyRule judges network policies that let more through than before: a
// way that wasn't open, pods that it doesn't hold for any more, or a direction that
// it doesn't judge. In another order, with fewer peers, or with a peer in the place of
// another, it lets nothing more through.
func networkPolicyRule(s subject) []verdict {
	if s.Type != networkPolicy || !s.both() {
		return nil
	}
	var paths []string
	before, after := judgedBy(s.old("spec")), judgedBy(s.new("spec"))
	for _, direction := range directions {
		switch {
		case !slices.Contains(before, direction.name):
			// Everything could go this way.
		case !slices.Contains(after, direction.name):
			paths = append(paths, "spec.policyTypes")
		case s.opens(direction.name, waysOf(s.old(direction.path), direction.peers), waysOf(s.new(direction.path), direction.peers)):
			paths = append(paths, direction.path)
		}
	}
	if !selectorHolds(s.new("spec.podSelector"), s.old("spec.podSelector")) {
		paths = append(paths, "spec.podSelector")
	}
	if len(paths) == 0 {
		return nil
	}
	return []verdict{{level: Exposure, paths: paths, loss: fmt.Sprintf("the network policy lets more through (%s)", some(slices.Compact(paths)))}}
}

// judgedBy are the directions that a policy judges. Without a word it is Ingress,
// and Egress where it has rules for it.
func judgedBy(spec any) []string {
	if given := texts(at(spec, "policyTypes")); len(given) > 0 {
		return given
	}
	if len(list(at(spec, "egress"))) > 0 {
		return []string{"Ingress", "Egress"}
	}
	return []string{"Ingress"}
}

// podPaths are where types that run pods say what these look like.
var podPaths = map[string]string{
	"kubernetes:apps/v1:Deployment":  "spec.template",
	"kubernetes:apps/v1:StatefulSet": "spec.template",
	"kubernetes:apps/v1:DaemonSet":   "spec.template",
	"kubernetes:apps/v1:ReplicaSet":  "spec.template",
	"kubernetes:batch/v1:Job":        "spec.template",
	"kubernetes:batch/v1:CronJob":    "spec.jobTemplate.spec.template",
	"kubernetes:core/v1:Pod":         "",
}

// podsLeave is true of a network policy whose pods all go with it: nobody is left
// to be reached. Pods that no workload of the program runs can't be seen, so a
// policy that picks none of those that go, or picks by more than labels, is missed.
func (s subject) podsLeave() bool {
	namespace, labels := text(s.old("metadata.namespace")), selected(s.old("spec.podSelector.matchLabels"))
	if s.Type != networkPolicy || namespace == "" || len(labels) == 0 || len(list(s.old("spec.podSelector.matchExpressions"))) > 0 {
		return false
	}
	left := false
	for kind, path := range podPaths {
		for _, workload := range s.index.byType[kind] {
			if !picked(workload, namespace, path, labels) {
				continue
			}
			if workload.Operation != changes.Delete || workload.Retained {
				return false
			}
			left = true
		}
	}
	return left
}

// picked is true of a workload whose pods have the labels.
func picked(workload changes.Resource, namespace, path string, labels map[string]any) bool {
	inputs := workload.After
	if inputs == nil {
		inputs = workload.Before
	}
	pod := any(inputs)
	if path != "" {
		pod = at(inputs, path)
	}
	own := selected(at(pod, "metadata.labels"))
	for key, value := range labels {
		if !reflect.DeepEqual(own[key], value) {
			return false
		}
	}
	return text(at(inputs, "metadata.namespace")) == namespace
}
