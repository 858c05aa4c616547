package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/localcloud/pace"
)

// made is a resource of the test's states, below a parent.
type made struct {
	name, kind, parent string
	// uses and asked are the names of what an input is made of, and of what else
	// it depends on.
	uses, asked []string
	minutes     int
}

func (m made) urn() string { return urnIn(m.kind, m.name) }

func urnIn(kind, name string) string { return "urn:pulumi:dev::shop::" + kind + "::" + name }

// courseOf is the course of an up of all of them.
func courseOf(list ...made) Course {
	urns := map[string]string{}
	for _, m := range list {
		urns[m.name] = m.urn()
	}
	var state checkpoint
	built := map[string][]pace.Took{}
	for _, m := range list {
		resource := stateResource{URN: m.urn(), Type: m.kind, Custom: m.minutes > 0, Parent: urns[m.parent]}
		for _, name := range m.uses {
			resource.PropertyDependencies = map[string][]string{name: {urns[name]}}
			resource.Dependencies = append(resource.Dependencies, urns[name])
		}
		for _, name := range m.asked {
			resource.Dependencies = append(resource.Dependencies, urns[name])
		}
		state.Resources = append(state.Resources, resource)
		if m.minutes > 0 {
			built[m.urn()] = []pace.Took{{URN: m.urn(), Verb: "create", Time: time.Duration(m.minutes) * time.Minute}}
		}
	}
	return Course{built: built, waits: state.waits()}
}

const (
	podType       = "kubernetes:apps/v1:Deployment"
	thingType     = "aws:x/y:Z"
	componentType = "groundwork:x:Y"
)

// cluster is a cluster with nodes, a driver and a controller, where an app waits
// for the controller that it does not use.
func cluster() Course {
	return courseOf(
		made{name: "cluster", kind: thingType, minutes: 10},
		made{name: "nodes", kind: thingType, uses: []string{"cluster"}, minutes: 3},
		made{name: "controller", kind: thingType, asked: []string{"nodes"}, minutes: 2},
		made{name: "service", kind: componentType, asked: []string{"nodes", "controller"}},
		made{name: "app", kind: podType, parent: "service", uses: []string{"cluster"}, minutes: 1},
		made{name: "replica", kind: thingType, asked: []string{"app"}, minutes: 4},
	)
}

// onNodes declares that the app and the controller need nodes.
func onNodes(_, on string) bool { return on == urnIn(thingType, "nodes") }

func nothing(string, string) bool { return false }

func TestAChildWaitsForWhatItsComponentDependsOn(t *testing.T) {
	course := cluster()
	assert.Equal(t, 20*60.0, course.Seconds(), "cluster, nodes, controller, app, replica")
	assert.Equal(t, 16*60.0, course.Applications().Seconds(), "without the replica")
	assert.True(t, course.Waits(urnIn(podType, "app"), urnIn(thingType, "controller")))
	assert.False(t, course.Waits(urnIn(thingType, "controller"), urnIn(podType, "app")))
}

func TestTheBoundIsWhatIsUsedAndWhatIsDeclared(t *testing.T) {
	course := cluster()
	assert.Equal(t, 11*60.0, course.Applications().Bound(nothing), "the app uses the cluster")
	assert.Equal(t, 14*60.0, course.Applications().Bound(onNodes), "and is declared to need the nodes")
	assert.Equal(t, 15*60.0, course.Bound(onNodes), "the replica uses nothing, the controller the nodes")
	assert.Equal(t, 13*60.0, course.Bound(nothing), "the nodes use the cluster")
}

func TestAWaitForTheSameThingTwiceIsAUse(t *testing.T) {
	course := courseOf(
		made{name: "a", kind: thingType, minutes: 1},
		made{name: "b", kind: thingType, uses: []string{"a"}, asked: []string{"a"}, minutes: 1},
	)
	assert.Equal(t, 120.0, course.Bound(nothing))
	assert.Empty(t, course.Delays(nothing))
}

func TestDelaysNameWhatToMend(t *testing.T) {
	delays := cluster().Applications().Delays(onNodes)
	var said []string
	for _, delay := range delays {
		said = append(said, delay.String())
	}
	assert.Equal(t, []string{
		"840 s if these did not wait for aws:x/y:Z controller: groundwork:x:Y service",
	}, said)
	assert.Empty(t, cluster().Delays(func(string, string) bool { return true }), "all is declared")
}

func TestADelayNamesAFewOfManyThatWait(t *testing.T) {
	delay := Delay{On: urnOf("x"), Seconds: 60}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		delay.By = append(delay.By, urnOf(name))
	}
	assert.Equal(t, "60 s if these did not wait for aws:x/y:Z x: aws:x/y:Z a, aws:x/y:Z b, aws:x/y:Z c, aws:x/y:Z d, and 2 more", delay.String())
}

func TestAProviderIsUsedByWhatItMakes(t *testing.T) {
	state := checkpoint{Resources: []stateResource{
		{URN: urnOf("provider"), Custom: true},
		{URN: urnOf("object"), Custom: true, Provider: urnOf("provider") + "::id"},
	}}
	assert.Equal(t, []wait{{on: urnOf("provider"), uses: true}}, state.waits()[urnOf("object")])
}

func TestTheApplicationsAreUpBeforeTheEnd(t *testing.T) {
	var line Timeline
	line.tellApplications(cluster())
	assert.Equal(t, 16*60.0, line.ApplicationsSeconds)
	assert.Equal(t, []Leg{{Verb: "create", Type: thingType, Name: "replica", From: 16 * 60, Until: 20 * 60}}, line.Later)
}

func TestWithoutWorkloadsThereAreNoApplications(t *testing.T) {
	var line Timeline
	line.tellApplications(courseOf(
		made{name: "record", kind: "aws:route53/record:Record", minutes: 1},
		made{name: "database", kind: thingType, minutes: 7},
	))
	assert.Zero(t, line.ApplicationsSeconds)
	assert.Empty(t, line.Later)
}
