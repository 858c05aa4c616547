package pace

import (
	"time"

	"groundwork/internal/localcloud"
)

const (
	sec    = time.Second
	minute = time.Minute
)

// logs marks figures from apply logs that people published from 2019 to 2026,
// as Terraform and Pulumi write them; the range follows.
const logs = "apply logs: "

const (
	clusterType   = "aws:eks/cluster:Cluster"
	nodeGroupType = "aws:eks/nodeGroup:NodeGroup"
	addonType     = "aws:eks/addon:Addon"
)

var awsRows = []row{
	{clusterType, create, nil, always(10 * minute), logs + "7m21s to 10m6s; https://github.com/terraform-aws-modules/terraform-aws-eks/pull/3218"},
	{clusterType, update, changes("version"), always(10 * minute), "https://github.com/ministryofjustice/cloud-platform/issues/5346"},
	{clusterType, remove, nil, always(150 * sec), logs + "1m9s to 3m26s"},
	{nodeGroupType, create, nil, always(110 * sec), logs + "1m48s to 2m10s; https://github.com/DevopsArtFactory/terraform-provisioning/pull/46"},
	{nodeGroupType, update, changes("version", "releaseVersion", "launchTemplate"), perNode(10 * minute), "25 to 30 min for 2 nodes, about 3 min a node for 55: https://github.com/ministryofjustice/cloud-platform/issues/5346, https://github.com/aws/containers-roadmap/issues/1560"},
	{nodeGroupType, remove, nil, always(380 * sec), logs + "6m19s to 8m21s"},
	{addonType, create, is("addonName", "vpc-cni"), always(65 * sec), logs + "35s to 1m6s"},
	{addonType, create, is("addonName", "coredns"), always(15 * sec), logs + "14s to 56s, with nodes ready"},
	{addonType, create, is("addonName", "aws-ebs-csi-driver"), always(45 * sec), logs + "45s"},
	{addonType, create, nil, always(25 * sec), logs + "24s to 45s"},
	{addonType, update, nil, always(84 * sec), logs + "1m24s"},
	{addonType, remove, nil, always(7 * sec), logs + "7s, 9s"},
	{"aws:eks/fargateProfile:FargateProfile", create, nil, always(168 * sec), logs + "26s to 5m45s; https://github.com/aws/containers-roadmap/issues/2392"},
	{"aws:eks/fargateProfile:FargateProfile", remove, nil, always(2 * minute), "https://github.com/aws/containers-roadmap/issues/2392"},

	{"aws:ec2/vpc:Vpc", create, has("enableDnsHostnames"), always(12 * sec), logs + "2s to 24s; https://github.com/turbot/steampipe-plugin-aws/pull/540"},
	{"aws:ec2/internetGateway:InternetGateway", remove, nil, always(10 * sec), logs + "1s to 11s; 45s while addresses are still in use: https://github.com/agones-dev/agones/pull/986"},
	{"aws:ec2/natGateway:NatGateway", create, nil, always(90 * sec), logs + "1m25s to 2m5s; https://github.com/go-to-k/cdkd/pull/1175"},
	{"aws:ec2/natGateway:NatGateway", remove, nil, always(52 * sec), logs + "37s to 1m19s; https://github.com/carina-rs/carina/issues/1067"},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", create, is("vpcEndpointType", "Interface"), always(100 * sec), "whole test of an interface endpoint 109 s: https://github.com/hashicorp/terraform-provider-aws/pull/44194"},
	{"aws:ec2/vpcEndpoint:VpcEndpoint", create, nil, always(6 * sec), logs + "6s"},
	{"aws:ec2/instance:Instance", create, nil, always(16 * sec), logs + "12s to 52s"},
	{"aws:ec2/instance:Instance", update, changes("instanceType"), always(86 * sec), logs + "1m26s"},
	{"aws:ec2/instance:Instance", remove, nil, always(30 * sec), logs + "29s to 1m12s"},
	{"aws:autoscaling/group:Group", create, nil, always(50 * sec), logs + "35s to 1m39s"},
	{"aws:autoscaling/group:Group", remove, nil, always(93 * sec), logs + "1m29s to 2m31s"},
	{"aws:ec2transitgateway/transitGateway:TransitGateway", create, nil, always(78 * sec), logs + "1m18s"},
	{"aws:ec2transitgateway/transitGateway:TransitGateway", remove, nil, always(44 * sec), logs + "44s to 2m4s"},

	{"aws:lb/loadBalancer:LoadBalancer", create, nil, always(150 * sec), logs + "2m15s to 3m7s"},
	{"aws:alb/loadBalancer:LoadBalancer", create, nil, always(150 * sec), logs + "2m15s to 3m7s"},
	{"aws:acm/certificateValidation:CertificateValidation", create, nil, always(107 * sec), logs + "1m1s to 8m52s"},
	{"aws:cloudfront/distribution:Distribution", create, notSet("waitForDeployment"), always(166 * sec), "https://github.com/go-to-k/cdkd/pull/1319"},
	{"aws:cloudfront/distribution:Distribution", update, notSet("waitForDeployment"), always(155 * sec), logs + "2m35s"},
	{"aws:cloudfront/distribution:Distribution", remove, nil, always(323 * sec), logs + "3m23s to 7m23s"},
	{"aws:route53/zone:Zone", create, nil, always(40 * sec), logs + "36s to 1m12s"},
	{"aws:route53/record:Record", create, nil, always(35 * sec), logs + "35s"},
	{"aws:route53/record:Record", remove, nil, always(40 * sec), "whole test 85 s: https://github.com/hashicorp/terraform/pull/8646"},

	{"aws:ecs/cluster:Cluster", create, nil, always(11 * sec), logs + "10s to 14s; https://github.com/turbot/steampipe-plugin-aws/pull/555"},
	{"aws:ecs/service:Service", create, has("waitForSteadyState"), always(5 * minute), "at least the drain time: https://github.com/byu-oit/handel/issues/500"},
	{"aws:ecs/service:Service", update, has("waitForSteadyState"), always(5 * minute), "at least the drain time: https://github.com/byu-oit/handel/issues/500"},
	{"aws:ecs/service:Service", remove, given("loadBalancers"), always(5 * minute), "the target group's deregistration delay: https://github.com/METR/hawk/pull/524"},
	{"aws:lambda/function:Function", create, nil, always(13 * sec), logs + "9s to 30s"},
	{"aws:lambda/function:Function", update, nil, always(9 * sec), logs + "9s"},
}

// is tells whether an input or, of what goes, an output has a value.
func is(name, value string) func(localcloud.Operation) bool {
	return func(op localcloud.Operation) bool {
		return op.Inputs.String(name) == value || op.Verb == remove && op.Outputs.String(name) == value
	}
}

// notSet tells whether an input that defaults to true was left so.
func notSet(name string) func(localcloud.Operation) bool {
	return func(op localcloud.Operation) bool { return !op.Inputs.Has(name) || op.Inputs.Bool(name) }
}

// perNode is a time for every node: a managed group replaces one after the
// other unless its update configuration says otherwise.
// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
func perNode(each time.Duration) func(localcloud.Operation) time.Duration {
	return func(op localcloud.Operation) time.Duration {
		nodes := max(op.Inputs.Int("scalingConfig.desiredSize"), 1)
		together := max(op.Inputs.Int("updateConfig.maxUnavailable"), 1)
		return each * time.Duration((nodes+together-1)/together)
	}
}
