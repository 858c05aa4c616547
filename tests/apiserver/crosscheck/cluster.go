package crosscheck

import (
	"encoding/json"
	"fmt"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// Cluster is what a stack puts into a cluster.
type Cluster struct {
	Workloads []*Workload

	services  []corev1.Service
	ingresses []networkingv1.Ingress
	policies  []networkingv1.NetworkPolicy
	disrupted []policyv1.PodDisruptionBudget
	pods      []autoscalingv2.HorizontalPodAutoscaler
	claimed   []corev1.PersistentVolumeClaim
	scaled    []scaledObject
	bindings  []targetGroupBinding
	trusted   []triggerAuthentication
	// there are the objects by title, with the keys of those that have data.
	there map[string]map[string]bool
	// labels are the namespaces'.
	labels map[string]map[string]string
}

// always are in every cluster:
// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
var always = []string{
	"Namespace default", "Namespace kube-system",
	"PriorityClass system-cluster-critical", "PriorityClass system-node-critical",
}

// Decode reads a stack's objects. given are objects that something else brings,
// such as a chart, by kind, namespace and name: "IngressClass nginx".
func Decode(objects []map[string]any, given ...string) (*Cluster, error) {
	c := &Cluster{there: map[string]map[string]bool{}, labels: map[string]map[string]string{
		"default":     {"kubernetes.io/metadata.name": "default"},
		"kube-system": {"kubernetes.io/metadata.name": "kube-system"},
	}}
	for _, name := range append(given, always...) {
		c.there[name] = nil
	}
	for _, object := range objects {
		text, err := json.Marshal(object)
		if err != nil {
			return nil, fmt.Errorf("encoding an object: %w", err)
		}
		if err := c.decode(text); err != nil {
			return nil, err
		}
	}
	c.scale()
	return c, nil
}

// header is what every object has.
type header struct {
	Kind     string `json:"kind"`
	Metadata struct {
		Name      string            `json:"name"`
		Namespace string            `json:"namespace"`
		Labels    map[string]string `json:"labels"`
	} `json:"metadata"`
	Data       map[string]any `json:"data"`
	StringData map[string]any `json:"stringData"`
	BinaryData map[string]any `json:"binaryData"`
}

func (c *Cluster) decode(text []byte) error {
	var head header
	if err := json.Unmarshal(text, &head); err != nil {
		return fmt.Errorf("reading an object: %w", err)
	}
	keys := map[string]bool{}
	for _, data := range []map[string]any{head.Data, head.StringData, head.BinaryData} {
		for key := range data {
			keys[key] = true
		}
	}
	c.there[title(head.Kind, head.Metadata.Namespace, head.Metadata.Name)] = keys
	var err error
	switch head.Kind {
	case "Namespace":
		labels := map[string]string{"kubernetes.io/metadata.name": head.Metadata.Name}
		for name, value := range head.Metadata.Labels {
			labels[name] = value
		}
		c.labels[head.Metadata.Name] = labels
	case "Service":
		c.services, err = appended(c.services, text)
	case "Ingress":
		c.ingresses, err = appended(c.ingresses, text)
	case "NetworkPolicy":
		c.policies, err = appended(c.policies, text)
	case "PodDisruptionBudget":
		c.disrupted, err = appended(c.disrupted, text)
	case "HorizontalPodAutoscaler":
		c.pods, err = appended(c.pods, text)
	case "PersistentVolumeClaim":
		c.claimed, err = appended(c.claimed, text)
	case "ScaledObject":
		c.scaled, err = appended(c.scaled, text)
	case "TargetGroupBinding":
		c.bindings, err = appended(c.bindings, text)
	case "TriggerAuthentication":
		c.trusted, err = appended(c.trusted, text)
	default:
		err = c.decodeWorkload(head.Kind, text)
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", title(head.Kind, head.Metadata.Namespace, head.Metadata.Name), err)
	}
	return nil
}

func appended[T any](list []T, text []byte) ([]T, error) {
	var item T
	err := json.Unmarshal(text, &item)
	return append(list, item), err
}

func (c *Cluster) has(kind, namespace, name string) bool {
	_, ok := c.there[title(kind, namespace, name)]
	return ok
}
