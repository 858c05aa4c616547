package eks

import (
	"regexp"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/iampolicy"
	awsec2 "groundwork/internal/sdk/aws/ec2"
	awseks "groundwork/internal/sdk/aws/eks"
	awsiam "groundwork/internal/sdk/aws/iam"
)

// Nodes are the nodes, in one managed node group or one in each zone.
type Nodes struct {
	// Type is the EC2 instance type, such as "t3.large". Required.
	Type string
	// Min, Desired and Max are numbers of nodes. Desired 0 means Min. With Max
	// above Min the cluster autoscaler decides, and Desired counts only at
	// creation.
	Min, Desired, Max int
	// DiskGiB is the size of each root disk in GiB. Required, 20 or more.
	DiskGiB int
	// Image is the release of EKS's node image, such as "1.36.0-20261110". Empty: the
	// newest when the nodes are made and whenever their version changes, and that one
	// until then.
	Image string
	// Zones makes a group of each: for pods that find a place only where their volume
	// is, since the autoscaler cannot choose the zone of a node in a group of several:
	// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#common-notes-and-gotchas
	// Min, Desired and Max are then spread over them, so Min is at least their number.
	// Empty: one group over all subnets.
	Zones []Zone
}

// Zone is where one of several groups has its nodes.
type Zone struct {
	// ID is the zone's id, such as "use1-az1": the group is called by it. Required.
	ID string
	// SubnetID is a private subnet there. Required.
	SubnetID pulumi.StringInput
}

// The node images: Amazon Linux 2023 for the two processor families.
const (
	imageX86 = "AL2023_x86_64_STANDARD"
	imageARM = "AL2023_ARM_64_STANDARD"
)

// maxUnavailablePercent of the nodes are replaced at a time in an update.
const maxUnavailablePercent = 33

// arm matches instance types with a Graviton processor: the letter g after the
// generation (t4g, m7gd, c8gn), and the first of them, a1:
// https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
var arm = regexp.MustCompile(`^(a1|[a-z]+[0-9]+[a-z]*g[a-z]*)\.`)

// nodeImage is the image family for an instance type.
func nodeImage(instanceType string) string {
	if arm.MatchString(instanceType) {
		return imageARM
	}
	return imageX86
}

// makeNodes creates the managed node groups. Their names are automatic, because a
// new instance type or disk replaces a group: the new nodes are there before
// the old ones are drained. There is one instance type (control AutoScaling.6
// asks for several): on-demand nodes of one size are what the autoscaler can
// calculate with. Several zones (AutoScaling.2) come from the subnets or the groups.
func (b *builder) makeNodes() error {
	made, grants, err := b.makeNodeRole()
	if err != nil {
		return err
	}
	template, err := b.makeLaunchTemplate()
	if err != nil {
		return err
	}
	after := append(append(grants, b.beforeNodes...), b.args.Egress...)
	for _, g := range b.args.Nodes.groups(b.args.SubnetIDs) {
		group, err := b.makeGroup(g, made, template, after)
		if err != nil {
			return err
		}
		b.nodes = append(b.nodes, group)
	}
	b.out.NodeRoleARN = made.Arn
	return nil
}

