package cloudflare

import (
	"net/http"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// plan is what is paid for a zone.
type plan int

// The plans, cheapest first.
const (
	free plan = iota
	pro
	business
	enterprise
)

var planNames = []string{"free", "pro", "business", "enterprise"}

// planOf is the plan of a zone made here: a new one is free until somebody pays
// for more, which no resource does. A zone from elsewhere may hold what any
// zone may.
// https://developers.cloudflare.com/fundamentals/manage-domains/add-site/
func planOf(tx *localcloud.Tx, zone string) plan {
	if found := tx.World().Get(zoneType, zone); found != nil {
		if i := slices.Index(planNames, found.String("plan.legacyId")); i >= 0 {
			return plan(i)
		}
	}
	return enterprise
}

// phaseRules are how many rules a phase of a zone holds, by plan. Of rate
// limits Enterprise zones have 5, or 100 with what they may buy besides.
// https://developers.cloudflare.com/waf/custom-rules/#availability
// https://developers.cloudflare.com/waf/rate-limiting-rules/#availability
// https://developers.cloudflare.com/rules/url-forwarding/#availability
// https://developers.cloudflare.com/rules/transform/#availability
// https://developers.cloudflare.com/cache/how-to/cache-rules/#availability
// https://developers.cloudflare.com/rules/configuration-rules/#availability
// https://developers.cloudflare.com/rules/compression-rules/#availability
// https://developers.cloudflare.com/rules/custom-errors/#availability
// https://developers.cloudflare.com/rules/origin-rules/#availability
var phaseRules = map[string][enterprise + 1]int{
	"http_request_firewall_custom":    {5, 20, 100, 1000},
	"http_ratelimit":                  {1, 2, 5, 100},
	"http_request_dynamic_redirect":   {10, 25, 50, 300},
	"http_request_transform":          {10, 25, 50, 300},
	"http_request_late_transform":     {10, 25, 50, 300},
	"http_response_headers_transform": {10, 25, 50, 300},
	"http_request_cache_settings":     {10, 25, 50, 300},
	"http_config_settings":            {10, 25, 50, 300},
	"http_response_compression":       {10, 25, 50, 300},
	"http_custom_errors":              {0, 25, 50, 300},
	"http_request_origin":             {10, 25, 50, 300},
}

// paidRulesets are managed rulesets that the free plan has not.
// https://developers.cloudflare.com/waf/managed-rules/#availability
var paidRulesets = map[string]string{
	"efb7b8c949ac4650a09736fc376e9aee": "Cloudflare Managed Ruleset",
	"4814384a9e5d4991b9815dcfc25d2f1f": "Cloudflare OWASP Core Ruleset",
}

// settingPlans are the settings that only some plans may change, with the
// cheapest of them.
// https://developers.cloudflare.com/images/polish/#availability
// https://developers.cloudflare.com/speed/optimization/protocol/http2/
// https://developers.cloudflare.com/network/true-client-ip-header/
// https://developers.cloudflare.com/network/ipv6-compatibility/
var settingPlans = map[string]plan{
	"polish": pro, "webp": pro, "mirage": pro, "h2_prioritization": pro, "http2": pro, "waf": pro,
	"prefetch_preload": enterprise, "true_client_ip_header": enterprise,
	"sort_query_string_for_cache": enterprise, "ipv6": enterprise, "origin_error_page_pass_thru": enterprise,
}

// mostUpload are megabytes of a request's body.
// https://developers.cloudflare.com/workers/platform/limits/#request-limits
var mostUpload = [enterprise + 1]float64{100, 100, 200, 500}

// afford refuses a setting that the zone's plan fixes.
func afford(tx *localcloud.Tx, setting *localcloud.Object) error {
	id, have := setting.String("settingId"), planOf(tx, setting.String("zoneId"))
	needs := settingPlans[id]
	switch {
	case id == "ssl" && setting.String("value") == "origin_pull":
		needs = enterprise
	case id == "max_upload" && setting.Outputs.Number("value") > mostUpload[have]:
		needs = enterprise + 1
	}
	if have >= needs {
		return nil
	}
	return tx.Fail(http.StatusBadRequest, "1015", "Not allowed to edit setting for %s", id)
}

// entitle refuses rules that the zone's plan does not hold. A plan with too few
// rules is told by the API as is one that lacks a word of the rules' language.
func entitle(tx *localcloud.Tx, set *localcloud.Object) error {
	have, phase, rules := planOf(tx, set.String("zoneId")), set.String("phase"), set.Outputs.Maps("rules")
	most, limited := phaseRules[phase]
	if limited && len(rules) > most[have] && set.String("kind") == "zone" {
		return tx.Fail(http.StatusBadRequest, "50001", "exceeded the maximum number of rules in the phase %s: %d out of %d", phase, len(rules), most[have])
	}
	for _, rule := range rules {
		if lack := lacks(have, phase, rule); lack != "" {
			return tx.Fail(http.StatusBadRequest, "20120", "not entitled: %s", lack)
		}
	}
	return nil
}

// lacks is what a plan does not have of a rule, in the API's words.
func lacks(have plan, phase string, rule localcloud.Props) string {
	words, _ := scan(rule.String("expression"))
	wanted := "a Business plan or a WAF Advanced plan is required"
	if phase == "http_ratelimit" {
		wanted = "an Advanced Rate Limiting plan is required"
	}
	switch {
	case have < business && slices.Contains(words, "matches"):
		return "the use of operator Matches is not allowed, " + wanted
	case have < business && slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "regex_replace") }):
		return "the use of function regex_replace is not allowed, " + wanted
	case have < enterprise && phase == "http_request_firewall_custom" && rule.String("action") == "log":
		return "the use of action log is not allowed, an Enterprise plan is required"
	case have < pro && rule.String("action") == "execute":
		if name, paid := paidRulesets[rule.String("actionParameters.id")]; paid {
			return "the use of the " + name + " is not allowed, a Pro plan is required"
		}
	}
	return ""
}
