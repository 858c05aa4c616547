package crosscheck

import (
	"cmp"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// Room is a part of a node: thousandths of a processor, bytes, and pods.
type Room struct {
	CPU, Memory int64
	Pods        int
}

// Nodes are what the pods find.
type Nodes struct {
	// Name is the kind of node, for messages.
	Name string
	// Room is what one has for pods, without those that run on every node.
	Room Room
	// Least and Most are how many there are at the smallest and largest scale.
	Least, Most int
	// Zones is over how many they are spread.
	Zones int
	// Others are pods that do not come from the stack's objects.
	Others []Room
}

// Capacity puts all pods on the nodes, at the smallest scale and at the largest,
// and reports those that find no place. Of what runs now and then one pod counts.
func (c *Cluster) Capacity(nodes Nodes) []Problem {
	var problems []Problem
	smallest := func(w *Workload) int { return w.Min }
	largest := func(w *Workload) int { return w.Max }
	problems = append(problems, c.place(nodes, nodes.Least, "smallest", smallest)...)
	return append(problems, c.place(nodes, nodes.Most, "largest", largest)...)
}

// asked is one pod's wish for room; whose is nil for pods of others.
type asked struct {
	Room
	whose *Workload
}

func (c *Cluster) place(nodes Nodes, count int, scale string, pods func(*Workload) int) []Problem {
	var wishes []asked
	for _, other := range nodes.Others {
		wishes = append(wishes, asked{other, nil})
	}
	for _, w := range c.Workloads {
		for range pods(w) {
			wishes = append(wishes, asked{w.requests(), w})
		}
	}
	slices.SortStableFunc(wishes, func(a, b asked) int {
		return cmp.Compare(b.share(nodes.Room), a.share(nodes.Room))
	})
	s := newSchedule(nodes, count)
	homeless := map[*Workload]int{}
	for _, wish := range wishes {
		if !s.place(wish) {
			homeless[wish.whose]++
		}
	}
	return complaints(homeless, fmt.Sprintf("at the %s scale, on %d nodes of %s", scale, count, nodes.Name), pods)
}

func complaints(homeless map[*Workload]int, where string, pods func(*Workload) int) []Problem {
	var problems []Problem
	for w, missing := range homeless {
		if w == nil {
			problems = append(problems, Problem{"the cluster's own pods", "requests", fmt.Sprintf("%d find no node %s", missing, where)})
			continue
		}
		wish := w.requests()
		problems = append(problems, Problem{w.String(), w.path + ".spec.containers[*].resources.requests", fmt.Sprintf(
			"%d of %d pods, each of %dm and %dMi, find no node %s", missing, pods(w), wish.CPU, wish.Memory>>20, where)})
	}
	slices.SortFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Object, b.Object) })
	return problems
}

// requests are what one pod asks for: the sum of its containers, or more where an
// init container asks for more. One that runs on beside them adds up.
// https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
func (w *Workload) requests() Room {
	sum, first := Room{Pods: 1}, Room{}
	for _, container := range w.Pod.Containers {
		sum.CPU += container.Resources.Requests.Cpu().MilliValue()
		sum.Memory += container.Resources.Requests.Memory().Value()
	}
	for _, container := range w.Pod.InitContainers {
		cpu, memory := container.Resources.Requests.Cpu().MilliValue(), container.Resources.Requests.Memory().Value()
		if container.RestartPolicy != nil && *container.RestartPolicy == corev1.ContainerRestartPolicyAlways {
			sum.CPU, sum.Memory = sum.CPU+cpu, sum.Memory+memory
			continue
		}
		first.CPU, first.Memory = max(first.CPU, cpu), max(first.Memory, memory)
	}
	sum.CPU, sum.Memory = max(sum.CPU, first.CPU), max(sum.Memory, first.Memory)
	return sum
}

func (r Room) share(of Room) float64 {
	return max(float64(r.CPU)/float64(of.CPU), float64(r.Memory)/float64(of.Memory))
}

func (r Room) holds(other Room) bool {
	return r.CPU >= other.CPU && r.Memory >= other.Memory && r.Pods >= 1
}
