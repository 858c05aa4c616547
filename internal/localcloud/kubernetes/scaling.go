package kubernetes

import "groundwork/internal/localcloud"

// scale brings an autoscaler's target between its bounds, which the controller
// does whatever the metrics say.
// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work
func scale(tx *localcloud.Tx, hpa fields) {
	t, ok := typeOf(textAt(hpa, "spec", "scaleTargetRef", "apiVersion"), textAt(hpa, "spec", "scaleTargetRef", "kind"))
	if !ok {
		return
	}
	target := tx.Get(t.token(), objectID(textAt(hpa, "metadata", "namespace"), textAt(hpa, "spec", "scaleTargetRef", "name")))
	if target == nil {
		return
	}
	object := live(target.Outputs)
	replicas := numberAt(object, "spec", "replicas")
	wanted := min(max(replicas, numberAt(hpa, "spec", "minReplicas")), numberAt(hpa, "spec", "maxReplicas"))
	if replicas == 0 || replicas == wanted {
		return // with no replicas at all, scaling is switched off
	}
	put(object, wanted, "spec", "replicas")
	put(object, generation(object)+1, "metadata", "generation")
	report(tx, t, object, len(hindrances(tx, t, object)) == 0)
	write(target, object)
	tx.Put(target)
}