// makeGroup creates one of them.
func (b *builder) makeGroup(g group, role *awsiam.Role, template *awsec2.LaunchTemplate, after []pulumi.Resource) (*awseks.NodeGroup, error) {
	nodes := b.args.Nodes
	var image pulumi.StringPtrInput
	if nodes.Image != "" {
		image = pulumi.String(nodes.Image)
	}
	return awseks.NewNodeGroup(b.ctx, b.name+"-"+g.name, &awseks.NodeGroupArgs{
		ReleaseVersion: image,
		ClusterName:    b.control.Name,
		Version:        pulumi.String(b.args.Version),
		NodeRoleArn:    role.Arn,
		SubnetIds:      g.subnets,
		AmiType:        pulumi.String(nodeImage(nodes.Type)),
		CapacityType:   pulumi.String("ON_DEMAND"),
		InstanceTypes:  pulumi.ToStringArray([]string{nodes.Type}),
		LaunchTemplate: &awseks.NodeGroupLaunchTemplateArgs{
			Id:      template.ID(),
			Version: pulumi.Sprintf("%d", template.LatestVersion),
		},
		ScalingConfig: &awseks.NodeGroupScalingConfigArgs{
			MinSize:     pulumi.Int(g.min),
			DesiredSize: pulumi.Int(g.desired),
			MaxSize:     pulumi.Int(g.max),
		},
		UpdateConfig: &awseks.NodeGroupUpdateConfigArgs{MaxUnavailablePercentage: pulumi.Int(maxUnavailablePercent)},
		Tags:         b.tags("eks", g.name),
	}, append(b.child(after...), g.ignored()...)...)
}

func (n Nodes) desired() int { return max(n.Desired, n.Min) }

func (n Nodes) scales() bool { return n.Max > n.Min }

// makeNodeRole creates the nodes' role: to give pods their identities, to pull
// images, and to be reached through Session Manager instead of SSH. The inline
// part is what the node's boot program asks for and the minimal policy lacks;
// without it no node joins:
// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/doc/examples.md#using-instance-id-as-node-name
func (b *builder) makeNodeRole() (*awsiam.Role, []pulumi.Resource, error) {
	boot, err := iampolicy.Document{Statements: []iampolicy.Statement{{
		Sid:    "BootNode",
		Effect: iampolicy.Allow,
		Action: []string{"ec2:DescribeInstances", "ec2:DescribeInstanceTypes"},
		// These two cannot be limited to a resource.
		Resource: []string{"*"},
	}}}.JSON()
	if err != nil {
		return nil, nil, err
	}
	return b.makeRole(role{
		suffix:  "nodes",
		trust:   iampolicy.AssumedBy("ec2.amazonaws.com", nil),
		managed: []string{"AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly", "AmazonSSMManagedInstanceCore"},
		inline:  pulumi.String(boot),
	})
}

// makeLaunchTemplate describes the instances: metadata only with a token and
// only for the node itself, since a pod is one hop further (controls EC2.8,
// EC2.170, CIS 6.7), an encrypted root disk (EC2.3, EC2.181), no public address
// (EC2.25: the private subnets give none), and tags on all that EC2 makes of it.
func (b *builder) makeLaunchTemplate() (*awsec2.LaunchTemplate, error) {
	var specifications awsec2.LaunchTemplateTagSpecificationArray
	for _, kind := range []string{"instance", "volume", "network-interface"} {
		specifications = append(specifications, &awsec2.LaunchTemplateTagSpecificationArgs{
			ResourceType: pulumi.String(kind),
			Tags:         b.tags("eks", "node"),
		})
	}
	return awsec2.NewLaunchTemplate(b.ctx, b.name+"-nodes", &awsec2.LaunchTemplateArgs{
		UpdateDefaultVersion: pulumi.Bool(true),
		MetadataOptions: &awsec2.LaunchTemplateMetadataOptionsArgs{
			HttpEndpoint:            pulumi.String("enabled"),
			HttpTokens:              pulumi.String("required"),
			HttpPutResponseHopLimit: pulumi.Int(1),
		},
		BlockDeviceMappings: awsec2.LaunchTemplateBlockDeviceMappingArray{&awsec2.LaunchTemplateBlockDeviceMappingArgs{
			DeviceName: pulumi.String("/dev/xvda"),
			Ebs: &awsec2.LaunchTemplateBlockDeviceMappingEbsArgs{
				VolumeType:          pulumi.String("gp3"),
				VolumeSize:          pulumi.Int(b.args.Nodes.DiskGiB),
				Encrypted:           pulumi.String("true"),
				DeleteOnTermination: pulumi.String("true"),
			},
		}},
		TagSpecifications: specifications,
		Tags:              b.tags("eks", "nodes"),
	}, b.child()...)
}
