// Package nlb makes the internet-facing network load balancer of an ingress
// controller: it hands connections on as they are, TLS included, and with the
// client's own address.
//
// It is Pulumi's and not the controller's: one that a controller makes for a
// Service stays behind when the cluster goes. Controls that are not met here,
// and why: ELB.17 and ELB.18 want TLS on the listeners; TLS ends at the
// controller. ELB.5 wants access logs, which a network load balancer writes for
// TLS listeners only; the controller logs every request.
package nlb

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	awsec2 "groundwork/internal/sdk/aws/ec2"
	awslb "groundwork/internal/sdk/aws/lb"
	awsvpc "groundwork/internal/sdk/aws/vpc"
	"groundwork/naming"
)

// Args describe a load balancer.
type Args struct {
	// Names is required.
	Names naming.Scope
	// VPCID is the VPC. Required.
	VPCID pulumi.StringInput
	// SubnetIDs are public subnets in at least two zones. Required.
	SubnetIDs pulumi.StringArrayInput
	// TargetCIDR are the addresses the targets are in. Required.
	TargetCIDR string
	// Ports are what it listens on and hands on under the same number. Required.
	Ports []Port
	// HealthPort and HealthPath are where a target says over HTTP that it is
	// ready. Required.
	HealthPort int
	HealthPath string
	// DeletionProtection refuses its deletion.
	DeletionProtection bool
}

// Port is one port.
type Port struct {
	// Name tells the ports apart, such as "https". Required.
	Name string
	// Number is the TCP port. Required.
	Number int
}

// NLB is the load balancer.
type NLB struct {
	pulumi.ResourceState

	// ARN and DNSName are the load balancer's.
	ARN, DNSName pulumi.StringOutput
	// SecurityGroupID is what targets must let in, on their ports and on the
	// health port.
	SecurityGroupID pulumi.IDOutput
	// TargetGroups are the ARNs by port name.
	TargetGroups map[string]pulumi.StringOutput
	// Ready must exist before a target can become healthy, for DependsOn.
	Ready []pulumi.Resource

	name string
	args Args
}

// A target that stops answering is out after 30 s, and one that starts is in
// after 20 s.
const (
	healthInterval = 10 // seconds
	healthChecks   = 2
	sickChecks     = 3
	// Deregistration is how long a target that goes still gets what began, in
	// seconds.
	Deregistration = 30
)

func (a Args) validate() error {
	var problems problem.List
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names: a system and an environment are required")
	problems.Require(a.VPCID != nil, "vpc id: required")
	problems.Require(a.SubnetIDs != nil, "subnet ids: required")
	problems.Require(a.TargetCIDR != "", "target cidr: required")
	problems.Require(len(a.Ports) > 0, "ports: one at least")
	for _, port := range a.Ports {
		problems.Require(port.Name != "" && port.Number > 0 && port.Number <= 65535, "port %q: want a name and a number from 1 to 65535, not %d", port.Name, port.Number)
	}
	problems.Require(a.HealthPort > 0 && a.HealthPath != "", "health: want a port and a path")
	return problems.Err()
}

// New makes a load balancer.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*NLB, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("nlb %q: %w", name, err)
	}
	n := &NLB{name: name, args: args, TargetGroups: map[string]pulumi.StringOutput{}}
	if err := ctx.RegisterComponentResource("groundwork:nlb:NLB", name, n, opts...); err != nil {
		return nil, fmt.Errorf("nlb %q: %w", name, err)
	}
	for _, step := range []func(*pulumi.Context) error{n.makeSecurityGroup, n.makeBalancer} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("nlb %q: %w", name, err)
		}
	}
	return n, ctx.RegisterResourceOutputs(n, pulumi.Map{"arn": n.ARN, "dnsName": n.DNSName, "securityGroupId": n.SecurityGroupID})
}

// makeSecurityGroup lets everybody in on the ports, and out only to the targets.
// A group can be given to a network load balancer only when it is made:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
func (n *NLB) makeSecurityGroup(ctx *pulumi.Context) error {
	group, err := awsec2.NewSecurityGroup(ctx, n.name+"-group", &awsec2.SecurityGroupArgs{
		Description: pulumi.String("Network load balancer: in from everywhere, out to the ingress controller"),
		VpcId:       n.args.VPCID.ToStringOutput().ToStringPtrOutput(),
		Tags:        n.tags("nlb"),
	}, pulumi.Parent(n))
	if err != nil {
		return err
	}
	n.SecurityGroupID = group.ID()
	for _, port := range n.args.Ports {
		if err := n.letIn(ctx, port); err != nil {
			return err
		}
		if err := n.letOut(ctx, port); err != nil {
			return err
		}
	}
	return n.letOut(ctx, Port{Name: "health", Number: n.args.HealthPort})
}

