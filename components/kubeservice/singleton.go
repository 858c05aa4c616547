package kubeservice

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	appsv1 "groundwork/internal/sdk/kubernetes/apps/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
)

// makeStatefulSet creates a singleton's pod. A StatefulSet makes a pod again
// only when the one of that name is gone, whatever took it away; a Deployment,
// even one that recreates, promises that for rollouts alone and starts the next
// pod of a drained node while the old one still stops.
// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment
// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees
//
// Pods are managed in parallel: otherwise a version that never becomes ready
// would hold up the one that repairs it, until somebody deletes its pod.
// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
func (b *builder) makeStatefulSet(variant Variant, entry []pulumi.Resource) (*appsv1.StatefulSet, error) {
	spec := b.args.spec(variant)
	return appsv1.NewStatefulSet(b.ctx, b.logical(variant), &appsv1.StatefulSetArgs{
		Metadata: spec.Metadata(b.args.Namespace, spec.Instance),
		Spec: &appsv1.StatefulSetSpecArgs{
			Replicas:             pulumi.Int(1),
			RevisionHistoryLimit: pulumi.Int(revisions),
			ServiceName:          pulumi.String(b.args.App),
			PodManagementPolicy:  pulumi.String("Parallel"),
			UpdateStrategy:       &appsv1.StatefulSetUpdateStrategyArgs{Type: pulumi.String("RollingUpdate")},
			Selector:             &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(spec.Selector())},
			Template:             spec.Template(b.config),
		},
	}, b.child(append(entry, b.shared...)...)...)
}
