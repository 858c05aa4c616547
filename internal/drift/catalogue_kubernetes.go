package drift

import "groundwork/internal/changes"

const (
	deployment  = "kubernetes:apps/v1:Deployment"
	statefulSet = "kubernetes:apps/v1:StatefulSet"
	helmRelease = "kubernetes:helm.sh/v3:Release"
)

// kubernetesRules are what the API server and its controllers write.
var kubernetesRules = []rule{{
	types: []string{deployment, statefulSet}, paths: []string{"spec.replicas"}, when: autoscaledPods,
	reason: "an autoscaler of the stack chooses the number of pods between its bounds",
	source: "https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling", resets: true,
}, {
	types: []string{"kubernetes:*"}, paths: []string{"status"},
	reason: "the status is what controllers report, not what anybody declares",
	source: "https://github.com/pulumi/pulumi-kubernetes/pull/2432",
}, {
	types:  []string{"kubernetes:*"},
	paths:  []string{"metadata.resourceVersion", "metadata.generation", "metadata.managedFields"},
	reason: "the API server's own bookkeeping: what was changed shows in its own property",
	source: "https://github.com/pulumi/pulumi-kubernetes/pull/2432",
}, {
	types: []string{deployment}, paths: []string{"metadata.annotations.*"},
	when:   prefixed("deployment.kubernetes.io/revision"),
	reason: "the controller numbers its rollouts",
	source: "https://kubernetes.io/docs/reference/labels-annotations-taints/#deployment-kubernetes-io-revision",
}, {
	types: []string{"kubernetes:core/v1:PersistentVolumeClaim"}, paths: []string{"metadata.annotations.*"},
	when:   all(added, prefixed("pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/")),
	reason: "the volume's controller notes where it put the volume",
	source: "https://kubernetes.io/docs/reference/labels-annotations-taints/#pv-kubernetes-io-bind-completed",
}, {
	types: []string{"kubernetes:core/v1:PersistentVolumeClaim"}, paths: []string{"spec.volumeName"}, when: added,
	reason: "the claim was bound when its first pod came: that names the volume",
	source: "https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode",
}, {
	types: []string{"kubernetes:core/v1:PersistentVolumeClaim"}, paths: []string{"metadata.finalizers"}, when: added,
	reason: "the API server protects a claim that is in use",
	source: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection",
}, {
	types: []string{"kubernetes:core/v1:Namespace"}, paths: []string{"metadata.labels.*"},
	when:   all(added, prefixed("kubernetes.io/metadata.name")),
	reason: "the API server labels each namespace with its name",
	source: "https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name",
}}

// autoscaledPods holds where an autoscaler of the stack owns the number of pods,
// and the number keeps to its bounds. KEDA scales to nothing, too.
// https://keda.sh/docs/latest/reference/scaledobject-spec/
func autoscaledPods(d difference) bool {
	own := d.known.any("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", func(one changes.Resource) bool {
		return d.scaledBy(one) && d.bounded(one, "spec.minReplicas", "spec.maxReplicas", 1)
	})
	return own || d.known.any("kubernetes:keda.sh/v1alpha1:ScaledObject", func(one changes.Resource) bool {
		return d.scaledBy(one) && d.bounded(one, "spec.minReplicaCount", "spec.maxReplicaCount", 0)
	})
}

// scaledBy tells whether an autoscaler's target is this resource. KEDA's target
// is a Deployment where it names no kind.
func (d difference) scaledBy(scaler changes.Resource) bool {
	kind := text(at(scaler.Before, "spec.scaleTargetRef.kind"))
	if kind == "" {
		kind = "Deployment"
	}
	return kind == d.resource.Kind() &&
		text(at(scaler.Before, "spec.scaleTargetRef.name")) == text(at(d.resource.Before, "metadata.name")) &&
		namespace(scaler) == namespace(d.resource)
}

func namespace(one changes.Resource) string {
	if named := text(at(one.Before, "metadata.namespace")); named != "" {
		return named
	}
	return "default"
}

// bounded tells whether the number of pods keeps to an autoscaler's bounds; one
// without a maximum is not believed.
func (d difference) bounded(scaler changes.Resource, least, most string, unsaid float64) bool {
	low, said := changes.Number(at(scaler.Before, least))
	if !said {
		low = unsaid
	}
	high, limited := changes.Number(at(scaler.Before, most))
	return limited && d.within(low, high)
}
