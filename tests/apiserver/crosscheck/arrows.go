package crosscheck

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// Arrow says that one party must reach another. Parties are named; pods of a
// workload have its name.
type Arrow struct {
	From, To string
	Route    Route
}

func (a Arrow) String() string { return fmt.Sprintf("%s -> %s %s", a.From, a.To, a.Route) }

// probed are the ports that are tried at every party besides its own: what people
// open too much. 22 is SSH, 53 DNS, 10250 the kubelet.
var probed = []Route{
	{corev1.ProtocolTCP, 22}, {corev1.ProtocolTCP, 53}, {corev1.ProtocolUDP, 53}, {corev1.ProtocolTCP, 80},
	{corev1.ProtocolTCP, 443}, {corev1.ProtocolTCP, 5432}, {corev1.ProtocolTCP, 6379}, {corev1.ProtocolTCP, 10250},
}

// Network holds the network policies against the arrows: each arrow is open, and
// nothing else is that begins or ends at a workload. The pods are at podAddress;
// others are the parties that are none of the workloads.
func (c *Cluster) Network(podAddress netip.Addr, others []Party, arrows []Arrow) []Problem {
	workloads := c.parties(podAddress)
	parties := append(slices.Clone(workloads), others...)
	var problems []Problem
	for _, arrow := range arrows {
		for _, end := range []string{arrow.From, arrow.To} {
			if !slices.ContainsFunc(parties, func(p Party) bool { return p.Name == end }) {
				problems = append(problems, Problem{"arrow " + arrow.String(), "from, to", fmt.Sprintf("there is no %q", end)})
			}
		}
	}
	routes := c.routes()
	for _, from := range parties {
		for _, to := range parties {
			if ours := from.ports != nil || to.ports != nil; !ours || from.Name == to.Name && from.ports == nil {
				continue
			}
			for _, route := range routes {
				problems = append(problems, c.compare(from, to, route, arrows)...)
			}
		}
	}
	return problems
}

// compare holds one way against the arrows.
func (c *Cluster) compare(from, to Party, route Route, arrows []Arrow) []Problem {
	wanted := slices.Contains(arrows, Arrow{from.Name, to.Name, route})
	open, rule := c.admits(from, to, route)
	switch {
	case wanted && !open:
		return []Problem{{rule, "closed", fmt.Sprintf("%s must reach %s on %s", from.Name, to.Name, route)}}
	case open && !wanted:
		return []Problem{{rule, "open", fmt.Sprintf("%s reaches %s on %s, which no arrow of the system needs", from.Name, to.Name, route)}}
	}
	return nil
}

// parties are the workloads' pods.
func (c *Cluster) parties(address netip.Addr) []Party {
	var parties []Party
	for _, w := range c.Workloads {
		party := Party{Name: w.Name, Namespace: w.Namespace, Labels: w.Labels, Address: address, ports: map[string]int32{}}
		for _, container := range w.Pod.Containers {
			for _, port := range container.Ports {
				party.ports[port.Name] = port.ContainerPort
			}
		}
		parties = append(parties, party)
	}
	return parties
}

// routes are the ways to try: those of all containers and policies, and probed.
func (c *Cluster) routes() []Route {
	routes := slices.Clone(probed)
	add := func(route Route) {
		if route.Port > 0 && !slices.Contains(routes, route) {
			routes = append(routes, route)
		}
	}
	for _, w := range c.Workloads {
		for _, container := range w.Pod.Containers {
			for _, port := range container.Ports {
				add(Route{cmp.Or(port.Protocol, corev1.ProtocolTCP), port.ContainerPort})
			}
		}
	}
	for _, policy := range c.policies {
		for _, rule := range policy.Spec.Egress {
			for _, port := range rule.Ports {
				if port.Protocol != nil && port.Port != nil {
					add(Route{*port.Protocol, port.Port.IntVal})
				}
			}
		}
	}
	return routes
}
