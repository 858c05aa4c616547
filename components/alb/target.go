package alb

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awslb "groundwork/internal/sdk/aws/lb"
	"groundwork/naming"
)

// A target that stops answering is out after 30 s, and one that starts is in
// after 20 s.
const (
	healthInterval     = 10 // seconds
	healthTimeout      = 5  // seconds
	healthyThreshold   = 2  // checks
	unhealthyThreshold = 3  // checks
)

// autonameEnding is the length of what Pulumi appends to a logical name: a dash
// and seven hex digits.
const autonameEnding = 8

// makeTargetGroups makes the pair of each route. Both always exist, so that a
// shift of traffic changes weights and nothing else; one without targets costs
// nothing.
func (a *ALB) makeTargetGroups(ctx *pulumi.Context) error {
	for _, r := range a.args.Routes {
		blue, err := a.makeTargetGroup(ctx, r, "blue")
		if err != nil {
			return err
		}
		green, err := a.makeTargetGroup(ctx, r, "green")
		if err != nil {
			return err
		}
		a.TargetGroups[r.Name] = Pair{Blue: blue.Arn, Green: green.Arn}
	}
	return nil
}

// makeTargetGroup makes one group. Targets are pods or tasks by their address,
// and are spoken to in plain HTTP: a certificate on each, which the load
// balancer would not verify, adds work and no authenticity, while inside the
// VPC only its security group reaches the port (so ELB.21, ELB.22 are not met).
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-routing-configuration
//
// The group's port counts only for targets that are registered without one, which
// ours never are. A group can't change it, so it stays what it was first: the group
// and its targets live on when a service moves to another port.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html
//
// The name is left to Pulumi, because what does replace a group must not take away
// the old one first. Pulumi makes it of the logical name, which is cut to what
// leaves room for the ending: https://github.com/pulumi/pulumi-aws/issues/1317
func (a *ALB) makeTargetGroup(ctx *pulumi.Context, r Route, colour string) (*awslb.TargetGroup, error) {
	fit := func(route string) string {
		return naming.Fit(a.logical(route, colour), naming.LoadBalancerLimit-autonameEnding)
	}
	var former []pulumi.Alias
	if r.Formerly != "" {
		former = []pulumi.Alias{{Name: pulumi.String(fit(r.Formerly))}}
	}
	return awslb.NewTargetGroup(ctx, fit(r.Name), &awslb.TargetGroupArgs{
		VpcId:               a.args.VPCID.ToStringOutput().ToStringPtrOutput(),
		TargetType:          pulumi.String("ip"),
		Protocol:            pulumi.String("HTTP"),
		ProtocolVersion:     pulumi.String("HTTP1"),
		Port:                pulumi.Int(r.Port),
		SlowStart:           pulumi.Int(int(r.SlowStart.Seconds())),
		DeregistrationDelay: pulumi.Int(int(r.deregistrationDelay().Seconds())),
		HealthCheck: &awslb.TargetGroupHealthCheckArgs{
			Enabled:            pulumi.Bool(true),
			Protocol:           pulumi.String("HTTP"),
			Port:               pulumi.String("traffic-port"),
			Path:               pulumi.String(r.HealthPath),
			Matcher:            pulumi.String("200"),
			Interval:           pulumi.Int(healthInterval),
			Timeout:            pulumi.Int(healthTimeout),
			HealthyThreshold:   pulumi.Int(healthyThreshold),
			UnhealthyThreshold: pulumi.Int(unhealthyThreshold),
		},
		// Off: a client that stuck to its target would not follow the weights.
		Stickiness: &awslb.TargetGroupStickinessArgs{
			Enabled: pulumi.Bool(false),
			Type:    pulumi.String("lb_cookie"),
		},
		Tags: a.tags(r.Name, colour),
	}, pulumi.Parent(a), pulumi.Aliases(former), pulumi.IgnoreChanges([]string{"port"}))
}

func (a *ALB) targetGroupOutputs() pulumi.Map {
	outputs := pulumi.Map{}
	for name, pair := range a.TargetGroups {
		outputs[name] = pulumi.Map{"blue": pair.Blue, "green": pair.Green}
	}
	return outputs
}
