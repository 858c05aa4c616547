package conformance

import (
	"fmt"
)

const (
	ruleset         = "cloudflare:index/ruleset:Ruleset"
	zoneOfOurs      = "cloudflare:index/zone:Zone"
	cloudAccount    = "0123456789abcdef0123456789abcdef"
	entryDocs       = "https://developers.cloudflare.com/ruleset-engine/about/rulesets/#entry-point-ruleset"
	ruleIDDocs      = "https://developers.cloudflare.com/terraform/troubleshooting/rule-id-changes/"
	expressionDocs  = "https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/"
	customRulesDocs = "https://developers.cloudflare.com/waf/custom-rules/"
	customPhase     = "http_request_firewall_custom"
)

func edgeRule(ref string, changes Props) Props {
	return with(Props{
		"action": "block", "expression": `http.request.uri.path eq "/"`, "ref": ref, "description": "d", "enabled": true,
	}, changes)
}

func edgeRules(zone, phase string, rules ...any) Props {
	return Props{"zoneId": zone, "kind": "zone", "name": "rules", "phase": phase, "rules": rules}
}

// inZone makes something in a zone of the plan, which is made for it.
func inZone(plan, typ string, inputs Props) func(*World) error {
	return func(w *World) error {
		made := w.Make(zoneOfOurs, "zone", Props{"account": Props{"id": cloudAccount}, "name": "example.com"})
		w.Buy(plan)
		_, err := w.Create(typ, "x", with(inputs, Props{"zoneId": made.ID}))
		return err
	}
}

// Buy changes the plan of the case's zone, as its owner does in the dashboard.
func (w *World) Buy(plan string) {
	_, err := w.cloud.SetByHand(zoneOfOurs, "example.com", map[string]any{"plan.legacyId": plan})
	if err != nil {
		w.t.Fatal(err)
	}
}

// many are that many rules of a phase.
func many(count int, phase, action string) Props {
	var rules []any
	for i := range count {
		rules = append(rules, edgeRule(fmt.Sprint("r", i), Props{"action": action}))
	}
	return edgeRules(zone, phase, rules...)
}

// limits are a plan's last rule and the one too many.
func limits(phase, plan, action string, most int, evidence string) []Case {
	return []Case{
		{fmt.Sprintf("%s: %d rules on the %s plan", phase, most, plan), inZone(plan, ruleset, many(most, phase, action)), "", evidence},
		{fmt.Sprintf("%s: %d rules on the %s plan", phase, most+1, plan), inZone(plan, ruleset, many(most+1, phase, action)),
			fmt.Sprintf("exceeded the maximum number of rules in the phase %s: %d out of %d", phase, most+1, most), evidence},
	}
}

func planCases() (cases []Case) {
	const docs = "https://developers.cloudflare.com/"
	for _, limit := range []struct {
		phase, plan, action string
		most                int
		evidence            string
	}{
		{customPhase, "free", "block", 5, "waf/custom-rules/#availability"},
		{customPhase, "pro", "block", 20, "waf/custom-rules/#availability"},
		{"http_ratelimit", "free", "block", 1, "waf/rate-limiting-rules/#availability"},
		{"http_ratelimit", "business", "block", 5, "waf/rate-limiting-rules/#availability"},
		{"http_request_dynamic_redirect", "free", "redirect", 10, "rules/url-forwarding/#availability"},
		{"http_request_cache_settings", "pro", "set_cache_settings", 25, "cache/how-to/cache-rules/#availability"},
		{"http_request_transform", "free", "rewrite", 10, "rules/transform/#availability"},
		{"http_config_settings", "business", "set_config", 50, "rules/configuration-rules/#availability"},
		{"http_request_origin", "free", "route", 10, "rules/origin-rules/#availability"},
	} {
		cases = append(cases, limits(limit.phase, limit.plan, limit.action, limit.most, docs+limit.evidence)...)
	}
	return cases
}

// worded is a rule of one expression.
func worded(phase, expression string) Props {
	return edgeRules(zone, phase, edgeRule("one", Props{"expression": expression}))
}

