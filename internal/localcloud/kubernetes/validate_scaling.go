package kubernetes

import (
	"fmt"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validateAutoscaler follows
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
func validateAutoscaler(h *autoscalingv2.HorizontalPodAutoscaler) field.ErrorList {
	var problems field.ErrorList
	least := *h.Spec.MinReplicas
	if least < 1 {
		problems = append(problems, field.Invalid(spec.Child("minReplicas"), least, "must be greater than or equal to 1"))
	}
	if h.Spec.MaxReplicas < 1 {
		problems = append(problems, field.Invalid(spec.Child("maxReplicas"), h.Spec.MaxReplicas, "must be greater than 0"))
	}
	if h.Spec.MaxReplicas < least {
		problems = append(problems, field.Invalid(spec.Child("maxReplicas"), h.Spec.MaxReplicas,
			"must be greater than or equal to `minReplicas`"))
	}
	target := spec.Child("scaleTargetRef")
	if h.Spec.ScaleTargetRef.Kind == "" {
		problems = append(problems, field.Required(target.Child("kind"), ""))
	}
	if h.Spec.ScaleTargetRef.Name == "" {
		problems = append(problems, field.Required(target.Child("name"), ""))
	}
	for i, metric := range h.Spec.Metrics {
		problems = append(problems, validateMetric(metric, spec.Child("metrics").Index(i))...)
	}
	return append(problems, validateBehavior(h.Spec.Behavior, spec.Child("behavior"))...)
}

func validateMetric(m autoscalingv2.MetricSpec, at *field.Path) field.ErrorList {
	if m.Type == "" {
		return field.ErrorList{field.Required(at.Child("type"), "must specify a metric source type")}
	}
	present := map[autoscalingv2.MetricSourceType]bool{
		autoscalingv2.ObjectMetricSourceType: m.Object != nil, autoscalingv2.PodsMetricSourceType: m.Pods != nil,
		autoscalingv2.ResourceMetricSourceType: m.Resource != nil, autoscalingv2.ExternalMetricSourceType: m.External != nil,
		autoscalingv2.ContainerResourceMetricSourceType: m.ContainerResource != nil,
	}
	given, known := present[m.Type]
	if !known {
		return oneOf(m.Type, at.Child("type"), "ContainerResource", "External", "Object", "Pods", "Resource")
	}
	if !given {
		name := strings.ToLower(string(m.Type[:1])) + string(m.Type[1:])
		return field.ErrorList{field.Required(at.Child(name), "must populate information for the given metric source")}
	}
	if m.Resource == nil {
		return nil
	}
	target := m.Resource.Target
	where := at.Child("resource", "target")
	switch {
	case target.AverageUtilization == nil && target.AverageValue == nil:
		return field.ErrorList{field.Required(where.Child("averageUtilization"),
			"must set either a target raw value or a target utilization")}
	case target.AverageUtilization != nil && *target.AverageUtilization < 1:
		return field.ErrorList{field.Invalid(where.Child("averageUtilization"), *target.AverageUtilization, "must be greater than 0")}
	}
	return nil
}

// longestWindow is an hour, in seconds.
const longestWindow = 3600

func validateBehavior(b *autoscalingv2.HorizontalPodAutoscalerBehavior, at *field.Path) field.ErrorList {
	if b == nil {
		return nil
	}
	var problems field.ErrorList
	for name, rules := range map[string]*autoscalingv2.HPAScalingRules{"scaleUp": b.ScaleUp, "scaleDown": b.ScaleDown} {
		if rules == nil || rules.StabilizationWindowSeconds == nil {
			continue
		}
		where, window := at.Child(name, "stabilizationWindowSeconds"), *rules.StabilizationWindowSeconds
		if window > longestWindow {
			problems = append(problems, field.Invalid(where, window, fmt.Sprintf("must be less than or equal to %v", longestWindow)))
		}
		if window < 0 {
			problems = append(problems, field.Invalid(where, window, "must be greater than or equal to zero"))
		}
	}
	return problems
}

// validateBudget follows
// https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget
func validateBudget(b *policyv1.PodDisruptionBudget) field.ErrorList {
	problems := append(share(b.Spec.MinAvailable, spec.Child("minAvailable")), share(b.Spec.MaxUnavailable, spec.Child("maxUnavailable"))...)
	if b.Spec.MinAvailable != nil && b.Spec.MaxUnavailable != nil {
		problems = append(problems, field.Invalid(spec, "", "minAvailable and maxUnavailable cannot be both set"))
	}
	if policy := b.Spec.UnhealthyPodEvictionPolicy; policy != nil {
		problems = append(problems, oneOf(*policy, spec.Child("unhealthyPodEvictionPolicy"), policyv1.AlwaysAllow, policyv1.IfHealthyBudget)...)
	}
	return problems
}

func validateRole(r *rbacv1.Role) field.ErrorList { return validateRules(r.Rules, true) }

func validateClusterRole(r *rbacv1.ClusterRole) field.ErrorList { return validateRules(r.Rules, false) }

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole
func validateRules(list []rbacv1.PolicyRule, namespaced bool) field.ErrorList {
	var problems field.ErrorList
	for i, rule := range list {
		at := field.NewPath("rules").Index(i)
		if len(rule.Verbs) == 0 {
			problems = append(problems, field.Required(at.Child("verbs"), "verbs must contain at least one value"))
		}
		switch {
		case len(rule.NonResourceURLs) > 0 && namespaced:
			problems = append(problems, field.Invalid(at.Child("nonResourceURLs"), rule.NonResourceURLs,
				"namespaced rules cannot apply to non-resource URLs"))
		case len(rule.NonResourceURLs) > 0:
		case len(rule.APIGroups) == 0:
			problems = append(problems, field.Required(at.Child("apiGroups"), "resource rules must supply at least one api group"))
		case len(rule.Resources) == 0:
			problems = append(problems, field.Required(at.Child("resources"), "resource rules must supply at least one resource"))
		}
	}
	return problems
}

func validateRoleBinding(b *rbacv1.RoleBinding) field.ErrorList {
	return validateBinding(b.RoleRef, b.Subjects, "Role", "ClusterRole")
}

func validateClusterRoleBinding(b *rbacv1.ClusterRoleBinding) field.ErrorList {
	return validateBinding(b.RoleRef, b.Subjects, "ClusterRole")
}

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding
func validateBinding(ref rbacv1.RoleRef, subjects []rbacv1.Subject, kinds ...string) field.ErrorList {
	at := field.NewPath("roleRef")
	problems := oneOf(ref.Kind, at.Child("kind"), kinds...)
	if ref.Name == "" {
		problems = append(problems, field.Required(at.Child("name"), ""))
	}
	for i, subject := range subjects {
		where := field.NewPath("subjects").Index(i)
		problems = append(problems, oneOf(subject.Kind, where.Child("kind"), rbacv1.ServiceAccountKind, rbacv1.UserKind, rbacv1.GroupKind)...)
		if subject.Name == "" {
			problems = append(problems, field.Required(where.Child("name"), ""))
		}
		if subject.Kind == rbacv1.ServiceAccountKind && subject.Namespace == "" {
			problems = append(problems, field.Required(where.Child("namespace"), ""))
		}
	}
	return problems
}

// highestPriority is the most that is not kept for the system.
// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass
const highestPriority = 1000000000

func validatePriorityClass(c *schedulingv1.PriorityClass) field.ErrorList {
	var problems field.ErrorList
	if strings.HasPrefix(c.Name, "system-") {
		problems = append(problems, field.Forbidden(field.NewPath("metadata", "name"),
			"priority class names with 'system-' prefix are reserved for system use only. error: "+c.Name+" is not a known system priority class"))
	} else if c.Value > highestPriority {
		problems = append(problems, field.Forbidden(field.NewPath("value"),
			fmt.Sprintf("maximum allowed value of a user defined priority is %d", highestPriority)))
	}
	return problems
}

// https://kubernetes.io/docs/concepts/storage/storage-classes/
func validateStorageClass(c *storagev1.StorageClass) field.ErrorList {
	var problems field.ErrorList
	if c.Provisioner == "" {
		problems = append(problems, field.Required(field.NewPath("provisioner"), ""))
	}
	problems = append(problems, oneOf(*c.ReclaimPolicy, field.NewPath("reclaimPolicy"),
		corev1.PersistentVolumeReclaimDelete, corev1.PersistentVolumeReclaimRetain)...)
	return append(problems, oneOf(*c.VolumeBindingMode, field.NewPath("volumeBindingMode"),
		storagev1.VolumeBindingImmediate, storagev1.VolumeBindingWaitForFirstConsumer)...)
}
