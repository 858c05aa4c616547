package eks

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	tokenCluster   = "aws:eks/cluster:Cluster"
	tokenNodeGroup = "aws:eks/nodeGroup:NodeGroup"
	tokenAddon     = "aws:eks/addon:Addon"
	tokenRelease   = "kubernetes:helm.sh/v3:Release"
)

// minimal is a cluster that cannot scale.
func minimal() Args {
	return Args{
		Names:        naming.Scope{System: "stockindicator", Environment: "prod"},
		Version:      "1.34",
		Region:       "us-east-1",
		AccountID:    "123456789012",
		VPCID:        pulumi.String("vpc-1"),
		SubnetIDs:    pulumi.ToStringArray([]string{"subnet-a", "subnet-b"}),
		LogRetention: 90 * 24 * time.Hour,
		Nodes:        Nodes{Type: "t3.medium", Min: 2, Max: 2, DiskGiB: 30},
	}
}

// full uses every argument.
func full() Args {
	args := minimal()
	args.PublicAccessCIDRs = []string{"203.0.113.7/32"}
	args.PrivateAccess = []Caller{{CIDR: "10.30.0.0/16"}, {SecurityGroupID: "sg-0123456789abcdef0"}}
	args.Admins = []string{"arn:aws:iam::123456789012:role/deploy"}
	args.Nodes = Nodes{Type: "t3.large", Min: 3, Desired: 5, Max: 8, DiskGiB: 50}
	args.Ingress = []IngressRule{{Name: "alb-api", SecurityGroupID: pulumi.String("sg-alb"), Port: 8000}}
	args.PodRoles = []PodRole{{Name: "backup", Namespace: "stockindicator-prod", ServiceAccount: "backup", Policy: pulumi.String("{}")}}
	args.AddonVersions = map[string]string{"vpc-cni": "v1.20.0-eksbuild.1"}
	return args
}

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "eks", args)
		return err
	}, options...)
}

func TestTheClusterIsPrivateEncryptedAndLogged(t *testing.T) {
	recorder := run(t, minimal())
	cluster := recorder.One(t, tokenCluster)
	assert.Equal(t, "stockindicator-prod", cluster.Get("name"))
	assert.Equal(t, "API", cluster.Get("accessConfig", "authenticationMode"))
	assert.Equal(t, false, cluster.Get("bootstrapSelfManagedAddons"))
	assert.Equal(t, "STANDARD", cluster.Get("upgradePolicy", "supportType"))
	assert.Equal(t, true, cluster.Get("vpcConfig", "endpointPrivateAccess"))
	assert.Equal(t, false, cluster.Get("vpcConfig", "endpointPublicAccess"))
	assert.Nil(t, cluster.Get("vpcConfig", "publicAccessCidrs"))
	assert.Equal(t, []any{"secrets"}, cluster.Get("encryptionConfig", "resources"))
	assert.Len(t, cluster.Get("enabledClusterLogTypes"), 5)

	logs := recorder.One(t, "aws:cloudwatch/logGroup:LogGroup")
	assert.Equal(t, "/aws/eks/stockindicator-prod/cluster", logs.Get("name"))
	assert.EqualValues(t, 90, logs.Get("retentionInDays"))
	assertAfter(t, cluster, "eks-logs")
	assert.Equal(t, true, recorder.One(t, "aws:kms/key:Key").Get("enableKeyRotation"))
}

func TestAPublicEndpointIsOpenedOnlyToTheGivenAddresses(t *testing.T) {
	cluster := run(t, full()).One(t, tokenCluster)
	assert.Equal(t, true, cluster.Get("vpcConfig", "endpointPublicAccess"))
	assert.Equal(t, []any{"203.0.113.7/32"}, cluster.Get("vpcConfig", "publicAccessCidrs"))
}

// The private endpoint stands behind the cluster's own group, which lets nobody else in.
func TestThePrivateEndpointIsOpenedOnlyToTheGivenCallers(t *testing.T) {
	const rules = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	assert.Empty(t, run(t, minimal()).All(rules))
	recorder := run(t, full())
	provider := recorder.One(t, "pulumi:providers:kubernetes")
	for name, want := range map[string]map[string]any{
		"eks-api-from-10.30.0.0-16":         {"cidrIpv4": "10.30.0.0/16"},
		"eks-api-from-sg-0123456789abcdef0": {"referencedSecurityGroupId": "sg-0123456789abcdef0"},
	} {
		rule := recorder.Named(t, rules, name)
		for _, peer := range []string{"cidrIpv4", "referencedSecurityGroupId"} {
			assert.Equal(t, want[peer], rule.Get(peer), name)
		}
		assert.EqualValues(t, 443, rule.Get("fromPort"))
		assert.EqualValues(t, 443, rule.Get("toPort"))
		assertAfter(t, provider, rule.Name)
	}
}

