package crosscheck

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
)

// autoscaler is what a HorizontalPodAutoscaler and KEDA's ScaledObject have in
// common.
type autoscaler struct {
	object          string
	namespace, kind string
	target          string
	min, max        int
	// shares are the resources that it scales by, in per cent of what pods ask
	// for.
	shares []corev1.ResourceName
}

func (s autoscaler) scales(w *Workload) bool {
	return s.namespace == w.Namespace && s.kind == w.Kind && s.target == w.Name
}

func (c *Cluster) autoscalers() []autoscaler {
	var all []autoscaler
	for _, found := range c.pods {
		s := autoscaler{
			object:    title("HorizontalPodAutoscaler", found.Namespace, found.Name),
			namespace: found.Namespace, kind: found.Spec.ScaleTargetRef.Kind, target: found.Spec.ScaleTargetRef.Name,
			min: 1, max: int(found.Spec.MaxReplicas),
		}
		if found.Spec.MinReplicas != nil {
			s.min = int(*found.Spec.MinReplicas)
		}
		for _, metric := range found.Spec.Metrics {
			if metric.Resource != nil && metric.Resource.Target.AverageUtilization != nil {
				s.shares = append(s.shares, metric.Resource.Name)
			}
		}
		all = append(all, s)
	}
	for _, found := range c.scaled {
		all = append(all, found.autoscaler())
	}
	return all
}

// autoscaler has KEDA's defaults: a Deployment, from none to a hundred pods.
func (o scaledObject) autoscaler() autoscaler {
	s := autoscaler{
		object:    title("ScaledObject", o.Namespace, o.Name),
		namespace: o.Namespace, kind: "Deployment", target: o.Spec.ScaleTargetRef.Name, max: 100,
	}
	if o.Spec.ScaleTargetRef.Kind != "" {
		s.kind = o.Spec.ScaleTargetRef.Kind
	}
	if o.Spec.MinReplicaCount != nil {
		s.min = *o.Spec.MinReplicaCount
	}
	if o.Spec.MaxReplicaCount != nil {
		s.max = *o.Spec.MaxReplicaCount
	}
	for _, trigger := range o.Spec.Triggers {
		if trigger.Type == "cpu" || trigger.Type == "memory" {
			s.shares = append(s.shares, corev1.ResourceName(trigger.Type))
		}
	}
	return s
}

// scalers scale something that is there, alone, and by what its pods ask for.
func (c *Cluster) scalers() []Problem {
	var problems []Problem
	owner := map[*Workload]string{}
	for _, s := range c.autoscalers() {
		r := report{object: s.object}
		if s.min > s.max {
			r.add("spec.minReplicas", "the least, %d, is more than the most, %d", s.min, s.max)
		}
		var found *Workload
		for _, w := range c.Workloads {
			if s.scales(w) {
				found = w
			}
		}
		if found == nil {
			r.add("spec.scaleTargetRef", "there is no %s", title(s.kind, s.namespace, s.target))
		} else {
			if first := owner[found]; first != "" {
				r.add("spec.scaleTargetRef", "%s scales %s already", first, found)
			}
			owner[found] = s.object
			s.fits(&r, found)
		}
		problems = append(problems, r.problems...)
	}
	return append(problems, c.triggers()...)
}

func (s autoscaler) fits(r *report, w *Workload) {
	if w.replicas != nil {
		r.problems = append(r.problems, Problem{w.String(), "spec.replicas", fmt.Sprintf("%s decides the number; each update would put it back to %d", s.object, *w.replicas)})
	}
	for _, share := range s.shares {
		for _, container := range w.Pod.Containers {
			if _, ok := container.Resources.Requests[share]; !ok {
				r.add("spec.metrics", "container %q of %s asks for no %s, so there is no share of it to scale by", container.Name, w, share)
			}
		}
	}
}

// triggers get their secrets from an authentication that is there.
func (c *Cluster) triggers() []Problem {
	var problems []Problem
	for _, object := range c.scaled {
		r := report{object: title("ScaledObject", object.Namespace, object.Name)}
		for i, trigger := range object.Spec.Triggers {
			if ref := trigger.AuthenticationRef; ref != nil && ref.Kind != "ClusterTriggerAuthentication" {
				c.mustHave(&r, fmt.Sprintf("spec.triggers[%d].authenticationRef", i), "TriggerAuthentication", object.Namespace, ref.Name, "")
			}
		}
		problems = append(problems, r.problems...)
	}
	return problems
}
