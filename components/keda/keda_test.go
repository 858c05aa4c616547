package keda

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

var full = Args{Names: naming.Scope{System: "stockindicator", Environment: "prod"}, Watch: "stockindicator-prod", Replicas: 2}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		installed, err := New(ctx, "keda", full, pulumi.Provider(provider))
		if err == nil {
			assert.Len(t, installed.Ready, 2)
		}
		return err
	}, options...)
}

func TestTheChartIsPinnedAndKeptToOneNamespace(t *testing.T) {
	release := run(t).One(t, "kubernetes:helm.sh/v3:Release")
	assert.Equal(t, chartVersion, release.Get("version"))
	assert.Equal(t, "keda", release.Get("namespace"))
	assert.Equal(t, "stockindicator-prod", release.Get("values", "watchNamespace"))
	assert.EqualValues(t, 2, release.Get("values", "operator", "replicaCount"))
	assert.Equal(t, false, release.Get("values", "rbac", "enabledCustomScaledRefKinds"))
	assert.Equal(t, true, release.Get("values", "permissions", "metricServer", "restrict", "secret"))
}

func TestItsProgramsMeetTheRestrictedStandard(t *testing.T) {
	recorder := run(t)
	assert.Equal(t, "restricted", recorder.One(t, "kubernetes:core/v1:Namespace").Get("metadata", "labels", "pod-security.kubernetes.io/enforce"))
	release := recorder.One(t, "kubernetes:helm.sh/v3:Release")
	for _, program := range []string{"operator", "metricServer", "webhooks"} {
		assert.Equal(t, map[string]any{
			"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
			"capabilities": map[string]any{"drop": []any{"ALL"}}, "seccompProfile": map[string]any{"type": "RuntimeDefault"},
		}, release.Get("values", "securityContext", program))
		assert.Equal(t, true, release.Get("values", "podSecurityContext", program, "runAsNonRoot"))
		assert.NotEmpty(t, release.Get("values", "resources", program, "limits", "memory"))
	}
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, mocks.Preview).Children(t, "groundwork:keda:KEDA", "keda") {
		assert.Contains(t, child.Provider, "::k8s::", child.Name)
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{}.validate()
	for _, want := range []string{"names need", `namespace ""`, "replicas 0"} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, full.validate())
}
