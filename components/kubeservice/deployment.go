package kubeservice

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	appsv1 "groundwork/internal/sdk/kubernetes/apps/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
)

// revisions is how many earlier versions `kubectl rollout undo` can go back to.
// It brings back the pods, not the configuration they read: after a change of
// that, go back with pulumi.
const revisions = 10

// makeDeployment creates the pods of a variant. A rollout adds before it takes
// away, so there are never fewer pods than asked for.
func (b *builder) makeDeployment(variant Variant, entry []pulumi.Resource) (*appsv1.Deployment, error) {
	spec := b.args.spec(variant)
	return appsv1.NewDeployment(b.ctx, b.logical(variant), &appsv1.DeploymentArgs{
		Metadata: spec.Metadata(b.args.Namespace, spec.Instance),
		Spec: &appsv1.DeploymentSpecArgs{
			Replicas:             b.replicas(),
			RevisionHistoryLimit: pulumi.Int(revisions),
			Selector:             &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(spec.Selector())},
			Strategy: &appsv1.DeploymentStrategyArgs{
				Type: pulumi.String("RollingUpdate"),
				RollingUpdate: &appsv1.RollingUpdateDeploymentArgs{
					MaxSurge:       pulumi.String("25%"),
					MaxUnavailable: pulumi.Int(0),
				},
			},
			Template: spec.Template(b.config),
		},
	}, b.child(append(entry, b.shared...)...)...)
}

// replicas is left out where an autoscaler decides. With server-side apply a
// field that is never sent is never owned, so no update of the Deployment puts
// back an old number, which ignoreChanges would do. The price: a new variant
// starts with one pod, and the autoscaler brings it to its minimum within
// seconds, with or without metrics.
// https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-and-statefulsets-to-horizontal-autoscaling
func (b *builder) replicas() pulumi.IntPtrInput {
	if b.args.Autoscale != nil {
		return nil
	}
	return pulumi.Int(b.args.fewest())
}

// logical is the logical name of a variant's objects.
func (b *builder) logical(variant Variant) string {
	if variant.Colour == "" {
		return b.name + "-pods"
	}
	return b.name + "-" + variant.Colour
}

// metadata of a variant's object.
func (b *builder) metadata(variant Variant) *metav1.ObjectMetaArgs {
	spec := b.args.spec(variant)
	return spec.Metadata(b.args.Namespace, spec.Instance)
}
