package crosscheck

import (
	"encoding/json"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8slabels "k8s.io/apimachinery/pkg/labels"
)

// Workload is something that starts pods.
type Workload struct {
	Kind, Namespace, Name string
	// Labels are its pods'.
	Labels map[string]string
	Pod    corev1.PodSpec
	// Min and Max are how many pods it has at the least and at the most.
	Min, Max int

	// replicas is the number that it asks for itself; nil leaves it open.
	replicas *int32
	// claims are a StatefulSet's, service its Service.
	claims  []corev1.PersistentVolumeClaim
	service string
	// path is where the pods' description is.
	path string
}

func (w *Workload) String() string { return title(w.Kind, w.Namespace, w.Name) }

func (c *Cluster) decodeWorkload(kind string, text []byte) error {
	var err error
	var w *Workload
	switch kind {
	case "Deployment":
		var d appsv1.Deployment
		err = json.Unmarshal(text, &d)
		w = workload(d.ObjectMeta, d.Spec.Template)
		w.replicas = d.Spec.Replicas
	case "StatefulSet":
		var s appsv1.StatefulSet
		err = json.Unmarshal(text, &s)
		w = workload(s.ObjectMeta, s.Spec.Template)
		w.replicas, w.claims, w.service = s.Spec.Replicas, s.Spec.VolumeClaimTemplates, s.Spec.ServiceName
	case "Job":
		var j batchv1.Job
		err = json.Unmarshal(text, &j)
		w = workload(j.ObjectMeta, j.Spec.Template)
	case "CronJob":
		var j batchv1.CronJob
		err = json.Unmarshal(text, &j)
		w = workload(j.ObjectMeta, j.Spec.JobTemplate.Spec.Template)
		w.path = "spec.jobTemplate.spec.template"
	default:
		return nil
	}
	w.Kind = kind
	c.Workloads = append(c.Workloads, w)
	return err
}

func workload(meta metav1.ObjectMeta, template corev1.PodTemplateSpec) *Workload {
	return &Workload{
		Namespace: meta.Namespace, Name: meta.Name, Labels: template.Labels, Pod: template.Spec,
		path: "spec.template",
	}
}

// scale fills in how many pods each workload has: by its autoscaler, or else by
// what it asks for.
func (c *Cluster) scale() {
	for _, w := range c.Workloads {
		w.Min, w.Max = 1, 1
		if w.replicas != nil {
			w.Min, w.Max = int(*w.replicas), int(*w.replicas)
		}
		for _, s := range c.autoscalers() {
			if s.scales(w) {
				w.Min, w.Max = s.min, s.max
			}
		}
	}
}

// selected are the workloads of a namespace whose pods a selector picks.
func (c *Cluster) selected(namespace string, selector k8slabels.Selector) []*Workload {
	var picked []*Workload
	for _, w := range c.Workloads {
		if w.Namespace == namespace && selector.Matches(k8slabels.Set(w.Labels)) {
			picked = append(picked, w)
		}
	}
	return picked
}

// containers are those that run along with the pod, and those before them.
func (w *Workload) containers() []corev1.Container {
	return append(append([]corev1.Container{}, w.Pod.InitContainers...), w.Pod.Containers...)
}

// port finds a container's port by name or number.
func (w *Workload) port(name string, number int32) (corev1.ContainerPort, bool) {
	for _, container := range w.Pod.Containers {
		for _, port := range container.Ports {
			if name != "" && port.Name == name || name == "" && port.ContainerPort == number {
				return port, true
			}
		}
	}
	return corev1.ContainerPort{}, false
}
