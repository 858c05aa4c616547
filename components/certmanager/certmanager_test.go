package certmanager

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
)

func run(t *testing.T, args Args) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		_, err = New(ctx, "cm", args, pulumi.Provider(provider))
		return err
	})
}

func TestTheIssuerAnswersThroughTheIngress(t *testing.T) {
	issuer := run(t, Args{
		Production: true, Email: "ops@example.com", IngressClass: "nginx", SolverAnnotations: map[string]string{"a": "b"},
	}).One(t, "kubernetes:cert-manager.io/v1:ClusterIssuer")
	assert.Equal(t, "letsencrypt", issuer.Get("metadata", "name"))
	assert.Equal(t, "https://acme-v02.api.letsencrypt.org/directory", issuer.Get("spec", "acme", "server"))
	assert.Equal(t, "ops@example.com", issuer.Get("spec", "acme", "email"))
	solver := issuer.Get("spec", "acme", "solvers").([]any)[0].(map[string]any)["http01"].(map[string]any)["ingress"].(map[string]any)
	assert.Equal(t, "nginx", solver["ingressClassName"])
	assert.Equal(t, map[string]any{"metadata": map[string]any{"annotations": map[string]any{"a": "b"}}}, solver["ingressTemplate"])
}

func TestAnEnvironmentThatComesAndGoesTakesCertificatesThatNobodyTrusts(t *testing.T) {
	issuer := run(t, Args{IngressClass: "nginx"}).One(t, "kubernetes:cert-manager.io/v1:ClusterIssuer")
	assert.Equal(t, "https://acme-staging-v02.api.letsencrypt.org/directory", issuer.Get("spec", "acme", "server"))
	assert.Nil(t, issuer.Get("spec", "acme", "email"))
}

func TestTheChartIsPinnedAndBringsItsDefinitions(t *testing.T) {
	release := run(t, Args{IngressClass: "nginx"}).One(t, "kubernetes:helm.sh/v3:Release")
	assert.Equal(t, "v1.21.2", release.Get("version"))
	assert.Equal(t, "cert-manager", release.Get("namespace"))
	assert.Equal(t, true, release.Get("values", "crds", "enabled"))
	assert.Equal(t, false, release.Get("values", "podDisruptionBudget", "enabled"), "one pod has none")
}

func TestWithSparesNoDrainTakesAllPodsOfAProgram(t *testing.T) {
	release := run(t, Args{IngressClass: "nginx", Spare: true}).One(t, "kubernetes:helm.sh/v3:Release")
	for program, want := range map[string]struct {
		path     []string
		replicas int
	}{"controller": {nil, 2}, "cainjector": {[]string{"cainjector"}, 2}, "webhook": {[]string{"webhook"}, 3}} {
		value := func(path ...string) any {
			return release.Get(append(append([]string{"values"}, want.path...), path...)...)
		}
		assert.EqualValues(t, want.replicas, value("replicaCount"), program)
		assert.Equal(t, true, value("podDisruptionBudget", "enabled"), program)
		assert.EqualValues(t, 1, value("podDisruptionBudget", "maxUnavailable"), program)
		var keys []any
		for _, listed := range value("topologySpreadConstraints").([]any) {
			spread := listed.(map[string]any)
			assert.Equal(t, program, spread["labelSelector"].(map[string]any)["matchLabels"].(map[string]any)["app.kubernetes.io/component"])
			keys = append(keys, spread["topologyKey"])
		}
		assert.Equal(t, []any{"topology.kubernetes.io/zone", "kubernetes.io/hostname"}, keys, program)
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	assert.ErrorContains(t, Args{}.validate(), "ingress class is required")
}
