package spec

import (
	"cmp"
	"fmt"
	"slices"
)

// pod is what one pod asks for.
type pod struct {
	cpu    CPU
	memory Bytes
}

// clusterPods are the pods of the cluster's own services that are not on every
// node, by what their charts and add-ons ask for: coredns, metrics-server, the
// EBS driver's controller and the load balancer controller, two of each.
var clusterPods = []pod{
	{100, 70 * Mi}, {100, 70 * Mi},
	{100, 200 * Mi}, {100, 200 * Mi},
	{60, 240 * Mi}, {60, 240 * Mi},
	{100, 128 * Mi}, {100, 128 * Mi},
}

// autoscalerPod is the cluster autoscaler's.
var autoscalerPod = pod{100, 300 * Mi}

// capacity checks that the pods find room: at the smallest number of replicas on
// the nodes of the beginning, at the largest number on the most nodes. What a
// release runs in its other colour for a while needs room on the most nodes only:
// the autoscaler brings them and takes them away again. It is an estimate: the pods
// that a rollout adds for a while and running jobs are not counted.
func (v *validator) capacity() {
	path := at("compute", "eks", "nodes")
	if v.sys.Compute.Platform != PlatformEKS || !v.sys.StartWorkloads || !v.readable(path, at("services")) {
		return
	}
	nodes := v.sys.Compute.EKS.Nodes
	offer, known := instanceOf(nodes.Type)
	if !known || nodes.Max < nodes.Min {
		return
	}
	room := offer.allocatable()
	if v.tooLarge(nodes.Type, room) {
		return
	}
	least := nodesFor(room, podsOfSystem(v.sys, leastReplicas))
	if least > nodes.Desired {
		v.add(under(path, "desired"), nodes.Desired, fmt.Sprintf("the pods at the smallest number of replicas need %d nodes of %s (%s and %s for pods on each): the rest would never start",
			least, nodes.Type, room.cpu, room.memory/Mi*Mi), fmt.Sprintf("desired: %d%s", least, atLeast(nodes.Max, least)))
	}
	most := nodesFor(room, podsOfSystem(v.sys, mostReplicas))
	release := nodesFor(room, podsOfSystem(v.sys, releaseReplicas))
	switch {
	case most > nodes.Max && most > least:
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("the pods at the largest number of replicas need %d nodes of %s: autoscaling would end before its max", most, nodes.Type), fmt.Sprintf("max: %d", most))
	case release > nodes.Max && release > least:
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("while a release runs in both colours, the pods at the largest number of replicas need %d nodes of %s: some would not start", release, nodes.Type), fmt.Sprintf("max: %d", release))
	}
}

// tooLarge tells of each pod that no node has room for, and whether there are any.
func (v *validator) tooLarge(machine string, room instance) bool {
	found := false
	check := func(path string, cpu CPU, memory Bytes, each string) {
		if cpu > room.cpu || memory > room.memory {
			found = true
			v.add(path, raw(fmt.Sprintf("%s and %s for %s", cpu, memory, each)),
				fmt.Sprintf("no %s node has that: for pods it has %s and %s", machine, room.cpu, room.memory/Mi*Mi), "less for "+each+", or a larger groundwork:compute.eks.nodes.type")
		}
	}
	for _, name := range sorted(v.sys.Services) {
		check(at("services", name), v.sys.Services[name].CPU, v.sys.Services[name].Memory, "each replica")
	}
	for _, name := range sorted(v.sys.Jobs) {
		check(at("jobs", name), v.sys.Jobs[name].CPU, v.sys.Jobs[name].Memory, "its pod")
	}
	if database := v.sys.Database; database != nil && database.RunsOn == DatabaseCluster {
		check(at("database"), database.CPU, database.Memory, "its pod")
	}
	if cache := v.sys.Cache; cache != nil && cache.RunsOn == CacheCluster {
		check(at("cache"), cache.CPU, cache.Memory, "its pod")
	}
	return found
}

func atLeast(limit, needed int) string {
	if limit >= needed {
		return ""
	}
	return fmt.Sprintf(" and max: %d or more", needed)
}

func leastReplicas(s *Service) int { return s.Replicas }

func mostReplicas(s *Service) int {
	if s.Autoscale == nil {
		return s.Replicas
	}
	return max(s.Replicas, s.Autoscale.Max)
}

// releaseReplicas are those of the colour that has the requests and of the other,
// which has few.
func releaseReplicas(s *Service) int {
	if s.Release != nil && s.Release.Blue != "" && s.Release.Green != "" {
		return mostReplicas(s) + leastReplicas(s)
	}
	return mostReplicas(s)
}

// podsOfSystem are the pods that run, with so many replicas of each service.
func podsOfSystem(sys *System, replicas func(*Service) int) []pod {
	pods := slices.Clone(clusterPods)
	if nodes := sys.Compute.EKS.Nodes; nodes.Max > nodes.Min {
		pods = append(pods, autoscalerPod)
	}
	pods = append(pods, kedaPods(sys)...)
	pods = append(pods, storePods(sys)...)
	pods = append(pods, ingressPods(sys.Ingress)...)
	for _, name := range sorted(sys.Services) {
		service := sys.Services[name]
		// A number that validation refuses must not cost time here.
		for range min(replicas(service), 2*replicasLimit) {
			pods = append(pods, pod{service.CPU, service.Memory})
		}
	}
	return pods
}

// kedaPods are those of KEDA's operator and metrics server, in production two of
// each, and of its webhook.
func kedaPods(sys *System) []pod {
	for _, service := range sys.Services {
		if service.Autoscale.Events() {
			count := 3
			if sys.Environment == Prod {
				count = 5
			}
			return slices.Repeat([]pod{{50, 128 * Mi}}, count)
		}
	}
	return nil
}

// storePods are those of the data stores in the cluster.
func storePods(sys *System) []pod {
	var pods []pod
	if database := sys.Database; database != nil && database.RunsOn == DatabaseCluster {
		pods = append(pods, pod{database.CPU, database.Memory})
	}
	if cache := sys.Cache; cache != nil && cache.RunsOn == CacheCluster {
		pods = append(pods, pod{cache.CPU, cache.Memory})
	}
	return pods
}

// ingressPods are those of the NGINX controller and of cert-manager's three
// programs.
func ingressPods(ingress Ingress) []pod {
	if ingress.Kind != IngressNginx {
		return nil
	}
	pods := []pod{{25, 64 * Mi}, {25, 64 * Mi}, {25, 64 * Mi}}
	for range min(ingress.Replicas, replicasLimit) {
		pods = append(pods, pod{100, 128 * Mi})
	}
	return pods
}

// nodesFor estimates how many nodes the pods need: largest first, each on the
// first node with room. Every pod must fit on an empty node.
func nodesFor(room instance, pods []pod) int {
	share := func(p pod) float64 {
		return max(float64(p.cpu)/float64(room.cpu), float64(p.memory)/float64(room.memory))
	}
	slices.SortStableFunc(pods, func(a, b pod) int { return cmp.Compare(share(b), share(a)) })
	var nodes []instance
	for _, p := range pods {
		i := slices.IndexFunc(nodes, func(left instance) bool {
			return left.cpu >= p.cpu && left.memory >= p.memory && left.pods > 0
		})
		if i < 0 {
			nodes = append(nodes, room)
			i = len(nodes) - 1
		}
		nodes[i].cpu -= p.cpu
		nodes[i].memory -= p.memory
		nodes[i].pods--
	}
	return len(nodes)
}
