package alb

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	awslb "groundwork/internal/sdk/aws/lb"
)

// nowhere ends host names that nobody can have, which no request asks for:
// https://www.rfc-editor.org/rfc/rfc2606#section-2
const nowhere = ".invalid"

// makeStandbys makes one listener rule per route that no request matches. It names
// both target groups, so that their targets are checked before the route's own rule
// sends them anything: targets of a group that no rule names are never healthy.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
func (a *ALB) makeStandbys(ctx *pulumi.Context) error {
	priorities := standbyPriorities(a.args.Routes)
	for _, r := range a.args.Routes {
		asked := Route{Host: r.Name + nowhere}
		rule, err := awslb.NewListenerRule(ctx, a.logical(r.Name, "standby"), &awslb.ListenerRuleArgs{
			ListenerArn: a.listener.Arn,
			Priority:    pulumi.Int(priorities[r.Name]),
			Conditions:  conditions(asked),
			Actions:     awslb.ListenerRuleActionArray{a.forward(r, 1, 1)},
			Tags:        a.tags(r.Name, "standby"),
		}, pulumi.Parent(a), a.formerly(r, "standby"))
		if err != nil {
			return err
		}
		a.Ready = append(a.Ready, rule)
	}
	return nil
}

// Open makes one listener rule per route: from then on requests reach its targets.
// after are, by the route's name, the targets that must be healthy before: a rule
// that shares out requests does not look for healthy targets in its other group.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#forward-actions
func (a *ALB) Open(ctx *pulumi.Context, after map[string][]pulumi.Resource) error {
	priorities := prioritise(a.args.Routes)
	for _, r := range a.args.Routes {
		_, err := awslb.NewListenerRule(ctx, a.logical(r.Name), &awslb.ListenerRuleArgs{
			ListenerArn: a.listener.Arn,
			Priority:    pulumi.Int(priorities[r.Name]),
			Conditions:  conditions(r),
			Actions:     awslb.ListenerRuleActionArray{a.forward(r, 100-r.GreenWeight, r.GreenWeight)},
			Tags:        a.tags(r.Name),
		}, pulumi.Parent(a), a.formerly(r), pulumi.DependsOn(after[r.Name]))
		if err != nil {
			return fmt.Errorf("alb %q: %w", a.name, err)
		}
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
func (a *ALB) forward(r Route, blue, green int) *awslb.ListenerRuleActionArgs {
	pair := a.TargetGroups[r.Name]
	share := func(arn pulumi.StringOutput, weight int) *awslb.ListenerRuleActionForwardTargetGroupArgs {
		return &awslb.ListenerRuleActionForwardTargetGroupArgs{Arn: arn, Weight: pulumi.Int(weight)}
	}
	return &awslb.ListenerRuleActionArgs{
		Type: pulumi.String("forward"),
		Forward: &awslb.ListenerRuleActionForwardArgs{
			TargetGroups: awslb.ListenerRuleActionForwardTargetGroupArray{share(pair.Blue, blue), share(pair.Green, green)},
		},
	}
}

// formerly lets what a route's former name made be the route's: the same target
// groups with their targets, and the same rules.
func (a *ALB) formerly(r Route, parts ...string) pulumi.ResourceOption {
	if r.Formerly == "" {
		return pulumi.Aliases(nil)
	}
	return pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String(a.logical(r.Formerly, parts...))}})
}

// logical is the logical name of a part of a route.
func (a *ALB) logical(route string, parts ...string) string {
	return strings.Join(append([]string{a.name, route}, parts...), "-")
}
