package crosscheck

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8slabels "k8s.io/apimachinery/pkg/labels"
)

// selectors find pods: those of Services, budgets and policies, and those by which
// pods keep away from their own kind.
func (c *Cluster) selectors() []Problem {
	var problems []Problem
	for _, service := range c.services {
		r := report{object: title("Service", service.Namespace, service.Name)}
		if service.Spec.Type != corev1.ServiceTypeExternalName && len(service.Spec.Selector) > 0 {
			c.mustSelect(&r, "spec.selector", service.Namespace, k8slabels.SelectorFromSet(service.Spec.Selector))
		}
		problems = append(problems, r.problems...)
	}
	for _, budget := range c.disrupted {
		r := report{object: title("PodDisruptionBudget", budget.Namespace, budget.Name)}
		c.mustSelectBy(&r, "spec.selector", budget.Namespace, budget.Spec.Selector)
		problems = append(problems, r.problems...)
	}
	for _, policy := range c.policies {
		r := report{object: title("NetworkPolicy", policy.Namespace, policy.Name)}
		c.mustSelectBy(&r, "spec.podSelector", policy.Namespace, &policy.Spec.PodSelector)
		problems = append(problems, r.problems...)
	}
	for _, w := range c.Workloads {
		problems = append(problems, w.keepsAway()...)
	}
	return problems
}

func (c *Cluster) mustSelectBy(r *report, field, namespace string, selector *metav1.LabelSelector) {
	parsed, err := metav1.LabelSelectorAsSelector(selector)
	if err != nil {
		r.add(field, "it can't be read: %v", err)
		return
	}
	if !parsed.Empty() { // an empty one means every pod, be there any or not
		c.mustSelect(r, field, namespace, parsed)
	}
}

func (c *Cluster) mustSelect(r *report, field, namespace string, selector k8slabels.Selector) {
	if len(c.selected(namespace, selector)) == 0 {
		r.add(field, "no pod of %s has %s", namespace, selector)
	}
}

// keepsAway holds spread constraints and anti-affinity to selecting the pods
// themselves: one that selects others counts nothing.
func (w *Workload) keepsAway() []Problem {
	r := report{object: w.String()}
	own := func(field string, selector *metav1.LabelSelector) {
		parsed, err := metav1.LabelSelectorAsSelector(selector)
		if err != nil || !parsed.Matches(k8slabels.Set(w.Labels)) {
			r.add(w.path+".spec."+field, "%s does not select the pods themselves", metav1.FormatLabelSelector(selector))
		}
	}
	for _, spread := range w.Pod.TopologySpreadConstraints {
		own("topologySpreadConstraints", spread.LabelSelector)
	}
	if affinity := w.Pod.Affinity; affinity != nil && affinity.PodAntiAffinity != nil {
		for _, term := range affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution {
			own("affinity.podAntiAffinity", term.LabelSelector)
		}
		for _, term := range affinity.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution {
			own("affinity.podAntiAffinity", term.PodAffinityTerm.LabelSelector)
		}
	}
	return r.problems
}
