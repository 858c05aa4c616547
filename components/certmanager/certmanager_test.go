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

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Replicas: -1}.validate()
	assert.ErrorContains(t, err, "ingress class is required")
	assert.ErrorContains(t, err, "replicas -1")
}
