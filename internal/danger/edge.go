package danger

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

// phases of Cloudflare's rulesets that protect, in people's words.
// https://developers.cloudflare.com/ruleset-engine/reference/phases-list/
var phases = map[string]string{
	"http_request_firewall_custom":  "firewall rules",
	"http_request_firewall_managed": "managed firewall rules",
	"http_ratelimit":                "rate limits",
	"ddos_l7":                       "rules against floods",
}

// rulesetRule judges firewall rules and rate limits that are taken out, switched
// off or got past.
func rulesetRule(s subject) []verdict {
	what := phases[text(s.old("phase"))]
	if s.Type != "cloudflare:index/ruleset:Ruleset" || what == "" || !s.both() {
		return nil
	}
	before, after := rulesByRef(s.old("rules")), rulesByRef(s.new("rules"))
	var lost []string
	for ref, old := range before {
		now, there := after[ref]
		if protects(old) && (!there || !protects(now) || text(at(old, "expression")) != text(at(now, "expression")) && !known(at(now, "expression"))) {
			lost = append(lost, ref)
		}
	}
	for ref, now := range after {
		old, there := before[ref]
		passes := text(at(now, "action")) == "skip" && at(now, "enabled") != false
		if passes && (!there || text(at(old, "expression")) != text(at(now, "expression"))) {
			lost = append(lost, ref+" (lets past)")
		}
		if limit, is := changes.Number(at(now, "ratelimit.requestsPerPeriod")); is && there {
			if old, had := changes.Number(at(old, "ratelimit.requestsPerPeriod")); had && limit > old {
				lost = append(lost, fmt.Sprintf("%s (%v to %v requests)", ref, old, limit))
			}
		}
	}
	if len(lost) == 0 {
		return nil
	}
	slices.Sort(lost)
	return []verdict{{level: Exposure, paths: []string{"rules"}, loss: fmt.Sprintf("the edge's %s protect less: %s", what, some(lost))}}
}

func rulesByRef(value any) map[string]any {
	found := map[string]any{}
	for i, rule := range list(value) {
		ref := text(at(rule, "ref"))
		if ref == "" {
			if ref = text(at(rule, "description")); ref == "" {
				ref = fmt.Sprintf("rule %d", i+1)
			}
		}
		found[ref] = rule
	}
	return found
}

// protects is true of an enabled rule that stops or slows somebody.
func protects(rule any) bool {
	actions := []string{"block", "challenge", "managed_challenge", "js_challenge", "execute"}
	return at(rule, "enabled") != false && slices.Contains(actions, text(at(rule, "action")))
}

// accessRule judges who passes Cloudflare Access.
func accessRule(s subject) []verdict {
	if s.Type != "cloudflare:index/zeroTrustAccessPolicy:ZeroTrustAccessPolicy" || !s.both() {
		return nil
	}
	if s.differs("decision") && text(s.new("decision")) == "bypass" {
		return []verdict{{level: Exposure, paths: []string{"decision"}, loss: "Access lets everyone past without signing in"}}
	}
	var paths []string
	if gained := added(list(s.old("includes")), list(s.new("includes"))); gained > 0 {
		paths = append(paths, "includes")
	}
	for _, path := range []string{"excludes", "requires"} {
		if added(list(s.new(path)), list(s.old(path))) > 0 {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	return []verdict{{level: Exposure, paths: paths, loss: "Access lets more people in than before"}}
}

// tlsPaths are where a type says which TLS it speaks, by type.
var tlsPaths = map[string]string{
	"aws:lb/listener:Listener":                 "sslPolicy",
	"aws:alb/listener:Listener":                "sslPolicy",
	"aws:cloudfront/distribution:Distribution": "viewerCertificate.minimumProtocolVersion",
	"aws:opensearch/domain:Domain":             "domainEndpointOptions.tlsSecurityPolicy",
}

// settingOrders are settings of a Cloudflare zone, each value safer than the one
// before: https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/
var settingOrders = map[string][]string{
	"ssl":                      {"off", "flexible", "full", "strict", "origin_pull"},
	"min_tls_version":          {"1.0", "1.1", "1.2", "1.3"},
	"always_use_https":         {"off", "on"},
	"automatic_https_rewrites": {"off", "on"},
	"tls_client_auth":          {"off", "on"},
	"browser_check":            {"off", "on"},
	"waf":                      {"off", "on"},
	"security_level":           {"off", "essentially_off", "low", "medium", "high", "under_attack"},
}

// tlsRule judges encryption on the way, and the edge's settings.
func tlsRule(s subject) []verdict {
	if !s.both() {
		return nil
	}
	weaker := func(loss, path string) []verdict {
		return []verdict{{level: Exposure, paths: []string{path}, loss: loss}}
	}
	if path := tlsPaths[s.Type]; path != "" && s.differs(path) && oldestTLS(text(s.new(path))) < oldestTLS(text(s.old(path))) {
		return weaker("older TLS is accepted than before", path)
	}
	if strings.HasSuffix(s.Type, "/listener:Listener") {
		if secure := []string{"HTTPS", "TLS"}; slices.Contains(secure, text(s.old("protocol"))) && !slices.Contains(secure, text(s.new("protocol"))) {
			return weaker("the listener doesn't encrypt any more", "protocol")
		}
		if text(s.old("mutualAuthentication.mode")) == "verify" && text(s.new("mutualAuthentication.mode")) != "verify" {
			return weaker("the listener doesn't ask for the client's certificate any more: anyone may pass for the edge", "mutualAuthentication.mode")
		}
	}
	if s.Type == "cloudflare:index/zoneSetting:ZoneSetting" {
		order := settingOrders[text(s.new("settingId"))]
		was, is := slices.Index(order, text(s.old("value"))), slices.Index(order, text(s.new("value")))
		if is >= 0 && is < was {
			return weaker(fmt.Sprintf("the zone's setting %s is weakened (%s to %s)", text(s.new("settingId")), order[was], order[is]), "value")
		}
	}
	return nil
}

// oldestTLS is the oldest version that a policy's name admits, 13 for TLS 1.3.
// The names of those that say none date from when 1.0 was usual:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
func oldestTLS(name string) int {
	name = strings.NewReplacer("_", "-", ".", "-", "TLSv1", "TLS-1", "TLS13-", "TLS-").Replace(name)
	for _, version := range []struct {
		part string
		tls  int
	}{{"1-0", 10}, {"1-1", 11}, {"1-2", 12}, {"1-3", 13}} {
		if strings.Contains(name, "TLS-"+version.part) || strings.Contains(name, "Min-TLS-"+version.part) {
			return version.tls
		}
	}
	return 10
}

// added counts the entries that weren't there before.
func added(before, after []any) int {
	count := 0
	for _, one := range after {
		if !containsEqual(before, one) {
			count++
		}
	}
	return count
}
