package conformance

const (
	zoneSetting  = "cloudflare:index/zoneSetting:ZoneSetting"
	settingsDocs = "https://developers.cloudflare.com/api/resources/zones/subresources/settings/"
	addZoneDocs  = "https://developers.cloudflare.com/dns/zone-setups/full-setup/setup/"
	healthCheck  = "cloudflare:index/healthcheck:Healthcheck"
)

func domainInputs() Props {
	return Props{"account": Props{"id": cloudAccount}, "name": "example.com"}
}

func settingInputs(id string, value any) Props {
	return Props{"zoneId": zone, "settingId": id, "value": value}
}

var zoneCases = []Case{
	{"a new zone waits for its registrar", showing(zoneOfOurs, domainInputs(), "status", "pending"), "",
		"https://developers.cloudflare.com/dns/zone-setups/reference/domain-status/"},
	{"a new zone is on the free plan", showing(zoneOfOurs, domainInputs(), "plan.legacyId", "free"), "", addZoneDocs},
	{"a new zone has name servers", showing(zoneOfOurs, domainInputs(), "nameServers.0", "ada.ns.cloudflare.com"), "", addZoneDocs},
	{"one domain twice", func(w *World) error {
		w.Make(zoneOfOurs, "a", domainInputs())
		_, err := w.Create(zoneOfOurs, "b", domainInputs())
		return err
	}, "1061", addZoneDocs},
	{"another name replaces a zone", replacing(zoneOfOurs, domainInputs(), with(domainInputs(), Props{"name": "example.net"}), "name"), "",
		"facts: cloudflare:index/zone:Zone"},
	{"a zone takes along what is in it", func(w *World) error {
		made := w.Make(zoneOfOurs, "a", domainInputs())
		inputs := with(dnsInputs("www.example.com", "A", "192.0.2.1"), Props{"zoneId": made.ID})
		w.Make(dnsRecord, "www", inputs)
		if err := w.Delete(zoneOfOurs, "a", made); err != nil {
			return err
		}
		_, err := w.Create(dnsRecord, "www", inputs)
		return err
	}, "", "https://developers.cloudflare.com/fundamentals/manage-domains/remove-domain/"},
	{"a zone that was made is found by name", func(w *World) error {
		made := w.Make(zoneOfOurs, "a", domainInputs())
		found, err := w.Invoke("cloudflare:index/getZone:getZone", Props{"filter": Props{"name": "example.com"}})
		if err != nil {
			return err
		}
		return same("its id", made.ID, found.String("id"))
	}, "", "https://developers.cloudflare.com/api/resources/zones/methods/list/"},
	{"an address where an id belongs", creating(dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"zoneId": "example.com"})),
		"Could not route to /client/v4/zones/example.com/dns_records, perhaps your object identifier is invalid?",
		"https://developers.cloudflare.com/fundamentals/account/find-account-and-zone-ids/"},
	{"a health check on the free plan", inZone("free", healthCheck, Props{"address": "192.0.2.1", "name": "web"}), "limit",
		"https://developers.cloudflare.com/health-checks/#availability"},
	{"a health check on the pro plan", inZone("pro", healthCheck, Props{"address": "192.0.2.1", "name": "web"}), "",
		"https://developers.cloudflare.com/health-checks/#availability"},
}

var settingCases = []Case{
	{"a setting", showing(zoneSetting, settingInputs("ssl", "strict"), "value", "strict"), "", settingsDocs},
	{"a setting that is none", creating(zoneSetting, settingInputs("always-use-https", "on")), `"always_use_https" is`, settingsDocs},
	{"a switch as true", creating(zoneSetting, settingInputs("always_use_https", true)), "as a string", settingsDocs},
	{"a mode that is none", creating(zoneSetting, settingInputs("ssl", "full_strict")), "expected the value of ssl to be one of", settingsDocs},
	{"a version without its point", creating(zoneSetting, settingInputs("min_tls_version", "12")), "expected the value of min_tls_version", settingsDocs},
	{"seconds as a text", creating(zoneSetting, settingInputs("browser_cache_ttl", "14400")), "to be a number", settingsDocs},
	{"a security header as a switch", creating(zoneSetting, settingInputs("security_header", "on")), "strict_transport_security", settingsDocs},
	{"a setting twice is the same setting", func(w *World) error {
		w.Make(zoneSetting, "a", settingInputs("ssl", "strict"))
		made, err := w.Create(zoneSetting, "b", settingInputs("ssl", "full"))
		if err != nil {
			return err
		}
		return same("its value", "full", made.Outputs.String("value"))
	}, "", settingsDocs},
	{"image polishing on the free plan", inZone("free", zoneSetting, settingInputs("polish", "lossy")),
		"Not allowed to edit setting for polish", "https://developers.cloudflare.com/images/polish/"},
	{"image polishing on the pro plan", inZone("pro", zoneSetting, settingInputs("polish", "lossy")), "", "https://developers.cloudflare.com/images/polish/"},
	{"no HTTP/2 on the free plan", inZone("free", zoneSetting, settingInputs("http2", "off")),
		"Not allowed to edit setting for http2", "https://developers.cloudflare.com/speed/optimization/protocol/http2/"},
	{"the client's address in a header below enterprise", inZone("business", zoneSetting, settingInputs("true_client_ip_header", "on")),
		"Not allowed to edit setting", "https://developers.cloudflare.com/network/true-client-ip-header/"},
	{"larger uploads than the plan's", inZone("pro", zoneSetting, settingInputs("max_upload", 200)),
		"Not allowed to edit setting", "https://developers.cloudflare.com/workers/platform/limits/#request-limits"},
	{"larger uploads on the business plan", inZone("business", zoneSetting, settingInputs("max_upload", 200)),
		"", "https://developers.cloudflare.com/workers/platform/limits/#request-limits"},
	{"strict to the origin only below enterprise", inZone("business", zoneSetting, settingInputs("ssl", "origin_pull")),
		"Not allowed to edit setting for ssl", "https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/ssl-only-origin-pull/"},
}
