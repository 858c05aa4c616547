package tests

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/backend"
	"groundwork/internal/engine"
	"groundwork/internal/localcloud/facts"
)

// stateResource is a resource as Pulumi's state keeps it.
type stateResource struct {
	URN     string         `json:"urn"`
	ID      string         `json:"id"`
	Type    string         `json:"type"`
	Custom  bool           `json:"custom"`
	Parent  string         `json:"parent"`
	Outputs map[string]any `json:"outputs"`
}

func (r stateResource) name() string { return r.URN[strings.LastIndex(r.URN, "::")+2:] }

func (r stateResource) ours() bool { return strings.HasPrefix(r.Type, "groundwork:") }

// state is what Pulumi recorded of the stack, by URN.
func (w *world) state() map[string]stateResource {
	w.t.Helper()
	return stateOf(w.t, w.home, w.system.Name, w.stack)
}

// stateOf is the state of a stack in a home.
func stateOf(t *testing.T, home, system, stack string) map[string]stateResource {
	t.Helper()
	found, err := engine.Home{Dir: home}.States().Stack(backend.Name{Project: system, Stack: stack})
	require.NoError(t, err)
	exported, err := found.Export()
	require.NoError(t, err)
	var state struct {
		Resources []stateResource `json:"resources"`
	}
	require.NoError(t, json.Unmarshal(exported.Deployment, &state))
	resources := map[string]stateResource{}
	for _, resource := range state.Resources {
		resources[resource.URN] = resource
	}
	return resources
}

// checkStructure holds a stack that is up against the rules that every
// component keeps.
func (w *world) checkStructure() {
	w.t.Helper()
	state := w.state()
	for _, resource := range state {
		if resource.ours() {
			assert.NotEmpty(w.t, resource.Outputs, "component %s registers its outputs", resource.name())
		}
		// Default providers are the engine's own.
		if !resource.Custom || strings.HasPrefix(resource.name(), "default_") {
			continue
		}
		parent := state[resource.Parent]
		if assert.True(w.t, parent.ours(), "%s %s has a component as its parent", resource.Type, resource.name()) {
			own := resource.name() == parent.name() || strings.HasPrefix(resource.name(), parent.name()+"-")
			assert.True(w.t, own, "%s %s has its component's name, %s, in its own", resource.Type, resource.name(), parent.name())
		}
	}
}

// checkNamesAndTags holds what the cloud has against the rules of naming. What
// AWS makes by itself, such as a cluster's security group, has no tags of ours.
func (w *world) checkNamesAndTags() {
	w.t.Helper()
	made := map[string]bool{}
	for _, resource := range w.state() {
		made[resource.Type+resource.ID] = true
	}
	seen := map[string]bool{}
	for _, object := range w.list() {
		key := object.Type + " " + object.Name
		assert.False(w.t, seen[key], "%s exists twice", key)
		seen[key] = true
		described, known := facts.AWS.Resource(object.Type)
		if !known || described.Properties["tags"] == nil || !made[object.Type+object.ID] {
			continue
		}
		tags, _ := object.Properties["tags"].(map[string]any)
		for _, tag := range []string{"Name", "System", "Environment", "ManagedBy"} {
			assert.NotEmpty(w.t, tags[tag], "%s has the tag %s", key, tag)
		}
	}
}
