package kubeservice

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/internal/podspec"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	"groundwork/naming"
)

const (
	tokenDeployment = "kubernetes:apps/v1:Deployment"
	tokenService    = "kubernetes:core/v1:Service"
	tokenScaler     = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
	tokenBudget     = "kubernetes:policy/v1:PodDisruptionBudget"
	tokenBinding    = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
	tokenSet        = "kubernetes:apps/v1:StatefulSet"
	tokenScaled     = "kubernetes:keda.sh/v1alpha1:ScaledObject"
	tokenSource     = "kubernetes:keda.sh/v1alpha1:TriggerAuthentication"
	tokenPolicy     = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
)

// web is StockIndicator's api in prod, in both colours.
func web() Args {
	return Args{
		Names:     naming.Scope{System: "stockindicator", Environment: "prod"},
		Namespace: "stockindicator-prod",
		App:       "api",
		Variants: []Variant{
			{Colour: "blue", Image: pulumi.String("repo:1.4.2"), TargetGroupARN: pulumi.String("arn:blue")},
			{Colour: "green", Image: pulumi.String("repo:1.5.0"), TargetGroupARN: pulumi.String("arn:green")},
		},
		Port:       8000,
		CPURequest: 1000, CPULimit: 2000,
		MemoryRequest: 1 << 30, MemoryLimit: 2 << 30,
		Autoscale: &Autoscale{Min: 5, Max: 20, CPUPercent: 70, MemoryPercent: 80, Calm: 10 * time.Minute},
		Liveness:  &podspec.Probe{Path: "/health", Delay: 30 * time.Second, Period: 10 * time.Second},
		Readiness: &podspec.Probe{Path: "/ready", Delay: 10 * time.Second, Period: 5 * time.Second},
		Env:       map[string]string{"LOG_LEVEL": "info"},
		Secrets:   map[string]pulumi.StringInput{"DATABASE_URL": pulumi.String("postgres://secret")},
		Access:    podspec.Access{FromCIDRs: []string{"10.30.0.0/16"}, FromApps: []string{"web"}},
		Drain:     20 * time.Second,
	}
}

// worker is a program without a port, once.
func worker() Args {
	return Args{
		Names:      naming.Scope{System: "stockindicator", Environment: "staging"},
		Namespace:  "stockindicator-staging",
		App:        "worker",
		Variants:   []Variant{{Image: pulumi.String("repo:1")}},
		Command:    []string{"celery", "worker"},
		CPURequest: 500, MemoryRequest: 512 << 20,
	}
}

// kedaName is the logical name of what stands for KEDA.
const kedaName = "keda-stand-in"

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		if scale := args.Autoscale; scale != nil && len(scale.Scaler) > 0 {
			keda, err := corev1.NewNamespace(ctx, kedaName, nil, pulumi.Provider(provider))
			require.NoError(t, err)
			scale.Scaler = []pulumi.Resource{keda}
		}
		_, err = New(ctx, "svc", args, pulumi.Provider(provider))
		return err
	}, options...)
}

func TestEachColourHasItsOwnPodsAndWayIn(t *testing.T) {
	recorder := run(t, web())
	for _, colour := range []string{"blue", "green"} {
		deployment := recorder.Named(t, tokenDeployment, "svc-"+colour)
		assert.Equal(t, "api-"+colour, deployment.Get("metadata", "name"))
		assert.Equal(t, "api-"+colour, deployment.Get("spec", "selector", "matchLabels", "app.kubernetes.io/instance"))
		assert.Equal(t, "api-"+colour, recorder.Named(t, tokenService, "svc-"+colour).Get("metadata", "name"))
		assert.Equal(t, "api-"+colour, recorder.Named(t, tokenScaler, "svc-"+colour).Get("spec", "scaleTargetRef", "name"))
		binding := recorder.Named(t, tokenBinding, "svc-"+colour+"-targets")
		assert.Equal(t, "arn:"+colour, binding.Get("spec", "targetGroupARN"))
		assert.Equal(t, "ip", binding.Get("spec", "targetType"))
		assert.Equal(t, map[string]any{"name": "api-" + colour, "port": "http"}, binding.Get("spec", "serviceRef"))
		assert.Nil(t, binding.Get("spec", "networking"))
		assertAfter(t, deployment, binding.Name, "svc-"+colour, "svc-account", "svc-network", "svc-config", "svc-secrets")
	}
	assert.Len(t, recorder.All("kubernetes:core/v1:ServiceAccount"), 1)
	assert.Len(t, recorder.All("kubernetes:core/v1:ConfigMap"), 1)
	assert.Len(t, recorder.All("kubernetes:core/v1:Secret"), 1)
}

func TestCallersInsideReachTheLiveColourUnderThePlainName(t *testing.T) {
	args := web()
	args.Live = "green"
	service := run(t, args).Named(t, tokenService, "svc-address")
	assert.Equal(t, "api", service.Get("metadata", "name"))
	assert.Equal(t, "api-green", service.Get("spec", "selector", "app.kubernetes.io/instance"))

	args = web()
	args.Variants = []Variant{{Image: pulumi.String("repo:1")}}
	service = run(t, args).One(t, tokenService)
	assert.Equal(t, "svc-address", service.Name, "the same resource without colours")
	assert.Equal(t, "api", service.Get("metadata", "name"))
}

