package nginxingress

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

func screener() Args {
	return Args{
		Names:        naming.Scope{System: "screener", Environment: "prod"},
		Namespace:    "screener",
		Replicas:     2,
		Trusted:      true,
		Address:      pulumi.String("nlb.example.com"),
		HTTPTargets:  pulumi.String("arn:http"),
		HTTPSTargets: pulumi.String("arn:https"),
		HealthCIDRs:  []string{"10.30.0.0/24"},
		APICIDRs:     []string{"172.20.0.1/32"},
		Backends:     []Backend{{"backend", 8000}},
	}
}

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		provider, err := kubernetes.NewProvider(ctx, "k8s", &kubernetes.ProviderArgs{})
		require.NoError(t, err)
		_, err = New(ctx, "in", args, pulumi.Provider(provider))
		return err
	}, options...)
}

const (
	tokenRelease = "kubernetes:helm.sh/v3:Release"
	tokenPolicy  = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
	tokenBinding = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
)

func TestTheChartIsPinnedAndLeavesTheLoadBalancerToPulumi(t *testing.T) {
	release := run(t, screener()).One(t, tokenRelease)
	assert.Equal(t, "2.6.4", release.Get("version"))
	assert.Equal(t, "screener", release.Get("namespace"))
	values := []string{"values", "controller"}
	assert.Equal(t, false, release.Get(append(values, "service", "create")...))
	assert.Equal(t, false, release.Get(append(values, "enableSnippets")...))
	assert.Equal(t, "screener", release.Get(append(values, "watchNamespace")...))
	assert.Equal(t, true, release.Get(append(values, "readOnlyRootFilesystem")...))
	assert.Equal(t, "nlb.example.com", release.Get(append(values, "config", "entries", "external-status-address")...))
	assert.Equal(t, "true", release.Get(append(values, "config", "entries", "hsts")...))
}

func TestBrowsersAreNotToldToInsistOnCertificatesThatTheyRefuse(t *testing.T) {
	args := screener()
	args.Trusted = false
	release := run(t, args).One(t, tokenRelease)
	assert.Nil(t, release.Get("values", "controller", "config", "entries", "hsts"))
}

func TestTheTargetsAreBoundBeforeThePodsStart(t *testing.T) {
	recorder := run(t, screener())
	release := recorder.One(t, tokenRelease)
	all := strings.Join(release.DependsOn, "\n") + "\n"
	for _, name := range []string{"in-class", "in-network", "in-solver-network", "in-address", "in-http", "in-https"} {
		assert.Contains(t, all, "::"+name+"\n")
	}
	for _, port := range []string{"http", "https"} {
		binding := recorder.Named(t, tokenBinding, "in-"+port)
		assert.Equal(t, "arn:"+port, binding.Get("spec", "targetGroupARN"))
		assert.Equal(t, map[string]any{"name": "ingress", "port": port}, binding.Get("spec", "serviceRef"))
	}
}

func TestTheControllerReachesItsBackendsAndNoOtherPod(t *testing.T) {
	policy := run(t, screener()).Named(t, tokenPolicy, "in-network")
	reached := map[string]float64{}
	for _, rule := range policy.Get("spec", "egress").([]any) {
		rule := rule.(map[string]any)
		peer := rule["to"].([]any)[0].(map[string]any)
		if peer["namespaceSelector"] != nil || peer["podSelector"] == nil {
			continue
		}
		for _, value := range peer["podSelector"].(map[string]any)["matchLabels"].(map[string]any) {
			reached[value.(string)] = rule["ports"].([]any)[0].(map[string]any)["port"].(float64)
		}
	}
	assert.Equal(t, map[string]float64{"backend": 8000, "true": 8089}, reached, "the backend, and the pods that answer Let's Encrypt")
}

func TestOnePodHasNoDisruptionBudget(t *testing.T) {
	args := screener()
	args.Replicas = 1
	release := run(t, args).One(t, tokenRelease)
	assert.Equal(t, false, release.Get("values", "controller", "podDisruptionBudget", "enabled"))
}

func TestEveryChildHasAParentTheNameAndTheProvider(t *testing.T) {
	for _, child := range run(t, screener(), mocks.Preview).Children(t, "groundwork:nginxingress:Controller", "in") {
		assert.Contains(t, child.Provider, "::k8s::", child.Name)
	}
}

func TestEveryProblemOfTheArgumentsIsReported(t *testing.T) {
	err := Args{Backends: []Backend{{}}}.validate()
	for _, want := range []string{"names need", "namespace is", "replicas 0", "load balancer's", "health and api", `backend ""`} {
		assert.ErrorContains(t, err, want)
	}
	assert.NoError(t, screener().validate())
}
