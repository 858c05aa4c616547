package kubernetes

import (
	"reflect"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
)

// defaults fill in what the API server fills in, by token. The server's own
// are in pkg/apis/<group>/<version>/defaults.go:
// https://github.com/kubernetes/kubernetes/tree/v1.34.4/pkg/apis
var defaults = map[string]func(typed any){
	"kubernetes:apps/v1:DaemonSet":                  on(defaultDaemonSet),
	"kubernetes:apps/v1:Deployment":                 on(defaultDeployment),
	"kubernetes:apps/v1:ReplicaSet":                 on(defaultReplicaSet),
	"kubernetes:apps/v1:StatefulSet":                on(defaultStatefulSet),
	"kubernetes:batch/v1:CronJob":                   on(defaultCronJob),
	"kubernetes:batch/v1:Job":                       on(defaultJob),
	"kubernetes:core/v1:Pod":                        on(defaultPod),
	"kubernetes:core/v1:ReplicationController":      on(defaultReplicationController),
	"kubernetes:core/v1:LimitRange":                 on(defaultLimitRange),
	"kubernetes:core/v1:Namespace":                  on(defaultNamespace),
	"kubernetes:core/v1:PersistentVolume":           on(defaultVolumeObject),
	claimType:                                       on(defaultClaim),
	secretType:                                      on(func(s *corev1.Secret) { fill(&s.Type, corev1.SecretTypeOpaque) }),
	serviceType:                                     on(defaultService),
	hpaType:                                         on(defaultAutoscaler),
	"kubernetes:networking.k8s.io/v1:NetworkPolicy": on(defaultNetworkPolicy),
	"kubernetes:rbac.authorization.k8s.io/v1:RoleBinding": on(func(b *rbacv1.RoleBinding) {
		defaultRoleRef(&b.RoleRef, b.Subjects)
	}),
	"kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": on(func(b *rbacv1.ClusterRoleBinding) {
		defaultRoleRef(&b.RoleRef, b.Subjects)
	}),
	priorityClassType: on(func(c *schedulingv1.PriorityClass) { point(&c.PreemptionPolicy, corev1.PreemptLowerPriority) }),
	storageClassType: on(func(c *storagev1.StorageClass) {
		point(&c.ReclaimPolicy, corev1.PersistentVolumeReclaimDelete)
		point(&c.VolumeBindingMode, storagev1.VolumeBindingImmediate)
	}),
	"kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration":   on(defaultMutatingWebhooks),
	"kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration": on(defaultValidatingWebhooks),
}

const hpaType = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"

// on takes the type off a function, for tables.
func on[T any](step func(*T)) func(any) {
	return func(typed any) {
		if object, ok := typed.(*T); ok {
			step(object)
		}
	}
}

// fill sets a value that is its type's zero.
func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// point sets a value that is absent.
func point[T any](field **T, value T) {
	if *field == nil {
		*field = &value
	}
}

