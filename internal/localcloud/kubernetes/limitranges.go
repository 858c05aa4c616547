package kubernetes

import (
	"fmt"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

// ranges are the limits on containers in a namespace.
// https://kubernetes.io/docs/concepts/policy/limit-range/
func ranges(tx *localcloud.Tx, namespace string) []corev1.LimitRangeItem {
	var list []corev1.LimitRangeItem
	for _, object := range tx.Where(limitRangeType, "metadata.namespace", namespace) {
		var limits corev1.LimitRange
		if decode(live(object.Outputs), &limits) != nil {
			continue
		}
		for _, item := range limits.Spec.Limits {
			if item.Type == corev1.LimitTypeContainer {
				list = append(list, item)
			}
		}
	}
	return list
}

// limited fills in the amounts that containers leave out, and says so, as
// admission does with pods.
func limited(tx *localcloud.Tx, spec *corev1.PodSpec, namespace string) string {
	var notes []string
	for _, item := range ranges(tx, namespace) {
		for i := range spec.Containers {
			c := &spec.Containers[i]
			for _, amounts := range []struct {
				kind string
				to   *corev1.ResourceList
				from corev1.ResourceList
			}{{"request", &c.Resources.Requests, item.DefaultRequest}, {"limit", &c.Resources.Limits, item.Default}} {
				if names := inheritAll(amounts.to, amounts.from); len(names) > 0 {
					notes = append(notes, fmt.Sprintf("%s %s for container %s", strings.Join(names, ", "), amounts.kind, c.Name))
				}
			}
		}
	}
	if len(notes) == 0 {
		return ""
	}
	return "LimitRanger plugin set: " + strings.Join(notes, "; ")
}

// inheritAll takes over what is not there, and returns its names, sorted.
func inheritAll(to *corev1.ResourceList, from corev1.ResourceList) []string {
	var names []string
	for name, amount := range from {
		if _, given := (*to)[name]; given {
			continue
		}
		if *to == nil {
			*to = corev1.ResourceList{}
		}
		(*to)[name] = amount
		names = append(names, string(name))
	}
	sort.Strings(names)
	return names
}

// outOfRange is what admission refuses of a pod's containers.
func outOfRange(tx *localcloud.Tx, spec *corev1.PodSpec, namespace string) []string {
	var problems []string
	pod := spec.DeepCopy()
	limited(tx, pod, namespace)
	for _, item := range ranges(tx, namespace) {
		for _, c := range pod.Containers {
			for name, most := range item.Max {
				if limit, ok := c.Resources.Limits[name]; ok && exceeds(limit, most) {
					problems = append(problems, fmt.Sprintf("maximum %s usage per Container is %s, but limit is %s", name, most.String(), limit.String()))
				}
			}
			for name, least := range item.Min {
				if request, ok := c.Resources.Requests[name]; ok && exceeds(least, request) {
					problems = append(problems, fmt.Sprintf("minimum %s usage per Container is %s, but request is %s", name, least.String(), request.String()))
				}
			}
		}
	}
	sort.Strings(problems)
	return problems
}

// listed writes several problems as the server's aggregate does.
func listed(problems []string) string {
	if len(problems) == 1 {
		return problems[0]
	}
	return "[" + strings.Join(problems, ", ") + "]"
}
