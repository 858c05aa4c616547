package kubernetes

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"groundwork/internal/localcloud"
)

// unschedulable says why no node would take a pod, in the scheduler's words; ""
// when one would, or when that cannot be told. Each pod is looked at alone, on
// an empty node.
// https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
func unschedulable(tx *localcloud.Tx, namespace string, spec *corev1.PodSpec) string {
	groups, all := nodesOf(tx)
	if !all || spec.NodeName != "" || spec.SchedulerName != "" && spec.SchedulerName != corev1.DefaultSchedulerName {
		return ""
	}
	homes := homesOf(claimed(tx, namespace, spec))
	total, counts := int64(0), map[string]int64{}
	for _, group := range groups {
		reasons := group.refuses(spec)
		if len(reasons) == 0 && !group.within(homes) {
			reasons = []string{elsewhere}
		}
		if len(reasons) == 0 {
			return ""
		}
		total += group.count
		for _, reason := range reasons {
			counts[reason] += group.count
		}
	}
	var list []string
	for reason, count := range counts {
		if count > 0 {
			list = append(list, fmt.Sprintf("%d %s", count, reason))
		}
	}
	sort.Strings(list)
	return fmt.Sprintf("0/%d nodes are available: %s. preemption: 0/%d nodes are available: %d Preemption is not helpful for scheduling.",
		total, strings.Join(list, ", "), total, total)
}

// refuses goes through the scheduler's filters; the first that fails speaks.
func (n nodes) refuses(spec *corev1.PodSpec) []string {
	for _, taint := range n.taints {
		if taint.Effect != corev1.TaintEffectPreferNoSchedule && !tolerated(spec.Tolerations, &taint) {
			return []string{fmt.Sprintf("node(s) had untolerated taint {%s: %s}", taint.Key, taint.Value)}
		}
	}
	if !n.selected(spec) {
		return []string{"node(s) didn't match Pod's node affinity/selector"}
	}
	var reasons []string
	for name, wanted := range requests(spec) {
		if room, known := n.room[name]; known && wanted.Cmp(room) > 0 {
			reasons = append(reasons, "Insufficient "+string(name))
		}
	}
	return reasons
}

// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
func tolerated(tolerations []corev1.Toleration, taint *corev1.Taint) bool {
	return slices.ContainsFunc(tolerations, func(t corev1.Toleration) bool {
		switch {
		case t.Effect != "" && t.Effect != taint.Effect, t.Key != "" && t.Key != taint.Key:
			return false
		case t.Operator == corev1.TolerationOpExists:
			return true
		}
		return t.Key != "" && t.Value == taint.Value
	})
}

// selected holds the labels against the selector and the affinity.
// https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
func (n nodes) selected(spec *corev1.PodSpec) bool {
	for name, value := range spec.NodeSelector {
		if !n.has(name, corev1.NodeSelectorOpIn, []string{value}) {
			return false
		}
	}
	if spec.Affinity == nil || spec.Affinity.NodeAffinity == nil ||
		spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution == nil {
		return true
	}
	terms := spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms
	return slices.ContainsFunc(terms, func(term corev1.NodeSelectorTerm) bool {
		return !slices.ContainsFunc(term.MatchExpressions, func(e corev1.NodeSelectorRequirement) bool {
			return !n.has(e.Key, e.Operator, e.Values)
		})
	})
}

// has judges one label. Of those that the cloud or the kubelet sets, some are
// not known here; they are taken to fit.
func (n nodes) has(name string, operator corev1.NodeSelectorOperator, values []string) bool {
	value, known := n.labels[name]
	if !known && (n.open || reserved(name)) {
		return true
	}
	switch operator {
	case corev1.NodeSelectorOpIn:
		return known && slices.Contains(values, value)
	case corev1.NodeSelectorOpNotIn:
		return !known || !slices.Contains(values, value)
	case corev1.NodeSelectorOpExists:
		return known
	case corev1.NodeSelectorOpDoesNotExist:
		return !known
	}
	return true
}

func reserved(label string) bool {
	domain, _, prefixed := strings.Cut(label, "/")
	return prefixed && (strings.HasSuffix(domain, "kubernetes.io") || strings.HasSuffix(domain, "k8s.io") ||
		strings.HasSuffix(domain, "k8s.aws") || strings.HasSuffix(domain, "amazonaws.com"))
}

// requests are what a pod asks for: its containers together, or its largest
// init container.
// https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
func requests(spec *corev1.PodSpec) corev1.ResourceList {
	sum := corev1.ResourceList{}
	for _, container := range spec.Containers {
		for name, amount := range asked(container) {
			total := sum[name]
			total.Add(amount)
			sum[name] = total
		}
	}
	for _, container := range spec.InitContainers {
		for name, amount := range asked(container) {
			if total := sum[name]; amount.Cmp(total) > 0 {
				sum[name] = amount
			}
		}
	}
	return sum
}

// asked are a container's requests, which are its limits where it says nothing.
func asked(c corev1.Container) map[corev1.ResourceName]apiresource.Quantity {
	list := map[corev1.ResourceName]apiresource.Quantity{}
	for _, name := range []corev1.ResourceName{corev1.ResourceCPU, corev1.ResourceMemory} {
		if amount, ok := c.Resources.Requests[name]; ok {
			list[name] = amount
		} else if amount, ok := c.Resources.Limits[name]; ok {
			list[name] = amount
		}
	}
	return list
}
