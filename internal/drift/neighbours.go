package drift

import (
	"slices"
	"strings"

	"groundwork/internal/changes"
)

const (
	dnsRecord   = "cloudflare:index/dnsRecord:DnsRecord"
	zoneSetting = "cloudflare:index/zoneSetting:ZoneSetting"
	ruleset     = "cloudflare:index/ruleset:Ruleset"
)

// Record is a DNS record of a zone in which the stack has some.
type Record struct {
	Zone    string `json:"zoneId"`
	ID      string `json:"id"`
	Name    string `json:"name"`
	Type    string `json:"type"`
	Content string `json:"content"`
	Comment string `json:"comment"`
}

// Zones are those in which a stack has records, sorted.
func Zones(set changes.Set) []string {
	var zones []string
	for _, one := range set.Resources {
		if zone := text(one.Before["zoneId"]); one.Type == dnsRecord && zone != "" && zone != changes.Secret {
			zones = append(zones, zone)
		}
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// neighbour is an entry of the catalogue of records in our zones that are not ours to
// judge.
type neighbour struct {
	when           func(zoneView, Record) bool
	reason, source string
}

// neighbours is every such entry. The first that fits names the reason.
var neighbours = []neighbour{{
	when:   func(_ zoneView, r Record) bool { return !slices.Contains(leading, strings.ToUpper(r.Type)) },
	reason: "a record for mail or for a proof: no host's visitors follow it",
	source: "https://developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types/",
}, {
	when:   func(_ zoneView, r Record) bool { return strings.HasPrefix(r.Name, "_") },
	reason: "a name with an underscore is no host's, but a proof for a certificate or a service's entry",
	source: "https://www.rfc-editor.org/rfc/rfc8552#section-1.1",
}, {
	when:   func(z zoneView, r Record) bool { return !z.hosts[r.Name] && r.Comment != "" && !z.wrote(r.Comment) },
	reason: "its comment says whose it is: our stacks write their names there, and others theirs",
	source: "https://developers.cloudflare.com/dns/manage-dns-records/reference/record-attributes/#comments",
}}

// leading are the types that say where a host, or all below it, is found.
var leading = []string{"A", "AAAA", "CNAME", "HTTPS", "SVCB", "NS"}

// zoneView is what a stack's state knows of a zone.
type zoneView struct {
	// name is what our records bear as a comment.
	name string
	// owned is true of the zone whose settings the stack keeps.
	owned bool
	// hosts and ids are those of the stack's own records.
	hosts, ids map[string]bool
}

// wrote tells whether a comment is what this stack writes.
func (z zoneView) wrote(comment string) bool {
	return comment == z.name || comment == z.name+"-certificate"
}

// covers tells whether a name is one of the stack's hosts, or below one.
func (z zoneView) covers(name string) bool {
	for host := range z.hosts {
		if name == host || strings.HasSuffix(name, "."+host) {
			return true
		}
	}
	return false
}

func (w *world) zone(id, stack string) zoneView {
	z := zoneView{name: stack, hosts: map[string]bool{}, ids: map[string]bool{}}
	for _, token := range []string{zoneSetting, ruleset} {
		z.owned = z.owned || w.has(token, "zoneId", id)
	}
	for _, one := range w.byType[dnsRecord] {
		if text(one.Before["zoneId"]) == id {
			z.hosts[text(one.Before["name"])], z.ids[one.ID] = true, true
		}
	}
	return z
}

// sortRecord leaves out what the state knows and what is another's.
func (d *Drift) sortRecord(known *world, r Record) {
	z := known.zone(r.Zone, d.System+"-"+d.Stack)
	// What another stack keeps the zone for is that one's to tell.
	if z.ids[r.ID] || !z.owned && !z.covers(r.Name) {
		return
	}
	one := Tagged{ARN: r.Zone + "/" + r.ID, Type: dnsRecord, Name: r.Name, Says: r.Type + " " + r.Name + " to " + r.Content}
	for _, entry := range neighbours {
		if entry.when(z, r) {
			d.Harmless = append(d.Harmless, Excuse{Subject: one.ARN, Type: one.Type, Name: r.Name, Reason: entry.reason, Source: entry.source})
			return
		}
	}
	d.Undeclared = append(d.Undeclared, one)
}
