package kubernetes

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

// securityLabel is what a namespace enforces of its pods: privileged, baseline
// or restricted.
// https://kubernetes.io/docs/concepts/security/pod-security-admission/
const securityLabel = "pod-security.kubernetes.io/enforce"

// securityRule is a rule of a level: what breaks it, and what the containers
// that do must set. A rule about the pod names no containers.
type securityRule struct {
	what, must string
	pod        func(spec *corev1.PodSpec) bool
	container  func(spec *corev1.PodSpec, c *corev1.SecurityContext) bool
}

// baseline and restricted are the rules that the levels add.
// https://kubernetes.io/docs/concepts/security/pod-security-standards/
var (
	baseline = []securityRule{
		{what: "host namespaces", pod: func(s *corev1.PodSpec) bool { return s.HostNetwork || s.HostPID || s.HostIPC }},
		{what: "hostPath volumes", pod: func(s *corev1.PodSpec) bool {
			return slices.ContainsFunc(s.Volumes, func(v corev1.Volume) bool { return v.HostPath != nil })
		}},
		{what: "privileged", must: "container%s %s must not set securityContext.privileged=true",
			container: func(_ *corev1.PodSpec, c *corev1.SecurityContext) bool { return isTrue(c.Privileged) }},
	}
	restricted = []securityRule{
		{what: "allowPrivilegeEscalation != false", must: "container%s %s must set securityContext.allowPrivilegeEscalation=false",
			container: func(_ *corev1.PodSpec, c *corev1.SecurityContext) bool {
				return c.AllowPrivilegeEscalation == nil || *c.AllowPrivilegeEscalation
			}},
		{what: "unrestricted capabilities", must: `container%s %s must set securityContext.capabilities.drop=["ALL"]`,
			container: func(_ *corev1.PodSpec, c *corev1.SecurityContext) bool {
				return c.Capabilities == nil || !slices.Contains(c.Capabilities.Drop, "ALL")
			}},
		{what: "runAsNonRoot != true", must: "pod or container%s %s must set securityContext.runAsNonRoot=true",
			container: func(s *corev1.PodSpec, c *corev1.SecurityContext) bool {
				if c.RunAsNonRoot != nil {
					return !*c.RunAsNonRoot
				}
				return s.SecurityContext == nil || !isTrue(s.SecurityContext.RunAsNonRoot)
			}},
		{what: "seccompProfile", must: `pod or container%s %s must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
			container: func(s *corev1.PodSpec, c *corev1.SecurityContext) bool {
				profile := c.SeccompProfile
				if profile == nil && s.SecurityContext != nil {
					profile = s.SecurityContext.SeccompProfile
				}
				return profile == nil || profile.Type == corev1.SeccompProfileTypeUnconfined
			}},
	}
)

func isTrue(value *bool) bool { return value != nil && *value }

// insecure says how a pod breaks its namespace's level; "" when it does not.
func insecure(tx *localcloud.Tx, spec *corev1.PodSpec, namespace string) string {
	object := tx.Get(namespaceType, namespace)
	if object == nil || spec.OS != nil && spec.OS.Name == corev1.Windows {
		return ""
	}
	shown := live(object.Outputs)
	level, version := textAt(shown, "metadata", "labels", securityLabel), textAt(shown, "metadata", "labels", securityLabel+"-version")
	rules := map[string][]securityRule{"baseline": baseline, "restricted": slices.Concat(baseline, restricted)}[level]
	if version == "" {
		version = "latest"
	}
	var broken []string
	for _, rule := range rules {
		if words := rule.broken(spec); words != "" {
			broken = append(broken, words)
		}
	}
	if len(broken) == 0 {
		return ""
	}
	return fmt.Sprintf(`violates PodSecurity "%s:%s": %s`, level, version, strings.Join(broken, ", "))
}

func (r securityRule) broken(spec *corev1.PodSpec) string {
	if r.pod != nil {
		if r.pod(spec) {
			return r.what
		}
		return ""
	}
	var names []string
	for _, container := range slices.Concat(spec.InitContainers, spec.Containers) {
		context := container.SecurityContext
		if context == nil {
			context = &corev1.SecurityContext{}
		}
		if r.container(spec, context) {
			names = append(names, fmt.Sprintf("%q", container.Name))
		}
	}
	if len(names) == 0 {
		return ""
	}
	plural := ""
	if len(names) > 1 {
		plural = "s"
	}
	return fmt.Sprintf("%s (%s)", r.what, fmt.Sprintf(r.must, plural, strings.Join(names, ", ")))
}
