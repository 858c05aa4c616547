package drift

// cloudflareRules are what Cloudflare writes beside what we declare.
var cloudflareRules = []rule{{
	types:  []string{"cloudflare:*"},
	paths:  []string{"modifiedOn", "commentModifiedOn", "tagsModifiedOn", "lastUpdated", "version", "meta", "proxiable"},
	reason: "Cloudflare's own bookkeeping: what was changed shows in its own property",
	source: "https://github.com/cloudflare/terraform-provider-cloudflare/issues/5517",
}, {
	types:  []string{"cloudflare:index/ruleset:Ruleset"},
	paths:  []string{"rules.*.version", "rules.*.lastUpdated", "rules.*.id"},
	reason: "Cloudflare numbers a rule anew at each change of its ruleset: what was changed shows in its own property",
	source: "https://github.com/cloudflare/terraform-provider-cloudflare/issues/2690",
}, {
	types: []string{"cloudflare:index/dnsRecord:DnsRecord"}, paths: []string{"settings"}, when: offByDefault,
	reason: "Cloudflare fills in the settings of a record that has none: all off",
	source: "https://github.com/cloudflare/terraform-provider-cloudflare/pull/6944",
}}

// offByDefault holds where nothing became false, one setting or all.
func offByDefault(d difference) bool {
	if !empty(d.property.Before) {
		return false
	}
	settings, whole := d.property.After.(map[string]any)
	if !whole {
		return d.property.After == false
	}
	for _, setting := range settings {
		if setting != false && !empty(setting) {
			return false
		}
	}
	return true
}
