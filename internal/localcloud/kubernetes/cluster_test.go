package kubernetes

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/cloudtest"
	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

const (
	eksAddress = "https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com"
	groupARN   = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"
)

// aws stands for the package of the clusters' and load balancers' owner.
func aws() localcloud.Package {
	return &localcloud.Schematic{
		Title:  "aws",
		Schema: func(string) (*facts.Resource, bool) { return nil, false },
	}
}

func kubeconfigOf(server string) string {
	return `{"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","namespace":"apps"}}],` +
		`"clusters":[{"name":"k","cluster":{"server":"` + server + `"}}]}`
}

func startEKS(t *testing.T) (*cloudtest.Cloud, *cloudtest.Provider) {
	t.Helper()
	cloud := cloudtest.Start(t, New(), aws())
	require.NoError(t, cloud.Do("aws", "us-east-1", func(tx *localcloud.Tx) error {
		tx.Put(&localcloud.Object{Type: eksCluster, ID: "main", Name: "main", Outputs: localProps(props{
			"endpoint": eksAddress, "kubernetesNetworkConfig": props{"serviceIpv4Cidr": "10.100.0.0/16"},
		})})
		tx.Put(&localcloud.Object{Type: targetGroupTypes[0], ID: groupARN, Name: "web", Outputs: localProps(props{
			"arn": groupARN, "name": "web", "targetType": "ip", "vpcId": "vpc-0123456789abcdef0",
		})})
		return nil
	}))
	return cloud, cloud.Provider(packageName, props{"kubeconfig": kubeconfigOf(eksAddress), "namespace": "default"})
}

func TestAClusterOfEKSMustExist(t *testing.T) {
	cloud := cloudtest.Start(t, New(), aws())
	provider := cloud.Provider(packageName, props{"kubeconfig": kubeconfigOf(eksAddress)})
	inputs := props{"metadata": props{"name": "x", "namespace": "default"}}
	checked, failures := provider.Check(configMapType, "x", localProps(inputs), nil)
	require.Empty(t, failures)
	assert.Equal(t, cloudtest.Plain(checked)["metadata"], cloudtest.Plain(provider.Preview(configMapType, "x", checked))["metadata"],
		"a preview shows the inputs")
	assert.Contains(t, provider.Refuse(configMapType, "x", inputs), "configured Kubernetes cluster is unreachable: ")

	_, provider = startEKS(t)
	provider.Make(configMapType, "x", inputs)
	made := provider.Make(serviceType, "web", service(props{"port": 80}))
	assert.Regexp(t, `^10\.100\.`, made.Outputs.String("spec.clusterIP"))
}

func TestClustersShareNothing(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	inputs := props{"metadata": props{"name": "x", "namespace": "default"}}
	for _, server := range []string{"https://one.example.com", "https://two.example.com"} {
		provider := cloud.Provider(packageName, props{"kubeconfig": kubeconfigOf(server), "namespace": "default"})
		provider.Make(configMapType, "x", inputs)
	}
	again := cloud.Provider(packageName, props{"kubeconfig": kubeconfigOf("https://one.example.com")})
	assert.Contains(t, again.Refuse(configMapType, "y", inputs), "already exists")
}

func TestTheNamespaceOfObjectsComesFromTheProviderOrItsKubeconfig(t *testing.T) {
	cloud := cloudtest.Start(t, New())
	for want, config := range map[string]props{
		"default": {}, "team": {"namespace": "team"},
		"apps": {"kubeconfig": kubeconfigOf("https://one.example.com")},
	} {
		checked, _ := cloud.Provider(packageName, config).Check(configMapType, "x", localProps(props{}), nil)
		assert.Equal(t, want, checked.String("metadata.namespace"))
	}
}

func TestAConfigurationThatCannotBeReadIsRefused(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"no YAML":           {"{", "failed to parse kubeconfig data"},
		"a missing context": {`{"current-context":"x"}`, `context "x" does not exist`},
		"a missing server":  {kubeconfigOf(""), `no server found for cluster "k"`},
	} {
		_, err := New().Configure(localProps(props{"kubeconfig": test.text}))
		assert.ErrorContains(t, err, test.want, name)
	}
}

func TestAnotherClusterReplacesWhatIsInIt(t *testing.T) {
	one, two := kubeconfigOf("https://one.example.com"), kubeconfigOf("https://two.example.com")
	unknownConfig := localcloud.Props{"kubeconfig": rules.Unknown(), "clusterIdentifier": resource.NewProperty("id")}
	for _, test := range []struct {
		name      string
		old, news localcloud.Props
		want      []string
	}{
		{"another server", localProps(props{"kubeconfig": one}), localProps(props{"kubeconfig": two}), []string{"kubeconfig"}},
		{"the same cluster", localProps(props{"kubeconfig": one}), localProps(props{"kubeconfig": one + "\n"}), nil},
		{"not known", localProps(props{"kubeconfig": one}), localcloud.Props{"kubeconfig": rules.Unknown()}, []string{"kubeconfig"}},
		{"the same identifier", localProps(props{"kubeconfig": one, "clusterIdentifier": "id"}), unknownConfig, nil},
		{"another identifier", localProps(props{"kubeconfig": one, "clusterIdentifier": "a"}),
			localProps(props{"kubeconfig": one, "clusterIdentifier": "b"}), []string{"clusterIdentifier"}},
	} {
		assert.Equal(t, test.want, New().Moved(test.old, test.news), test.name)
	}
}
