package kubeservice

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	autoscalingv2 "groundwork/internal/sdk/kubernetes/autoscaling/v2"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	policyv1 "groundwork/internal/sdk/kubernetes/policy/v1"
)

// longestCalm is the longest stabilization window Kubernetes takes:
// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/
const longestCalm = time.Hour

// Autoscale is how many pods there are. Kubernetes' own autoscaler works by CPU
// and memory; with Requests or Queue, KEDA's does by all of them.
type Autoscale struct {
	// Min and Max are numbers of pods. Required.
	Min, Max int
	// CPUPercent and MemoryPercent of what a pod asks for: above, pods are added.
	// 0 ignores that measure; one measure at least is required.
	CPUPercent, MemoryPercent int
	// Calm is how long the load must have been low before pods are removed. 0
	// removes them at once; Kubernetes itself waits 5 min.
	Calm time.Duration
	// Requests are counted by the load balancer. nil ignores them.
	Requests *Requests
	// Queue is what waits in Redis. nil ignores it.
	Queue *Queue
	// Scaler must exist before an object of KEDA's: KEDA's Ready. Required with
	// Requests or Queue.
	Scaler []pulumi.Resource
}

func (a Autoscale) problems(variants []Variant) error {
	var problems problem.List
	problems.Require(a.Min >= 1, "autoscale min %d must be at least 1", a.Min)
	problems.Require(a.Max >= a.Min, "autoscale max %d must be at least min %d", a.Max, a.Min)
	problems.Require(a.CPUPercent >= 0 && a.MemoryPercent >= 0 && (a.CPUPercent+a.MemoryPercent > 0 || a.events()), "autoscale needs something to measure")
	problems.Require(a.Calm >= 0 && a.Calm <= longestCalm, "autoscale calm %s must be from 0 to %s", a.Calm, longestCalm)
	if r := a.Requests; r != nil {
		problems.Require(r.PerMinute > 0 && r.Region != "" && r.BalancerARN != nil, "requests need a number a minute, a region and a load balancer")
		for _, variant := range variants {
			problems.Require(variant.TargetGroupARN != nil, "requests are counted for each target group, and variant %q has none", variant.Colour)
		}
	}
	if q := a.Queue; q != nil {
		problems.Require(q.List != "" && q.Length > 0 && q.URL != nil, "a queue needs a list, a length and the URL of its Redis")
	}
	problems.Require(!a.events() || len(a.Scaler) > 0, "autoscale by requests or a queue needs KEDA")
	return problems.Err()
}

// makeScaling creates what decides how many pods there are, and how many of
// them a drained node may take at once.
func (b *builder) makeScaling(variant Variant, workload pulumi.Resource) error {
	if scale := b.args.Autoscale; scale != nil {
		autoscale := b.makeAutoscaler
		if scale.events() {
			autoscale = b.makeScaledObject
		}
		if err := autoscale(variant, workload); err != nil {
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
	}, b.child(workload)...)
	return err
}

func (b *builder) makeAutoscaler(variant Variant, workload pulumi.Resource) error {
	scale := b.args.Autoscale
	metadata := b.metadata(variant)
	// On the way to KEDA its ScaledObject comes before this goes, which KEDA would
	// refuse. While there are two, Kubernetes lets both rest.
	// https://keda.sh/docs/2.20/reference/scaledobject-spec/#transfer-ownership-of-an-existing-hpa
	metadata.Annotations = pulumi.StringMap{"validations.keda.sh/hpa-ownership": pulumi.String("false")}
	_, err := autoscalingv2.NewHorizontalPodAutoscaler(b.ctx, b.logical(variant), &autoscalingv2.HorizontalPodAutoscalerArgs{
		Metadata: metadata,
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
	}, b.child(workload)...)
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
