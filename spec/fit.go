package spec

import (
	"fmt"
	"slices"
	"strings"
)

// asking is a pod of the stack file with the keys that say what it asks for.
type asking struct {
	path string
	pod
}

// asked are all pods that the stack file sizes, each kind once.
func asked(sys *System) []asking {
	var all []asking
	if database := sys.Database; database != nil && database.RunsOn == DatabaseCluster {
		all = append(all, asking{at("database"), pod{database.CPU, database.Memory}})
	}
	if cache := sys.Cache; cache != nil && cache.RunsOn == CacheCluster {
		all = append(all, asking{at("cache"), pod{cache.CPU, cache.Memory}})
	}
	for _, name := range sorted(sys.Services) {
		all = append(all, asking{at("services", name), pod{sys.Services[name].CPU, sys.Services[name].Memory}})
	}
	for _, name := range sorted(sys.Jobs) {
		all = append(all, asking{at("jobs", name), pod{sys.Jobs[name].CPU, sys.Jobs[name].Memory}})
	}
	return all
}

// fits tells of each pod that is too large for an empty node, whatever makes it.
func (v *validator) fits(nodes Nodes, room instance) (all bool) {
	if own := largestOwn(v.sys); room.holds(own) == 0 {
		v.add(at("compute", "eks", "nodes", "type"), nodes.Type, fmt.Sprintf("such a node has no room for what the cluster itself runs, pods of %s and %s", own.cpu, own.memory), "type: "+larger(nodes.Type, own))
		return false
	}
	all = true
	for _, a := range asked(v.sys) {
		if !v.readable(a.path) {
			continue
		}
		why := fmt.Sprintf("no %s node has that: for pods it has %s and %s", nodes.Type, room.cpu, room.memory/Mi*Mi)
		instead := ""
		if fitting := larger(nodes.Type, a.pod); fitting != "" {
			instead = ", or " + at("compute", "eks", "nodes", "type") + ": " + fitting
		}
		if a.cpu > room.cpu {
			all = false
			v.add(under(a.path, "cpu"), a.cpu, why, "cpu: "+room.cpu.String()+instead)
		}
		if a.memory > room.memory {
			all = false
			v.add(under(a.path, "memory"), a.memory, why, "memory: "+(room.memory/Mi*Mi).String()+instead)
		}
	}
	return all
}

// largestOwn is as large as the largest of the pods that no stack file sizes.
func largestOwn(sys *System) (own pod) {
	for p := range podsOfSystem(&System{Compute: sys.Compute, Ingress: sys.Ingress}, leastReplicas) {
		own = pod{max(own.cpu, p.cpu), max(own.memory, p.memory)}
	}
	return own
}

// growing are the types that are offered in place of one that is too small: those of
// its own family come first.
var growing = []string{"t3", "m6i", "r6i"}

// growingARM is growing for Graviton processors, whose images are others.
var growingARM = []string{"t4g", "m6g", "r6g"}

var growingSizes = []string{"medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"}

// larger is the first type with room for a pod; "" when there is none.
func larger(than string, p pod) string {
	family, _, _ := strings.Cut(than, ".")
	families := growing
	if isARM(family) {
		families = growingARM
	}
	for _, family := range append([]string{family}, slices.DeleteFunc(slices.Clone(families), func(f string) bool { return f == family })...) {
		for _, size := range growingSizes {
			offer, known := instanceOf(family + "." + size)
			if room := offer.allocatable(); known && room.cpu >= p.cpu && room.memory >= p.memory {
				return family + "." + size
			}
		}
	}
	return ""
}

// isARM tells a Graviton family: a g behind the generation, as in t4g and m7gd.
func isARM(family string) bool {
	at := strings.LastIndexAny(family, "0123456789")
	return at >= 0 && strings.HasPrefix(family[at+1:], "g")
}
