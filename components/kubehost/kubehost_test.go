package kubehost

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

func screener() Args {
	return Args{
		Names:     naming.Scope{System: "screener", Environment: "prod"},
		Namespace: "screener", Host: "screener.example", Class: "nginx", Issuer: "letsencrypt",
		Routes: []Route{{App: "frontend", Port: 8080, Path: "/"}, {App: "backend", Port: 8000, Path: "/api", RequestsPerSecond: 100}},
	}
}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		_, err = New(ctx, "host", screener(), pulumi.Provider(provider))
		return err
	}, options...)
}

const tokenIngress = "kubernetes:networking.k8s.io/v1:Ingress"

func TestTheHostHoldsTheCertificateAndTheWaysJoinIt(t *testing.T) {
	recorder := run(t)
	certificate := recorder.One(t, "kubernetes:cert-manager.io/v1:Certificate")
	assert.Equal(t, []any{"screener.example"}, certificate.Get("spec", "dnsNames"))
	assert.Equal(t, map[string]any{"group": "cert-manager.io", "kind": "ClusterIssuer", "name": "letsencrypt"}, certificate.Get("spec", "issuerRef"))
	assert.Equal(t, "true", certificate.Get("metadata", "annotations", "cert-manager.io/issue-temporary-certificate"))

	host := recorder.Named(t, tokenIngress, "host-host")
	assert.Equal(t, "master", host.Get("metadata", "annotations", joining))
	assert.Equal(t, certificate.Get("spec", "secretName"), host.Get("spec", "tls").([]any)[0].(map[string]any)["secretName"])
	assert.Equal(t, map[string]any{"host": "screener.example"}, host.Get("spec", "rules").([]any)[0], "a host has no ways of its own")

	way := recorder.Named(t, tokenIngress, "host-backend")
	assert.Equal(t, "minion", way.Get("metadata", "annotations", joining))
	assert.Nil(t, way.Get("spec", "tls"))
	path := way.Get("spec", "rules").([]any)[0].(map[string]any)["http"].(map[string]any)["paths"].([]any)[0].(map[string]any)
	assert.Equal(t, "/api", path["path"])
	assert.Equal(t, "Prefix", path["pathType"])
	assert.Equal(t, map[string]any{"service": map[string]any{"name": "backend", "port": map[string]any{"number": 8000.0}}}, path["backend"])
}

func TestARateLimitIsTheClients(t *testing.T) {
	recorder := run(t)
	limited := recorder.Named(t, tokenIngress, "host-backend")
	assert.Equal(t, "100r/s", limited.Get("metadata", "annotations", "nginx.org/limit-req-rate"))
	assert.Equal(t, "${binary_remote_addr}", limited.Get("metadata", "annotations", "nginx.org/limit-req-key"))
	assert.Equal(t, "true", limited.Get("metadata", "annotations", "nginx.org/limit-req-scale"))
	assert.Nil(t, recorder.Named(t, tokenIngress, "host-frontend").Get("metadata", "annotations", "nginx.org/limit-req-rate"))
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, mocks.Preview).Children(t, "groundwork:kubehost:Host", "host") {
		assert.Contains(t, child.Provider, "::k8s::", child.Name)
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Routes: []Route{{RequestsPerSecond: -1}}}.validate()
	for _, want := range []string{"names need", "namespace, host", `route to ""`, "requests per second"} {
		assert.ErrorContains(t, err, want)
	}
	assert.ErrorContains(t, Args{}.validate(), "a route is required")
	assert.NoError(t, screener().validate())
}
