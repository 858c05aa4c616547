package spec

import (
	"fmt"
	"slices"
	"strings"
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
	if v.sys.Compute.Platform != PlatformEKS || !v.readable(path) {
		return
	}
	nodes := v.sys.Compute.EKS.Nodes
	offer, known := instanceOf(nodes.Type)
	if !known || nodes.Max < nodes.Min {
		return
	}
	room := offer.allocatable()
	if !v.fits(nodes, room) {
		return
	}
	v.together(path, nodes, room)
	if v.sys.StartWorkloads && v.readable(at("services")) {
		v.enough(path, nodes, room)
	}
}

// together checks that a zone's nodes hold all pods with volumes: nothing says that the
// volumes are made in different zones.
func (v *validator) together(path string, nodes Nodes, room instance) {
	zones := len(v.sys.Network.Zones)
	if nodes.Groups != GroupsPerZone || zones == 0 || nodes.Min < zones {
		return
	}
	stores := pods{}
	stores.add(1, storePods(v.sys)...)
	if need := nodesFor(room, stores); need > nodes.Max/zones {
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("the volumes may all be in one zone, where their pods need %d nodes of %s, and each of the %s has at most %d", need, nodes.Type, count(zones, "zone"), nodes.Max/zones),
			fmt.Sprintf("max: %d", need*zones))
	}
}

// enough checks how many nodes the pods need.
func (v *validator) enough(path string, nodes Nodes, room instance) {
	least := nodesFor(room, podsOfSystem(v.sys, leastReplicas))
	most := nodesFor(room, podsOfSystem(v.sys, mostReplicas))
	release := nodesFor(room, podsOfSystem(v.sys, releaseReplicas))
	needed := max(least, most, release)
	if needed > nodesLimit {
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("the pods need %d nodes of %s, and EKS's quota is %d a group", needed, nodes.Type, nodesLimit), v.fewerNodes(nodes))
		return
	}
	if least > nodes.Desired {
		v.add(under(path, "desired"), nodes.Desired, fmt.Sprintf("the pods at the smallest number of replicas need %d nodes of %s (%s and %s for pods on each): the rest would never start",
			least, nodes.Type, room.cpu, room.memory/Mi*Mi), fmt.Sprintf("desired: %d%s", least, atLeast(nodes.Max, least)))
	}
	switch {
	case most > nodes.Max && most > least:
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("the pods at the largest number of replicas need %d nodes of %s: autoscaling would end before its max", most, nodes.Type), fmt.Sprintf("max: %d", most))
	case release > nodes.Max && release > least:
		v.add(under(path, "max"), nodes.Max, fmt.Sprintf("while a release runs in both colours, the pods at the largest number of replicas need %d nodes of %s: some would not start", release, nodes.Type), fmt.Sprintf("max: %d", release))
	}
}

// fewerNodes is a larger type, of which the pods need few enough.
func (v *validator) fewerNodes(nodes Nodes) string {
	family, _, _ := strings.Cut(nodes.Type, ".")
	for _, size := range growingSizes {
		offer, known := instanceOf(family + "." + size)
		if known && nodesFor(offer.allocatable(), podsOfSystem(v.sys, releaseReplicas)) <= nodesLimit {
			least := max(nodes.Desired, nodesFor(offer.allocatable(), podsOfSystem(v.sys, leastReplicas)))
			return fmt.Sprintf("type: %s.%s, and %s: %d, and %s: %d", family, size, at("compute", "eks", "nodes", "desired"), least, at("compute", "eks", "nodes", "max"), nodesLimit)
		}
	}
	return "fewer replicas"
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
func podsOfSystem(sys *System, replicas func(*Service) int) pods {
	all := pods{}
	all.add(1, clusterPods...)
	if nodes := sys.Compute.EKS.Nodes; nodes.Max > nodes.Min {
		all.add(1, autoscalerPod)
	}
	all.add(1, kedaPods(sys)...)
	all.add(1, storePods(sys)...)
	all.add(1, ingressPods(sys)...)
	for _, service := range sys.Services {
		// A number that validation refuses means nothing.
		all.add(min(max(replicas(service), 0), 2*replicasLimit), pod{service.CPU, service.Memory})
	}
	return all
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
// programs, in production two of each and three of its webhook.
func ingressPods(sys *System) []pod {
	if sys.Ingress.Kind != IngressNginx {
		return nil
	}
	count := 3
	if sys.Environment == Prod {
		count = 7
	}
	pods := slices.Repeat([]pod{{25, 64 * Mi}}, count)
	for range min(sys.Ingress.Replicas, replicasLimit) {
		pods = append(pods, pod{100, 128 * Mi})
	}
	return pods
}
