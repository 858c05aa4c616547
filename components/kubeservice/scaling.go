package kubeservice

import (
	"time"

	appsv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/apps/v1"
	autoscalingv2 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/autoscaling/v2"
	metav1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/meta/v1"
	policyv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/policy/v1"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// longestCalm is the longest stabilization window Kubernetes takes:
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
const longestCalm = time.Hour

// makeScaling creates what decides how many pods there are, and how many of
// them a drained node may take at once.
func (b *builder) makeScaling(variant Variant, deployment *appsv1.Deployment) error {
	if b.args.Autoscale != nil {
		if err := b.makeAutoscaler(variant, deployment); err != nil {
			return err
		}
	}
	// With a single pod there is no budget that helps: one that allows nothing
	// would hold up every drain for ever, one that allows one pod says nothing.
	if b.args.fewest() < 2 {
		return nil
	}
	_, err := policyv1.NewPodDisruptionBudget(b.ctx, b.logical(variant), &policyv1.PodDisruptionBudgetArgs{
		Metadata: b.metadata(variant),
		Spec: &policyv1.PodDisruptionBudgetSpecArgs{
			MaxUnavailable: pulumi.Int(1),
			Selector:       &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(b.args.spec(variant).Selector())},
			// A pod that is broken anyway must not hold up a drain either.
			UnhealthyPodEvictionPolicy: pulumi.String("AlwaysAllow"),
		},
	}, b.child(deployment)...)
	return err
}

func (b *builder) makeAutoscaler(variant Variant, deployment *appsv1.Deployment) error {
	scale := b.args.Autoscale
	_, err := autoscalingv2.NewHorizontalPodAutoscaler(b.ctx, b.logical(variant), &autoscalingv2.HorizontalPodAutoscalerArgs{
		Metadata: b.metadata(variant),
		Spec: &autoscalingv2.HorizontalPodAutoscalerSpecArgs{
			ScaleTargetRef: &autoscalingv2.CrossVersionObjectReferenceArgs{
				ApiVersion: pulumi.String("apps/v1"),
				Kind:       pulumi.String("Deployment"),
				Name:       pulumi.String(b.args.instance(variant.Colour)),
			},
			MinReplicas: pulumi.Int(scale.Min),
			MaxReplicas: pulumi.Int(scale.Max),
			Metrics:     scale.metrics(),
			Behavior: &autoscalingv2.HorizontalPodAutoscalerBehaviorArgs{
				ScaleDown: &autoscalingv2.HPAScalingRulesArgs{
					StabilizationWindowSeconds: pulumi.Int(int(scale.Calm / time.Second)),
				},
			},
		},
	}, b.child(deployment)...)
	return err
}

func (a Autoscale) metrics() autoscalingv2.MetricSpecArray {
	var metrics autoscalingv2.MetricSpecArray
	add := func(name string, percent int) {
		if percent == 0 {
			return
		}
		metrics = append(metrics, &autoscalingv2.MetricSpecArgs{
			Type: pulumi.String("Resource"),
			Resource: &autoscalingv2.ResourceMetricSourceArgs{
				Name: pulumi.String(name),
				Target: &autoscalingv2.MetricTargetArgs{
					Type:               pulumi.String("Utilization"),
					AverageUtilization: pulumi.Int(percent),
				},
			},
		})
	}
	add("cpu", a.CPUPercent)
	add("memory", a.MemoryPercent)
	return metrics
}
