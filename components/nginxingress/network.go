package nginxingress

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	networkingv1 "groundwork/internal/sdk/kubernetes/networking/v1"
)

const (
	// apiPort is the Kubernetes API's.
	apiPort = 443
	// solverPort is where cert-manager's pods answer Let's Encrypt:
	// https://github.com/cert-manager/cert-manager/blob/v1.21.2/pkg/issuer/acme/http/pod.go
	solverPort = 8089
	dnsPort    = 53
)

// solverLabels mark those pods.
var solverLabels = map[string]string{"acme.cert-manager.io/http01-solver": "true"}

// openWays opens what the controller needs: everybody may ask, since the load
// balancer keeps the client's address; and it may ask the backends, the pods
// that answer Let's Encrypt, the DNS and the Kubernetes API.
func (b *builder) openWays() error {
	egress := networkingv1.NetworkPolicyEgressRuleArray{
		&networkingv1.NetworkPolicyEgressRuleArgs{
			To: networkingv1.NetworkPolicyPeerArray{&networkingv1.NetworkPolicyPeerArgs{
				NamespaceSelector: labels(map[string]string{"kubernetes.io/metadata.name": "kube-system"}),
				PodSelector:       labels(map[string]string{"k8s-app": "kube-dns"}),
			}},
			Ports: append(ports("UDP", dnsPort), ports("TCP", dnsPort)...),
		},
		&networkingv1.NetworkPolicyEgressRuleArgs{To: cidrs(b.args.APICIDRs...), Ports: ports("TCP", apiPort)},
		&networkingv1.NetworkPolicyEgressRuleArgs{To: pods(solverLabels), Ports: ports("TCP", solverPort)},
	}
	for _, backend := range b.args.Backends {
		egress = append(egress, &networkingv1.NetworkPolicyEgressRuleArgs{
			To: pods(podspec.AppSelector(backend.App)), Ports: ports("TCP", backend.Port),
		})
	}
	policy, err := networkingv1.NewNetworkPolicy(b.ctx, b.name+"-network", &networkingv1.NetworkPolicyArgs{
		Metadata: b.spec().Metadata(b.args.Namespace, App),
		Spec: &networkingv1.NetworkPolicySpecArgs{
			PodSelector: labels(podspec.AppSelector(App)),
			PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}),
			Ingress: networkingv1.NetworkPolicyIngressRuleArray{
				&networkingv1.NetworkPolicyIngressRuleArgs{From: cidrs("0.0.0.0/0"), Ports: ports("TCP", HTTPPort, HTTPSPort)},
				&networkingv1.NetworkPolicyIngressRuleArgs{From: cidrs(b.args.HealthCIDRs...), Ports: ports("TCP", HealthPort)},
			},
			Egress: egress,
		},
	}, b.child()...)
	if err != nil {
		return err
	}
	solver, err := b.openSolver()
	b.first = append(b.first, policy, solver)
	return err
}

// openSolver lets the controller hand Let's Encrypt's question to the pods that
// cert-manager makes for the answer.
func (b *builder) openSolver() (pulumi.Resource, error) {
	return networkingv1.NewNetworkPolicy(b.ctx, b.name+"-solver-network", &networkingv1.NetworkPolicyArgs{
		Metadata: b.spec().Metadata(b.args.Namespace, App+"-acme-solver"),
		Spec: &networkingv1.NetworkPolicySpecArgs{
			PodSelector: labels(solverLabels),
			PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}),
			Ingress: networkingv1.NetworkPolicyIngressRuleArray{&networkingv1.NetworkPolicyIngressRuleArgs{
				From: pods(podspec.AppSelector(App)), Ports: ports("TCP", solverPort),
			}},
		},
	}, b.child()...)
}

func labels(match map[string]string) *metav1.LabelSelectorArgs {
	return &metav1.LabelSelectorArgs{MatchLabels: pulumi.ToStringMap(match)}
}

func pods(match map[string]string) networkingv1.NetworkPolicyPeerArray {
	return networkingv1.NetworkPolicyPeerArray{&networkingv1.NetworkPolicyPeerArgs{PodSelector: labels(match)}}
}

func cidrs(blocks ...string) networkingv1.NetworkPolicyPeerArray {
	var peers networkingv1.NetworkPolicyPeerArray
	for _, block := range blocks {
		peers = append(peers, &networkingv1.NetworkPolicyPeerArgs{IpBlock: &networkingv1.IPBlockArgs{Cidr: pulumi.String(block)}})
	}
	return peers
}

func ports(protocol string, numbers ...int) networkingv1.NetworkPolicyPortArray {
	var list networkingv1.NetworkPolicyPortArray
	for _, number := range numbers {
		list = append(list, &networkingv1.NetworkPolicyPortArgs{Protocol: pulumi.String(protocol), Port: pulumi.Int(number)})
	}
	return list
}
