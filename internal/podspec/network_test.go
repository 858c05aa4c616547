package podspec

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/internal/mocks"
)

func policy(t *testing.T, access Access) mocks.Registration {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := NewNetworkPolicy(ctx, "x", "ns", api(), access)
		return err
	}).One(t, "kubernetes:networking.k8s.io/v1:NetworkPolicy")
}

func tcp(port float64) []any { return []any{map[string]any{"port": port, "protocol": "TCP"}} }

func TestWithoutAccessThereIsOnlyDNS(t *testing.T) {
	made := policy(t, Access{})
	assert.Equal(t, map[string]any{"app": "api"}, made.Get("spec", "podSelector", "matchLabels"))
	assert.Equal(t, []any{"Ingress", "Egress"}, made.Get("spec", "policyTypes"))
	assert.Nil(t, made.Get("spec", "ingress"))
	rules := made.Get("spec", "egress").([]any)
	assert.Len(t, rules, 1)
	assert.Equal(t, []any{map[string]any{
		"namespaceSelector": map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": "kube-system"}},
		"podSelector":       map[string]any{"matchLabels": map[string]any{"k8s-app": "kube-dns"}},
	}}, rules[0].(map[string]any)["to"])
}

func TestOnlyTheNamedComeInAndOnlyOnThePort(t *testing.T) {
	rule := policy(t, Access{FromCIDRs: []string{"10.30.0.0/16"}, FromApps: []string{"web"}, FromOutside: []Outsider{{"keda", map[string]string{"app": "keda-operator"}}}}).Get("spec", "ingress").([]any)[0].(map[string]any)
	assert.Equal(t, tcp(8000), rule["ports"])
	assert.Equal(t, []any{
		map[string]any{"ipBlock": map[string]any{"cidr": "10.30.0.0/16"}},
		map[string]any{"podSelector": map[string]any{"matchLabels": map[string]any{"app": "web"}}},
		map[string]any{
			"namespaceSelector": map[string]any{"matchLabels": map[string]any{"kubernetes.io/metadata.name": "keda"}},
			"podSelector":       map[string]any{"matchLabels": map[string]any{"app": "keda-operator"}},
		},
	}, rule["from"])
}

func TestEachPeerIsReachedOnItsPort(t *testing.T) {
	rules := policy(t, Access{
		To: []Peer{
			{Name: "database", CIDRs: []string{"10.30.48.0/22"}, Port: 5432},
			{Name: "search", PodLabels: map[string]string{"app": "search"}, Port: 9200},
		},
		Internet: true, AWSIdentity: true,
	}).Get("spec", "egress").([]any)
	assert.Len(t, rules, 5)
	assert.Equal(t, map[string]any{"to": []any{map[string]any{"ipBlock": map[string]any{"cidr": "10.30.48.0/22"}}}, "ports": tcp(5432)}, rules[1])
	assert.Equal(t, map[string]any{"to": []any{map[string]any{"podSelector": map[string]any{"matchLabels": map[string]any{"app": "search"}}}}, "ports": tcp(9200)}, rules[2])
	internet := rules[3].(map[string]any)
	assert.Equal(t, tcp(443), internet["ports"])
	assert.Contains(t, internet["to"].([]any)[0].(map[string]any)["ipBlock"].(map[string]any)["except"], "169.254.0.0/16")
	assert.Equal(t, map[string]any{"to": []any{map[string]any{"ipBlock": map[string]any{"cidr": "169.254.170.23/32"}}}, "ports": tcp(80)}, rules[4])
}

func TestEveryProblemOfAnAccessIsReported(t *testing.T) {
	err := Access{
		FromCIDRs: []string{"10.0.0.0"}, FromOutside: []Outsider{{}},
		To: []Peer{{Name: "both", CIDRs: []string{"x"}, PodLabels: map[string]string{"a": "b"}, Port: 1}, {Name: "none", Port: 1}, {Name: "port", CIDRs: []string{"10.0.0.0/8"}}},
	}.Problems("who", 0)
	for _, want := range []string{"who: an app without a port", "pods of another namespace", `peer "both"`, `peer "none"`, `peer "port"`, `"10.0.0.0" is not`, `"x" is not`} {
		assert.ErrorContains(t, err, want)
	}
}
