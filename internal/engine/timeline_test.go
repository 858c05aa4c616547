package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/pace"
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
