package kubernetes

import (
	"fmt"
	"path"
	"strconv"

	"groundwork/internal/localcloud"
)

const scaledObjectType = "kubernetes:keda.sh/v1alpha1:ScaledObject"

// kedaRuns tells whether the operator is installed; its definitions alone scale
// nothing.
func kedaRuns(tx *localcloud.Tx) bool {
	return tx.Find(releaseType, func(o *localcloud.Object) bool { return path.Base(o.String("chart")) == "keda" }) != nil
}

// admitScaled is KEDA's webhook: nobody else may scale the workload.
// https://github.com/kedacore/keda/blob/v2.20.0/apis/keda/v1alpha1/scaledobject_webhook.go
func admitScaled(tx *localcloud.Tx, scaled fields) error {
	if !kedaRuns(tx) {
		return nil
	}
	namespace, version, kind, target := aim(scaled)
	for _, other := range tx.Where(hpaType, "metadata.namespace", namespace) {
		hpa := live(other.Outputs)
		if textAt(hpa, "spec", "scaleTargetRef", "kind") != kind || textAt(hpa, "spec", "scaleTargetRef", "name") != target {
			continue
		}
		free := textAt(hpa, "metadata", "annotations", "validations.keda.sh/hpa-ownership") == "false"
		moves := textAt(scaled, "metadata", "annotations", "scaledobject.keda.sh/transfer-hpa-ownership") == "true" && kedaName(scaled) == other.Name
		if !free && !moves && textAt(hpa, "metadata", "labels", "scaledobject.keda.sh/name") != textAt(scaled, "metadata", "name") {
			return tx.Fail(403, forbidden, "admission webhook %q denied the request: the workload '%s' of type '%s.%s' is already managed by the hpa '%s'",
				"vscaledobject.kb.io", target, version, kind, other.Name)
		}
	}
	return nil
}

// aim is what a ScaledObject scales: a Deployment where it does not say.
func aim(scaled fields) (namespace, version, kind, name string) {
	namespace, name = textAt(scaled, "metadata", "namespace"), textAt(scaled, "spec", "scaleTargetRef", "name")
	version, kind = textAt(scaled, "spec", "scaleTargetRef", "apiVersion"), textAt(scaled, "spec", "scaleTargetRef", "kind")
	if version == "" {
		version = "apps/v1"
	}
	if kind == "" {
		kind = "Deployment"
	}
	return namespace, version, kind, name
}

// kedaName is the name of the autoscaler that KEDA makes.
// https://keda.sh/docs/2.20/reference/scaledobject-spec/#advanced
func kedaName(scaled fields) string {
	if name := textAt(scaled, "spec", "advanced", "horizontalPodAutoscalerConfig", "name"); name != "" {
		return name
	}
	return "keda-hpa-" + textAt(scaled, "metadata", "name")
}

// makeScaler makes the autoscaler of a ScaledObject, which then scales the
// workload.
func makeScaler(tx *localcloud.Tx, scaled fields) {
	if !kedaRuns(tx) {
		return
	}
	namespace, version, kind, target := aim(scaled)
	inputs := fields{
		"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
		"metadata": fields{
			"name": kedaName(scaled), "namespace": namespace,
			"labels": fields{"app.kubernetes.io/managed-by": "keda-operator", "scaledobject.keda.sh/name": textAt(scaled, "metadata", "name")},
		},
		"spec": fields{
			"scaleTargetRef": fields{"apiVersion": version, "kind": kind, "name": target},
			"minReplicas":    atLeastOne(numberAt(scaled, "spec", "minReplicaCount"), 1),
			"maxReplicas":    atLeastOne(numberAt(scaled, "spec", "maxReplicaCount"), 100),
			"metrics":        measures(scaled),
		},
	}
	if behavior := at(scaled, "spec", "advanced", "horizontalPodAutoscalerConfig", "behavior"); behavior != nil {
		put(inputs, copyFields(behavior), "spec", "behavior")
	}
	t := builtin[hpaType]
	made := server{tx, t}.made(inputs)
	if there := tx.Get(hpaType, objectID(namespace, kedaName(scaled))); there != nil {
		for _, field := range []string{"uid", "creationTimestamp"} {
			put(made, there.String("metadata."+field), "metadata", field)
		}
	}
	report(tx, t, made, true)
	tx.Put(&localcloud.Object{Type: hpaType, ID: objectID(namespace, kedaName(scaled)), Name: kedaName(scaled), Outputs: propsOf(made)})
	scale(tx, made)
}

// removeScaler takes the autoscaler along with its ScaledObject; the workload
// keeps its replicas.
func removeScaler(tx *localcloud.Tx, scaled fields) {
	tx.Remove(hpaType, objectID(textAt(scaled, "metadata", "namespace"), kedaName(scaled)))
}

func atLeastOne(number, otherwise float64) float64 {
	if number < 1 {
		return otherwise
	}
	return number
}

// measures are the triggers as the autoscaler has them: CPU and memory are
// Kubernetes' own, the others KEDA's, numbered.
// https://keda.sh/docs/2.20/scalers/cpu/
func measures(scaled fields) []any {
	triggers, _ := at(scaled, "spec", "triggers").([]any)
	var measures []any
	for i, trigger := range triggers {
		kind, metric, value := textAt(trigger, "type"), textAt(trigger, "metricType"), textAt(trigger, "metadata", "value")
		if metric == "" {
			metric = "AverageValue"
		}
		if kind != "cpu" && kind != "memory" {
			labels := fields{"matchLabels": fields{"scaledobject.keda.sh/name": textAt(scaled, "metadata", "name")}}
			measures = append(measures, fields{"type": "External", "external": fields{
				"metric": fields{"name": fmt.Sprintf("s%d-%s", i, kind), "selector": labels},
				"target": fields{"type": metric, "averageValue": threshold(trigger)},
			}})
			continue
		}
		target := fields{"type": metric, "averageValue": value}
		if percent, err := strconv.Atoi(value); err == nil && metric == "Utilization" {
			target = fields{"type": metric, "averageUtilization": float64(percent)}
		}
		measures = append(measures, fields{"type": "Resource", "resource": fields{"name": kind, "target": target}})
	}
	return measures
}

// threshold is the number above which a trigger adds replicas; scalers call it
// by many names.
func threshold(trigger any) string {
	for _, name := range []string{"targetMetricValue", "listLength", "threshold", "value", "queueLength", "lagThreshold"} {
		if value := textAt(trigger, "metadata", name); value != "" {
			return value
		}
	}
	return "1"
}
