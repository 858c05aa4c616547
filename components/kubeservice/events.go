package kubeservice

import (
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/sdk/kubernetes/apiextensions"
)

const kedaVersion = "keda.sh/v1alpha1"

// Requests scale by what the load balancer counts.
type Requests struct {
	// PerMinute and pod: above, pods are added. Required.
	PerMinute int
	// BalancerARN is the load balancer in front of the target groups. Required.
	BalancerARN pulumi.StringInput
	// Region is where it is. Required.
	Region string
}

// Queue scales by the length of a list in Redis.
type Queue struct {
	// List is the list's name, Length the entries that wait for each pod: above,
	// pods are added. Required.
	List   string
	Length int
	// URL is that of the Redis, with its password. Required.
	URL pulumi.StringInput
}

// events tells whether it takes KEDA to scale by this.
func (a Autoscale) events() bool { return a.Requests != nil || a.Queue != nil }

// makeScaledObject hands a variant to KEDA, which makes the autoscaler that
// Kubernetes then works by, for all measures: two autoscalers on one workload
// would fight. Where a measure fails, the others still add pods and none are
// removed, so there is no number to fall back to.
// https://keda.sh/docs/2.20/reference/scaledobject-spec/
func (b *builder) makeScaledObject(variant Variant, workload pulumi.Resource) error {
	scale := b.args.Autoscale
	after := append([]pulumi.Resource{workload}, scale.Scaler...)
	for _, from := range []source{fromBalancer, fromQueue} {
		if made, ok := b.sources[from]; ok {
			after = append(after, made)
		}
	}
	_, err := apiextensions.NewCustomResource(b.ctx, b.logical(variant)+"-scaling", &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String(kedaVersion),
		Kind:       pulumi.String("ScaledObject"),
		Metadata:   b.metadata(variant),
		OtherFields: map[string]any{"spec": pulumi.Map{
			"scaleTargetRef": pulumi.Map{
				"apiVersion": pulumi.String("apps/v1"),
				"kind":       pulumi.String("Deployment"),
				"name":       pulumi.String(b.args.instance(variant.Colour)),
			},
			"minReplicaCount": pulumi.Int(scale.Min),
			"maxReplicaCount": pulumi.Int(scale.Max),
			"advanced": pulumi.Map{"horizontalPodAutoscalerConfig": pulumi.Map{"behavior": pulumi.Map{
				"scaleDown": pulumi.Map{"stabilizationWindowSeconds": pulumi.Int(int(scale.Calm / time.Second))},
			}}},
			"triggers": b.triggers(variant),
		}},
	}, b.child(after...)...)
	return err
}

func (b *builder) triggers(variant Variant) pulumi.Array {
	scale := b.args.Autoscale
	var triggers pulumi.Array
	for _, measure := range []struct {
		kind    string
		percent int
	}{{"cpu", scale.CPUPercent}, {"memory", scale.MemoryPercent}} {
		if measure.percent > 0 {
			triggers = append(triggers, pulumi.Map{
				"type":       pulumi.String(measure.kind),
				"metricType": pulumi.String("Utilization"),
				"metadata":   pulumi.StringMap{"value": pulumi.String(strconv.Itoa(measure.percent))},
			})
		}
	}
	if scale.Requests != nil {
		triggers = append(triggers, b.trigger("aws-cloudwatch", fromBalancer, scale.Requests.counted(variant)))
	}
	if scale.Queue != nil {
		triggers = append(triggers, b.trigger("redis", fromQueue, scale.Queue.waiting()))
	}
	return triggers
}

// trigger is a measure that is divided by the number of pods.
func (b *builder) trigger(kind string, from source, metadata pulumi.StringMap) pulumi.Map {
	return pulumi.Map{
		"type":              pulumi.String(kind),
		"metricType":        pulumi.String("AverageValue"),
		"metadata":          metadata,
		"authenticationRef": pulumi.Map{"name": pulumi.String(from.name(b.args.App))},
	}
}

// counted are the requests of one whole minute that reached a variant. The
// minute that runs is left out; without requests there is no figure, which
// counts as none. KEDA divides by the pods, so the sum is what it wants, and not
// CloudWatch's RequestCountPerTarget.
// https://keda.sh/docs/2.20/scalers/aws-cloudwatch/
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
func (r Requests) counted(variant Variant) pulumi.StringMap {
	return pulumi.StringMap{
		"awsRegion":            pulumi.String(r.Region),
		"namespace":            pulumi.String("AWS/ApplicationELB"),
		"metricName":           pulumi.String("RequestCount"),
		"dimensionName":        pulumi.String("LoadBalancer;TargetGroup"),
		"dimensionValue":       pulumi.Sprintf("%s;%s", dimension(r.BalancerARN), dimension(variant.TargetGroupARN)),
		"metricStat":           pulumi.String("Sum"),
		"metricStatPeriod":     pulumi.String("60"),
		"metricCollectionTime": pulumi.String("300"),
		"metricEndTimeOffset":  pulumi.String("60"),
		"minMetricValue":       pulumi.String("0"),
		"targetMetricValue":    pulumi.String(strconv.Itoa(r.PerMinute)),
	}
}

// dimension is what CloudWatch calls a load balancer or a target group: the end
// of its ARN.
func dimension(arn pulumi.StringInput) pulumi.StringOutput {
	return arn.ToStringOutput().ApplyT(func(arn string) string {
		return strings.TrimPrefix(arn[strings.LastIndex(arn, ":")+1:], "loadbalancer/")
	}).(pulumi.StringOutput)
}

// waiting is the length of the list.
// https://keda.sh/docs/2.20/scalers/redis-lists/
func (q Queue) waiting() pulumi.StringMap {
	return pulumi.StringMap{
		"address":    q.part(redis.address),
		"enableTLS":  q.part(redis.tls),
		"listName":   pulumi.String(q.List),
		"listLength": pulumi.String(strconv.Itoa(q.Length)),
	}
}
