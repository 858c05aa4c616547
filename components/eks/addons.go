package eks

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awseks "groundwork/internal/sdk/aws/eks"
)

// addon is one EKS add-on.
type addon struct {
	name string
	// config is the add-on's configuration; nil for its defaults.
	config any
	// serviceAccount and policy: the pods of that account in kube-system get a
	// role with that managed policy. Empty: the add-on needs no AWS permission.
	serviceAccount, policy string
	// needsAgent: it needs the pod identity agent from its first moment.
	needsAgent bool
}

// cniConfig is what the network add-on is told. The flag is a string in its
// schema: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
type cniConfig struct {
	EnableNetworkPolicy string `json:"enableNetworkPolicy"`
}

// addonsBeforeNodes are what a node needs to become ready, the identity agent
// first. The network add-on enforces network policies (CIS 5.3.1) and gets its
// permissions as a pod, not from the node: its pods and the identity agent's run
// in the host's network and tolerate a node that is not ready, so the agent can
// answer before there is a pod network. The network add-on fails without it:
// https://github.com/aws/amazon-vpc-cni-k8s/issues/3840
// https://github.com/aws/eks-pod-identity-agent/blob/main/charts/eks-pod-identity-agent/values.yaml
var addonsBeforeNodes = []addon{
	{name: "eks-pod-identity-agent"},
	{name: "vpc-cni", config: cniConfig{EnableNetworkPolicy: "true"}, serviceAccount: "aws-node", policy: "AmazonEKS_CNI_Policy", needsAgent: true},
	{name: "kube-proxy"},
}

// addonsAfterNodes have pods that need a ready node; without one EKS reports
// them degraded until it gives up. metrics-server feeds the pod autoscalers. The
// storage driver's policy is the one that ends at volumes it made itself:
// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html
var addonsAfterNodes = []addon{
	{name: dnsAddon},
	{name: storageAddon, serviceAccount: "ebs-csi-controller-sa", policy: "AmazonEBSCSIDriverPolicyV2"},
	{name: "metrics-server"},
}

const (
	// dnsAddon answers for names: what a program in a pod asks first.
	dnsAddon = "coredns"
	// storageAddon provides volumes.
	storageAddon = "aws-ebs-csi-driver"
)

func addonNames() []string {
	var names []string
	for _, list := range [][]addon{addonsBeforeNodes, addonsAfterNodes} {
		for _, a := range list {
			names = append(names, a.name)
		}
	}
	return names
}

func knownAddon(name string) bool {
	for _, known := range addonNames() {
		if known == name {
			return true
		}
	}
	return false
}

// installAddonsBeforeNodes installs them side by side where they can be.
func (b *builder) installAddonsBeforeNodes() error {
	for _, a := range addonsBeforeNodes {
		var after []pulumi.Resource
		if a.needsAgent {
			after = b.beforeNodes[:1]
		}
		made, err := b.installAddon(a, after)
		if err != nil {
			return err
		}
		b.beforeNodes = append(b.beforeNodes, made)
	}
	return nil
}

// installAddonsAfterNodes installs them side by side.
func (b *builder) installAddonsAfterNodes() error {
	for _, a := range addonsAfterNodes {
		made, err := b.installAddon(a, b.nodes)
		if err != nil {
			return err
		}
		switch a.name {
		case dnsAddon:
			b.dns = made
		case storageAddon:
			b.storage = made
		}
		b.out.Ready = append(b.out.Ready, made)
	}
	return nil
}

// installAddon installs an add-on, with its role where it has one. What is
// written here wins over what was changed by hand in the cluster, at creation
// and later: two sources of truth for the network of a cluster are one too many.
func (b *builder) installAddon(a addon, after []pulumi.Resource) (*awseks.Addon, error) {
	version, err := b.addonVersion(a.name)
	if err != nil {
		return nil, err
	}
	args := &awseks.AddonArgs{
		ClusterName:              b.control.Name,
		AddonName:                pulumi.String(a.name),
		AddonVersion:             pulumi.String(version),
		ResolveConflictsOnCreate: pulumi.String("OVERWRITE"),
		ResolveConflictsOnUpdate: pulumi.String("OVERWRITE"),
		Tags:                     b.tags("eks", a.name),
	}
	if a.config != nil {
		config, err := json.Marshal(a.config)
		if err != nil {
			return nil, fmt.Errorf("encoding the configuration of add-on %q: %w", a.name, err)
		}
		args.ConfigurationValues = pulumi.String(config)
	}
	if a.serviceAccount != "" {
		made, grants, err := b.makeRole(role{suffix: a.name, trust: b.podTrust("kube-system", a.serviceAccount), managed: []string{a.policy}})
		if err != nil {
			return nil, err
		}
		args.PodIdentityAssociations = awseks.AddonPodIdentityAssociationArray{&awseks.AddonPodIdentityAssociationArgs{
			ServiceAccount: pulumi.String(a.serviceAccount),
			RoleArn:        made.Arn,
		}}
		after = append(append([]pulumi.Resource{}, after...), grants...)
	}
	return awseks.NewAddon(b.ctx, b.name+"-"+a.name, args, b.child(after...)...)
}
