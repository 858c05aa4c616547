package alb

import (
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awsec2 "groundwork/internal/sdk/aws/ec2"
	awsvpc "groundwork/internal/sdk/aws/vpc"
)

// maxAllowed is the size of the prefix list. A rule that names the list counts
// as this many of the 60 that a security group may hold, however few are in it:
// 25 leaves ten places beside the 15 blocks Cloudflare publishes, and two such
// rules, which stand side by side while one replaces the other, still fit.
// https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
const maxAllowed = 25

// makeSecurityGroup lets the allowed blocks in on 443, and out only what the
// targets listen on.
func (a *ALB) makeSecurityGroup(ctx *pulumi.Context) error {
	group, err := awsec2.NewSecurityGroup(ctx, a.name+"-group", &awsec2.SecurityGroupArgs{
		Description: pulumi.String("Load balancer: HTTPS from the edge, out to the targets"),
		VpcId:       a.args.VPCID,
		Tags:        a.tags("alb"),
	}, pulumi.Parent(a))
	if err != nil {
		return err
	}
	a.SecurityGroupID = group.ID()
	if err := a.letIn(ctx); err != nil {
		return err
	}
	for _, port := range ports(a.args.Routes) {
		if err := a.letOut(ctx, port); err != nil {
			return err
		}
	}
	return nil
}

// letIn keeps the blocks in a prefix list: when Cloudflare's change, one list is
// updated in place and no rule is.
func (a *ALB) letIn(ctx *pulumi.Context) error {
	var entries awsec2.ManagedPrefixListEntryTypeArray
	for _, block := range slices.Sorted(slices.Values(a.args.AllowedCIDRs)) {
		entries = append(entries, &awsec2.ManagedPrefixListEntryTypeArgs{Cidr: pulumi.String(block)})
	}
	list, err := awsec2.NewManagedPrefixList(ctx, a.name+"-edge", &awsec2.ManagedPrefixListArgs{
		AddressFamily: pulumi.String("IPv4"),
		MaxEntries:    pulumi.Int(maxAllowed),
		Entries:       entries,
		Tags:          a.tags("edge"),
	}, pulumi.Parent(a))
	if err != nil {
		return err
	}
	_, err = awsvpc.NewSecurityGroupIngressRule(ctx, a.name+"-in", &awsvpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: a.SecurityGroupID,
		Description:     pulumi.String("HTTPS from the edge"),
		PrefixListId:    list.ID(),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(443),
		ToPort:          pulumi.Int(443),
		Tags:            a.tags("alb-in"),
	}, pulumi.Parent(a))
	return err
}

func (a *ALB) letOut(ctx *pulumi.Context, port int) error {
	args := &awsvpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: a.SecurityGroupID,
		Description:     pulumi.String("To the targets"),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(port),
		ToPort:          pulumi.Int(port),
		Tags:            a.tags("alb-out", strconv.Itoa(port)),
	}
	if group := a.args.TargetSecurityGroupID; group != nil {
		args.ReferencedSecurityGroupId = group.ToStringOutput().ToStringPtrOutput()
	} else {
		args.CidrIpv4 = pulumi.String(a.args.TargetCIDR)
	}
	_, err := awsvpc.NewSecurityGroupEgressRule(ctx, a.name+"-out-"+strconv.Itoa(port), args, pulumi.Parent(a))
	return err
}

// ports are the distinct ports of the routes' targets, ascending.
func ports(routes []Route) []int {
	var distinct []int
	for _, r := range routes {
		distinct = append(distinct, r.Port)
	}
	slices.Sort(distinct)
	return slices.Compact(distinct)
}
