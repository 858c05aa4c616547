package preflight

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// The Cloudflare types that are looked at.
const (
	recordType  = "cloudflare:index/dnsRecord:DnsRecord"
	settingType = "cloudflare:index/zoneSetting:ZoneSetting"
	rulesetType = "cloudflare:index/ruleset:Ruleset"
)

// zone looks at the Cloudflare zone that the stack writes to.
func (l *look) zone(ctx context.Context) {
	id := l.Stack.zoneID()
	if id == "" {
		return
	}
	if l.Zones == nil {
		l.unseen("the Cloudflare zone", errNoToken)
		return
	}
	l.token(ctx)
	var zone cloudflareZone
	err := l.Zones.ask(ctx, "/zones/"+id, &zone)
	if notThere(err) {
		l.want("zone", fmt.Sprintf("Cloudflare has no zone %s for this token", id), "write the id of the zone's overview page as groundwork:domain.zoneId, and a token that may see the zone")
		return
	}
	if l.unseen("the Cloudflare zone "+id, err) {
		return
	}
	l.report.Wants = append(l.report.Wants, zoneItselfWants(l.Stack, zone)...)
	l.rights(zone)
	l.records(ctx, id)
	l.rulesets(ctx, id)
	l.encryption(ctx, id)
	if len(l.report.Wants)+len(l.report.Unseen) == 0 {
		l.fine("the Cloudflare zone " + zone.Name)
	}
}

func (s Stack) zoneID() string {
	for _, kind := range []string{recordType, settingType, rulesetType} {
		for _, resource := range s.of(kind) {
			if id := resource.text("zoneId"); id != "" {
				return id
			}
		}
	}
	return ""
}

// notThere: Cloudflare answers 404, or 400 where the id is none.
func notThere(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal) && (refusal.Status == 404 || refusal.Status == 400)
}

// token looks whether the token is in force. A token that belongs to an account is
// verified there, and not here.
func (l *look) token(ctx context.Context) {
	var verified struct{ Status string }
	err := l.Zones.ask(ctx, "/user/tokens/verify", &verified)
	var refusal *Refusal
	if errors.As(err, &refusal) && (refusal.Status == 401 || refusal.Status == 403) {
		return // what follows tells whether it may do anything
	}
	if l.unseen("whether the Cloudflare token is in force", err) || verified.Status == "active" {
		return
	}
	l.want("zone", "the Cloudflare token is "+verified.Status, "make a new one at https://dash.cloudflare.com/profile/api-tokens")
}

// cloudflareZone is a zone as the API has it.
type cloudflareZone struct {
	Name, Status string
	Plan         struct {
		LegacyID string `json:"legacy_id"`
	}
	Permissions []string
}

func zoneItselfWants(stack Stack, zone cloudflareZone) []Want {
	var wants []Want
	if zone.Status != "active" {
		wants = append(wants, Want{"zone", fmt.Sprintf("the zone %s is %s at Cloudflare: certificates are not issued before it is active", zone.Name, zone.Status),
			"set the name servers that its overview page names at the registrar"})
	}
	if has := zone.Plan.LegacyID; stack.Plan != "" && has != "" && has != stack.Plan {
		wants = append(wants, Want{"zone", fmt.Sprintf("the zone %s is on the plan %s; the stack file says %s", zone.Name, has, stack.Plan),
			"write groundwork:domain.plan: " + has + ", or change the plan at Cloudflare"})
	}
	return wants
}

// rights looks whether the token may write what the stack writes, as the zone tells it.
func (l *look) rights(zone cloudflareZone) {
	if len(zone.Permissions) == 0 {
		l.report.Unseen = append(l.report.Unseen, Unseen{"what the Cloudflare token may write", "Cloudflare tells it for some tokens only: it has to edit the zone's DNS, settings, WAF and cache rules"})
		return
	}
	for _, right := range missingRights(l.Stack, zone.Permissions) {
		l.want("zone", "the Cloudflare token may not edit the zone's "+right, "give it that right at https://dash.cloudflare.com/profile/api-tokens, unless an up uses another token than this one")
	}
}

func missingRights(stack Stack, has []string) []string {
	var missing []string
	for _, one := range []struct{ kind, right, called string }{
		{recordType, "#dns_records:edit", "DNS"},
		{settingType, "#zone_settings:edit", "settings"},
	} {
		if len(stack.of(one.kind)) > 0 && !slices.Contains(has, one.right) {
			missing = append(missing, one.called)
		}
	}
	return missing
}

type ruleset struct{ Name, Phase, Kind string }

func (l *look) rulesets(ctx context.Context, id string) {
	if len(l.Stack.of(rulesetType)) == 0 {
		return
	}
	var found []ruleset
	err := l.Zones.ask(ctx, "/zones/"+id+"/rulesets", &found)
	if !l.unseen("the zone's rulesets", err) {
		l.report.Wants = append(l.report.Wants, rulesetWants(l.Stack, found)...)
	}
}

// rulesetWants: a zone has one ruleset of its own per phase.
func rulesetWants(stack Stack, found []ruleset) []Want {
	var wants []Want
	for _, declared := range stack.of(rulesetType) {
		for _, has := range found {
			if has.Kind == "zone" && has.Phase == declared.text("phase") && has.Name != declared.text("name") {
				wants = append(wants, Want{"zone", fmt.Sprintf("the zone has a ruleset for %s already, %q", has.Phase, has.Name),
					"delete it at Cloudflare (Rules, Overview), after its rules that stay were written down: a zone has one for each phase"})
			}
		}
	}
	return wants
}

// encryption looks at the zone's SSL mode, where another stack sets it.
func (l *look) encryption(ctx context.Context, id string) {
	for _, setting := range l.Stack.of(settingType) {
		if setting.text("settingId") == "ssl" {
			return
		}
	}
	var has struct{ Value string }
	err := l.Zones.ask(ctx, "/zones/"+id+"/settings/ssl", &has)
	if l.unseen("the zone's SSL mode", err) || has.Value == "full" || has.Value == "strict" {
		return
	}
	l.want("zone", fmt.Sprintf("the zone's SSL mode is %s: Cloudflare would call the load balancer on port 80, where nothing answers", has.Value),
		"bring the stack up first that manages the zone, or set the mode to Full (strict) at Cloudflare (SSL/TLS, Overview)")
}