// admit decodes an object and fills in the defaults.
func admit(t *resourceType, object any) (any, error) {
	typed := reflect.New(t.shape).Interface()
	if err := decode(object, typed); err != nil {
		return nil, err
	}
	if step, ok := defaults[t.token()]; ok {
		step(typed)
	}
	return typed, nil
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#automatic-labelling
func defaultNamespace(n *corev1.Namespace) {
	if n.Labels == nil {
		n.Labels = map[string]string{}
	}
	n.Labels[corev1.LabelMetadataName] = n.Name
	n.Spec.Finalizers = []corev1.FinalizerName{corev1.FinalizerKubernetes}
}

// https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
func defaultNetworkPolicy(p *networkingv1.NetworkPolicy) {
	ports := func(list []networkingv1.NetworkPolicyPort) {
		for i := range list {
			point(&list[i].Protocol, corev1.ProtocolTCP)
		}
	}
	for _, rule := range p.Spec.Ingress {
		ports(rule.Ports)
	}
	for _, rule := range p.Spec.Egress {
		ports(rule.Ports)
	}
	if len(p.Spec.PolicyTypes) == 0 {
		p.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
		if len(p.Spec.Egress) > 0 {
			p.Spec.PolicyTypes = append(p.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
		}
	}
}

// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
func defaultRoleRef(ref *rbacv1.RoleRef, subjects []rbacv1.Subject) {
	fill(&ref.APIGroup, rbacv1.GroupName)
	for i := range subjects {
		if subjects[i].Kind == rbacv1.UserKind || subjects[i].Kind == rbacv1.GroupKind {
			fill(&subjects[i].APIGroup, rbacv1.GroupName)
		}
	}
}

// https://kubernetes.io/docs/concepts/policy/limit-range/
func defaultLimitRange(r *corev1.LimitRange) {
	inherit := func(to *corev1.ResourceList, from corev1.ResourceList) {
		for name, amount := range from {
			if *to == nil {
				*to = corev1.ResourceList{}
			}
			if _, given := (*to)[name]; !given {
				(*to)[name] = amount
			}
		}
	}
	for i := range r.Spec.Limits {
		limit := &r.Spec.Limits[i]
		if limit.Type == corev1.LimitTypeContainer {
			inherit(&limit.Default, limit.Max)
			inherit(&limit.DefaultRequest, limit.Default)
			inherit(&limit.DefaultRequest, limit.Min)
		}
	}
}

// https://kubernetes.io/docs/concepts/storage/persistent-volumes/
func defaultClaim(c *corev1.PersistentVolumeClaim) {
	point(&c.Spec.VolumeMode, corev1.PersistentVolumeFilesystem)
	fill(&c.Status.Phase, corev1.ClaimPending)
}

func defaultVolumeObject(v *corev1.PersistentVolume) {
	fill(&v.Spec.PersistentVolumeReclaimPolicy, corev1.PersistentVolumeReclaimRetain)
	point(&v.Spec.VolumeMode, corev1.PersistentVolumeFilesystem)
	if v.Spec.HostPath != nil {
		point(&v.Spec.HostPath.Type, corev1.HostPathUnset)
	}
}

// defaultAutoscaler completes only what is begun: without behavior there are
// defaults too, but they do not show.
// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#default-behavior
func defaultAutoscaler(h *autoscalingv2.HorizontalPodAutoscaler) {
	point(&h.Spec.MinReplicas, 1)
	if len(h.Spec.Metrics) == 0 {
		percent := int32(80)
		h.Spec.Metrics = []autoscalingv2.MetricSpec{{
			Type: autoscalingv2.ResourceMetricSourceType,
			Resource: &autoscalingv2.ResourceMetricSource{Name: corev1.ResourceCPU, Target: autoscalingv2.MetricTarget{
				Type: autoscalingv2.UtilizationMetricType, AverageUtilization: &percent,
			}},
		}}
	}
	if h.Spec.Behavior == nil {
		return
	}
	all := autoscalingv2.HPAScalingPolicy{Type: autoscalingv2.PercentScalingPolicy, Value: 100, PeriodSeconds: 15}
	four := autoscalingv2.HPAScalingPolicy{Type: autoscalingv2.PodsScalingPolicy, Value: 4, PeriodSeconds: 15}
	scale := func(rules **autoscalingv2.HPAScalingRules, policies ...autoscalingv2.HPAScalingPolicy) {
		point(rules, autoscalingv2.HPAScalingRules{})
		point(&(*rules).SelectPolicy, autoscalingv2.MaxChangePolicySelect)
		if (*rules).Policies == nil {
			(*rules).Policies = policies
		}
	}
	scale(&h.Spec.Behavior.ScaleUp, four, all)
	point(&h.Spec.Behavior.ScaleUp.StabilizationWindowSeconds, 0)
	scale(&h.Spec.Behavior.ScaleDown, all)
}
