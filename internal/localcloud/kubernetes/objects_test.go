package kubernetes

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

func localProps(p props) localcloud.Props { return localcloud.PropsOf(p) }

func start(t *testing.T) *cloudtest.Provider {
	t.Helper()
	return cloudtest.Start(t, New()).Provider(packageName, props{})
}

func TestWhatPodsReferToMustExist(t *testing.T) {
	from := func(kind, name string) props {
		return deployment(func(_, c props) {
			c["envFrom"] = []any{props{kind: props{"name": name}}}
		})
	}
	for _, test := range []struct {
		name   string
		inputs props
		want   string
	}{
		{"a missing ConfigMap", from("configMapRef", "settings"), `[CreateContainerConfigError] configmap "settings" not found`},
		{"a missing Secret", from("secretRef", "passwords"), `[CreateContainerConfigError] secret "passwords" not found`},
		{"a missing key", deployment(func(_, c props) {
			c["env"] = []any{props{"name": "PW", "valueFrom": props{"secretKeyRef": props{"name": "db", "key": "word"}}}}
		}), "couldn't find key word in Secret default/db"},
		{"a missing service account", deployment(func(s, _ props) { s["serviceAccountName"] = "app" }),
			`error looking up service account default/app: serviceaccount "app" not found`},
		{"a missing volume", deployment(func(s, _ props) {
			s["volumes"] = []any{props{"name": "cfg", "configMap": props{"name": "settings"}}}
		}), `MountVolume.SetUp failed for volume "cfg" : configmap "settings" not found`},
		{"a missing claim", deployment(func(s, _ props) {
			s["volumes"] = []any{props{"name": "data", "persistentVolumeClaim": props{"claimName": "data"}}}
		}), `persistentvolumeclaim "data" not found`},
		{"a missing priority class", deployment(func(s, _ props) { s["priorityClassName"] = "high" }), "no PriorityClass with name high was found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			provider := start(t)
			provider.Make(secretType, "db", props{"metadata": named("db"), "stringData": props{"password": "x"}})
			refusal := provider.Refuse(deploymentType, "web", test.inputs)
			assert.Contains(t, refusal, test.want)
			assert.Contains(t, refusal, "Minimum number of live Pods was not attained")
		})
	}
}

func TestOptionalAndInherentObjectsNeedNotBeMade(t *testing.T) {
	provider := start(t)
	provider.Make(deploymentType, "web", deployment(func(s, c props) {
		s["serviceAccountName"] = "default"
		c["envFrom"] = []any{props{"configMapRef": props{"name": "settings", "optional": true}}}
	}))
}

func TestADeploymentBecomesReadyWhenWhatItMissedHasCome(t *testing.T) {
	provider := start(t)
	inputs := deployment(func(s, _ props) { s["serviceAccountName"] = "app" })
	refusal := provider.Refuse(deploymentType, "web", inputs)
	assert.Contains(t, refusal, "'web' timed out waiting to be Ready")
	_, outputs, _ := provider.Read(deploymentType, "web", "default/web", nil, nil)
	assert.Equal(t, "False", outputs.String("status.conditions.0.status"))
	provider.Make(serviceAccountType, "app", props{"metadata": named("app")})
	_, outputs, _ = provider.Read(deploymentType, "web", "default/web", nil, nil)
	assert.Equal(t, "True", outputs.String("status.conditions.0.status"))
}

func TestObjectsNeedTheirNamespace(t *testing.T) {
	provider := start(t)
	inputs := props{"metadata": props{"name": "x", "namespace": "team"}}
	assert.Contains(t, provider.Refuse(configMapType, "x", inputs), `namespaces "team" not found`)
	provider.Make(namespaceType, "team", props{"metadata": named("team")})
	assert.Equal(t, "team/x", provider.Make(configMapType, "x", inputs).ID)
}

func TestDeletingANamespaceRemovesWhatIsInIt(t *testing.T) {
	provider := start(t)
	namespace := provider.Make(namespaceType, "team", props{"metadata": named("team")})
	inside := provider.Make(configMapType, "x", props{"metadata": props{"name": "x", "namespace": "team"}})
	outside := provider.Make(configMapType, "y", props{"metadata": named("y")})
	require.NoError(t, provider.Delete(namespaceType, "team", namespace.ID, nil))
	id, _, _ := provider.Read(configMapType, "x", inside.ID, nil, nil)
	assert.Empty(t, id)
	id, _, _ = provider.Read(configMapType, "y", outside.ID, nil, nil)
	assert.Equal(t, outside.ID, id)
}

