package apiserver

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/tests/apiserver/crosscheck"
)

// Parties of every stack that are none of its workloads.
const (
	dns      = "DNS"
	internet = "internet"
	identity = "pod identity agent"
	balancer = "load balancer"
	data     = "data subnet"
	keda     = "KEDA's operator"
	api      = "Kubernetes API"
)

// parties are all that a workload might reach or be reached by, besides the
// workloads: an address in each subnet of data and of load balancers, and what is
// near every pod.
func (s stack) parties(t *testing.T) []crosscheck.Party {
	t.Helper()
	parties := []crosscheck.Party{
		{Name: dns, Namespace: "kube-system", Labels: map[string]string{"k8s-app": "kube-dns"}, Address: s.podAddress(t)},
		{Name: keda, Namespace: "keda", Labels: map[string]string{"app": "keda-operator"}, Address: s.podAddress(t)},
		{Name: api, Address: netip.MustParseAddr("172.20.0.1")},
		{Name: "another pod of the system's", Namespace: "kube-system", Labels: map[string]string{"app": "other"}, Address: s.podAddress(t)},
		{Name: "a stranger's pod", Namespace: "default", Labels: map[string]string{"app": "other"}, Address: s.podAddress(t)},
		{Name: internet, Address: netip.MustParseAddr("93.184.215.14")},
		{Name: "instance metadata", Address: netip.MustParseAddr("169.254.169.254")},
		{Name: identity, Address: netip.MustParseAddr("169.254.170.23")},
		{Name: "a node", Address: s.podAddress(t).Next()},
	}
	add := func(name, kind string, subnets ...string) {
		for _, made := range s.ofType(kind) {
			for _, cidr := range s.cidrs(t, Object(made.Inputs).At(subnets...)) {
				party := crosscheck.Party{Name: name + " " + cidr, Address: netip.MustParsePrefix(cidr).Addr().Next().Next()}
				if !slices.ContainsFunc(parties, func(p crosscheck.Party) bool { return p.Name == party.Name }) {
					parties = append(parties, party)
				}
			}
		}
	}
	add(balancer, "aws:lb/loadBalancer:LoadBalancer", "subnets")
	add(data, "aws:rds/subnetGroup:SubnetGroup", "subnetIds")
	add(data, "aws:elasticache/subnetGroup:SubnetGroup", "subnetIds")
	return parties
}

// podAddress is in the nodes' first subnet: pods have addresses of the VPC.
func (s stack) podAddress(t *testing.T) netip.Addr {
	t.Helper()
	groups := s.ofType("aws:eks/nodeGroup:NodeGroup")
	require.NotEmpty(t, groups)
	cidrs := s.cidrs(t, groups[0].Inputs["subnetIds"])
	return netip.MustParsePrefix(cidrs[0]).Addr().Next()
}

// cidrs are the ranges of subnets, by their ids.
func (s stack) cidrs(t *testing.T, ids any) []string {
	t.Helper()
	var found []string
	list, _ := ids.([]any)
	for _, subnet := range s.ofType("aws:ec2/subnet:Subnet") {
		if slices.Contains(list, any(subnet.ID)) {
			found = append(found, subnet.Inputs["cidrBlock"].(string))
		}
	}
	require.Len(t, found, len(list))
	return found
}
