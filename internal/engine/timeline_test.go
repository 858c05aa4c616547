package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/pace"
	"groundwork/internal/traffic"
)

func urnOf(name string) string { return "urn:pulumi:dev::shop::aws:x/y:Z::" + name }

// standing is a state of resources and what each depends on.
func standing(needs map[string][]string) checkpoint {
	var state checkpoint
	for name, on := range needs {
		resource := stateResource{URN: urnOf(name)}
		for _, need := range on {
			resource.Dependencies = append(resource.Dependencies, urnOf(need))
		}
		state.Resources = append(state.Resources, resource)
	}
	return state
}

// shop is a network, a cluster with nodes and a database in it, and an app that
// needs both.
var shop = standing(map[string][]string{
	"network": nil, "cluster": {"network"}, "nodes": {"cluster"}, "database": {"network"}, "app": {"nodes", "database"},
})

func took(verb, name string, minutes int) pace.Took {
	return pace.Took{URN: urnOf(name), Verb: verb, Time: time.Duration(minutes) * time.Minute}
}

// told is a path as "verb name from-until", in minutes.
func told(line Timeline) []string {
	var legs []string
	for _, leg := range line.CriticalPath {
		legs = append(legs, leg.Verb+" "+leg.Name)
	}
	return legs
}

func TestAnUpTakesAsLongAsItsLongestChain(t *testing.T) {
	line := timeline([]pace.Took{
		took("create", "network", 1), took("create", "database", 15), took("create", "cluster", 10), took("create", "nodes", 3), took("create", "app", 2),
	}, checkpoint{}, shop)
	assert.Equal(t, []string{"create network", "create database", "create app"}, told(line))
	assert.Equal(t, 18*60.0, line.Seconds)
	assert.Equal(t, Leg{Verb: "create", Type: "aws:x/y:Z", Name: "database", From: 60, Until: 16 * 60}, line.CriticalPath[1])
}

func TestADestroyGoesInWaves(t *testing.T) {
	line := timeline([]pace.Took{
		took("delete", "app", 1), took("delete", "database", 5), took("delete", "nodes", 4), took("delete", "cluster", 3), took("delete", "network", 1),
	}, shop, checkpoint{})
	assert.Equal(t, []string{"delete app", "delete nodes", "delete database", "delete network"}, told(line), "the database stands beside the cluster")
	assert.Equal(t, 11*60.0, line.Seconds)
}

func TestTheOldHalfOfAReplacementGoesLast(t *testing.T) {
	line := timeline([]pace.Took{took("create", "nodes", 3), took("update", "app", 2), took("delete", "nodes", 4)}, shop, shop)
	assert.Equal(t, []string{"create nodes", "update app", "delete nodes"}, told(line))
	first := timeline([]pace.Took{took("delete", "nodes", 4), took("create", "nodes", 3), took("update", "app", 2)}, shop, shop)
	assert.Equal(t, []string{"delete nodes", "create nodes", "update app"}, told(first), "one that deletes first")
}

func TestNothingTakesNoTime(t *testing.T) {
	line := timeline(nil, shop, shop)
	assert.Zero(t, line.Seconds)
	assert.Equal(t, []Leg{}, line.CriticalPath)
	assert.Zero(t, line.ApplicationsSeconds)
}

// part is a resource of a cluster, in a state.
func part(kind, name string, outputs map[string]any, needs ...string) stateResource {
	outputs["metadata"] = map[string]any{"name": name, "namespace": "shop"}
	return stateResource{URN: urnOf(kind + name), Type: "kubernetes:v1:" + kind, ID: "shop/" + name, Custom: true, Outputs: outputs, Dependencies: needs}
}

// A Service that follows its pods before they run leaves its callers alone.
func TestATimelineTellsWhoIsNotAnswered(t *testing.T) {
	at := func(app string) map[string]any {
		return map[string]any{"spec": map[string]any{"selector": map[string]any{"app": app}, "template": map[string]any{"metadata": map[string]any{"labels": map[string]any{"app": app}}}}}
	}
	before := checkpoint{Resources: []stateResource{part("Service", "api", at("old")), part("Deployment", "old", at("old"))}}
	took := []pace.Took{
		{URN: urnOf("Serviceapi"), Verb: "update", Time: time.Second}, {URN: urnOf("Deploymentnew"), Verb: "create", Time: 30 * time.Second},
		{URN: urnOf("Deploymentold"), Verb: "delete", Time: time.Second},
	}
	early := checkpoint{Resources: []stateResource{part("Service", "api", at("new")), part("Deployment", "new", at("new"))}}
	assert.Equal(t, []traffic.Gap{{To: "api inside the cluster", Percent: 100, Seconds: 29}}, timeline(took, before, early).Unanswered)
	late := checkpoint{Resources: []stateResource{part("Service", "api", at("new"), urnOf("Deploymentnew")), part("Deployment", "new", at("new"))}}
	assert.Empty(t, timeline(took, before, late).Unanswered)
}

func TestWhatIsMadeAgainUnderItsIDIsAwayInBetween(t *testing.T) {
	at := func() map[string]any {
		return map[string]any{"spec": map[string]any{"selector": map[string]any{"app": "x"}, "template": map[string]any{"metadata": map[string]any{"labels": map[string]any{"app": "x"}}}}}
	}
	state := checkpoint{Resources: []stateResource{part("Service", "api", at()), part("Deployment", "api", at())}}
	took := []pace.Took{{URN: urnOf("Deploymentapi"), Verb: "delete", Time: 5 * time.Second}, {URN: urnOf("Deploymentapi"), Verb: "create", Time: 20 * time.Second}}
	assert.Equal(t, []traffic.Gap{{To: "api inside the cluster", Percent: 100, Seconds: 25}}, timeline(took, state, state).Unanswered)
	assert.Empty(t, timeline([]pace.Took{{URN: urnOf("Deploymentapi"), Verb: "update", Time: 20 * time.Second}}, state, state).Unanswered, "a rollout in place")
}
