package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func scaledObject(min, max int) props {
	return props{"metadata": named("web"), "spec": props{
		"scaleTargetRef": props{"name": "web"}, "minReplicaCount": min, "maxReplicaCount": max,
		"triggers": []any{
			props{"type": "cpu", "metricType": "Utilization", "metadata": props{"value": "70"}},
			props{"type": "redis", "metadata": props{"listName": "celery", "listLength": "100"}, "authenticationRef": props{"name": "queue"}},
		},
	}}
}

func TestKedaScalesByAnAutoscalerOfItsOwn(t *testing.T) {
	provider := start(t)
	provider.Make(releaseType, "keda", release("keda", nil))
	provider.Make(deploymentType, "web", deployment(nil))
	made := provider.Make(scaledObjectType, "web", scaledObject(3, 6))
	_, web, _ := provider.Read(deploymentType, "web", "default/web", nil, nil)
	assert.InDelta(t, 3, web.Number("spec.replicas"), 0)
	id, hpa, _ := provider.Read(hpaType, "keda-hpa-web", "default/keda-hpa-web", nil, nil)
	require.NotEmpty(t, id)
	assert.InDelta(t, 6, hpa.Number("spec.maxReplicas"), 0)
	assert.Len(t, hpa.Maps("spec.metrics"), 2)

	require.NoError(t, provider.Delete(scaledObjectType, "web", made.ID, nil))
	id, _, _ = provider.Read(hpaType, "keda-hpa-web", "default/keda-hpa-web", nil, nil)
	assert.Empty(t, id, "the autoscaler goes with its object")
	_, web, _ = provider.Read(deploymentType, "web", "default/web", nil, nil)
	assert.InDelta(t, 3, web.Number("spec.replicas"), 0, "the workload keeps its replicas")
}

func TestKedaRefusesWhatSomebodyElseScales(t *testing.T) {
	provider := start(t)
	provider.Make(releaseType, "keda", release("keda", nil))
	provider.Make(deploymentType, "web", deployment(nil))
	scaler := autoscaler(2, 4)
	own := provider.Make(hpaType, "web", scaler)
	assert.Contains(t, provider.Refuse(scaledObjectType, "web", scaledObject(3, 6)),
		"the workload 'web' of type 'apps/v1.Deployment' is already managed by the hpa 'web'")
	require.NoError(t, provider.Delete(hpaType, "web", own.ID, nil))
	scaler["metadata"].(props)["annotations"] = props{"validations.keda.sh/hpa-ownership": "false"}
	provider.Make(hpaType, "web", scaler)
	provider.Make(scaledObjectType, "web", scaledObject(3, 6))

	wrong := scaledObject(3, 6)
	wrong["metadata"] = named("second")
	assert.Contains(t, provider.Refuse(scaledObjectType, "second", wrong), "is already managed by the hpa 'keda-hpa-web'")
	wrong["spec"].(props)["trigers"] = []any{}
	assert.Contains(t, provider.Refuse(scaledObjectType, "second", wrong), `unknown field "spec.trigers"`)
}
