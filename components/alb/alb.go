// Package alb makes the internet-facing load balancer of a system: HTTPS only,
// reachable only from the addresses it is told (Cloudflare's), with a pair of
// target groups, blue and green, for every web service.
//
// Controls that are not met here, and why: ELB.16 wants AWS WAF on the load
// balancer; the web application firewall is Cloudflare's, in front, and nobody
// else reaches the listener. ELB.21 and ELB.22 want HTTPS up to the targets;
// see target.go.
package alb

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awslb "groundwork/internal/sdk/aws/lb"
	"groundwork/naming"
)

// tlsPolicy is what AWS recommends and its console sets: TLS 1.3 and 1.2 with
// forward secrecy, and a key exchange that withstands quantum computers where
// the client knows it (ELB.17).
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"

// ALB is the load balancer.
type ALB struct {
	pulumi.ResourceState

	// ARN, DNSName and ZoneID are the load balancer's; ZoneID is that of Route
	// 53, for alias records.
	ARN, DNSName, ZoneID pulumi.StringOutput
	// SecurityGroupID is what targets must let in, on their ports.
	SecurityGroupID pulumi.IDOutput
	// TargetGroups are the pairs by route name.
	TargetGroups map[string]Pair
	// Ready must exist before a target can become healthy, for DependsOn: a
	// target group that no rule names is never checked.
	Ready []pulumi.Resource

	name     string
	args     Args
	balancer *awslb.LoadBalancer
	listener *awslb.Listener
}

// Pair are the ARNs of the two target groups of a route.
type Pair struct {
	Blue, Green pulumi.StringOutput
}

// New makes a load balancer. It answers nothing until Open is called.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*ALB, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("alb %q: %w", name, err)
	}
	a := &ALB{name: name, args: args, TargetGroups: map[string]Pair{}}
	if err := ctx.RegisterComponentResource("groundwork:alb:ALB", name, a, opts...); err != nil {
		return nil, fmt.Errorf("alb %q: %w", name, err)
	}
	for _, step := range []func(*pulumi.Context) error{
		a.makeSecurityGroup,
		a.makeBalancer,
		a.makeListener,
		a.makeTargetGroups,
		a.makeStandbys,
	} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("alb %q: %w", name, err)
		}
	}
	return a, ctx.RegisterResourceOutputs(a, pulumi.Map{
		"arn":             a.ARN,
		"dnsName":         a.DNSName,
		"zoneId":          a.ZoneID,
		"securityGroupId": a.SecurityGroupID,
		"targetGroups":    a.targetGroupOutputs(),
	})
}

func (a *ALB) makeBalancer(ctx *pulumi.Context) error {
	made, err := awslb.NewLoadBalancer(ctx, a.name+"-balancer", &awslb.LoadBalancerArgs{
		Name:             pulumi.String(a.args.Names.Short(naming.LoadBalancerLimit)),
		LoadBalancerType: pulumi.String("application"),
		Internal:         pulumi.Bool(false),
		IpAddressType:    pulumi.String("ipv4"),
		SecurityGroups:   pulumi.StringArray{a.SecurityGroupID},
		Subnets:          a.args.SubnetIDs,
		AccessLogs:       a.accessLogs(),
		// Seconds. The application must keep connections longer than this, or
		// clients see 502 while it closes one that is being used.
		IdleTimeout:             pulumi.Int(int(a.args.idleTimeout().Seconds())),
		DropInvalidHeaderFields: pulumi.Bool(true), // ELB.4
		// Defensive, not strictest: both pass ELB.12, but strictest also refuses
		// what is merely unusual.
		DesyncMitigationMode:     pulumi.String("defensive"),
		EnableDeletionProtection: pulumi.Bool(a.args.DeletionProtection), // ELB.6
		Tags:                     a.tags("alb"),
	}, pulumi.Parent(a))
	if err != nil {
		return err
	}
	a.balancer = made
	a.ARN, a.DNSName, a.ZoneID = made.Arn, made.DnsName, made.ZoneId
	return nil
}

// accessLogs writes every request to the bucket (ELB.5, CIS 4.10).
func (a *ALB) accessLogs() awslb.LoadBalancerAccessLogsPtrInput {
	if a.args.LogsBucket == nil {
		return nil
	}
	logs := &awslb.LoadBalancerAccessLogsArgs{Bucket: a.args.LogsBucket, Enabled: pulumi.Bool(true)}
	if a.args.LogsPrefix != "" {
		logs.Prefix = pulumi.String(a.args.LogsPrefix)
	}
	return logs
}

// makeListener listens on 443 only. There is no listener on 80, not even one
// that redirects: it would fail ELB.18, and Cloudflare, the only client, is told
// to use HTTPS.
func (a *ALB) makeListener(ctx *pulumi.Context) error {
	made, err := awslb.NewListener(ctx, a.name+"-https", &awslb.ListenerArgs{
		LoadBalancerArn: a.balancer.Arn,
		Port:            pulumi.Int(443),
		Protocol:        pulumi.String("HTTPS"),
		SslPolicy:       pulumi.String(tlsPolicy),
		CertificateArn:  a.args.CertificateARN,
		// What no route asks for is answered here, and never reaches a service.
		DefaultActions: awslb.ListenerDefaultActionArray{&awslb.ListenerDefaultActionArgs{
			Type: pulumi.String("fixed-response"),
			FixedResponse: &awslb.ListenerDefaultActionFixedResponseArgs{
				ContentType: pulumi.String("text/plain"),
				MessageBody: pulumi.String("not found"),
				StatusCode:  pulumi.String("404"),
			},
		}},
		Tags: a.tags("https"),
	}, pulumi.Parent(a))
	a.listener = made
	return err
}

func (a *ALB) tags(parts ...string) pulumi.StringMap {
	return pulumi.ToStringMap(a.args.Names.Tags(parts...))
}
