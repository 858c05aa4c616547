package conformance

const (
	originCA   = "cloudflare:index/originCaCertificate:OriginCaCertificate"
	pullsCert  = "cloudflare:index/authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate"
	pulls      = "cloudflare:index/authenticatedOriginPulls:AuthenticatedOriginPulls"
	originDocs = "https://developers.cloudflare.com/api/resources/origin_ca_certificates/methods/create/"
	pullsDocs  = "https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/set-up/zone-level/"
)

func originInputs(csr any) Props {
	return Props{"csr": csr, "hostnames": []any{"example.com"}, "requestType": "origin-rsa", "requestedValidity": 365}
}

var originCases = []Case{
	{"a request that is none", creating(originCA, originInputs("please")), "Failed to parse", originDocs},
	{"a request that is a certificate", creating(originCA, originInputs("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")),
		"Failed to parse", originDocs},
	{"a certificate ends when it was asked to", showing(originCA, originInputs(nil), "expiresOn", "2027-11-21T12:00:00Z"), "", originDocs},
	{"a validity that is not sold", creating(originCA, with(originInputs(nil), Props{"requestedValidity": 100})), "requestedValidity",
		"facts: cloudflare:index/originCaCertificate:OriginCaCertificate"},
	{"origin pulls with a certificate that is none", creating(pullsCert, Props{"zoneId": zone, "certificate": "x", "privateKey": "y"}), "1400", pullsDocs},
	{"origin pulls of a missing certificate", creating(pulls, Props{"zoneId": zone, "configs": []any{
		Props{"certId": "2458ce5a-0c35-4c7f-82c7-8e9487d3ff60", "enabled": true, "hostname": "app.example.com"},
	}}), "was not found", "https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/set-up/per-hostname/"},
}
