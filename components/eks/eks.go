// Package eks is a Kubernetes cluster on Amazon EKS: the control plane, one
// managed node group or one in each zone, the add-ons in the order they need, the controllers that
// the workloads rely on, and a Kubernetes provider made from the cluster's own
// outputs.
//
// Order of creation, and backwards the order of removal: log group, cluster,
// access and the add-ons that nodes need to become ready, nodes, the add-ons
// that need nodes, controllers. Removing them in any other order leaves network
// interfaces, targets, volumes and log groups behind; so whatever lives in the
// cluster must depend on Ready, what is bound to a load balancer on Balancing, and
// what has a role on that. Nothing waits for the autoscaler.
//
// Room on the nodes: a t3.large has 1930m of CPU to give, less what the node's
// own daemons take, and so holds one pod of 1000m and one of 500m. Production's
// smallest set of replicas therefore does not fit on five of them, which is why
// the cluster autoscaler is installed as soon as Max is above Min.
package eks

import (
	"time"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awscloudwatch "groundwork/internal/sdk/aws/cloudwatch"
	awseks "groundwork/internal/sdk/aws/eks"
	awskms "groundwork/internal/sdk/aws/kms"
	"groundwork/naming"
)

// Args describe a cluster.
type Args struct {
	// Names is required. The cluster's name is its prefix.
	Names naming.Scope
	// Version is the Kubernetes minor version, such as "1.34". Required.
	Version string
	// Region is the AWS region, such as "us-east-1". Required.
	Region string
	// AccountID is the AWS account's 12 digits. Required: roles trust only this
	// account's cluster.
	AccountID string
	// VPCID is the VPC. Required.
	VPCID pulumi.StringInput
	// SubnetIDs are the private subnets of the nodes, in at least two zones. The
	// control plane keeps those that it was made with. Required.
	SubnetIDs pulumi.StringArrayInput
	// PublicAccessCIDRs may reach the API over the internet. Empty: only from
	// inside the VPC.
	PublicAccessCIDRs []string
	// PrivateAccess are who may reach the API from inside, besides nodes and pods.
	// Empty: nobody, and an up has to come from PublicAccessCIDRs.
	PrivateAccess []Caller
	// Admins are IAM role or user ARNs that administer the cluster. Whoever
	// creates the cluster is an administrator already and must not be listed:
	// EKS refuses a second access entry for one principal.
	Admins []string
	// Viewers are IAM role or user ARNs that may see everything in the cluster,
	// secrets too, and change nothing. None may be among the administrators.
	Viewers []string
	// LogRetention is how long control-plane logs are kept, rounded up to what
	// CloudWatch offers. Required: there is always an audit log (control EKS.8).
	LogRetention time.Duration
	// Nodes are the nodes and how they are grouped. Required.
	Nodes Nodes
	// Egress is what nodes need to reach the internet and the AWS APIs (routes,
	// NAT gateways, endpoints): made before them and removed after them.
	Egress []pulumi.Resource
	// Ingress opens ports of the pods to other security groups, such as the load
	// balancer's. Empty: only the cluster itself reaches pods.
	Ingress []IngressRule
	// PodRoles give service accounts AWS permissions. Empty: none but the
	// controllers' own.
	PodRoles []PodRole
	// AddonVersions pins add-ons by name, such as "vpc-cni". One that is not named
	// gets EKS's default version for this Kubernetes version.
	AddonVersions map[string]string
}

// IngressRule opens one TCP port of the cluster's security group.
type IngressRule struct {
	// Name tells the rules apart; it must not change with their order. Required.
	Name string
	// SecurityGroupID is who may connect. Required.
	SecurityGroupID pulumi.StringInput
	// Port is the TCP port of the pods. Required.
	Port int
}

// PodRole gives the pods of one service account a role of their own.
type PodRole struct {
	// Name is the role's short name, such as "backup". Required.
	Name string
	// Namespace and ServiceAccount are whose pods may take the role. Required.
	Namespace, ServiceAccount string
	// Policy is the JSON of what the role may do; see iampolicy.Output. Required.
	Policy pulumi.StringInput
}

// Cluster is a Kubernetes cluster with nodes and controllers.
type Cluster struct {
	pulumi.ResourceState

	// Name is the cluster's physical name, known at plan time.
	Name string
	// Endpoint is the URL of the Kubernetes API.
	Endpoint pulumi.StringOutput
	// SecurityGroupID is the cluster security group, which all nodes and pods
	// share: what a database lets in.
	SecurityGroupID pulumi.StringOutput
	// NodeRoleARN is the nodes' role.
	NodeRoleARN pulumi.StringOutput
	// Provider makes resources in this cluster.
	Provider *kubernetes.Provider
	// Ready must exist before a workload starts and outlive it: the nodes, and what
	// every cluster has on them. A pod asks the DNS first, and a claim the storage
	// driver. The metrics hold nothing up; but a namespace goes only while every API
	// of the cluster answers, and they are one:
	// https://github.com/kubernetes/kubernetes/issues/83332
	Ready []pulumi.Resource
	// Balancing must exist before pods are bound to a target group and outlive the
	// binding: the load balancer controller, which checks it, marks the pods at
	// their creation, and takes its mark off a binding that goes.
	Balancing []pulumi.Resource
	// PodRoles are the roles of Args.PodRoles by their names. Credentials reach a
	// pod only if its role was there when the pod was made.
	PodRoles map[string]pulumi.Resource
}

// New creates a cluster.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Cluster, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	cluster := &Cluster{Name: args.Names.Prefix(), PodRoles: map[string]pulumi.Resource{}}
	if err := ctx.RegisterComponentResource("groundwork:eks:Cluster", name, cluster, opts...); err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, name: name, args: args, out: cluster}
	for _, step := range []func() error{
		b.makeLogGroup,
		b.makeKey,
		b.makeControlPlane,
		b.grantAccess,
		b.openIngress,
		b.openAPI,
		b.installAddonsBeforeNodes,
		b.makeNodes,
		b.installAddonsAfterNodes,
		b.makeProvider,
		b.makeStorageClass,
		b.installLoadBalancerController,
		b.installAutoscaler,
		b.makePodRoles,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return cluster, ctx.RegisterResourceOutputs(cluster, pulumi.Map{
		"name":            pulumi.String(cluster.Name),
		"endpoint":        cluster.Endpoint,
		"securityGroupId": cluster.SecurityGroupID,
		"nodeRoleArn":     cluster.NodeRoleARN,
	})
}

// builder carries what later steps need of earlier ones.
type builder struct {
	ctx  *pulumi.Context
	name string
	args Args
	out  *Cluster

	logGroup    *awscloudwatch.LogGroup
	key         *awskms.Key
	control     *awseks.Cluster
	access      []pulumi.Resource
	beforeNodes []pulumi.Resource
	nodes       []pulumi.Resource
	// dns and storage are the add-ons that later steps need.
	dns, storage pulumi.Resource
}

// child is the options of a child: the parent, and what must exist before it.
func (b *builder) child(after ...pulumi.Resource) []pulumi.ResourceOption {
	options := []pulumi.ResourceOption{pulumi.Parent(b.out)}
	if len(after) > 0 {
		options = append(options, pulumi.DependsOn(after))
	}
	return options
}

// tags are the tags of one child.
func (b *builder) tags(parts ...string) pulumi.StringMap {
	return pulumi.ToStringMap(b.args.Names.Tags(parts...))
}
