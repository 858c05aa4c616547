package eks

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
)

// clusterAutoscaler is the name of the chart, the release and the service
// account.
const clusterAutoscaler = "cluster-autoscaler"

// autoscalerImages are the autoscaler's releases by Kubernetes version, which
// its authors ask to match; for another version the chart's own is taken:
// https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases
var autoscalerImages = map[string]string{
	"1.32": "v1.32.7",
	"1.33": "v1.33.6",
	"1.34": "v1.34.5",
	"1.35": "v1.35.2",
	"1.36": "v1.36.1",
}

// autoscalerValues is the part of the chart's values that we set:
// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/charts/cluster-autoscaler/values.yaml
type autoscalerValues struct {
	AutoDiscovery            autoDiscovery     `json:"autoDiscovery"`
	AWSRegion                string            `json:"awsRegion"`
	Image                    *image            `json:"image,omitempty"`
	RBAC                     rbac              `json:"rbac"`
	Resources                resources         `json:"resources"`
	ExtraArgs                autoscalerArgs    `json:"extraArgs"`
	SecurityContext          podSecurity       `json:"securityContext"`
	ContainerSecurityContext containerSecurity `json:"containerSecurityContext"`
}

type autoDiscovery struct {
	ClusterName string `json:"clusterName"`
}

type image struct {
	Tag string `json:"tag"`
}

type rbac struct {
	ServiceAccount serviceAccount `json:"serviceAccount"`
}

type autoscalerArgs struct {
	Expander                  string `json:"expander"`
	BalanceSimilarNodeGroups  bool   `json:"balance-similar-node-groups"`
	SkipNodesWithLocalStorage bool   `json:"skip-nodes-with-local-storage"`
	SkipNodesWithSystemPods   bool   `json:"skip-nodes-with-system-pods"`
}

type podSecurity struct {
	RunAsNonRoot   bool           `json:"runAsNonRoot"`
	RunAsUser      int            `json:"runAsUser"`
	SeccompProfile seccompProfile `json:"seccompProfile"`
}

type seccompProfile struct {
	Type string `json:"type"`
}

type containerSecurity struct {
	AllowPrivilegeEscalation bool         `json:"allowPrivilegeEscalation"`
	ReadOnlyRootFilesystem   bool         `json:"readOnlyRootFilesystem"`
	Capabilities             capabilities `json:"capabilities"`
}

// nobody is the user that owns nothing.
const nobody = 65534

// newAutoscalerValues let the autoscaler find the node group by the tags EKS
// puts on it. It may remove a node with an emptyDir on it: every workload has
// one for /tmp, and otherwise no node would ever be removed:
// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
func newAutoscalerValues(cluster, region, version string) autoscalerValues {
	values := autoscalerValues{
		AutoDiscovery: autoDiscovery{ClusterName: cluster},
		AWSRegion:     region,
		RBAC:          rbac{ServiceAccount: serviceAccount{Create: true, Name: clusterAutoscaler}},
		Resources: resources{
			Requests: amounts{CPU: "50m", Memory: "256Mi"},
			Limits:   amounts{Memory: "512Mi"},
		},
		ExtraArgs: autoscalerArgs{Expander: "least-waste", BalanceSimilarNodeGroups: true},
		SecurityContext: podSecurity{
			RunAsNonRoot:   true,
			RunAsUser:      nobody,
			SeccompProfile: seccompProfile{Type: "RuntimeDefault"},
		},
		ContainerSecurityContext: containerSecurity{
			ReadOnlyRootFilesystem: true,
			Capabilities:           capabilities{Drop: []string{"ALL"}},
		},
	}
	if tag := autoscalerImages[version]; tag != "" {
		values.Image = &image{Tag: tag}
	}
	return values
}

// scaleNodes lets the autoscaler look at all groups and change those of one
// cluster, which EKS marks with this tag:
// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy
func scaleNodes(cluster string) iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{
		{
			Sid:    "Look",
			Effect: iampolicy.Allow,
			Action: []string{
				"autoscaling:DescribeAutoScalingGroups",
				"autoscaling:DescribeAutoScalingInstances",
				"autoscaling:DescribeLaunchConfigurations",
				"autoscaling:DescribeScalingActivities",
				"ec2:DescribeImages",
				"ec2:DescribeInstanceTypes",
				"ec2:DescribeLaunchTemplateVersions",
				"ec2:GetInstanceTypesFromInstanceRequirements",
				"eks:DescribeNodegroup",
			},
			Resource: []string{"*"},
		},
		{
			Sid:      "ScaleNodes",
			Effect:   iampolicy.Allow,
			Action:   []string{"autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"},
			Resource: []string{"*"},
			Condition: iampolicy.Condition{"StringEquals": {
				"aws:ResourceTag/k8s.io/cluster-autoscaler/" + cluster: {"owned"},
			}},
		},
	}}
}

// installAutoscaler installs the autoscaler where there is something to scale.
// Nothing waits for it: pods that do not fit yet wait for a node by themselves.
func (b *builder) installAutoscaler() error {
	if !b.args.Nodes.scales() {
		return nil
	}
	policy, err := scaleNodes(b.out.Name).JSON()
	if err != nil {
		return err
	}
	identity, err := b.makePodRole("autoscaler", "kube-system", clusterAutoscaler, pulumi.String(policy))
	if err != nil {
		return err
	}
	_, err = b.install(chart{
		name:       clusterAutoscaler,
		repository: "https://kubernetes.github.io/autoscaler",
		version:    "9.59.0",
		values:     newAutoscalerValues(b.out.Name, b.args.Region, b.args.Version),
	}, identity)
	return err
}
