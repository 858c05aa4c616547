package podspec

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	"groundwork/naming"
)

func api() Spec {
	return Spec{
		Names: naming.Scope{System: "stockindicator", Environment: "prod"}, App: "api", Instance: "api-blue",
		Image: pulumi.String("repo:1"), Command: []string{"uvicorn"}, Port: 8000,
		CPURequest: 1000, CPULimit: 2000, MemoryRequest: 1 << 30, MemoryLimit: 2 << 30,
		Liveness: &Probe{Path: "/health", Delay: 30 * time.Second}, Readiness: &Probe{Path: "/ready", Period: 3 * time.Second},
		Drain: 20 * time.Second,
	}
}

// pod runs a template through the mocks and returns the pod and its container.
func pod(t *testing.T, spec Spec, env map[string]string, secrets map[string]pulumi.StringInput, options ...mocks.Option) (mocks.Registration, map[string]any) {
	t.Helper()
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		config, err := NewConfig(ctx, "x", "ns", spec, env, secrets)
		require.NoError(t, err)
		template := spec.Template(config)
		_, err = corev1.NewPod(ctx, "pod", &corev1.PodArgs{Metadata: template.Metadata, Spec: template.Spec})
		return err
	}, options...)
	made := recorder.One(t, "kubernetes:core/v1:Pod")
	return made, made.Get("spec", "containers").([]any)[0].(map[string]any)
}

func TestAPodMeetsTheRestrictedStandard(t *testing.T) {
	made, container := pod(t, api(), nil, nil)
	assert.Equal(t, map[string]any{"runAsNonRoot": true, "seccompProfile": map[string]any{"type": "RuntimeDefault"}}, made.Get("spec", "securityContext"))
	assert.Equal(t, map[string]any{
		"allowPrivilegeEscalation": false, "privileged": false, "readOnlyRootFilesystem": true, "runAsNonRoot": true,
		"capabilities": map[string]any{"drop": []any{"ALL"}},
	}, container["securityContext"])
	assert.Equal(t, false, made.Get("spec", "automountServiceAccountToken"))
	assert.Equal(t, false, made.Get("spec", "enableServiceLinks"))
	assert.Equal(t, "/tmp", container["volumeMounts"].([]any)[0].(map[string]any)["mountPath"])
}

func TestAPodAsksForWhatItWasGivenInCanonicalUnits(t *testing.T) {
	_, container := pod(t, api(), nil, nil)
	assert.Equal(t, map[string]any{
		"requests": map[string]any{"cpu": "1", "memory": "1Gi"},
		"limits":   map[string]any{"cpu": "2", "memory": "2Gi"},
	}, container["resources"])

	spec := api()
	spec.CPULimit, spec.MemoryLimit = 0, 0
	_, container = pod(t, spec, nil, nil)
	assert.Equal(t, map[string]any{"memory": "1Gi"}, container["resources"].(map[string]any)["limits"])
}

func TestAPodIsCheckedAndStopsGracefully(t *testing.T) {
	made, container := pod(t, api(), nil, nil)
	assert.Equal(t, map[string]any{
		"httpGet": map[string]any{"path": "/health", "port": "http"}, "initialDelaySeconds": 30.0,
		"periodSeconds": 10.0, "timeoutSeconds": 5.0, "failureThreshold": 3.0,
	}, container["livenessProbe"])
	assert.Equal(t, 3.0, container["readinessProbe"].(map[string]any)["timeoutSeconds"], "never longer than the period")
	assert.Equal(t, map[string]any{"preStop": map[string]any{"sleep": map[string]any{"seconds": 20.0}}}, container["lifecycle"])
	assert.EqualValues(t, 50, made.Get("spec", "terminationGracePeriodSeconds"))

	spec := api()
	spec.Drain = 0
	_, container = pod(t, spec, nil, nil)
	assert.NotContains(t, container, "lifecycle")
}

func TestAProbeIsARequestOrACommand(t *testing.T) {
	spec := api()
	spec.Startup = &Probe{Command: []string{"check", "it"}, Period: 2 * time.Second, Timeout: 4 * time.Second, Failures: 30}
	_, container := pod(t, spec, nil, nil)
	assert.Equal(t, map[string]any{
		"exec": map[string]any{"command": []any{"check", "it"}}, "initialDelaySeconds": 0.0,
		"periodSeconds": 2.0, "timeoutSeconds": 4.0, "failureThreshold": 30.0,
	}, container["startupProbe"])
	_, container = pod(t, api(), nil, nil)
	assert.NotContains(t, container, "startupProbe")
}

func TestAPodWritesWhereItWasAllowedTo(t *testing.T) {
	spec := api()
	spec.Writable = []string{"/var/cache", "/run/app"}
	made, container := pod(t, spec, nil, nil)
	volumes, mounts := made.Get("spec", "volumes").([]any), container["volumeMounts"].([]any)
	require.Len(t, volumes, 3)
	for i, path := range []string{"/tmp", "/var/cache", "/run/app"} {
		volume, mount := volumes[i].(map[string]any), mounts[i].(map[string]any)
		assert.Equal(t, map[string]any{"sizeLimit": "1Gi"}, volume["emptyDir"])
		assert.Equal(t, map[string]any{"name": volume["name"], "mountPath": path}, mount)
	}
}

