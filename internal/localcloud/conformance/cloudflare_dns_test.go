package conformance

import "strings"

const (
	dnsRecord = "cloudflare:index/dnsRecord:DnsRecord"
	zone      = "023e105f4ecef8ad9ca31a8372d0c353"

	dnsDocs       = "https://developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types/"
	ttlDocs       = "https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/"
	attributeDocs = "https://developers.cloudflare.com/dns/manage-dns-records/reference/record-attributes/"
	sameNameDocs  = "https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/"
	proxyDocs     = "https://developers.cloudflare.com/dns/proxy-status/"
)

func dnsInputs(name, kind, content string) Props {
	return Props{"zoneId": zone, "name": name, "type": kind, "content": content, "ttl": 1}
}

// beside creates a record where another stands.
func beside(there, next Props) func(*World) error {
	return func(w *World) error {
		w.Make(dnsRecord, "there", there)
		_, err := w.Create(dnsRecord, "next", next)
		return err
	}
}

var dnsCases = []Case{
	{
		Name:     "two addresses of one name",
		Do:       beside(dnsInputs("www.example.com", "A", "192.0.2.1"), dnsInputs("www.example.com", "A", "192.0.2.2")),
		Evidence: dnsDocs,
	},
	{
		Name:     "the same record twice",
		Do:       beside(dnsInputs("www.example.com", "A", "192.0.2.1"), dnsInputs("www.example.com", "A", "192.0.2.1")),
		Refused:  "81058",
		Evidence: dnsDocs,
	},
	{
		Name:     "a proxied record with a time to live",
		Do:       creating(dnsRecord, with(dnsInputs("www.example.com", "A", "192.0.2.1"), Props{"proxied": true, "ttl": 300})),
		Refused:  "ttl must be set to 1 when `proxied` is true",
		Evidence: proxyDocs,
	},
	{
		Name:     "the same address in two zones",
		Do:       beside(dnsInputs("www.example.com", "A", "192.0.2.1"), with(dnsInputs("www.example.com", "A", "192.0.2.1"), Props{"zoneId": "1" + zone[1:]})),
		Evidence: dnsDocs,
	},
	{"an alias beside an address", beside(dnsInputs("www.example.com", "A", "192.0.2.1"), dnsInputs("www.example.com", "CNAME", "origin.example.net")),
		"81053", sameNameDocs},
	{"an address beside an alias", beside(dnsInputs("www.example.com", "CNAME", "origin.example.net"), dnsInputs("www.example.com", "A", "192.0.2.1")),
		"81054", sameNameDocs},
	{"a text beside an address", beside(dnsInputs("www.example.com", "A", "192.0.2.1"), dnsInputs("www.example.com", "TXT", `"x"`)), "", sameNameDocs},
	{"a type that cannot be proxied", creating(dnsRecord, with(dnsInputs("x.example.com", "MX", "mx.example.com"), Props{"proxied": true, "priority": 1})),
		"9004", proxyDocs},
	{"a name for an address", creating(dnsRecord, dnsInputs("x.example.com", "A", "origin.example.net")), "9005", dnsDocs},
	{"an address of the other family", creating(dnsRecord, dnsInputs("x.example.com", "AAAA", "192.0.2.1")), "9006", dnsDocs},
	{"an alias of itself", creating(dnsRecord, dnsInputs("x.example.com", "CNAME", "x.example.com")), "9039", dnsDocs},
	{"mail without its priority", creating(dnsRecord, dnsInputs("x.example.com", "MX", "mx.example.com")), "priority", dnsDocs},
	{"a time to live of two seconds", creating(dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"ttl": 2})), "9021", ttlDocs},
	{"half a minute to live below the enterprise plan", inZone("business", dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"ttl": 30})),
		"9021", ttlDocs},
	{"half a minute to live on the enterprise plan", inZone("enterprise", dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"ttl": 30})),
		"", ttlDocs},
	{"a text that is too long", creating(dnsRecord, dnsInputs("x.example.com", "TXT", strings.Repeat("x", 2049))), "2048", dnsDocs},
	{"tags on the free plan", inZone("free", dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"tags": []any{"team:web"}})),
		"9301", attributeDocs},
	{"a long comment on the free plan", inZone("free", dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"comment": strings.Repeat("x", 101)})),
		"9300", attributeDocs},
	{"a long comment on the pro plan", inZone("pro", dnsRecord, with(dnsInputs("x.example.com", "A", "192.0.2.1"), Props{"comment": strings.Repeat("x", 101)})),
		"", attributeDocs},
	{"an authority record without its value", creating(dnsRecord, with(dnsInputs("example.com", "CAA", ""), Props{
		"content": nil, "data": Props{"flags": 0, "tag": "issue"},
	})), "value is a required data field", dnsDocs},
	{"an authority record", creating(dnsRecord, with(dnsInputs("example.com", "CAA", ""), Props{
		"content": nil, "data": Props{"flags": 0, "tag": "issue", "value": "letsencrypt.org"},
	})), "", "https://developers.cloudflare.com/ssl/edge-certificates/caa-records/"},
}
