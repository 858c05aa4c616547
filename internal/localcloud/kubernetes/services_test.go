package kubernetes

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAnAutoscalerBringsItsTargetBetweenItsBounds(t *testing.T) {
	provider := start(t)
	target := provider.Make(deploymentType, "web", deployment(nil))
	provider.Make(hpaType, "web", autoscaler(3, 6))
	_, outputs, inputs := provider.Read(deploymentType, "web", target.ID, target.Inputs, target.Outputs)
	assert.InDelta(t, 3, outputs.Number("spec.replicas"), 0)
	assert.InDelta(t, 3, outputs.Number("status.readyReplicas"), 0)
	assert.Empty(t, provider.Diff(deploymentType, "web", target.ID, inputs, outputs, target.Inputs).GetDetailedDiff())
}
