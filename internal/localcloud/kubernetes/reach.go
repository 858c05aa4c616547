package kubernetes

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const (
	vpcType         = "aws:ec2/vpc:Vpc"
	groupType       = "aws:ec2/securityGroup:SecurityGroup"
	ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	classicRuleType = "aws:ec2/securityGroupRule:SecurityGroupRule"
	apiPort         = 443
)

// reach fails when the cluster is one of EKS that does not exist, or does not answer
// where the engine runs. Clusters elsewhere are taken to be there.
func reach(tx *localcloud.Tx) error {
	address, err := url.Parse(tx.Region())
	if err != nil || !strings.HasSuffix(address.Hostname(), eksDomain) {
		return nil
	}
	cluster, why := eks(tx), ""
	switch {
	case cluster == nil:
		why = "lookup " + address.Hostname() + ": no such host"
	case !answers(tx, cluster):
		why = "i/o timeout"
	default:
		return nil
	}
	return tx.Fail(0, unreachable, "configured Kubernetes cluster is unreachable: unable to load schema information from the API server: "+
		"Get \"%s/openapi/v2?timeout=32s\": dial tcp: %s", strings.TrimSuffix(tx.Region(), "/"), why)
}

// readable refuses to read from where the API doesn't answer. Of a cluster that is gone
// nothing is left to read.
// https://github.com/pulumi/pulumi-kubernetes/blob/v4.30.0/provider/pkg/provider/provider.go
func readable(tx *localcloud.Tx) error {
	if cluster := eks(tx); cluster == nil || answers(tx, cluster) {
		return nil
	}
	return tx.Fail(0, unreachable, "failed to read resource state due to unreachable cluster. If the cluster was deleted, you can remove this resource "+
		"from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to \"true\"")
}

// answers tells whether the API answers where the engine runs. Inside the network its
// name leads to the private endpoint, where there is one; elsewhere it does only while
// there is no public one. Whether networks are connected is not looked at.
// https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
func answers(tx *localcloud.Tx, cluster *localcloud.Object) bool {
	from, network := tx.From(), cluster.Outputs.Map("vpcConfig")
	if from == "" || network == nil {
		return true
	}
	private, public := network.Bool("endpointPrivateAccess"), network.Bool("endpointPublicAccess")
	block := blockOf(tx, network.String("vpcId"))
	address, err := netip.ParseAddr(from)
	inside := err != nil || block.Contains(address)
	switch {
	case private && (inside || !public && address.IsPrivate()):
		return lets(tx, network, from, block)
	case inside:
		return public // by the network's own way out, which may be anywhere
	default:
		return public && slices.ContainsFunc(network.Strings("publicAccessCidrs"), holds(address))
	}
}

// blockOf is a network's addresses.
func blockOf(tx *localcloud.Tx, vpc string) netip.Prefix {
	found := tx.World().Get(vpcType, vpc)
	if found == nil {
		return netip.Prefix{}
	}
	block, err := netip.ParsePrefix(found.String("cidrBlock"))
	if err != nil {
		return netip.Prefix{}
	}
	return block.Masked()
}

// lets tells whether the security groups of the private endpoint let somebody in: its
// own group, and those that the cluster was made with.
// https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
func lets(tx *localcloud.Tx, network localcloud.Props, from string, block netip.Prefix) bool {
	caller := who(from, block)
	world := tx.World()
	for _, group := range append(network.Strings("securityGroupIds"), network.String("clusterSecurityGroupId")) {
		for _, rule := range world.Where(ingressRuleType, "securityGroupId", group) {
			out := rule.Outputs
			if opens(out, "ipProtocol") && (caller(out.String("cidrIpv4")) || out.String("referencedSecurityGroupId") == from) {
				return true
			}
		}
		inline := []localcloud.Props{}
		for _, rule := range world.Where(classicRuleType, "securityGroupId", group) {
			if rule.String("type") == "ingress" {
				inline = append(inline, rule.Outputs)
			}
		}
		if found := world.Get(groupType, group); found != nil {
			inline = append(inline, found.Outputs.Maps("ingress")...)
		}
		for _, rule := range inline {
			groups := append(rule.Strings("securityGroups"), rule.String("sourceSecurityGroupId"))
			if opens(rule, "protocol") && (slices.ContainsFunc(rule.Strings("cidrBlocks"), caller) || slices.Contains(groups, from)) {
				return true
			}
		}
	}
	return false
}

// opens tells whether a rule is about the API's port.
func opens(rule localcloud.Props, protocol string) bool {
	switch rule.String(protocol) {
	case "-1":
		return true
	case "tcp", "6":
		return rule.Int("fromPort") <= apiPort && apiPort <= rule.Int("toPort")
	}
	return false
}

// who tells ranges that hold the caller: its address, or, where only its network is
// known, all of that.
func who(from string, block netip.Prefix) func(cidr string) bool {
	if address, err := netip.ParseAddr(from); err == nil {
		return holds(address)
	}
	return func(cidr string) bool {
		prefix, err := netip.ParsePrefix(cidr)
		return err == nil && block.IsValid() && prefix.Bits() <= block.Bits() && prefix.Contains(block.Addr())
	}
}

func holds(address netip.Addr) func(cidr string) bool {
	return func(cidr string) bool {
		prefix, err := netip.ParsePrefix(cidr)
		return err == nil && prefix.Contains(address)
	}
}
