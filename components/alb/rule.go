package alb

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awslb "groundwork/internal/sdk/aws/lb"
)

// makeRules makes one listener rule per route.
func (a *ALB) makeRules(ctx *pulumi.Context) error {
	priorities := prioritise(a.args.Routes)
	for _, r := range a.args.Routes {
		rule, err := awslb.NewListenerRule(ctx, a.name+"-"+r.Name, &awslb.ListenerRuleArgs{
			ListenerArn: a.listener.Arn,
			Priority:    pulumi.Int(priorities[r.Name]),
			Conditions:  conditions(r),
			Actions:     awslb.ListenerRuleActionArray{a.forward(r)},
			Tags:        a.tags(r.Name),
		}, pulumi.Parent(a))
		if err != nil {
			return err
		}
		a.Ready = append(a.Ready, rule)
	}
	return nil
}

// conditions match the host and, unless the route takes all paths, its path and
// everything below it, but not a path that merely begins alike.
func conditions(r Route) awslb.ListenerRuleConditionArray {
	matched := awslb.ListenerRuleConditionArray{&awslb.ListenerRuleConditionArgs{
		HostHeader: &awslb.ListenerRuleConditionHostHeaderArgs{Values: pulumi.ToStringArray([]string{r.Host})},
	}}
	if path := r.path(); path != "" {
		matched = append(matched, &awslb.ListenerRuleConditionArgs{
			PathPattern: &awslb.ListenerRuleConditionPathPatternArgs{
				Values: pulumi.ToStringArray([]string{path, path + "/*"}),
			},
		})
	}
	return matched
}

// forward shares requests between blue and green by weight. Stickiness is left
// out, which is off.
func (a *ALB) forward(r Route) *awslb.ListenerRuleActionArgs {
	pair := a.TargetGroups[r.Name]
	share := func(arn pulumi.StringOutput, weight int) *awslb.ListenerRuleActionForwardTargetGroupArgs {
		return &awslb.ListenerRuleActionForwardTargetGroupArgs{Arn: arn, Weight: pulumi.Int(weight)}
	}
	return &awslb.ListenerRuleActionArgs{
		Type: pulumi.String("forward"),
		Forward: &awslb.ListenerRuleActionForwardArgs{
			TargetGroups: awslb.ListenerRuleActionForwardTargetGroupArray{
				share(pair.Blue, 100-r.GreenWeight),
				share(pair.Green, r.GreenWeight),
			},
		},
	}
}
