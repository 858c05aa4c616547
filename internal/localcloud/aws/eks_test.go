package aws

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/localcloud/cloudtest"
)

// kube is a cluster without self-managed add-ons.
type kube struct {
	*world
	cluster, nodeRole cloudtest.Made
	wanted, nodes     props
}

func steer(t *testing.T) kube {
	t.Helper()
	k := kube{world: settle(t)}
	role := k.role("cluster", "eks.amazonaws.com")
	k.nodeRole = k.role("nodes", "ec2.amazonaws.com")
	k.wanted = props{
		"name": "prod", "version": "1.34", "roleArn": role.Outputs.String("arn"), "bootstrapSelfManagedAddons": false,
		"accessConfig": props{"authenticationMode": "API"},
		"vpcConfig":    props{"subnetIds": []string{k.dataA.ID, k.dataB.ID}, "endpointPrivateAccess": true, "endpointPublicAccess": false},
	}
	k.cluster = k.make(clusterType, "cluster", k.wanted)
	k.nodes = props{
		"clusterName": "prod", "nodeRoleArn": k.nodeRole.Outputs.String("arn"), "subnetIds": []string{k.dataA.ID, k.dataB.ID},
		"instanceTypes": []string{"t3.large"}, "amiType": "AL2023_x86_64_STANDARD",
		"scalingConfig": props{"minSize": 2, "desiredSize": 2, "maxSize": 4},
	}
	return k
}

func (k kube) addon(name string) cloudtest.Made {
	return k.make(addonType, name, props{"clusterName": "prod", "addonName": name})
}

func TestAClusterLooksLikeOneOfEKS(t *testing.T) {
	k := steer(t)
	out := k.cluster.Outputs
	assert.Regexp(t, `^https://[0-9A-F]{32}\.gr7\.us-east-1\.eks\.amazonaws\.com$`, out.String("endpoint"))
	assert.Regexp(t, `^https://oidc\.eks\.us-east-1\.amazonaws\.com/id/[0-9A-F]{32}$`, out.String("identities.0.oidcs.0.issuer"))
	assert.NotEmpty(t, out.String("certificateAuthority.data"))
	assert.Equal(t, out.String("certificateAuthorities.0.data"), out.String("certificateAuthority.data"))
	assert.Equal(t, k.vpc.ID, out.String("vpcConfig.vpcId"))
	assert.Equal(t, "172.20.0.0/16", out.String("kubernetesNetworkConfig.serviceIpv4Cidr"))
	assert.Equal(t, "arn:aws:eks:us-east-1:123456789012:cluster/prod", out.String("arn"))
	group := out.String("vpcConfig.clusterSecurityGroupId")
	k.make(ingressType, "from-balancer", props{"securityGroupId": group, "referencedSecurityGroupId": k.group.ID, "ipProtocol": "tcp", "fromPort": 8000, "toPort": 8000})
	k.destroy()
	assert.Empty(t, k.cloud.List(), "the cluster's group goes with it")
}

