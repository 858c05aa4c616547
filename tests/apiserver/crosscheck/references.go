package crosscheck

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
)

// references are names of other objects: each must be there, and have the key
// that is asked of it.
func (c *Cluster) references() []Problem {
	var problems []Problem
	for _, w := range c.Workloads {
		r := refers{cluster: c, workload: w, report: report{object: w.String()}}
		r.pod()
		for _, container := range w.containers() {
			r.container(container)
		}
		problems = append(problems, r.problems...)
	}
	for _, ingress := range c.ingresses {
		r := report{object: title("Ingress", ingress.Namespace, ingress.Name)}
		if class := ingress.Spec.IngressClassName; class == nil {
			r.add("spec.ingressClassName", "it names no class, so no controller takes it")
		} else if !c.has("IngressClass", "", *class) {
			r.add("spec.ingressClassName", "there is no IngressClass %q", *class)
		}
		problems = append(problems, r.problems...)
	}
	for _, trusted := range c.trusted {
		r := report{object: title("TriggerAuthentication", trusted.Namespace, trusted.Name)}
		for i, from := range trusted.Spec.SecretTargetRef {
			c.mustHave(&r, fmt.Sprintf("spec.secretTargetRef[%d]", i), "Secret", trusted.Namespace, from.Name, from.Key)
		}
		problems = append(problems, r.problems...)
	}
	return problems
}

// mustHave reports an object that is not there, or lacks a key; an empty key asks
// for none.
func (c *Cluster) mustHave(r *report, field, kind, namespace, name, key string) {
	keys, ok := c.there[title(kind, namespace, name)]
	switch {
	case !ok && namespace == "":
		r.add(field, "there is no %s %q", kind, name)
	case !ok:
		r.add(field, "there is no %s %q in %s", kind, name, namespace)
	case key != "" && keys != nil && !keys[key]:
		r.add(field, "%s %q has no key %q", kind, name, key)
	}
}

// refers follows the references of one workload.
type refers struct {
	cluster  *Cluster
	workload *Workload
	report
}

func (r *refers) must(field, kind, name, key string, optional *bool) {
	if optional == nil || !*optional {
		r.cluster.mustHave(&r.report, r.workload.path+".spec."+field, kind, r.workload.Namespace, name, key)
	}
}

func (r *refers) pod() {
	pod := r.workload.Pod
	// Every namespace has an account of that name.
	if account := pod.ServiceAccountName; account != "" && account != "default" {
		r.must("serviceAccountName", "ServiceAccount", account, "", nil)
	}
	if class := pod.PriorityClassName; class != "" {
		r.cluster.mustHave(&r.report, r.workload.path+".spec.priorityClassName", "PriorityClass", "", class, "")
	}
	for _, secret := range pod.ImagePullSecrets {
		r.must("imagePullSecrets", "Secret", secret.Name, ".dockerconfigjson", nil)
	}
	volumes := map[string]bool{}
	for _, claim := range r.workload.claims {
		volumes[claim.Name] = true
	}
	for _, volume := range pod.Volumes {
		volumes[volume.Name] = true
		r.volume("volumes["+volume.Name+"]", volume)
	}
	for _, container := range r.workload.containers() {
		for _, mount := range container.VolumeMounts {
			if !volumes[mount.Name] {
				r.add(r.workload.path+".spec.containers["+container.Name+"].volumeMounts", "there is no volume %q", mount.Name)
			}
		}
	}
}

func (r *refers) volume(field string, volume corev1.Volume) {
	if secret := volume.Secret; secret != nil {
		r.must(field+".secret", "Secret", secret.SecretName, "", secret.Optional)
		r.items(field+".secret", "Secret", secret.SecretName, secret.Items, secret.Optional)
	}
	if config := volume.ConfigMap; config != nil {
		r.must(field+".configMap", "ConfigMap", config.Name, "", config.Optional)
		r.items(field+".configMap", "ConfigMap", config.Name, config.Items, config.Optional)
	}
	if claim := volume.PersistentVolumeClaim; claim != nil {
		r.must(field+".persistentVolumeClaim", "PersistentVolumeClaim", claim.ClaimName, "", nil)
	}
	if volume.Projected == nil {
		return
	}
	for _, source := range volume.Projected.Sources {
		if secret := source.Secret; secret != nil {
			r.items(field+".projected", "Secret", secret.Name, secret.Items, secret.Optional)
		}
		if config := source.ConfigMap; config != nil {
			r.items(field+".projected", "ConfigMap", config.Name, config.Items, config.Optional)
		}
	}
}

func (r *refers) items(field, kind, name string, items []corev1.KeyToPath, optional *bool) {
	for _, item := range items {
		r.must(field, kind, name, item.Key, optional)
	}
}

func (r *refers) container(container corev1.Container) {
	field := "containers[" + container.Name + "]."
	for _, from := range container.EnvFrom {
		if secret := from.SecretRef; secret != nil {
			r.must(field+"envFrom", "Secret", secret.Name, "", secret.Optional)
		}
		if config := from.ConfigMapRef; config != nil {
			r.must(field+"envFrom", "ConfigMap", config.Name, "", config.Optional)
		}
	}
	for _, variable := range container.Env {
		if variable.ValueFrom == nil {
			continue
		}
		if secret := variable.ValueFrom.SecretKeyRef; secret != nil {
			r.must(field+"env["+variable.Name+"]", "Secret", secret.Name, secret.Key, secret.Optional)
		}
		if config := variable.ValueFrom.ConfigMapKeyRef; config != nil {
			r.must(field+"env["+variable.Name+"]", "ConfigMap", config.Name, config.Key, config.Optional)
		}
	}
}
