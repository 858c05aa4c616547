package changes

import "github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

// Deletion is what a destroy of a stack does: everything in its state is deleted, the
// last first.
func Deletion(system, stack string, state apitype.DeploymentV3) Set {
	recorder := NewRecorder(system, stack)
	recorder.Depends(state)
	for i := len(state.Resources) - 1; i >= 0; i-- {
		one := state.Resources[i]
		old := &apitype.StepEventStateMetadata{
			Type: string(one.Type), URN: string(one.URN), ID: string(one.ID), Parent: string(one.Parent), Custom: one.Custom,
			Protect: one.Protect, RetainOnDelete: one.RetainOnDelete, Inputs: one.Inputs, Outputs: one.Outputs,
		}
		recorder.Add(apitype.EngineEvent{ResourcePreEvent: &apitype.ResourcePreEvent{Metadata: apitype.StepEventMetadata{
			Op: apitype.OpDelete, URN: string(one.URN), Type: string(one.Type), Old: old,
		}}})
	}
	return recorder.Set()
}
