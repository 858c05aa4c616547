package tests

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/engine"
)

// The way of a new account, as the README tells it, and then of a new version:
// everything but the workloads, the workloads, green beside blue, green alone;
// and then of somebody who changes things by hand.
func TestAFirstUpWithoutImagesAndABlueGreenRelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t, reference, "dev")
	release := func(values map[string]any) func(map[string]any) {
		return func(config map[string]any) {
			services := config["groundwork:services"].(map[string]any)
			api := services["api"].(map[string]any)
			delete(api, "tag")
			api["release"] = values
		}
	}
	w.edit(release(map[string]any{"blue": "1.0.0"}))
	w.edit(func(config map[string]any) { config["groundwork:startWorkloads"] = "false" })
	w.run(engine.Up)
	_, started := find(w.list(), deployment, "")
	assert.False(t, started, "no workload starts before its image is there")

	w.edit(func(config map[string]any) { delete(config, "groundwork:startWorkloads") })
	workloads := w.run(engine.Up).Changes
	assert.Positive(t, workloads.Create)
	assert.Zero(t, workloads.Update+workloads.Replace+workloads.Delete, "starting the workloads touches nothing else")

	w.edit(release(map[string]any{"blue": "1.0.0", "green": "1.1.0", "greenWeight": 10}))
	beside := w.run(engine.Up).Changes
	assert.Positive(t, beside.Create)
	assert.Zero(t, beside.Replace+beside.Delete, "blue goes on while green starts")
	_, green := find(w.list(), deployment, "api-green")
	assert.True(t, green)
	assert.Equal(t, [2]string{"90", "10"}, w.weights("stockindicator-dev-api"))

	w.edit(release(map[string]any{"green": "1.1.0", "greenWeight": 100}))
	alone := w.run(engine.Up).Changes
	assert.Zero(t, alone.Create+alone.Replace)
	_, blue := find(w.list(), deployment, "api-blue")
	assert.False(t, blue)
	w.checkDrift()
}

// weights are the shares of blue and green in a service's listener rule.
func (w *world) weights(name string) (shares [2]string) {
	for _, object := range w.list() {
		if object.Type == "aws:lb/listenerRule:ListenerRule" && at(object.Properties, "tags.Name") == name {
			shares[0] = at(object.Properties, "actions.0.forward.targetGroups.0.weight")
			shares[1] = at(object.Properties, "actions.0.forward.targetGroups.1.weight")
		}
	}
	return shares
}
