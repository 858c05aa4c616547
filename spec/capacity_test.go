package spec

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAnInstanceKeepsBackWhatKubeletAndDaemonsTake(t *testing.T) {
	offer, ok := instanceOf("t3.large")
	require.True(t, ok)
	room := offer.allocatable()
	assert.Equal(t, CPU(1930), room.cpu+podsEverywhere.cpu, "what EKS calls allocatable on two cores")
	assert.Equal(t, CPU(1750), room.cpu)
	xlarge, ok := instanceOf("m6i.xlarge")
	require.True(t, ok)
	assert.Equal(t, CPU(3920), xlarge.allocatable().cpu+podsEverywhere.cpu)
	assert.Equal(t, 16*Gi, xlarge.memory)
}

func TestNothingIsSaidAboutUnknownInstances(t *testing.T) {
	for _, name := range []string{"x2iedn.large", "m6i.metal", "t3.huge", "nonsense", ""} {
		_, ok := instanceOf(name)
		assert.False(t, ok, name)
	}
}

func TestStockIndicatorNeedsEightNodesAtItsSmallestAndThirtyAtItsLargest(t *testing.T) {
	sys := reference(t, "prod")
	offer, _ := instanceOf(sys.Compute.EKS.Nodes.Type)
	assert.Equal(t, 8, nodesFor(offer.allocatable(), podsOfSystem(sys, leastReplicas)))
	assert.Equal(t, 30, nodesFor(offer.allocatable(), podsOfSystem(sys, mostReplicas)))
}

// The first step of a release, as README tells it: the autoscaler brings the nodes.
func TestAReleasesOtherColourNeedsRoomOnTheMostNodesOnly(t *testing.T) {
	sys := reference(t, "prod")
	least, most := len(podsOfSystem(sys, leastReplicas)), len(podsOfSystem(sys, mostReplicas))
	sys.Services["api"].Release.Green = "1.1.0"
	assert.Len(t, podsOfSystem(sys, leastReplicas), least)
	assert.Len(t, podsOfSystem(sys, releaseReplicas), most+5)
	nodes := &sys.Compute.EKS.Nodes
	assert.Empty(t, capacityProblems(sys), "35 nodes at the most, of 36")
	nodes.Max = 34
	assert.Equal(t, []string{"max: 35"}, capacityProblems(sys))
	nodes.Max, sys.Services["api"].Release.Green = 34, ""
	assert.Empty(t, capacityProblems(sys), "30 nodes without a release")
}

// Found by the toggles: the pod of the database waited for a node for ever.
func TestWhateverRunsInTheClusterFitsOnANode(t *testing.T) {
	for what, change := range map[string]func(*System){
		"groundwork:services.worker": func(sys *System) { sys.Services["worker"].CPU = 1751 },
		"groundwork:database":        func(sys *System) { sys.Database.RunsOn, sys.Database.CPU = DatabaseCluster, 2000 },
		"groundwork:cache":           func(sys *System) { sys.Cache.RunsOn, sys.Cache.Memory = CacheCluster, 7*Gi },
		"groundwork:jobs.nightly":    func(sys *System) { sys.Jobs["nightly"] = &Job{CPU: 1751, Memory: Gi} },
	} {
		sys := reference(t, "prod")
		sys.Jobs = map[string]*Job{}
		change(sys)
		v := validator{collector: newCollector("Pulumi.prod.yaml"), sys: sys}
		v.capacity()
		if assert.Len(t, v.found, 1, what) {
			assert.Equal(t, what, v.found[0].Path)
			assert.Contains(t, v.found[0].Rule, "no t3.large node has that")
		}
	}
}

func capacityProblems(sys *System) (instead []string) {
	v := validator{collector: newCollector("Pulumi.prod.yaml"), sys: sys}
	v.capacity()
	for _, problem := range v.found {
		instead = append(instead, problem.Instead)
	}
	return instead
}

func TestThePackingHoldsEveryPodAndIsNotFarFromTheBound(t *testing.T) {
	offer, _ := instanceOf("m6i.xlarge")
	room := offer.allocatable()
	rapid.Check(t, func(t *rapid.T) {
		pods := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) pod {
			return pod{CPU(rapid.Int64Range(1, int64(room.cpu)).Draw(t, "cpu")), Bytes(rapid.Int64Range(1, int64(room.memory)).Draw(t, "memory"))}
		}), 1, 200).Draw(t, "pods")
		var cpu CPU
		var memory Bytes
		for _, p := range pods {
			cpu, memory = cpu+p.cpu, memory+p.memory
		}
		nodes := nodesFor(room, pods)
		assert.LessOrEqual(t, nodes, len(pods))
		assert.GreaterOrEqual(t, CPU(nodes)*room.cpu, cpu)
		assert.GreaterOrEqual(t, Bytes(nodes)*room.memory, memory)
		assert.GreaterOrEqual(t, nodes*room.pods, len(pods))
	})
}

func TestOnePodMoreNeverNeedsFewerNodesWhenAllAreAlike(t *testing.T) {
	offer, _ := instanceOf("t3.large")
	last := 0
	for n := range 100 {
		pods := make([]pod, n)
		for i := range pods {
			pods[i] = pod{500, 512 * Mi}
		}
		nodes := nodesFor(offer.allocatable(), pods)
		assert.GreaterOrEqual(t, nodes, last)
		last = nodes
	}
}
