package podspec

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	networkingv1 "groundwork/internal/sdk/kubernetes/networking/v1"
)

// Access is the network an app may use. The zero value is DNS and nothing else.
// Checks by the node's kubelet always pass.
type Access struct {
	// FromCIDRs may connect to the app's port, such as the load balancer's subnets.
	FromCIDRs []string
	// FromApps are apps of the same namespace that may connect to the app's port.
	FromApps []string
	// FromOutside are pods of other namespaces that may connect to the app's port.
	FromOutside []Outsider
	// Named lets them connect to whichever port the pods call PortName: while a
	// rollout moves the app to another one, to both.
	Named bool
	// To is what the app may connect to.
	To []Peer
	// Internet allows port 443 outside of all private address ranges. AWS APIs
	// behind interface endpoints have private addresses: list those in To.
	Internet bool
	// AWSIdentity allows the node's agent that hands out the pod's AWS
	// credentials.
	AWSIdentity bool
}

// Peer is one thing an app may connect to: addresses, or pods of the same
// namespace; exactly one of the two.
type Peer struct {
	// Name tells people what it is, such as "database". Required.
	Name string
	// CIDRs are address ranges.
	CIDRs []string
	// PodLabels pick pods.
	PodLabels map[string]string
	// Port is the TCP port of the pods or addresses. Required.
	Port int
	// Named lets Port be whichever the pods call PortName: while a rollout moves
	// them to another one, both.
	Named bool
}

// Outsider are pods of another namespace; both fields are required.
type Outsider struct {
	Namespace string
	Labels    map[string]string
}

const (
	dnsPort   = 53
	httpsPort = 443
	// The pod identity agent listens here on every node:
	// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
	identityAgent     = "169.254.170.23/32"
	identityAgentPort = 80
)

// privateRanges are not the internet: RFC 1918, RFC 6598, link-local (where the
// instance metadata is).
var privateRanges = []string{"10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"}

// Problems are all that is wrong with an access; who names the component.
func (a Access) Problems(who string, port int) error {
	var problems []error
	if port == 0 && len(a.FromCIDRs)+len(a.FromApps)+len(a.FromOutside) > 0 {
		problems = append(problems, fmt.Errorf("%s: an app without a port cannot let anyone in", who))
	}
	for _, outsider := range a.FromOutside {
		if outsider.Namespace == "" || len(outsider.Labels) == 0 {
			problems = append(problems, fmt.Errorf("%s: pods of another namespace need its name and labels", who))
		}
	}
	cidrs := append([]string{}, a.FromCIDRs...)
	for _, peer := range a.To {
		cidrs = append(cidrs, peer.CIDRs...)
		if peer.Name == "" || peer.Port < 1 || peer.Port > 65535 || (len(peer.CIDRs) > 0) == (len(peer.PodLabels) > 0) {
			problems = append(problems, fmt.Errorf("%s: peer %q needs a name, a port from 1 to 65535, and either addresses or pod labels", who, peer.Name))
		}
	}
	for _, cidr := range cidrs {
		if _, err := netip.ParsePrefix(cidr); err != nil {
			problems = append(problems, fmt.Errorf("%s: %q is not an address range", who, cidr))
		}
	}
	return errors.Join(problems...)
}

// NewNetworkPolicy allows what access says and denies the rest, both ways, for
// all pods of the app (CIS Kubernetes 5.3.2). EKS applies a policy to a service
// only where the service's port is the container's:
// https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
func NewNetworkPolicy(ctx *pulumi.Context, name, namespace string, spec Spec, access Access, opts ...pulumi.ResourceOption) (*networkingv1.NetworkPolicy, error) {
	policy := &networkingv1.NetworkPolicySpecArgs{
		PodSelector: &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(AppSelector(spec.App))},
		PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}),
		Egress:      access.egress(),
	}
	if from := access.from(); len(from) > 0 {
		policy.Ingress = networkingv1.NetworkPolicyIngressRuleArray{&networkingv1.NetworkPolicyIngressRuleArgs{
			From: from, Ports: access.port(spec.Port),
		}}
	}
	return networkingv1.NewNetworkPolicy(ctx, name+"-network", &networkingv1.NetworkPolicyArgs{
		Metadata: spec.Metadata(namespace, spec.App),
		Spec:     policy,
	}, opts...)
}

