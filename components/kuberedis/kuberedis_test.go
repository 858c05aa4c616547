package kuberedis

import (
	"strings"
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
		Names:      naming.Scope{System: "screener", Environment: "prod"},
		Namespace:  "screener",
		CPURequest: 250, Memory: 512 << 20,
		StorageClass: "fast-ssd", Storage: 10 << 30,
		FromApps: []string{"backend", "celery"},
	}
}

func run(t *testing.T, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		cache, err := New(ctx, "cache", screener(), pulumi.Provider(provider))
		if err == nil {
			assert.True(t, pulumi.IsSecret(cache.URL))
		}
		return err
	}, options...)
}

func TestThePasswordIsNoArgumentOfTheProgram(t *testing.T) {
	recorder := run(t)
	secret := recorder.One(t, "kubernetes:core/v1:Secret")
	assert.Equal(t, "redis-secret", secret.Get("metadata", "name"))
	assert.Regexp(t, `^redis://:.*@redis\.screener\.svc\.cluster\.local:6379/0$`, secret.Get("stringData", "url"))

	pod := recorder.One(t, "kubernetes:apps/v1:StatefulSet").Get("spec", "template", "spec").(map[string]any)
	redis := pod["containers"].([]any)[0].(map[string]any)
	script := redis["command"].([]any)[2].(string)
	assert.Contains(t, script, "exec redis-server /tmp/password.conf", "Redis is the first process, and hears the signal to stop")
	assert.NotContains(t, script, "--requirepass")
	assert.Contains(t, script, "--appendonly yes")
	assert.Contains(t, script, "--maxmemory 402653184 ", "three quarters of 512Mi")
	reference := redis["env"].([]any)[0].(map[string]any)["valueFrom"].(map[string]any)["secretKeyRef"]
	assert.Equal(t, map[string]any{"name": "redis-secret", "key": "password"}, reference)
}

func TestTheCacheHasAVolume(t *testing.T) {
	claim := run(t).One(t, "kubernetes:core/v1:PersistentVolumeClaim")
	assert.Equal(t, "10Gi", claim.Get("spec", "resources", "requests", "storage"))
	assert.Equal(t, "fast-ssd", claim.Get("spec", "storageClassName"))
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, mocks.Preview).Children(t, "groundwork:kuberedis:Cache", "cache") {
		if strings.HasPrefix(child.Type, "kubernetes:") {
			assert.Contains(t, child.Provider, "::k8s::", child.Name)
		}
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{}.validate()
	for _, want := range []string{"names need", "namespace is", "cpu request", "storage class"} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, screener().validate())
}
