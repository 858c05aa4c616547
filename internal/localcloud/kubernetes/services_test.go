package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestServicesShareNoAddress(t *testing.T) {
	provider := start(t)
	made := provider.Make(serviceType, "web", service(props{"port": 80}))
	address := made.Outputs.String("spec.clusterIP")
	assert.Regexp(t, `^172\.20\.`, address)
	other := props{"metadata": named("other"), "spec": props{"ports": []any{props{"port": 80}}, "clusterIP": address}}
	assert.Contains(t, provider.Refuse(serviceType, "other", other), "provided IP is already allocated")
	other["spec"].(props)["clusterIP"] = "10.0.0.1"
	assert.Contains(t, provider.Refuse(serviceType, "other", other), "The range of valid IPs is 172.20.0.0/16")
}

func TestLimitsOfANamespaceHoldItsPods(t *testing.T) {
	provider := start(t)
	provider.Make(limitRangeType, "limits", props{"metadata": named("limits"), "spec": props{"limits": []any{
		props{"type": "Container", "max": props{"memory": "1Gi"}},
	}}})
	large := func(_, c props) { c["resources"] = props{"limits": props{"memory": "2Gi"}} }
	assert.Contains(t, provider.Refuse(deploymentType, "web", deployment(large)), "maximum memory usage per Container is 1Gi, but limit is 2Gi")
}

func TestAnAutoscalerNeedsItsTarget(t *testing.T) {
	assert.Contains(t, start(t).Refuse(hpaType, "web", autoscaler(1, 2)), `deployments.apps "web" not found`)
}

func TestAnAutoscalerBringsItsTargetBetweenItsBounds(t *testing.T) {
	provider := start(t)
	target := provider.Make(deploymentType, "web", deployment(nil))
	provider.Make(hpaType, "web", autoscaler(3, 6))
	_, outputs, inputs := provider.Read(deploymentType, "web", target.ID, target.Inputs, target.Outputs)
	assert.InDelta(t, 3, outputs.Number("spec.replicas"), 0)
	assert.InDelta(t, 3, outputs.Number("status.readyReplicas"), 0)
	assert.Empty(t, provider.Diff(deploymentType, "web", target.ID, inputs, outputs, target.Inputs).GetDetailedDiff())
}
