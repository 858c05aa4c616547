package kubeservice

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
)

// eventful is the api scaled by requests too, and with a queue.
func eventful() Args {
	args := web()
	args.Autoscale.Requests = &Requests{PerMinute: 500, BalancerARN: pulumi.String("arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/lb/0f"), Region: "us-east-1"}
	args.Autoscale.Queue = &Queue{List: "celery", Length: 100, URL: pulumi.ToSecret(pulumi.String("rediss://:pa%2Fss@cache.example:6379")).(pulumi.StringOutput)}
	args.Autoscale.Scaler = []pulumi.Resource{&pulumi.ResourceState{}} // run puts a registered one in its place
	args.Variants[0].TargetGroupARN = pulumi.String("arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/blue/1a")
	return args
}

func TestKedaScalesByAllMeasuresAndNothingElseDoes(t *testing.T) {
	recorder := run(t, eventful())
	assert.Empty(t, recorder.All(tokenScaler), "two autoscalers on one workload fight")
	assert.Len(t, recorder.All(tokenScaled), 2)
	scaled := recorder.Named(t, tokenScaled, "svc-blue-scaling")
	assert.Equal(t, map[string]any{"apiVersion": "apps/v1", "kind": "Deployment", "name": "api-blue"}, scaled.Get("spec", "scaleTargetRef"))
	assert.EqualValues(t, 5, scaled.Get("spec", "minReplicaCount"))
	assert.EqualValues(t, 20, scaled.Get("spec", "maxReplicaCount"))
	assert.EqualValues(t, 600, scaled.Get("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior", "scaleDown", "stabilizationWindowSeconds"))
	assert.Nil(t, recorder.Named(t, tokenDeployment, "svc-blue").Get("spec", "replicas"))

	triggers := scaled.Get("spec", "triggers").([]any)
	assert.Equal(t, map[string]any{"type": "cpu", "metricType": "Utilization", "metadata": map[string]any{"value": "70"}}, triggers[0])
	assert.Equal(t, map[string]any{"type": "memory", "metricType": "Utilization", "metadata": map[string]any{"value": "80"}}, triggers[1])
	requests := triggers[2].(map[string]any)
	assert.Equal(t, "aws-cloudwatch", requests["type"])
	assert.Equal(t, map[string]any{"name": "api-requests"}, requests["authenticationRef"])
	assert.Equal(t, "app/lb/0f;targetgroup/blue/1a", requests["metadata"].(map[string]any)["dimensionValue"])
	assert.Equal(t, "500", requests["metadata"].(map[string]any)["targetMetricValue"])
	assert.Equal(t, map[string]any{
		"type": "redis", "metricType": "AverageValue", "authenticationRef": map[string]any{"name": "api-queue"},
		"metadata": map[string]any{"address": "cache.example:6379", "enableTLS": "true", "listName": "celery", "listLength": "100"},
	}, triggers[3])
}

func TestKedaProvesItselfWithoutASecretInTheOpen(t *testing.T) {
	recorder := run(t, eventful())
	assert.Equal(t, map[string]any{"provider": "aws"}, recorder.Named(t, tokenSource, "svc-requests").Get("spec", "podIdentity"))
	queue := recorder.Named(t, tokenSource, "svc-queue")
	reference := queue.Get("spec", "secretTargetRef").([]any)[0].(map[string]any)
	assert.Equal(t, "password", reference["parameter"])
	secret := recorder.Named(t, "kubernetes:core/v1:Secret", "svc-queue-secrets")
	assert.Equal(t, secret.Get("metadata", "name"), reference["name"])
	assertAfter(t, queue, "svc-queue-secrets")
	assertAfter(t, recorder.Named(t, tokenScaled, "svc-green-scaling"), "svc-green", "svc-queue", "svc-requests")
}

func TestWhatTellsKedaOfThePodsWaitsForItAndThePodsDoNot(t *testing.T) {
	recorder := run(t, eventful())
	for _, told := range append(recorder.All(tokenScaled), recorder.All(tokenSource)...) {
		assertAfter(t, told, kedaName)
	}
	for _, deployment := range recorder.All(tokenDeployment) {
		assert.NotContains(t, strings.Join(deployment.DependsOn, "\n"), "::"+kedaName)
	}
}

func TestOurAutoscalerLetsKedaTakeOver(t *testing.T) {
	scaler := run(t, web()).Named(t, tokenScaler, "svc-blue")
	assert.Equal(t, "false", scaler.Get("metadata", "annotations", "validations.keda.sh/hpa-ownership"))
}
