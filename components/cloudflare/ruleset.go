package cloudflare

import (
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	sdk "groundwork/internal/cloudflaresdk"
)

// ruleset is the zone's entry point of one phase. Each has a resource of its
// own: a resource that changed its phase would fail at the API.
type ruleset struct {
	name  string
	phase phase
	rules []sdk.RulesetRule
}

// rulesets are the lists that the arguments ask for, without empty ones.
func (a Args) rulesets() []ruleset {
	all := []ruleset{
		{"waf", managedPhase, a.managedRules()},
		{"rate-limit", rateLimitPhase, a.rateLimitRules()},
		{"cache", cachePhase, a.cacheRules()},
	}
	return slices.DeleteFunc(all, func(r ruleset) bool { return len(r.rules) == 0 })
}

func (e *Edge) makeRulesets(ctx *pulumi.Context) error {
	if !e.args.ManageZone {
		return nil
	}
	for _, list := range e.args.rulesets() {
		_, err := sdk.NewRuleset(ctx, e.name+"-"+list.name, &sdk.RulesetArgs{
			ZoneId:      pulumi.String(e.args.ZoneID),
			Kind:        pulumi.String("zone"),
			Phase:       pulumi.String(string(list.phase)),
			Name:        pulumi.String(e.args.Names.Name(list.name)),
			Description: pulumi.String(""),
			Rules:       list.rules,
		}, pulumi.Parent(e))
		if err != nil {
			return err
		}
	}
	return nil
}

// The ids of managed rulesets are the same in every account.
// https://developers.cloudflare.com/waf/managed-rules/reference/
const (
	cloudflareManaged = "efb7b8c949ac4650a09736fc376e9aee"
	owaspCore         = "4814384a9e5d4991b9815dcfc25d2f1f"
)

// managedRules hold for the whole zone.
func (a Args) managedRules() []sdk.RulesetRule {
	if !a.WAF {
		return nil
	}
	execute := func(ref, description, id string, overrides *sdk.RulesetRuleActionParametersOverrides) sdk.RulesetRule {
		return sdk.RulesetRule{
			Ref:              &ref,
			Description:      &description,
			Enabled:          new(true),
			Expression:       new("true"),
			Action:           new("execute"),
			ActionParameters: &sdk.RulesetRuleActionParameters{Id: &id, Overrides: overrides},
		}
	}
	return []sdk.RulesetRule{
		execute("cloudflare_managed", "Cloudflare's managed rules", cloudflareManaged, nil),
		execute("owasp_core", "OWASP core rules", owaspCore, paranoiaLevelOne()),
	}
}

// paranoiaLevelOne turns the stricter OWASP rules off, which over the API are
// on unless one says so, and which block ordinary requests of an API.
// https://developers.cloudflare.com/waf/managed-rules/reference/owasp-core-ruleset/configure-api/
func paranoiaLevelOne() *sdk.RulesetRuleActionParametersOverrides {
	overrides := &sdk.RulesetRuleActionParametersOverrides{}
	for _, tag := range []string{"paranoia-level-2", "paranoia-level-3", "paranoia-level-4"} {
		overrides.Categories = append(overrides.Categories,
			sdk.RulesetRuleActionParametersOverridesCategory{Category: tag, Enabled: new(false)})
	}
	return overrides
}

// rateLimitRules count each client address, per data centre of Cloudflare's, as
// plans below enterprise do. The expression matches every path: the free plan
// can ask for nothing but the path, so that the limit holds for all hosts of
// the zone, on every plan alike.
// https://developers.cloudflare.com/waf/rate-limiting-rules/#availability
func (a Args) rateLimitRules() []sdk.RulesetRule {
	counted, err := a.Plan.limit(a.RateLimit)
	if err != nil || counted.requests == 0 {
		return nil // validate reports the error
	}
	return []sdk.RulesetRule{{
		Ref:         new("per_client"),
		Description: new("At most " + a.RateLimit.String() + " from one address"),
		Enabled:     new(true),
		Expression:  new(`starts_with(http.request.uri.path, "/")`),
		Action:      new("block"),
		Ratelimit: &sdk.RulesetRuleRatelimit{
			Characteristics:   []string{"cf.colo.id", "ip.src"},
			Period:            counted.period,
			RequestsPerPeriod: &counted.requests,
			// As long as a period, which is legal on every plan.
			MitigationTimeout: &counted.period,
			RequestsToOrigin:  new(false),
		},
	}}
}

// cacheRules keep the assets, and never an answer of an API.
func (a Args) cacheRules() (rules []sdk.RulesetRule) {
	rule := func(ref, description string, hosts []string, parameters sdk.RulesetRuleActionParameters) {
		if len(hosts) == 0 {
			return
		}
		rules = append(rules, sdk.RulesetRule{
			Ref:              &ref,
			Description:      &description,
			Enabled:          new(true),
			Expression:       new(hostIn(hosts)),
			Action:           new("set_cache_settings"),
			ActionParameters: &parameters,
		})
	}
	rule("bypass", "Keep nothing", a.hostsWith(CacheBypass), sdk.RulesetRuleActionParameters{Cache: new(false)})
	rule("static", "Keep assets for as long as their origin says", a.hostsWith(CacheStatic), sdk.RulesetRuleActionParameters{
		Cache:                   new(true),
		EdgeTtl:                 &sdk.RulesetRuleActionParametersEdgeTtl{Mode: "respect_origin"},
		BrowserTtl:              &sdk.RulesetRuleActionParametersBrowserTtl{Mode: "respect_origin"},
		OriginErrorPagePassthru: new(false), // the API fills it in
	})
	return rules
}

func (a Args) hostsWith(cache Cache) (names []string) {
	for _, host := range a.Hosts {
		if host.Cache == cache {
			names = append(names, host.Name)
		}
	}
	slices.Sort(names)
	return names
}

// hostIn is the expression that matches any of the hosts. Host names hold
// nothing that would have to be quoted.
func hostIn(hosts []string) string { return `http.host in {"` + strings.Join(hosts, `" "`) + `"}` }
