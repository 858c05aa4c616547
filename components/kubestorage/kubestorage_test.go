package kubestorage

import (
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

func run(t *testing.T, keep bool) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		_, err = New(ctx, "volumes", Args{Names: naming.Scope{System: "screener", Environment: "prod"}, Class: "fast-ssd", Keep: keep}, pulumi.Provider(provider))
		return err
	})
}

func TestVolumesAreEncryptedGrowAndAreMadeWhereTheirPodIs(t *testing.T) {
	class := run(t, true).One(t, "kubernetes:storage.k8s.io/v1:StorageClass")
	assert.Equal(t, "fast-ssd", class.Get("metadata", "name"))
	assert.Equal(t, "ebs.csi.aws.com", class.Get("provisioner"))
	assert.Equal(t, "gp3", class.Get("parameters", "type"))
	assert.Equal(t, "true", class.Get("parameters", "encrypted"))
	assert.Equal(t, "Environment=prod", class.Get("parameters", "tagSpecification_1"))
	assert.Equal(t, "WaitForFirstConsumer", class.Get("volumeBindingMode"))
	assert.Equal(t, true, class.Get("allowVolumeExpansion"))
}

func TestAVolumeOutlivesItsClaimWhereItIsKept(t *testing.T) {
	for keep, policy := range map[bool]string{true: "Retain", false: "Delete"} {
		assert.Equal(t, policy, run(t, keep).One(t, "kubernetes:storage.k8s.io/v1:StorageClass").Get("reclaimPolicy"))
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{}.validate()
	assert.ErrorContains(t, err, "names need")
	assert.ErrorContains(t, err, "class is required")
}
