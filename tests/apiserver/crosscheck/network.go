package crosscheck

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	k8slabels "k8s.io/apimachinery/pkg/labels"
)

// Party is one end of a connection: a pod, or an address outside of the cluster,
// which has no namespace.
type Party struct {
	// Name is what arrows and messages call it.
	Name string
	// Namespace and Labels are a pod's.
	Namespace string
	Labels    map[string]string
	// Address is where it is. A pod has one too: policies with address ranges
	// mean it as well where pods have addresses of the VPC.
	Address netip.Addr
	// ports are a pod's, by name.
	ports map[string]int32
}

// Route is a way from one party to another: a protocol and a port.
type Route struct {
	Protocol corev1.Protocol
	Port     int32
}

func (r Route) String() string { return fmt.Sprintf("%s %d", r.Protocol, r.Port) }

// admits says whether the policies let from reach to, and which rule decides: the
// ones that open, or the side that is closed.
// https://kubernetes.io/docs/concepts/services-networking/network-policies/
func (c *Cluster) admits(from, to Party, route Route) (bool, string) {
	out, byOut := c.egress(from, to, route)
	if !out {
		return false, byOut
	}
	in, byIn := c.ingress(from, to, route)
	if !in {
		return false, byIn
	}
	return true, cmp.Or(strings.Trim(byOut+", "+byIn, ", "), "no NetworkPolicy for "+to.Name)
}

func (c *Cluster) egress(from, to Party, route Route) (bool, string) {
	policies := c.governing(from, networkingv1.PolicyTypeEgress)
	for _, policy := range policies {
		for i, rule := range policy.Spec.Egress {
			if c.fits(policy.Namespace, rule.To, to) && meant(rule.Ports, to, route) {
				return true, fmt.Sprintf("%s: spec.egress[%d]", title("NetworkPolicy", policy.Namespace, policy.Name), i)
			}
		}
	}
	if len(policies) > 0 {
		return false, named(policies) + ": spec.egress of none opens it"
	}
	return true, ""
}

func (c *Cluster) ingress(from, to Party, route Route) (bool, string) {
	policies := c.governing(to, networkingv1.PolicyTypeIngress)
	for _, policy := range policies {
		for i, rule := range policy.Spec.Ingress {
			if c.fits(policy.Namespace, rule.From, from) && meant(rule.Ports, to, route) {
				return true, fmt.Sprintf("%s: spec.ingress[%d]", title("NetworkPolicy", policy.Namespace, policy.Name), i)
			}
		}
	}
	if len(policies) > 0 {
		return false, named(policies) + ": spec.ingress of none opens it"
	}
	return true, ""
}

func named(policies []networkingv1.NetworkPolicy) string {
	names := make([]string, 0, len(policies))
	for _, policy := range policies {
		names = append(names, title("NetworkPolicy", policy.Namespace, policy.Name))
	}
	return strings.Join(names, ", ")
}

// governing are the policies of a type that a pod is under.
func (c *Cluster) governing(pod Party, kind networkingv1.PolicyType) []networkingv1.NetworkPolicy {
	var found []networkingv1.NetworkPolicy
	for _, policy := range c.policies {
		if pod.Namespace == policy.Namespace && slices.Contains(types(policy), kind) && picks(&policy.Spec.PodSelector, pod.Labels) {
			found = append(found, policy)
		}
	}
	return found
}

// types that are not given are Ingress, and Egress where there is such a rule.
func types(policy networkingv1.NetworkPolicy) []networkingv1.PolicyType {
	if len(policy.Spec.PolicyTypes) > 0 {
		return policy.Spec.PolicyTypes
	}
	if len(policy.Spec.Egress) > 0 {
		return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress}
	}
	return []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
}

// fits says whether one of a rule's peers is the party. No peer means everybody.
func (c *Cluster) fits(namespace string, peers []networkingv1.NetworkPolicyPeer, party Party) bool {
	if len(peers) == 0 {
		return true
	}
	return slices.ContainsFunc(peers, func(peer networkingv1.NetworkPolicyPeer) bool {
		if peer.IPBlock != nil {
			return within(*peer.IPBlock, party.Address)
		}
		if party.Namespace == "" {
			return false
		}
		near := party.Namespace == namespace
		if peer.NamespaceSelector != nil {
			near = picks(peer.NamespaceSelector, c.labels[party.Namespace])
		}
		return near && (peer.PodSelector == nil || picks(peer.PodSelector, party.Labels))
	})
}

func within(block networkingv1.IPBlock, address netip.Addr) bool {
	inside := func(cidr string) bool {
		prefix, err := netip.ParsePrefix(cidr)
		return err == nil && prefix.Contains(address)
	}
	return inside(block.CIDR) && !slices.ContainsFunc(block.Except, inside)
}

// meant says whether one of a rule's ports is the route's. No port means all; a
// name is a port of the pod that is connected to.
func meant(ports []networkingv1.NetworkPolicyPort, to Party, route Route) bool {
	if len(ports) == 0 {
		return true
	}
	return slices.ContainsFunc(ports, func(port networkingv1.NetworkPolicyPort) bool {
		protocol := corev1.ProtocolTCP
		if port.Protocol != nil {
			protocol = *port.Protocol
		}
		switch {
		case protocol != route.Protocol:
			return false
		case port.Port == nil:
			return true
		case port.Port.StrVal != "":
			return to.ports[port.Port.StrVal] == route.Port
		case port.EndPort != nil:
			return port.Port.IntVal <= route.Port && route.Port <= *port.EndPort
		}
		return port.Port.IntVal == route.Port
	})
}

func picks(selector *metav1.LabelSelector, labels map[string]string) bool {
	parsed, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && parsed.Matches(k8slabels.Set(labels))
}