func executing(id string) Props {
	return edgeRules(zone, "http_request_firewall_managed",
		edgeRule("one", Props{"action": "execute", "actionParameters": Props{"id": id}, "expression": "true"}))
}

var rulesetCases = append(planCases(), []Case{
	{"a second ruleset of a phase", func(w *World) error {
		w.Make(ruleset, "a", many(1, customPhase, "block"))
		_, err := w.Create(ruleset, "b", many(1, customPhase, "block"))
		return err
	}, "exceeded maximum number of zone rulesets for phase " + customPhase, entryDocs},
	{"a ruleset of another zone", func(w *World) error {
		w.Make(ruleset, "a", many(1, customPhase, "block"))
		_, err := w.Create(ruleset, "b", edgeRules("123e105f4ecef8ad9ca31a8372d0c353", customPhase, edgeRule("one", nil)))
		return err
	}, "", entryDocs},
	{"a phase that changes", changing(ruleset, many(1, customPhase, "block"), many(1, "http_ratelimit", "block")),
		"cannot change the phase", "https://developers.cloudflare.com/api/resources/rulesets/methods/update/"},
	{"two rules of one reference", creating(ruleset, edgeRules(zone, customPhase, edgeRule("one", nil), edgeRule("one", nil))),
		`"one" is the ref of rules[0] already`, ruleIDDocs},
	{"a rule keeps its id with its reference", func(w *World) error {
		made := w.Make(ruleset, "x", edgeRules(zone, customPhase, edgeRule("one", nil), edgeRule("two", nil)))
		after, err := w.Change(ruleset, "x", made, edgeRules(zone, customPhase, edgeRule("two", nil)))
		if err != nil {
			return err
		}
		return same("the id", made.Outputs.String("rules.1.id"), after.Outputs.String("rules.0.id"))
	}, "", ruleIDDocs},
	{"an expression without its last bracket", creating(ruleset, worded(customPhase, `(http.host eq "a"`)), "could not parse filter expression", expressionDocs},
	{"an expression with a text without end", creating(ruleset, worded(customPhase, `http.host eq "a`)), "could not parse filter expression", expressionDocs},
	{"an expression of nothing", creating(ruleset, worded(customPhase, "")), "the expression cannot be blank", expressionDocs},
	{"brackets and escapes inside texts", creating(ruleset, worded(customPhase, `http.request.uri.path contains "(\"[" or http.host eq r#"a")"#`)), "",
		"https://developers.cloudflare.com/ruleset-engine/rules-language/values/"},
	{"patterns on the pro plan", inZone("pro", ruleset, worded(customPhase, `http.request.uri.path matches "^/api/"`)),
		"not entitled: the use of operator Matches is not allowed", customRulesDocs},
	{"patterns on the business plan", inZone("business", ruleset, worded(customPhase, `http.request.uri.path matches "^/api/"`)), "", customRulesDocs},
	{"a text that only says matches", inZone("free", ruleset, worded(customPhase, `http.request.uri.path eq "/ matches "`)), "", customRulesDocs},
	{"an action log below the enterprise plan", inZone("business", ruleset, many(1, customPhase, "log")), "not entitled", customRulesDocs},
	{"managed rules on the free plan", inZone("free", ruleset, executing("efb7b8c949ac4650a09736fc376e9aee")), "not entitled",
		"https://developers.cloudflare.com/waf/managed-rules/#availability"},
	{"managed rules on the pro plan", inZone("pro", ruleset, executing("efb7b8c949ac4650a09736fc376e9aee")), "",
		"https://developers.cloudflare.com/waf/managed-rules/#availability"},
	{"a zone from elsewhere may hold what any zone may", creating(ruleset, many(100, customPhase, "block")), "", customRulesDocs},
	{"a ruleset of neither zone nor account", creating(ruleset, with(many(1, customPhase, "block"), Props{"zoneId": nil})),
		"one of zoneId and accountId must be given", "https://developers.cloudflare.com/api/resources/rulesets/methods/create/"},
}...)
