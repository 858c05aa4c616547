package eks

import (
	"encoding/json"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNodesHaveTheImageThatIsNamed(t *testing.T) {
	args := minimal()
	assert.Nil(t, run(t, args).One(t, tokenNodeGroup).Get("releaseVersion"), "the newest when they are made")
	args.Nodes.Image = "1.34.2-20261110"
	assert.Equal(t, "1.34.2-20261110", run(t, args).One(t, tokenNodeGroup).Get("releaseVersion"))
}

func TestNodesTakeTheImageOfTheirProcessor(t *testing.T) {
	for instanceType, want := range map[string]string{
		"t3.large": imageX86, "m6i.large": imageX86, "c7a.xlarge": imageX86, "g4dn.xlarge": imageX86, "x2iedn.large": imageX86, "u-6tb1.metal": imageX86,
		"t4g.medium": imageARM, "m7gd.large": imageARM, "c8gn.large": imageARM, "im4gn.large": imageARM, "a1.large": imageARM,
	} {
		assert.Equal(t, want, nodeImage(instanceType), instanceType)
	}
}

func TestNodesAreHardenedAndTagged(t *testing.T) {
	recorder := run(t, full())
	template := recorder.One(t, "aws:ec2/launchTemplate:LaunchTemplate")
	assert.Equal(t, "required", template.Get("metadataOptions", "httpTokens"))
	assert.EqualValues(t, 1, template.Get("metadataOptions", "httpPutResponseHopLimit"))
	disk := template.Get("blockDeviceMappings").([]any)[0].(map[string]any)["ebs"].(map[string]any)
	assert.Equal(t, "true", disk["encrypted"])
	assert.Equal(t, "gp3", disk["volumeType"])
	assert.EqualValues(t, 50, disk["volumeSize"])
	assert.Len(t, template.Get("tagSpecifications"), 3)

	var policies []any
	for _, attachment := range recorder.All("aws:iam/rolePolicyAttachment:RolePolicyAttachment") {
		policies = append(policies, attachment.Get("policyArn"))
	}
	assert.Contains(t, policies, "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy")
	assert.Contains(t, policies, "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly")
	boot := recorder.Named(t, "aws:iam/rolePolicy:RolePolicy", "eks-nodes").Get("policy").(string)
	assert.Contains(t, boot, "ec2:DescribeInstances", "without it no node joins")
	assertAfter(t, recorder.One(t, tokenNodeGroup), "eks-nodes")
}

func TestTheAutoscalerOwnsTheDesiredSizeOnlyWhereThereIsOne(t *testing.T) {
	fixed := run(t, minimal()).One(t, tokenNodeGroup)
	assert.Empty(t, fixed.IgnoreChanges)
	assert.EqualValues(t, 2, fixed.Get("scalingConfig", "desiredSize"))

	scaling := run(t, full()).One(t, tokenNodeGroup)
	assert.Equal(t, []string{"scalingConfig.desiredSize"}, scaling.IgnoreChanges)
	assert.EqualValues(t, 3, scaling.Get("scalingConfig", "minSize"))
	assert.EqualValues(t, 5, scaling.Get("scalingConfig", "desiredSize"))
	assert.EqualValues(t, 8, scaling.Get("scalingConfig", "maxSize"))
}

// zoned is full with a group in each of three zones, named in no order.
func zoned() Args {
	args := full()
	args.Nodes.Zones = []Zone{
		{"use1-az4", pulumi.String("subnet-c")}, {"use1-az1", pulumi.String("subnet-a")}, {"use1-az2", pulumi.String("subnet-b")},
	}
	return args
}

func TestEachZoneHasAGroupWithItsShareOfTheNodes(t *testing.T) {
	recorder := run(t, zoned())
	require.Len(t, recorder.All(tokenNodeGroup), 3)
	for name, want := range map[string]struct {
		subnet            string
		min, desired, max int
	}{
		"eks-nodes-use1-az1": {"subnet-a", 1, 2, 3},
		"eks-nodes-use1-az2": {"subnet-b", 1, 2, 3},
		"eks-nodes-use1-az4": {"subnet-c", 1, 1, 2},
	} {
		group := recorder.Named(t, tokenNodeGroup, name)
		assert.Equal(t, []any{want.subnet}, group.Get("subnetIds"))
		assert.EqualValues(t, want.min, group.Get("scalingConfig", "minSize"), name)
		assert.EqualValues(t, want.desired, group.Get("scalingConfig", "desiredSize"), name)
		assert.EqualValues(t, want.max, group.Get("scalingConfig", "maxSize"), name)
		for _, addon := range []string{"eks-coredns", "eks-aws-ebs-csi-driver", "eks-metrics-server"} {
			assertAfter(t, recorder.Named(t, tokenAddon, addon), name)
		}
	}
	release := recorder.Named(t, tokenRelease, "eks-cluster-autoscaler")
	assert.Equal(t, true, release.Get("values", "extraArgs", "balance-similar-node-groups"), "else the groups drift apart")
}

func TestSharesAddUpAndNoneIsLargerByTwo(t *testing.T) {
	for parts := 1; parts <= 5; parts++ {
		for whole := range 20 {
			sum := 0
			for i := range parts {
				sum += share(whole, i, parts)
				assert.LessOrEqual(t, share(whole, 0, parts)-share(whole, i, parts), 1)
				assert.LessOrEqual(t, share(whole, i, parts), share(whole+1, i, parts), "bounds stay in order")
			}
			assert.Equal(t, whole, sum)
		}
	}
}

func TestAGroupThatCannotGrowKeepsItsSize(t *testing.T) {
	args := zoned()
	args.Nodes.Min, args.Nodes.Desired, args.Nodes.Max = 3, 3, 4
	recorder := run(t, args)
	assert.NotEmpty(t, recorder.Named(t, tokenNodeGroup, "eks-nodes-use1-az1").IgnoreChanges)
	assert.Empty(t, recorder.Named(t, tokenNodeGroup, "eks-nodes-use1-az4").IgnoreChanges)
}

func TestAZoneWithoutANodeIsRefused(t *testing.T) {
	args := zoned()
	args.Nodes.Min = 2
	args.Nodes.Zones[0].ID = "use1-az1"
	err := args.validate()
	assert.ErrorContains(t, err, "min 2 must be at least the number of zones with a group, 3")
	assert.ErrorContains(t, err, `zone "use1-az1" needs an id of its own`)
}

func TestTheAutoscalerIsInstalledOnlyWhereNodesScale(t *testing.T) {
	assert.Len(t, run(t, minimal()).All(tokenRelease), 1)

	release := run(t, full()).Named(t, tokenRelease, "eks-cluster-autoscaler")
	assert.Equal(t, "9.59.0", release.Get("version"))
	assert.Equal(t, "stockindicator-prod", release.Get("values", "autoDiscovery", "clusterName"))
	assert.Equal(t, "v1.34.5", release.Get("values", "image", "tag"))
	assert.Equal(t, false, release.Get("values", "extraArgs", "skip-nodes-with-local-storage"))
	assertAfter(t, release, "eks-autoscaler")
}

func TestAnUnknownKubernetesVersionKeepsTheChartsAutoscaler(t *testing.T) {
	assert.Nil(t, newAutoscalerValues("c", "us-east-1", "1.99").Image)
}

func TestTheLoadBalancerControllerOnlyBindsTargets(t *testing.T) {
	recorder := run(t, full())
	release := recorder.Named(t, tokenRelease, "eks-aws-load-balancer-controller")
	assert.Equal(t, "3.5.0", release.Get("version"))
	assert.Equal(t, "https://aws.github.io/eks-charts", release.Get("repositoryOpts", "repo"))
	assert.Equal(t, "vpc-1", release.Get("values", "vpcId"))
	assert.Equal(t, false, release.Get("values", "enableServiceMutatorWebhook"))
	assert.Equal(t, false, release.Get("values", "createIngressClassResource"))
	assert.Equal(t, true, release.Get("values", "enablePodReadinessGateInject"))
	assert.Equal(t, false, release.Get("values", "controllerConfig", "featureGates", "EnableServiceController"))

	policy := recorder.Named(t, "aws:iam/rolePolicy:RolePolicy", "eks-load-balancer").Get("policy").(string)
	for _, write := range []string{"CreateSecurityGroup", "AuthorizeSecurityGroup", "CreateLoadBalancer", "ModifyListener", "iam:"} {
		assert.NotContains(t, policy, write)
	}
	assert.Contains(t, policy, `"aws:ResourceTag/System":["stockindicator"]`)
}

func TestWhatIsInTheClusterUsesItsProvider(t *testing.T) {
	recorder := run(t, full())
	provider := recorder.One(t, "pulumi:providers:kubernetes")
	assert.Equal(t, true, provider.Get("enableServerSideApply"))
	var config map[string]any
	require.NoError(t, json.Unmarshal([]byte(provider.Get("kubeconfig").(string)), &config))
	cluster := config["clusters"].([]any)[0].(map[string]any)["cluster"].(map[string]any)
	assert.Equal(t, "https://ABC.gr7.us-east-1.eks.amazonaws.com", cluster["server"])
	assert.Equal(t, "Q0E=", cluster["certificate-authority-data"])
	exec := config["users"].([]any)[0].(map[string]any)["user"].(map[string]any)["exec"].(map[string]any)
	assert.Equal(t, []any{"eks", "get-token", "--cluster-name", "stockindicator-prod", "--region", "us-east-1"}, exec["args"])

	class := recorder.One(t, "kubernetes:storage.k8s.io/v1:StorageClass")
	assert.Contains(t, class.Provider, "eks-kubernetes")
	assert.Equal(t, "true", class.Get("parameters", "encrypted"))
	for _, release := range recorder.All(tokenRelease) {
		assert.Contains(t, release.Provider, "eks-kubernetes")
	}
}
