package kubenamespace

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

var names = naming.Scope{System: "stockindicator", Environment: "prod"}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		namespace, err := New(ctx, "ns", Args{Names: names}, pulumi.Provider(provider))
		if err == nil {
			assert.Equal(t, "stockindicator-prod", namespace.Name)
			assert.Len(t, namespace.Ready, 3)
		}
		return err
	}, options...)
}

func TestTheNamespaceRefusesPodsThatAreNotHardened(t *testing.T) {
	namespace := run(t).One(t, "kubernetes:core/v1:Namespace")
	assert.Equal(t, "stockindicator-prod", namespace.Get("metadata", "name"))
	assert.Equal(t, "restricted", namespace.Get("metadata", "labels", "pod-security.kubernetes.io/enforce"))
	assert.Equal(t, "enabled", namespace.Get("metadata", "labels", "elbv2.k8s.aws/pod-readiness-gate-inject"))
}

func TestNothingConnectsUntilAPolicyOpensTheWay(t *testing.T) {
	policy := run(t).One(t, "kubernetes:networking.k8s.io/v1:NetworkPolicy")
	assert.Equal(t, []any{"Ingress", "Egress"}, policy.Get("spec", "policyTypes"))
	assert.Nil(t, policy.Get("spec", "ingress"))
	assert.Nil(t, policy.Get("spec", "egress"))
	assert.Equal(t, map[string]any{}, policy.Get("spec", "podSelector"))
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, mocks.Preview).Children(t, "groundwork:kubenamespace:Namespace", "ns") {
		assert.Contains(t, child.Provider, "::k8s::", child.Name)
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Name: "No_Good"}.validate()
	assert.ErrorContains(t, err, "names need a system and an environment")
	assert.ErrorContains(t, err, `"No_Good" must be lower-case`)
}

func TestFilesThatAnyPodMayMountComeBeforeThePods(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "namespace", Args{
			Names: naming.Scope{System: "shop", Environment: "prod"},
			Files: map[string]map[string]string{"ca-1": {"ca.pem": "x"}},
		})
		if err == nil {
			assert.Len(t, made.Ready, 4)
		}
		return err
	})
	files := recorder.One(t, "kubernetes:core/v1:ConfigMap")
	assert.Equal(t, "ca-1", files.Get("metadata", "name"))
	assert.Equal(t, "x", files.Get("data", "ca.pem"))
	assert.Equal(t, true, files.Get("immutable"))
}
