package danger

import (
	"fmt"
	"reflect"
	"slices"

	"groundwork/internal/changes"
)

// selected are labels, or a selector's conditions; none selects every pod.
func selected(selector any) map[string]any {
	conditions, _ := selector.(map[string]any)
	return conditions
}

func containsEqual(all []any, one any) bool {
	return slices.ContainsFunc(all, func(other any) bool { return reflect.DeepEqual(other, one) })
}

// podStandards are the levels of Kubernetes' pod security, each safer than the one
// before: https://kubernetes.io/docs/concepts/security/pod-security-standards/
var podStandards = []string{"", "privileged", "baseline", "restricted"}

const enforceLabel = "pod-security.kubernetes.io/enforce"

// standardRule judges what pods may do: a namespace's standard that is lowered, a
// privileged container, a Service that gets an address on the internet.
func standardRule(s subject) []verdict {
	switch s.Type {
	case "kubernetes:core/v1:Namespace":
		label := func(inputs map[string]any) int {
			labels, _ := at(inputs, "metadata.labels").(map[string]any)
			return max(0, slices.Index(podStandards, text(labels[enforceLabel])))
		}
		if was, is := label(s.Before), label(s.After); s.both() && is < was {
			return []verdict{{level: Exposure, paths: []string{"metadata.labels"},
				loss: fmt.Sprintf("pods of the namespace aren't held to the %s standard any more", podStandards[was])}}
		}
	case "kubernetes:core/v1:Service":
		if s.Operation == changes.Update && s.differs("spec.type") && text(s.new("spec.type")) == "LoadBalancer" {
			return []verdict{{level: Exposure, paths: []string{"spec.type"}, loss: "the Service gets a load balancer of its own"}}
		}
	}
	if s.After == nil || !privileged(s.new("spec.template.spec")) || privileged(s.old("spec.template.spec")) {
		return nil
	}
	return []verdict{{level: Exposure, paths: []string{"spec.template.spec"}, loss: "a container runs privileged: it may do on its node what root may"}}
}

// privileged is true of a pod that is root on its node.
func privileged(pod any) bool {
	if truth(at(pod, "hostPID")) || truth(at(pod, "hostNetwork")) {
		return true
	}
	for _, key := range []string{"containers", "initContainers"} {
		for _, container := range list(at(pod, key)) {
			if truth(at(container, "securityContext.privileged")) {
				return true
			}
		}
	}
	return false
}