// The step from a tag to a release and back: one target group is bound to the pods of
// both for a while, and callers inside the cluster follow once the new ones run.
func TestATagHasAWayInOfItsOwnBesideThePlainName(t *testing.T) {
	args := web()
	args.Variants = []Variant{{Image: pulumi.String("repo:1"), TargetGroupARN: pulumi.String("arn:blue")}}
	plain := run(t, args)
	binding := plain.Named(t, tokenBinding, "svc-pods-targets")
	assert.Equal(t, "api", binding.Get("metadata", "name"), "as it always was")
	assert.Equal(t, "api-pods", binding.Get("spec", "serviceRef", "name"))
	assert.Equal(t, "api", plain.Named(t, tokenService, "svc-pods").Get("spec", "selector", "app.kubernetes.io/instance"))
	address := plain.Named(t, tokenService, "svc-address")
	assert.Equal(t, "api", address.Get("metadata", "name"))
	assertAfter(t, address, "svc-pods")
	assertAfter(t, plain.Named(t, tokenDeployment, "svc-pods"), "svc-pods", "svc-pods-targets")
	for _, recorder := range []*mocks.Recorder{plain, run(t, web())} {
		for _, binding := range recorder.All(tokenBinding) {
			assert.Equal(t, true, binding.Get("spec", "multiClusterTargetGroup"), "the controller lets only such ones share a group")
		}
	}
}

func TestThePortOfPodsIsAllowedByItsName(t *testing.T) {
	args := web()
	args.Access.Named = true
	ingress := run(t, args).One(t, tokenPolicy).Get("spec", "ingress").([]any)[0].(map[string]any)
	assert.Equal(t, []any{map[string]any{"port": "http", "protocol": "TCP"}}, ingress["ports"], "a rollout to another port has pods on both")
}

func TestServicesHaveThePodsPortAndAreNotWaitedFor(t *testing.T) {
	service := run(t, web()).Named(t, tokenService, "svc-blue")
	port := service.Get("spec", "ports").([]any)[0].(map[string]any)
	assert.Equal(t, map[string]any{"name": "http", "port": 8000.0, "protocol": "TCP", "targetPort": "http"}, port)
	assert.Equal(t, "true", service.Get("metadata", "annotations", "pulumi.com/skipAwait"))
}

func TestTheAutoscalerAndTheDeploymentDoNotFight(t *testing.T) {
	recorder := run(t, web())
	assert.Nil(t, recorder.Named(t, tokenDeployment, "svc-blue").Get("spec", "replicas"))
	scaler := recorder.Named(t, tokenScaler, "svc-blue")
	assert.EqualValues(t, 5, scaler.Get("spec", "minReplicas"))
	assert.EqualValues(t, 20, scaler.Get("spec", "maxReplicas"))
	assert.EqualValues(t, 600, scaler.Get("spec", "behavior", "scaleDown", "stabilizationWindowSeconds"))
	assert.Len(t, scaler.Get("spec", "metrics"), 2)

	fixed := run(t, worker())
	assert.EqualValues(t, 1, fixed.One(t, tokenDeployment).Get("spec", "replicas"))
	assert.Empty(t, fixed.All(tokenScaler))
}

func TestABudgetNeverHoldsUpADrain(t *testing.T) {
	for _, budget := range run(t, web()).All(tokenBudget) {
		assert.EqualValues(t, 1, budget.Get("spec", "maxUnavailable"))
		assert.Equal(t, "AlwaysAllow", budget.Get("spec", "unhealthyPodEvictionPolicy"))
	}
	assert.Empty(t, run(t, worker()).All(tokenBudget), "a single pod has none")
}

func TestARolloutNeverHasFewerPodsThanAskedFor(t *testing.T) {
	deployment := run(t, web()).Named(t, tokenDeployment, "svc-blue")
	assert.Equal(t, map[string]any{"maxSurge": "25%", "maxUnavailable": 0.0}, deployment.Get("spec", "strategy", "rollingUpdate"))
	assert.EqualValues(t, 10, deployment.Get("spec", "revisionHistoryLimit"))
	assert.EqualValues(t, 50, deployment.Get("spec", "template", "spec", "terminationGracePeriodSeconds"))
}

func TestAWorkerHasNoWayIn(t *testing.T) {
	recorder := run(t, worker())
	assert.Empty(t, recorder.All(tokenService))
	assert.Empty(t, recorder.All(tokenBinding))
	assert.Nil(t, recorder.One(t, tokenPolicy).Get("spec", "ingress"))
	assert.Equal(t, "worker", recorder.One(t, tokenDeployment).Get("metadata", "name"))
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, web()).Children(t, "groundwork:kubeservice:Service", "svc") {
		assert.Contains(t, child.Provider, "::k8s::", child.Name)
		assert.Equal(t, "stockindicator-prod", child.Get("metadata", "namespace"), child.Name)
	}
}

func TestTheComponentTellsItsAddressAndAccount(t *testing.T) {
	mocks.Run(t, func(ctx *pulumi.Context) error {
		service, err := New(ctx, "svc", web())
		require.NoError(t, err)
		assert.Equal(t, "api.stockindicator-prod.svc.cluster.local:8000", service.Address)
		assert.Equal(t, "api", service.ServiceAccount)
		assert.Len(t, service.Ready, 2)
		return nil
	})
}

func TestAPreviewWithUnknownImagesAndTargetsSucceeds(t *testing.T) {
	unknown := pulumi.UnsafeUnknownOutput(nil).ApplyT(func(value any) string { return value.(string) }).(pulumi.StringOutput)
	args := web()
	args.Variants[0].TargetGroupARN = unknown
	args.Variants[0].Image = unknown
	assert.Len(t, run(t, args, mocks.Preview).All(tokenDeployment), 2)
}

// assertAfter checks that a resource depends on others by their names.
func assertAfter(t *testing.T, r mocks.Registration, names ...string) {
	t.Helper()
	all := strings.Join(r.DependsOn, "\n") + "\n"
	for _, name := range names {
		assert.Contains(t, all, "::"+name+"\n", r.Name)
	}
}