func TestAdministratorsComeInByAccessEntries(t *testing.T) {
	recorder := run(t, full())
	entry := recorder.One(t, "aws:eks/accessEntry:AccessEntry")
	assert.Equal(t, "arn:aws:iam::123456789012:role/deploy", entry.Get("principalArn"))
	association := recorder.One(t, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
	assert.Equal(t, adminPolicy, association.Get("policyArn"))
	assert.Equal(t, "cluster", association.Get("accessScope", "type"))
	assertAfter(t, recorder.One(t, "pulumi:providers:kubernetes"), association.Name)
}

func TestViewersSeeAndChangeNothing(t *testing.T) {
	args := full()
	viewer := "arn:aws:iam::123456789012:role/preview"
	args.Viewers = []string{viewer}
	association := run(t, args).Named(t, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "eks-viewer-"+naming.Hash(viewer))
	assert.Equal(t, viewer, association.Get("principalArn"))
	assert.Equal(t, viewPolicy, association.Get("policyArn"))

	args.Viewers = []string{"preview", args.Admins[0]}
	err := args.validate()
	assert.ErrorContains(t, err, `viewer "preview" must be the ARN`)
	assert.ErrorContains(t, err, `role/deploy" is an admin already`)
}

func TestAddonsStandAroundTheNodesInTheirOrder(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		args := full()
		args.Egress = []pulumi.Resource{resourceNamed(t, ctx, "route")}
		_, err := New(ctx, "eks", args)
		return err
	})
	nodes := recorder.One(t, tokenNodeGroup)
	assertAfter(t, nodes, "eks-vpc-cni", "eks-kube-proxy", "eks-eks-pod-identity-agent", "route")
	assertAfter(t, recorder.Named(t, tokenAddon, "eks-vpc-cni"), "eks-eks-pod-identity-agent")
	for _, name := range []string{"eks-coredns", "eks-aws-ebs-csi-driver", "eks-metrics-server"} {
		assertAfter(t, recorder.Named(t, tokenAddon, name), nodes.Name)
	}
	for _, release := range recorder.All(tokenRelease) {
		assertAfter(t, release, "eks-coredns")
		assert.NotContains(t, strings.Join(release.DependsOn, "\n"), "eks-aws-ebs-csi-driver")
	}
	assertAfter(t, recorder.One(t, "kubernetes:storage.k8s.io/v1:StorageClass"), "eks-aws-ebs-csi-driver")
	cni := recorder.Named(t, tokenAddon, "eks-vpc-cni")
	assert.JSONEq(t, `{"enableNetworkPolicy":"true"}`, cni.Get("configurationValues").(string))
	assert.Equal(t, "v1.20.0-eksbuild.1", cni.Get("addonVersion"))
	assert.Equal(t, "v1.2.3-eksbuild.4", recorder.Named(t, tokenAddon, "eks-coredns").Get("addonVersion"), "EKS's default for this version of Kubernetes, written: left out it would stay")
}

func TestOtherSecurityGroupsReachOnlyTheirPort(t *testing.T) {
	rule := run(t, full()).Named(t, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "eks-from-alb-api")
	assert.Equal(t, "sg-cluster", rule.Get("securityGroupId"))
	assert.Equal(t, "sg-alb", rule.Get("referencedSecurityGroupId"))
	assert.EqualValues(t, 8000, rule.Get("fromPort"))
	assert.EqualValues(t, 8000, rule.Get("toPort"))
}

func TestThePodRoleIsTakenByOneServiceAccountOnly(t *testing.T) {
	recorder := run(t, full())
	trust := recorder.Named(t, "aws:iam/role:Role", "eks-pod-backup").Get("assumeRolePolicy").(string)
	assert.Contains(t, trust, `"aws:RequestTag/kubernetes-service-account":["backup"]`)
	assert.Contains(t, trust, `"aws:RequestTag/eks-cluster-arn":["arn:aws:eks:us-east-1:123456789012:cluster/stockindicator-prod"]`)
	association := recorder.Named(t, "aws:eks/podIdentityAssociation:PodIdentityAssociation", "eks-pod-backup")
	assert.Equal(t, "stockindicator-prod", association.Get("namespace"))
	assertAfter(t, association, "eks-pod-backup")
}

func TestTheComponentTellsWhatWorkloadsNeed(t *testing.T) {
	mocks.Run(t, func(ctx *pulumi.Context) error {
		cluster, err := New(ctx, "eks", full())
		require.NoError(t, err)
		assert.Equal(t, "stockindicator-prod", cluster.Name)
		assert.NotNil(t, cluster.Provider)
		assert.Len(t, cluster.Ready, 4, "three add-ons and the storage class")
		assert.Len(t, cluster.Balancing, 1, "the controller")
		assert.NotNil(t, cluster.PodRoles["backup"])
		cluster.SecurityGroupID.ApplyT(func(id string) string { assert.Equal(t, "sg-cluster", id); return id })
		return nil
	})
}

func TestEveryChildHasAParentTheNameAndItsTags(t *testing.T) {
	untaggable := []string{"RolePolicy", "Alias", "AccessPolicyAssociation", "kubernetes"}
	for _, child := range run(t, full()).Children(t, "groundwork:eks:Cluster", "eks") {
		if !containsAny(child.Type, untaggable) {
			assert.Equal(t, "prod", child.Get("tags", "Environment"), child.Type)
		}
	}
}

func TestAPreviewWithUnknownOutputsSucceeds(t *testing.T) {
	unknown := pulumi.UnsafeUnknownOutput(nil).ApplyT(func(value any) string { return value.(string) }).(pulumi.StringOutput)
	args := full()
	args.VPCID = unknown
	args.SubnetIDs = pulumi.StringArray{unknown, unknown}
	args.Ingress[0].SecurityGroupID = unknown
	args.PodRoles[0].Policy = unknown
	assert.Len(t, run(t, args, mocks.Preview).All(tokenRelease), 2)
}

func TestALivingClusterKeepsTheSubnetsThatItWasMadeWith(t *testing.T) {
	recorder := run(t, minimal())
	assert.Equal(t, []string{"vpcConfig.subnetIds"}, recorder.One(t, "aws:eks/cluster:Cluster").IgnoreChanges)
	assert.NotContains(t, recorder.One(t, "aws:eks/nodeGroup:NodeGroup").IgnoreChanges, "subnetIds", "nodes go into every zone")
}
