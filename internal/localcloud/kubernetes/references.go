package kubernetes

import (
	"fmt"
	"slices"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

// templates are where the pods of a type are described.
var templates = map[string][]string{
	"kubernetes:apps/v1:Deployment":  {"spec", "template"},
	"kubernetes:apps/v1:StatefulSet": {"spec", "template"},
	"kubernetes:apps/v1:DaemonSet":   {"spec", "template"},
	"kubernetes:apps/v1:ReplicaSet":  {"spec", "template"},
	"kubernetes:batch/v1:Job":        {"spec", "template"},
	"kubernetes:core/v1:Pod":         {},
}

// hindrances are what keeps an object from being ready, in the words the
// provider shows: https://www.pulumi.com/blog/improving-kubernetes-management-with-pulumis-await-logic/
// A CronJob is not waited for: its pods come later.
func hindrances(tx *localcloud.Tx, t *resourceType, object fields) []string {
	namespace, name := textAt(object, "metadata", "namespace"), textAt(object, "metadata", "name")
	if t.token() == hpaType {
		return untargeted(tx, namespace, object)
	}
	if t.token() == targetGroupBindingType {
		return unbound(tx, namespace, object)
	}
	path, ok := templates[t.token()]
	if !ok {
		return nil
	}
	var pod corev1.PodTemplateSpec
	if decode(at(object, path...), &pod) != nil {
		return nil
	}
	l := &lookup{tx: tx, namespace: namespace, pod: namespace + "/" + name}
	if t.kind != "Pod" {
		l.pod += "-" + templateHash(object)
	}
	l.account(&pod.Spec)
	l.volumes(pod.Spec.Volumes)
	for _, container := range append(slices.Clone(pod.Spec.InitContainers), pod.Spec.Containers...) {
		l.container(container)
	}
	if t.kind != "DaemonSet" && at(object, "spec", "replicas") != 0.0 {
		l.placed(&pod.Spec)
	}
	if len(l.reasons) > 0 && t.kind == "Deployment" {
		l.reasons = append(l.reasons, "Minimum number of live Pods was not attained")
	}
	return l.reasons
}

// lookup collects what a pod refers to and does not find.
type lookup struct {
	tx             *localcloud.Tx
	namespace, pod string
	reasons        []string
}

// placed: a pod that fits no node waits for one.
func (l *lookup) placed(spec *corev1.PodSpec) {
	if reason := unschedulable(l.tx, l.namespace, spec); reason != "" {
		l.add("[Pod %s]: [Unschedulable] %s", l.pod, reason)
	}
}

// account: a pod whose service account or priority class is missing is not
// even made.
// https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller
func (l *lookup) account(spec *corev1.PodSpec) {
	if name := spec.ServiceAccountName; name != "" && !present(l.tx, serviceAccountType, l.namespace, name) {
		l.add("[FailedCreate] pods %q is forbidden: error looking up service account %s/%s: serviceaccount %q not found",
			l.pod, l.namespace, name, name)
	}
	if name := spec.PriorityClassName; name != "" && !present(l.tx, priorityClassType, "", name) {
		l.add("[FailedCreate] pods %q is forbidden: no PriorityClass with name %s was found", l.pod, name)
	}
	if words := insecure(l.tx, spec, l.namespace); words != "" {
		l.add("[FailedCreate] pods %q is forbidden: %s", l.pod, words)
	}
	if problems := outOfRange(l.tx, spec, l.namespace); len(problems) > 0 {
		l.add("[FailedCreate] pods %q is forbidden: %s", l.pod, listed(problems))
	}
}

func (l *lookup) add(format string, args ...any) {
	reason := fmt.Sprintf(format, args...)
	if !slices.Contains(l.reasons, reason) {
		l.reasons = append(l.reasons, reason)
	}
}

// volumes: a pod waits for its volumes before its containers start.
// https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions
func (l *lookup) volumes(volumes []corev1.Volume) {
	mount := func(volume, token, kind, name string, optional *bool) {
		if name != "" && !(optional != nil && *optional) && !present(l.tx, token, l.namespace, name) {
			l.add("[Pod %s]: MountVolume.SetUp failed for volume %q : %s %q not found", l.pod, volume, kind, name)
		}
	}
	for _, v := range volumes {
		if v.ConfigMap != nil {
			mount(v.Name, configMapType, "configmap", v.ConfigMap.Name, v.ConfigMap.Optional)
		}
		if v.Secret != nil {
			mount(v.Name, secretType, "secret", v.Secret.SecretName, v.Secret.Optional)
		}
		if v.Projected != nil {
			for _, source := range v.Projected.Sources {
				if source.ConfigMap != nil {
					mount(v.Name, configMapType, "configmap", source.ConfigMap.Name, source.ConfigMap.Optional)
				}
				if source.Secret != nil {
					mount(v.Name, secretType, "secret", source.Secret.Name, source.Secret.Optional)
				}
			}
		}
		if claim := v.PersistentVolumeClaim; claim != nil && !present(l.tx, claimType, l.namespace, claim.ClaimName) {
			l.add("[Pod %s]: [Unschedulable] persistentvolumeclaim %q not found", l.pod, claim.ClaimName)
		}
	}
}

// container: a container whose variables come from what is missing does not
// start.
func (l *lookup) container(c corev1.Container) {
	for _, from := range c.EnvFrom {
		if ref := from.ConfigMapRef; ref != nil {
			l.variable(c.Name, configMapType, "configmap", ref.Name, "", ref.Optional)
		}
		if ref := from.SecretRef; ref != nil {
			l.variable(c.Name, secretType, "secret", ref.Name, "", ref.Optional)
		}
	}
	for _, env := range c.Env {
		if env.ValueFrom == nil {
			continue
		}
		if ref := env.ValueFrom.ConfigMapKeyRef; ref != nil {
			l.variable(c.Name, configMapType, "configmap", ref.Name, ref.Key, ref.Optional)
		}
		if ref := env.ValueFrom.SecretKeyRef; ref != nil {
			l.variable(c.Name, secretType, "secret", ref.Name, ref.Key, ref.Optional)
		}
	}
}

func (l *lookup) variable(container, token, kind, name, key string, optional *bool) {
	if optional != nil && *optional {
		return
	}
	problem := fmt.Sprintf("%s %q not found", kind, name)
	if present(l.tx, token, l.namespace, name) {
		source := l.tx.Get(token, objectID(l.namespace, name))
		if source == nil || key == "" || hasKey(source, key) {
			return
		}
		problem = fmt.Sprintf("couldn't find key %s in %s %s/%s", key, builtin[token].kind, l.namespace, name)
	}
	l.add("[Pod %s]: containers with unready status: [%s] -- [CreateContainerConfigError] %s", l.pod, container, problem)
}

func hasKey(source *localcloud.Object, key string) bool {
	object := live(source.Outputs)
	return at(object, "data", key) != nil || at(object, "binaryData", key) != nil
}

// untargeted: an autoscaler without a target never acts. The real provider does
// not wait for autoscalers; here a target that does not exist is reported.
// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions
func untargeted(tx *localcloud.Tx, namespace string, object fields) []string {
	var hpa autoscalingv2.HorizontalPodAutoscaler
	if decode(object, &hpa) != nil {
		return nil
	}
	ref := hpa.Spec.ScaleTargetRef
	t, ok := typeOf(ref.APIVersion, ref.Kind)
	if !ok || t.custom || present(tx, t.token(), namespace, ref.Name) {
		return nil
	}
	return []string{fmt.Sprintf("[FailedGetScale] the HPA controller was unable to get the target's current scale: %s %q not found",
		t.plural(), ref.Name)}
}
