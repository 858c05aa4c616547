package kubernetes

import (
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
)

type props = cloudtest.Props

func localProps(p props) localcloud.Props { return localcloud.PropsOf(p) }

func start(t *testing.T) *cloudtest.Provider {
	t.Helper()
	return cloudtest.Start(t, New()).Provider(packageName, props{})
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

func TestAPreviewPassesOverWhatIsNotKnownAndRefusesTheRest(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider(packageName, props{})
	hidden := cloudtest.Recorded(deployment(func(_, c props) { c["image"] = "<unknown>" }))
	_, failures := provider.Check(deploymentType, "web", hidden, nil)
	assert.Empty(t, failures)

	both := cloudtest.Recorded(deployment(func(_, c props) { c["image"], c["name"] = "<unknown>", "Web" }))
	_, failures = provider.Check(deploymentType, "web", both, nil)
	if assert.Len(t, failures, 1) {
		assert.Contains(t, failures[0], "containers[0].name")
		assert.NotContains(t, failures[0], "image")
	}
	labels := deployment(nil)
	labels["spec"].(props)["template"].(props)["metadata"] = props{"labels": props{"app": "<unknown>"}}
	_, failures = provider.Check(deploymentType, "web", cloudtest.Recorded(labels), nil)
	assert.Empty(t, failures, "labels that are not known may match")
}

func TestAnInterruptedCreateIsTakenOverWithItsAutomaticName(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	provider := cloud.Provider(packageName, props{})
	inputs := props{"data": props{"a": "1"}}
	first := provider.Make(configMapType, "cm", inputs)
	cloud.Recover(map[string][]string{cloudtest.URN(configMapType, "cm"): nil})
	again := provider.Make(configMapType, "cm", inputs)
	assert.Equal(t, first.ID, again.ID)
	assert.Equal(t, first.ID, "default/"+again.Inputs.String("metadata.name"), "the state must not ask for another name")
}
