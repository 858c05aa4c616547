package spec

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	least, most := podsOfSystem(sys, leastReplicas).count(), podsOfSystem(sys, mostReplicas).count()
	sys.Services["api"].Release.Green = "1.1.0"
	assert.Equal(t, least, podsOfSystem(sys, leastReplicas).count())
	assert.Equal(t, most+5, podsOfSystem(sys, releaseReplicas).count())
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
		"groundwork:services.worker.cpu": func(sys *System) { sys.Services["worker"].CPU = 1751 },
		"groundwork:database.cpu":        func(sys *System) { sys.Database.RunsOn, sys.Database.CPU = DatabaseCluster, 2000 },
		"groundwork:cache.memory":        func(sys *System) { sys.Cache.RunsOn, sys.Cache.Memory = CacheCluster, 7*Gi },
		"groundwork:jobs.nightly.cpu":    func(sys *System) { sys.Jobs["nightly"] = &Job{CPU: 1751, Memory: Gi} },
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
		all := gathered(pods)
		nodes := nodesFor(room, all)
		assert.Equal(t, oneByOne(room, pods), nodes, "as if each pod were placed by itself")
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
		nodes := nodesFor(offer.allocatable(), pods{pod{500, 512 * Mi}: n})
		assert.GreaterOrEqual(t, nodes, last)
		last = nodes
	}
}

func gathered(list []pod) pods {
	all := pods{}
	all.add(1, list...)
	return all
}

// oneByOne is nodesFor as it reads: each pod on the first node with room.
func oneByOne(room instance, list []pod) int {
	share := func(p pod) float64 {
		return max(float64(p.cpu)/float64(room.cpu), float64(p.memory)/float64(room.memory))
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b pod) int {
		return cmp.Or(cmp.Compare(share(b), share(a)), cmp.Compare(b.cpu, a.cpu), cmp.Compare(b.memory, a.memory))
	})
	var nodes []instance
	for _, p := range list {
		i := slices.IndexFunc(nodes, func(left instance) bool { return left.holds(p) > 0 })
		if i < 0 {
			nodes = append(nodes, room)
			i = len(nodes) - 1
		}
		nodes[i] = nodes[i].without(p, 1)
	}
	return len(nodes)
}

// The number of steps follows the file: how many services it has, not how many
// replicas they have.
func TestPackingCostsWhatTheFileIsLong(t *testing.T) {
	offer, _ := instanceOf("m6i.24xlarge")
	room := offer.allocatable()
	many := func(services, replicas int) pods {
		all := pods{}
		for i := range services {
			all.add(replicas, pod{CPU(100 + i), Bytes(128+i) * Mi})
		}
		return all
	}
	_, few := packed(room, many(200, 5))
	_, all := packed(room, many(200, 500))
	assert.LessOrEqual(t, all, 200*200*2)
	assert.LessOrEqual(t, few, 200*200*2)
}

// workers are as many services, each of another size, with 500 replicas.
func workers(count int) string {
	var file strings.Builder
	file.WriteString(minimal + "  groundwork:services:\n")
	for i := range count {
		fmt.Fprintf(&file, "    w%03d: {kind: worker, tag: 1.0.0, cpu: %dm, memory: %dMi, replicas: 500}\n", i, 100+i, 128+i)
	}
	return file.String()
}

// A file of 200 services with 500 replicas each took a minute. What is counted is work,
// which is the same on every machine: twice the file is twice the work.
func TestCheckingCostsWhatTheFileIsLong(t *testing.T) {
	allocated := func(services int) float64 {
		file := workers(services)
		return testing.AllocsPerRun(1, func() {
			problems := problemsOf(t, file)
			assert.Len(t, problems, 1)
		})
	}
	assert.Less(t, allocated(200), 2.5*allocated(100))
	assert.Contains(t, problemsOf(t, workers(200))[0].Rule, "EKS's quota")
}