func (a Access) from() networkingv1.NetworkPolicyPeerArray {
	from := addresses(a.FromCIDRs...)
	for _, app := range a.FromApps {
		from = append(from, pods(AppSelector(app)))
	}
	for _, outsider := range a.FromOutside {
		from = append(from, podsOf(outsider.Namespace, outsider.Labels))
	}
	return from
}

func (a Access) egress() networkingv1.NetworkPolicyEgressRuleArray {
	rules := networkingv1.NetworkPolicyEgressRuleArray{dns()}
	for _, peer := range a.To {
		to := addresses(peer.CIDRs...)
		if len(peer.PodLabels) > 0 {
			to = append(to, pods(peer.PodLabels))
		}
		rules = append(rules, &networkingv1.NetworkPolicyEgressRuleArgs{To: to, Ports: peer.port()})
	}
	if a.Internet {
		rules = append(rules, &networkingv1.NetworkPolicyEgressRuleArgs{
			To: networkingv1.NetworkPolicyPeerArray{&networkingv1.NetworkPolicyPeerArgs{IpBlock: &networkingv1.IPBlockArgs{
				Cidr: pulumi.String("0.0.0.0/0"), Except: pulumi.ToStringArray(privateRanges),
			}}},
			Ports: ports("TCP", httpsPort),
		})
	}
	if a.AWSIdentity {
		rules = append(rules, &networkingv1.NetworkPolicyEgressRuleArgs{To: addresses(identityAgent), Ports: ports("TCP", identityAgentPort)})
	}
	return rules
}

// dns is the cluster's DNS and no other.
func dns() *networkingv1.NetworkPolicyEgressRuleArgs {
	return &networkingv1.NetworkPolicyEgressRuleArgs{
		To:    networkingv1.NetworkPolicyPeerArray{podsOf("kube-system", map[string]string{"k8s-app": "kube-dns"})},
		Ports: append(ports("UDP", dnsPort), ports("TCP", dnsPort)...),
	}
}

func addresses(cidrs ...string) networkingv1.NetworkPolicyPeerArray {
	var peers networkingv1.NetworkPolicyPeerArray
	for _, cidr := range cidrs {
		peers = append(peers, &networkingv1.NetworkPolicyPeerArgs{IpBlock: &networkingv1.IPBlockArgs{Cidr: pulumi.String(cidr)}})
	}
	return peers
}

func pods(labels map[string]string) *networkingv1.NetworkPolicyPeerArgs {
	return &networkingv1.NetworkPolicyPeerArgs{PodSelector: &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(labels)}}
}

// podsOf are pods of another namespace. Every namespace has a label of its name:
// https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name
func podsOf(namespace string, labels map[string]string) *networkingv1.NetworkPolicyPeerArgs {
	peer := pods(labels)
	peer.NamespaceSelector = &metav1.LabelSelectorArgs{MatchLabels: pulumi.StringMap{"kubernetes.io/metadata.name": pulumi.String(namespace)}}
	return peer
}

func ports(protocol string, port int) networkingv1.NetworkPolicyPortArray {
	return networkingv1.NetworkPolicyPortArray{&networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String(protocol), Port: pulumi.Int(port)}}
}

func (a Access) port(number int) networkingv1.NetworkPolicyPortArray {
	return chosen(a.Named, number)
}

func (p Peer) port() networkingv1.NetworkPolicyPortArray { return chosen(p.Named, p.Port) }

// chosen is a port by its name or its number. EKS takes names where the Service
// calls its port the same:
// https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
func chosen(named bool, number int) networkingv1.NetworkPolicyPortArray {
	if !named {
		return ports("TCP", number)
	}
	return networkingv1.NetworkPolicyPortArray{&networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String("TCP"), Port: pulumi.String(PortName)}}
}