func TestEKSRefusesWhatItRefuses(t *testing.T) {
	k := steer(t)
	nodeARN := k.nodeRole.Outputs.String("arn")
	k.addon("vpc-cni")
	k.make(nodeGroupType, "nodes", with(k.nodes, props{"nodeGroupName": "nodes"}))
	user := "arn:aws:iam::123456789012:role/admin"
	k.make(accessEntryType, "admin", props{"clusterName": "prod", "principalArn": user})
	pod := props{"clusterName": "prod", "namespace": "app", "serviceAccount": "api", "roleArn": nodeARN}
	k.make(podIdentityType, "api", pod)
	k.make(clusterType, "older", with(k.wanted, props{"name": "older", "accessConfig": props{"authenticationMode": "CONFIG_MAP"}}))
	policy := props{"clusterName": "prod", "principalArn": user, "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "accessScope": props{"type": "cluster"}}
	refusing(t, k.provider, []refused{
		{"a role for others", clusterType, with(k.wanted, props{"name": "x", "roleArn": nodeARN}), "could not be assumed"},
		{"a node group's name twice", nodeGroupType, with(k.nodes, props{"nodeGroupName": "nodes"}), "NodeGroup already exists with name nodes"},
		{"an add-on of no cluster", addonType, props{"clusterName": "gone", "addonName": "coredns"}, "No cluster found"},
		{"an add-on twice", addonType, props{"clusterName": "prod", "addonName": "vpc-cni"}, "ResourceInUseException: Addon already exists."},
		{"an add-on's configuration that is none", addonType, props{"clusterName": "prod", "addonName": "coredns", "configurationValues": "{"}, "ConfigurationValue provided in request is not supported"},
		{"an entry twice", accessEntryType, props{"clusterName": "prod", "principalArn": user}, "The specified access entry resource is already in use on this cluster."},
		{"an entry where the map decides", accessEntryType, props{"clusterName": "older", "principalArn": user}, "authentication mode must be set to one of [API, API_AND_CONFIG_MAP]"},
		{"a policy that EKS does not have", accessPolicyType, with(policy, props{"policyArn": "arn:aws:eks::aws:cluster-access-policy/Root"}), "does not exist"},
		{"a policy without an entry", accessPolicyType, with(policy, props{"principalArn": user + "3"}), "ResourceNotFoundException: The specified principalArn could not be found"},
		{"a policy for namespaces it does not name", accessPolicyType, with(policy, props{"accessScope": props{"type": "namespace"}}), "namespaces are required"},
		{"a service account with a role already", podIdentityType, pod, "Association already exists"},
		{"a service account with a role that is gone", podIdentityType, with(pod, props{"serviceAccount": "web", "roleArn": "arn:aws:iam::123456789012:role/gone"}), "cannot be found"},
	})
	k.stays(clusterType, "cluster", k.cluster, "ResourceInUseException: Cluster has nodegroups attached")
	k.stays(subnetType, "data-a", k.dataA, "DependencyViolation")
}

func TestNodesJoinOnlyWithANetworkAddOn(t *testing.T) {
	k := steer(t)
	assert.Contains(t, k.provider.Refuse(nodeGroupType, "nodes", k.nodes), "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster")
	k.addon("vpc-cni")
	group := k.make(nodeGroupType, "nodes", k.nodes)
	assert.Equal(t, "ACTIVE", group.Outputs.String("status"))
	assert.Equal(t, "1.34", group.Outputs.String("version"))
	assert.Regexp(t, `^eks-nodes-[0-9a-f]{7}-[0-9a-f-]{36}$`, group.Outputs.String("resources.0.autoscalingGroups.0.name"))
}

func TestAnAddOnWithPodsIsDegradedWithoutNodesAndHealsWithThem(t *testing.T) {
	k := steer(t)
	k.addon("vpc-cni")
	says := k.provider.Refuse(addonType, "coredns", props{"clusterName": "prod", "addonName": "coredns"})
	assert.Contains(t, says, "not ready")
	id, live, asked := k.provider.Read(addonType, "coredns", "prod:coredns", nil, nil)
	require.Equal(t, "prod:coredns", id, "it exists all the same")
	k.make(nodeGroupType, "nodes", k.nodes)
	_, err := k.provider.Update(addonType, "coredns", id, live, asked, false)
	assert.NoError(t, err)
}

func TestNodesTakeImagesOfTheirOwnVersionOnly(t *testing.T) {
	k := steer(t)
	k.addon("vpc-cni")
	nodes := k.make(nodeGroupType, "nodes", k.nodes)
	assert.Equal(t, "1.34.4-20261110", nodes.Outputs.String("releaseVersion"), "the newest")
	other := nodes.Inputs.Clone()
	other.Set("releaseVersion", "1.34.2-20260901")
	changed, err := k.provider.Update(nodeGroupType, "nodes", nodes.ID, nodes.Outputs, other, false)
	require.NoError(t, err)
	assert.Equal(t, "1.34.2-20260901", changed.String("releaseVersion"))
	other.Set("releaseVersion", "1.35.2-20260901")
	_, err = k.provider.Update(nodeGroupType, "nodes", nodes.ID, nodes.Outputs, other, false)
	assert.ErrorContains(t, err, "Requested Nodegroup release version 1.35.2-20260901 is invalid. Allowed kubernetes version is 1.34")
}

func TestAClusterGoesUpOneVersionAtATime(t *testing.T) {
	k := steer(t)
	upgrade := k.cluster.Inputs.Clone()
	upgrade.Set("version", "1.36")
	_, err := k.provider.Update(clusterType, "cluster", k.cluster.ID, k.cluster.Outputs, upgrade, false)
	assert.ErrorContains(t, err, "Unsupported Kubernetes minor version update from 1.34 to 1.36")
	upgrade.Set("version", "1.35")
	_, err = k.provider.Update(clusterType, "cluster", k.cluster.ID, k.cluster.Outputs, upgrade, false)
	assert.NoError(t, err)
	back := k.cluster.Inputs.Clone()
	back.Set("version", "1.33")
	diff := k.provider.Diff(clusterType, "cluster", k.cluster.ID, k.cluster.Inputs, k.cluster.Outputs, back)
	assert.Equal(t, []string{"version"}, diff.GetReplaces(), "down means another cluster")
}
