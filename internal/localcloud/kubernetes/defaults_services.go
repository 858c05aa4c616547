package kubernetes

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// defaultService leaves out addresses, which the cluster hands out.
// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
func defaultService(s *corev1.Service) {
	spec := &s.Spec
	fill(&spec.SessionAffinity, corev1.ServiceAffinityNone)
	fill(&spec.Type, corev1.ServiceTypeClusterIP)
	for i := range spec.Ports {
		port := &spec.Ports[i]
		fill(&port.Protocol, corev1.ProtocolTCP)
		if port.TargetPort == (intstr.IntOrString{}) || port.TargetPort == intstr.FromString("") {
			port.TargetPort = intstr.FromInt32(port.Port)
		}
	}
	if spec.SessionAffinity == corev1.ServiceAffinityClientIP {
		seconds := int32(corev1.DefaultClientIPServiceAffinitySeconds)
		point(&spec.SessionAffinityConfig, corev1.SessionAffinityConfig{})
		point(&spec.SessionAffinityConfig.ClientIP, corev1.ClientIPConfig{})
		point(&spec.SessionAffinityConfig.ClientIP.TimeoutSeconds, seconds)
	}
	if spec.Type == corev1.ServiceTypeExternalName {
		return
	}
	point(&spec.InternalTrafficPolicy, corev1.ServiceInternalTrafficPolicyCluster)
	if exposed(spec.Type) {
		fill(&spec.ExternalTrafficPolicy, corev1.ServiceExternalTrafficPolicyCluster)
	}
	if spec.Type == corev1.ServiceTypeLoadBalancer {
		point(&spec.AllocateLoadBalancerNodePorts, true)
	}
	defaultFamilies(spec)
}

// defaultFamilies: a headless Service without a selector counts as dual-stack
// in every cluster.
// https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services
func defaultFamilies(spec *corev1.ServiceSpec) {
	policy := corev1.IPFamilyPolicySingleStack
	families := []corev1.IPFamily{corev1.IPv4Protocol}
	if spec.ClusterIP == corev1.ClusterIPNone && len(spec.Selector) == 0 {
		policy = corev1.IPFamilyPolicyRequireDualStack
		families = append(families, corev1.IPv6Protocol)
	}
	point(&spec.IPFamilyPolicy, policy)
	if len(spec.IPFamilies) == 0 {
		spec.IPFamilies = families
	}
}

// exposed reports whether a Service has ports on the nodes.
func exposed(kind corev1.ServiceType) bool {
	return kind == corev1.ServiceTypeNodePort || kind == corev1.ServiceTypeLoadBalancer
}

// webhookTimeout is in seconds:
// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts
const webhookTimeout = 10

func defaultMutatingWebhooks(c *admissionv1.MutatingWebhookConfiguration) {
	for i := range c.Webhooks {
		hook := &c.Webhooks[i]
		point(&hook.FailurePolicy, admissionv1.Fail)
		point(&hook.MatchPolicy, admissionv1.Equivalent)
		point(&hook.NamespaceSelector, metav1.LabelSelector{})
		point(&hook.ObjectSelector, metav1.LabelSelector{})
		point(&hook.TimeoutSeconds, webhookTimeout)
		point(&hook.ReinvocationPolicy, admissionv1.NeverReinvocationPolicy)
		defaultHook(&hook.ClientConfig, hook.Rules)
	}
}

func defaultValidatingWebhooks(c *admissionv1.ValidatingWebhookConfiguration) {
	for i := range c.Webhooks {
		hook := &c.Webhooks[i]
		point(&hook.FailurePolicy, admissionv1.Fail)
		point(&hook.MatchPolicy, admissionv1.Equivalent)
		point(&hook.NamespaceSelector, metav1.LabelSelector{})
		point(&hook.ObjectSelector, metav1.LabelSelector{})
		point(&hook.TimeoutSeconds, webhookTimeout)
		defaultHook(&hook.ClientConfig, hook.Rules)
	}
}

func defaultHook(client *admissionv1.WebhookClientConfig, rules []admissionv1.RuleWithOperations) {
	if client.Service != nil {
		point(&client.Service.Port, 443)
	}
	for i := range rules {
		point(&rules[i].Scope, admissionv1.AllScopes)
	}
}