func TestANameIsTakenOnce(t *testing.T) {
	provider := start(t)
	inputs := props{"metadata": named("x")}
	provider.Make(configMapType, "x", inputs)
	assert.Contains(t, provider.Refuse(configMapType, "again", inputs), `configmaps "x" already exists`)
	provider.Make(secretType, "x", inputs)
	assert.Contains(t, provider.Refuse(namespaceType, "d", props{"metadata": named("default")}), `namespaces "default" already exists`)
}

func TestAReplacementGetsAnotherAutomaticName(t *testing.T) {
	provider := start(t)
	inputs := props{"data": props{"a": "1"}}
	first := provider.Make(configMapType, "cm", inputs)
	second := provider.Make(configMapType, "cm", inputs)
	assert.Regexp(t, `^default/cm-[0-9a-f]{8}$`, first.ID)
	assert.NotEqual(t, first.ID, second.ID)
	kept, _ := provider.Check(configMapType, "cm", localProps(inputs), second.Inputs)
	assert.Equal(t, second.Inputs.String("metadata.name"), kept.String("metadata.name"))
}

func TestFieldsThatNeverChangeFailThePreview(t *testing.T) {
	provider := start(t)
	for _, test := range []struct {
		typ, name  string
		old, fresh props
		want       string
	}{
		{priorityClassType, "prio", props{"metadata": named("high"), "value": 1000}, props{"metadata": named("high"), "value": 2000},
			`the Kubernetes API server reported that "high" failed to fully initialize or become live: PriorityClass.scheduling.k8s.io "high" is invalid: value: Forbidden: may not be changed in an update.`},
		{serviceType, "svc", service(props{"port": 80}), service(props{"port": 81}),
			`Service "web" is invalid: [spec.ports[0].name: Required value, spec.ports[1].name: Required value]`},
		{configMapType, "cm", props{"metadata": named("frozen"), "immutable": true}, props{"metadata": named("frozen")},
			"immutable: Forbidden: field is immutable when `immutable` is set"},
	} {
		made := provider.Make(test.typ, test.name, test.old)
		_, failures := provider.Check(test.typ, test.name, localProps(test.fresh), made.Inputs)
		if assert.Len(t, failures, 1) {
			assert.Contains(t, failures[0], test.want)
		}
	}
}

func TestAnAutoscalersReplicasSurviveAnUpdate(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider(packageName, props{})
	made := provider.Make(deploymentType, "web", deployment(nil))
	require.NoError(t, cloud.Do(packageName, ambient, func(tx *localcloud.Tx) error {
		object := tx.Get(deploymentType, made.ID)
		changed := live(object.Outputs)
		put(changed, 5.0, "spec", "replicas")
		object.Outputs["spec"] = propertyOf(changed["spec"])
		tx.Put(object)
		return nil
	}))
	_, outputs, inputs := provider.Read(deploymentType, "web", made.ID, made.Inputs, made.Outputs)
	assert.InDelta(t, 5, outputs.Number("spec.replicas"), 0)
	assert.False(t, inputs.Has("spec.replicas"), "a refresh compares only what was asked for")
	news := localProps(deployment(func(_, c props) { c["image"] = "nginx:1.28" }))
	checked, _ := provider.Check(deploymentType, "web", news, made.Inputs)
	after, err := provider.Update(deploymentType, "web", made.ID, outputs, checked, false)
	require.NoError(t, err)
	assert.InDelta(t, 5, after.Number("spec.replicas"), 0)
	assert.Equal(t, "2", textAt(plainFields(after), "metadata", "annotations", revisionAnnotation))
}

func TestIgnoredChangesAreNone(t *testing.T) {
	provider := start(t)
	made := provider.Make(deploymentType, "web", deploymentWith("replicas", 1))
	news, _ := provider.Check(deploymentType, "web", localProps(deploymentWith("replicas", 3)), made.Inputs)
	diff := provider.Diff(deploymentType, "web", made.ID, made.Inputs, made.Outputs, news, "spec.replicas")
	assert.Equal(t, pulumirpc.DiffResponse_DIFF_NONE, diff.GetChanges())
}

func TestAnImportReadsWhatAProgramCouldHaveAskedFor(t *testing.T) {
	provider := start(t)
	made := provider.Make(serviceType, "web", service(props{"port": 80}))
	_, _, inputs := provider.Read(serviceType, "web", made.ID, nil, nil)
	assert.Equal(t, "web", inputs.String("spec.selector.app"))
	assert.False(t, inputs.Has("status"))
	assert.False(t, inputs.Has("metadata.uid"))
	assert.False(t, inputs.Has("__inputs"))
}
