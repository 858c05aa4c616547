package conformance

const (
	dnsRecord = "cloudflare:index/dnsRecord:DnsRecord"
	zone      = "023e105f4ecef8ad9ca31a8372d0c353"

	dnsDocs   = "https://developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types/"
	proxyDocs = "https://developers.cloudflare.com/dns/proxy-status/"
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
}