func TestATokenIsMountedOnlyWhenAskedFor(t *testing.T) {
	spec := api()
	spec.Token = true
	made, _ := pod(t, spec, nil, nil)
	assert.Equal(t, true, made.Get("spec", "automountServiceAccountToken"))
}

func TestPodsOfAServiceSpreadAndThoseOfAJobDoNot(t *testing.T) {
	made, _ := pod(t, api(), nil, nil)
	assert.Len(t, made.Get("spec", "topologySpreadConstraints"), 2)

	spec := api()
	spec.Once = true
	made, _ = pod(t, spec, nil, nil)
	assert.Nil(t, made.Get("spec", "topologySpreadConstraints"))
	assert.Equal(t, "Never", made.Get("spec", "restartPolicy"))
}

func TestConfigurationNamesCarryTheContent(t *testing.T) {
	names := func(env string, secret string) (any, any) {
		_, container := pod(t, api(), map[string]string{"A": env}, map[string]pulumi.StringInput{"S": pulumi.String(secret)})
		sources := container["envFrom"].([]any)
		return sources[0].(map[string]any)["configMapRef"].(map[string]any)["name"],
			sources[1].(map[string]any)["secretRef"].(map[string]any)["name"]
	}
	config, secret := names("1", "x")
	sameConfig, sameSecret := names("1", "x")
	otherConfig, otherSecret := names("2", "y")
	assert.Equal(t, config, sameConfig)
	assert.Equal(t, secret, sameSecret)
	assert.NotEqual(t, config, otherConfig)
	assert.NotEqual(t, secret, otherSecret)
	assert.Regexp(t, `^api-config-[0-9a-f]{6}$`, config)
	assert.Regexp(t, `^api-secrets-[0-9a-f]{6}$`, secret)
}

func TestTheSecretsNameIsNoSecretAndItsContentIs(t *testing.T) {
	mocks.Run(t, func(ctx *pulumi.Context) error {
		config, err := NewConfig(ctx, "x", "ns", api(), nil, map[string]pulumi.StringInput{"S": pulumi.ToSecret(pulumi.String("p")).(pulumi.StringOutput)})
		require.NoError(t, err)
		name := config.secretName.ToStringOutput()
		name.ApplyT(func(string) string {
			assert.False(t, pulumi.IsSecret(name))
			return ""
		})
		data := config.Objects[0].(*corev1.Secret).StringData
		data.ApplyT(func(map[string]string) string {
			assert.True(t, pulumi.IsSecret(data))
			return ""
		})
		return nil
	})
}

func TestAnUnknownSecretLeavesOnlyItsNameUnknown(t *testing.T) {
	// The mocks cannot register an unknown secret, so the Secret is left out.
	unknown := pulumi.UnsafeUnknownOutput(nil).ApplyT(func(value any) string { return value.(string) }).(pulumi.StringOutput)
	made := mocks.Run(t, func(ctx *pulumi.Context) error {
		config := &Config{secretName: secretName("api", map[string]pulumi.StringInput{"S": unknown, "T": pulumi.String("t")})}
		template := api().Template(config)
		_, err := corev1.NewPod(ctx, "pod", &corev1.PodArgs{Metadata: template.Metadata, Spec: template.Spec})
		return err
	}, mocks.Preview).One(t, "kubernetes:core/v1:Pod")
	assert.Equal(t, "api", made.Get("metadata", "labels", "app"))
}

func TestEveryProblemOfASpecIsReported(t *testing.T) {
	err := Spec{
		App: "-", Port: 70000, CPURequest: 2, CPULimit: 1, MemoryRequest: 2, MemoryLimit: 1, Drain: -1,
		Startup: &Probe{}, Liveness: &Probe{Path: "x", Delay: -1}, Writable: []string{"x/"},
	}.Problems("who")
	for _, want := range []string{
		"who: names need", `app "-"`, "image is required", "port 70000", "cpu limit 1m", "memory limit 1", "drain -1ns", `path "x"`, "delay -1ns", "startup probe needs a path or a command", `folder "x/"`,
	} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, api().Problems("who"))
}

func TestAFolderOfAConfigMapIsMountedAndCannotBeWrittenTo(t *testing.T) {
	spec := Spec{Mounts: []Mount{{ConfigMap: "ca-1", Path: "/etc/database"}}, User: 70}
	volumes, mounts := spec.volumes(), spec.mounts()
	require.Len(t, volumes, 2)
	assert.Equal(t, pulumi.String("ca-1"), volumes[1].(*corev1.VolumeArgs).ConfigMap.(*corev1.ConfigMapVolumeSourceArgs).Name)
	mount := mounts[1].(*corev1.VolumeMountArgs)
	assert.Equal(t, pulumi.String("/etc/database"), mount.MountPath)
	assert.Equal(t, pulumi.Bool(true), mount.ReadOnly)
	assert.Equal(t, volumes[1].(*corev1.VolumeArgs).Name, mount.Name)
	assert.Equal(t, pulumi.Int(70), spec.podSecurity().RunAsUser)
	assert.Nil(t, Spec{}.podSecurity().RunAsUser)
	assert.ErrorContains(t, Spec{Mounts: []Mount{{Path: "etc"}}}.Problems("x"), `mount "etc" must name a ConfigMap and a whole path`)
}
