package cloudflaresdk

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Ruleset is an ordered list of rules of one phase; of kind "zone" it is the
// phase's entry point, of which a zone has one.
type Ruleset struct {
	pulumi.CustomResourceState

	Name   pulumi.StringOutput    `pulumi:"name"`
	Phase  pulumi.StringOutput    `pulumi:"phase"`
	ZoneId pulumi.StringPtrOutput `pulumi:"zoneId"`
}

type rulesetArgs struct {
	Description *string       `pulumi:"description"`
	Kind        string        `pulumi:"kind"`
	Name        string        `pulumi:"name"`
	Phase       string        `pulumi:"phase"`
	Rules       []RulesetRule `pulumi:"rules"`
	ZoneId      *string       `pulumi:"zoneId"`
}

// RulesetArgs are the inputs of a Ruleset.
type RulesetArgs struct {
	// Description is free text. The API fills in "", so always write it.
	Description pulumi.StringPtrInput
	// Kind is "zone" for a zone's entry point.
	Kind pulumi.StringInput
	// Name is free text.
	Name pulumi.StringInput
	// Phase is when the rules run. A change plans as an update that the API
	// refuses: give another phase another resource.
	Phase pulumi.StringInput
	// Rules are plain values: rules are known at plan time.
	Rules []RulesetRule
	// ZoneId is the zone's id. Changing it replaces.
	ZoneId pulumi.StringPtrInput
}

// RulesetRule is one rule. After a refresh the API's answer overwrites every
// optional left out here, so write what the API fills in: ref, description and
// enabled always.
type RulesetRule struct {
	Action           *string                      `pulumi:"action"`
	ActionParameters *RulesetRuleActionParameters `pulumi:"actionParameters"`
	Description      *string                      `pulumi:"description"`
	Enabled          *bool                        `pulumi:"enabled"`
	Expression       *string                      `pulumi:"expression"`
	Ratelimit        *RulesetRuleRatelimit        `pulumi:"ratelimit"`
	Ref              *string                      `pulumi:"ref"`
}

// RulesetRuleActionParameters say how the action is done.
type RulesetRuleActionParameters struct {
	BrowserTtl              *RulesetRuleActionParametersBrowserTtl `pulumi:"browserTtl"`
	Cache                   *bool                                  `pulumi:"cache"`
	EdgeTtl                 *RulesetRuleActionParametersEdgeTtl    `pulumi:"edgeTtl"`
	Id                      *string                                `pulumi:"id"`
	OriginErrorPagePassthru *bool                                  `pulumi:"originErrorPagePassthru"`
	Overrides               *RulesetRuleActionParametersOverrides  `pulumi:"overrides"`
}

// RulesetRuleActionParametersOverrides change rules of an executed ruleset.
type RulesetRuleActionParametersOverrides struct {
	Categories []RulesetRuleActionParametersOverridesCategory `pulumi:"categories"`
}

// RulesetRuleActionParametersOverridesCategory changes all rules of a tag.
type RulesetRuleActionParametersOverridesCategory struct {
	Category string `pulumi:"category"`
	Enabled  *bool  `pulumi:"enabled"`
}

// RulesetRuleActionParametersBrowserTtl is how long browsers keep a response.
type RulesetRuleActionParametersBrowserTtl struct {
	Mode string `pulumi:"mode"`
}

// RulesetRuleActionParametersEdgeTtl is how long Cloudflare keeps a response.
type RulesetRuleActionParametersEdgeTtl struct {
	Mode string `pulumi:"mode"`
}

// RulesetRuleRatelimit is what a rate limit counts, in seconds and requests.
type RulesetRuleRatelimit struct {
	Characteristics   []string `pulumi:"characteristics"`
	MitigationTimeout *int     `pulumi:"mitigationTimeout"`
	Period            int      `pulumi:"period"`
	RequestsPerPeriod *int     `pulumi:"requestsPerPeriod"`
	RequestsToOrigin  *bool    `pulumi:"requestsToOrigin"`
}

// ElementType implements pulumi.Input.
func (RulesetArgs) ElementType() reflect.Type { return reflect.TypeFor[rulesetArgs]() }

// NewRuleset registers a ruleset.
func NewRuleset(ctx *pulumi.Context,
	name string, args *RulesetArgs, opts ...pulumi.ResourceOption) (*Ruleset, error) {
	if args == nil {
		return nil, fmt.Errorf("ruleset %q: %w", name, errNoArguments)
	}
	if args.Kind == nil {
		return nil, missing("ruleset "+name, "kind")
	}
	if args.Name == nil {
		return nil, missing("ruleset "+name, "name")
	}
	if args.Phase == nil {
		return nil, missing("ruleset "+name, "phase")
	}
	var resource Ruleset
	err := ctx.RegisterResource("cloudflare:index/ruleset:Ruleset", name, args, &resource, resourceOptions(opts)...)
	if err != nil {
		return nil, err
	}
	return &resource, nil
}