func (n *NLB) letIn(ctx *pulumi.Context, port Port) error {
	_, err := awsvpc.NewSecurityGroupIngressRule(ctx, n.name+"-in-"+port.Name, &awsvpc.SecurityGroupIngressRuleArgs{
		SecurityGroupId: n.SecurityGroupID,
		Description:     pulumi.String("Clients"),
		CidrIpv4:        pulumi.String("0.0.0.0/0"),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(port.Number),
		ToPort:          pulumi.Int(port.Number),
		Tags:            n.tags("nlb-in", port.Name),
	}, pulumi.Parent(n))
	return err
}

func (n *NLB) letOut(ctx *pulumi.Context, port Port) error {
	_, err := awsvpc.NewSecurityGroupEgressRule(ctx, n.name+"-out-"+port.Name, &awsvpc.SecurityGroupEgressRuleArgs{
		SecurityGroupId: n.SecurityGroupID,
		Description:     pulumi.String("To the ingress controller"),
		CidrIpv4:        pulumi.String(n.args.TargetCIDR),
		IpProtocol:      pulumi.String("tcp"),
		FromPort:        pulumi.Int(port.Number),
		ToPort:          pulumi.Int(port.Number),
		Tags:            n.tags("nlb-out", port.Name),
	}, pulumi.Parent(n))
	return err
}

// makeBalancer makes the load balancer and, for each port, a listener and its
// target group. Zones help each other out: a zone may have no controller pod.
func (n *NLB) makeBalancer(ctx *pulumi.Context) error {
	made, err := awslb.NewLoadBalancer(ctx, n.name+"-balancer", &awslb.LoadBalancerArgs{
		Name:                         pulumi.String(n.args.Names.Short(naming.LoadBalancerLimit, "nlb")),
		LoadBalancerType:             pulumi.String("network"),
		Internal:                     pulumi.Bool(false),
		IpAddressType:                pulumi.String("ipv4"),
		SecurityGroups:               pulumi.StringArray{n.SecurityGroupID},
		Subnets:                      n.args.SubnetIDs,
		EnableCrossZoneLoadBalancing: pulumi.Bool(true),
		EnableDeletionProtection:     pulumi.Bool(n.args.DeletionProtection), // ELB.6
		Tags:                         n.tags("nlb"),
	}, pulumi.Parent(n))
	if err != nil {
		return err
	}
	n.ARN, n.DNSName = made.Arn, made.DnsName
	for _, port := range n.args.Ports {
		group, err := n.makeTargetGroup(ctx, port)
		if err != nil {
			return err
		}
		listener, err := awslb.NewListener(ctx, n.name+"-"+port.Name, &awslb.ListenerArgs{
			LoadBalancerArn: made.Arn,
			Port:            pulumi.Int(port.Number),
			Protocol:        pulumi.String("TCP"),
			DefaultActions: awslb.ListenerDefaultActionArray{&awslb.ListenerDefaultActionArgs{
				Type: pulumi.String("forward"), TargetGroupArn: group.Arn,
			}},
			Tags: n.tags(port.Name),
		}, pulumi.Parent(n))
		if err != nil {
			return err
		}
		n.TargetGroups[port.Name] = group.Arn
		n.Ready = append(n.Ready, listener)
	}
	return nil
}

// makeTargetGroup makes the group of one port. The client's address is kept, so
// that the controller can count and log by it.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
func (n *NLB) makeTargetGroup(ctx *pulumi.Context, port Port) (*awslb.TargetGroup, error) {
	return awslb.NewTargetGroup(ctx, n.name+"-"+port.Name, &awslb.TargetGroupArgs{
		VpcId:                 n.args.VPCID.ToStringOutput().ToStringPtrOutput(),
		TargetType:            pulumi.String("ip"),
		Protocol:              pulumi.String("TCP"),
		Port:                  pulumi.Int(port.Number),
		PreserveClientIp:      pulumi.String("true"),
		DeregistrationDelay:   pulumi.Int(Deregistration),
		ConnectionTermination: pulumi.Bool(true),
		HealthCheck: &awslb.TargetGroupHealthCheckArgs{
			Enabled:            pulumi.Bool(true),
			Protocol:           pulumi.String("HTTP"),
			Port:               pulumi.String(strconv.Itoa(n.args.HealthPort)),
			Path:               pulumi.String(n.args.HealthPath),
			Matcher:            pulumi.String("200"),
			Interval:           pulumi.Int(healthInterval),
			HealthyThreshold:   pulumi.Int(healthChecks),
			UnhealthyThreshold: pulumi.Int(sickChecks),
		},
		Tags: n.tags(port.Name),
	}, pulumi.Parent(n))
}

func (n *NLB) tags(parts ...string) pulumi.StringMap {
	return pulumi.ToStringMap(n.args.Names.Tags(parts...))
}
