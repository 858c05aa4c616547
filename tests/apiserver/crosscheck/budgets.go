package crosscheck

import (
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// budgets let a drain go on, even with the fewest pods, and are one for each pod:
// the eviction of a pod with two fails.
// https://kubernetes.io/docs/tasks/run-application/configure-pdb/
func (c *Cluster) budgets() []Problem {
	var problems []Problem
	holder := map[*Workload]string{}
	for _, budget := range c.disrupted {
		r := report{object: title("PodDisruptionBudget", budget.Namespace, budget.Name)}
		selector, err := metav1.LabelSelectorAsSelector(budget.Spec.Selector)
		if err != nil {
			r.add("spec.selector", "it can't be read: %v", err)
			continue
		}
		fewest := 0
		for _, w := range c.selected(budget.Namespace, selector) {
			fewest += w.Min
			if first := holder[w]; first != "" {
				r.add("spec.selector", "%s holds the pods of %s already", first, w)
			}
			holder[w] = r.object
		}
		if fewest > 0 {
			letsGo(&r, budget.Spec, fewest)
		}
		problems = append(problems, r.problems...)
	}
	return problems
}

// letsGo reports a budget that never lets one of so many pods go.
func letsGo(r *report, spec policyv1.PodDisruptionBudgetSpec, pods int) {
	// The disruption controller rounds both up.
	amount := func(value *intstr.IntOrString) int {
		scaled, err := intstr.GetScaledValueFromIntOrPercent(value, pods, true)
		if err != nil {
			return 0
		}
		return scaled
	}
	if spec.MinAvailable != nil && amount(spec.MinAvailable) >= pods {
		r.add("spec.minAvailable", "%s of %d pods: no node with one of them could ever be drained", spec.MinAvailable, pods)
	}
	if spec.MaxUnavailable != nil && amount(spec.MaxUnavailable) == 0 {
		r.add("spec.maxUnavailable", "%s of %d pods: no node with one of them could ever be drained", spec.MaxUnavailable, pods)
	}
}
