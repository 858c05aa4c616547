package crosscheck

import (
	"strconv"

	corev1 "k8s.io/api/core/v1"
)

const (
	byHost = "kubernetes.io/hostname"
	byZone = "topology.kubernetes.io/zone"
)

// schedule is a simple scheduler: each pod goes to the first node with room on
// which no rule of its own forbids it.
type schedule struct {
	nodes []*place
}

type place struct {
	free   Room
	labels map[string]string
	pods   map[*Workload]int
}

func newSchedule(nodes Nodes, count int) *schedule {
	s := &schedule{}
	for i := range count {
		s.nodes = append(s.nodes, &place{
			free:   nodes.Room,
			labels: map[string]string{byHost: strconv.Itoa(i), byZone: strconv.Itoa(i % max(nodes.Zones, 1))},
			pods:   map[*Workload]int{},
		})
	}
	return s
}

func (s *schedule) place(pod asked) bool {
	for _, node := range s.nodes {
		if !node.free.holds(pod.Room) || pod.whose != nil && !s.allows(pod.whose, node) {
			continue
		}
		node.free = Room{node.free.CPU - pod.CPU, node.free.Memory - pod.Memory, node.free.Pods - 1}
		node.pods[pod.whose]++
		return true
	}
	return false
}

// allows holds the rules that a scheduler must keep, not those that it prefers.
func (s *schedule) allows(w *Workload, node *place) bool {
	for _, spread := range w.Pod.TopologySpreadConstraints {
		if spread.WhenUnsatisfiable != corev1.DoNotSchedule {
			continue
		}
		here, least := s.counts(w, spread.TopologyKey, node)
		if here+1-least > int(spread.MaxSkew) {
			return false
		}
	}
	affinity := w.Pod.Affinity
	if affinity == nil || affinity.PodAntiAffinity == nil {
		return true
	}
	for _, term := range affinity.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution {
		if here, _ := s.counts(w, term.TopologyKey, node); here > 0 {
			return false
		}
	}
	return true
}

// counts are the workload's pods in the node's part of the cluster, and in the
// part that has the fewest.
func (s *schedule) counts(w *Workload, key string, node *place) (here, least int) {
	parts := map[string]int{}
	for _, other := range s.nodes {
		parts[other.labels[key]] += other.pods[w]
	}
	here = parts[node.labels[key]]
	least = here
	for _, count := range parts {
		least = min(least, count)
	}
	return here, least
}
