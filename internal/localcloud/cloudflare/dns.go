package cloudflare

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const recordType = "cloudflare:index/dnsRecord:DnsRecord"

func dnsKinds() map[string]localcloud.Kind {
	return map[string]localcloud.Kind{recordType: {
		Create: createRecord,
		Update: func(tx *localcloud.Tx, _, record *localcloud.Object) error { return createRecord(tx, record) },
		Name:   func(record *localcloud.Object) string { return record.String("name") },
	}}
}

// createRecord follows
// https://developers.cloudflare.com/dns/manage-dns-records/reference/proxied-dns-records/ and
// https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/
func createRecord(tx *localcloud.Tx, record *localcloud.Object) error {
	if err := checkRecord(tx, record); err != nil {
		return err
	}
	if err := checkNeighbours(tx, record); err != nil {
		return err
	}
	if err := checkQuota(tx, record); err != nil {
		return err
	}
	if !record.Outputs.Known("content") {
		record.Set("content", contentOf(record.Outputs.Map("data")))
	}
	record.Set("proxiable", proxiable(record.String("type")))
	record.Set("meta", "{}")
	if !record.Outputs.Known("settings") {
		record.Set("settings", map[string]any{})
	}
	if !record.Outputs.Known("tags") {
		record.Set("tags", []any{})
	}
	record.Set("modifiedOn", tx.Timestamp())
	return nil
}

func proxiable(kind string) bool {
	return slices.Contains([]string{"A", "AAAA", "CNAME"}, strings.ToUpper(kind))
}

func checkRecord(tx *localcloud.Tx, record *localcloud.Object) error {
	kind, content, ttl := strings.ToUpper(record.String("type")), record.String("content"), record.Outputs.Number("ttl")
	refuse := func(code, message string) error {
		return tx.Fail(http.StatusBadRequest, code, "%s", message)
	}
	shortest := shortestTTL[planOf(tx, record.String("zoneId"))]
	address, err := netip.ParseAddr(content)
	switch {
	case record.Outputs.Bool("proxied") && !proxiable(kind):
		return refuse("9004", "This record type cannot be proxied.")
	case record.Outputs.Bool("proxied") && ttl != 1:
		return refuse("1004", "DNS Validation Error: ttl must be set to 1 when `proxied` is true")
	case ttl != 1 && (ttl < shortest || ttl > 86400):
		return refuse("9021", fmt.Sprintf("Invalid TTL. Must be between %g and 86,400 seconds, or 1 for Automatic.", shortest))
	case kind == "A" && (err != nil || !address.Is4()):
		return refuse("9005", "Content for A record must be a valid IPv4 address.")
	case kind == "AAAA" && (err != nil || !address.Is6()):
		return refuse("9006", "Content for AAAA record must be a valid IPv6 address.")
	case kind == "CNAME" && (content == "" || err == nil):
		return refuse("9007", "Content for CNAME record is invalid.")
	case kind == "CNAME" && strings.EqualFold(strings.TrimSuffix(content, "."), record.String("name")):
		return refuse("9039", "A CNAME record cannot reference itself.")
	case kind == "MX" && !record.Outputs.Has("priority"):
		return refuse("9008", "MX records require a priority.")
	}
	return checkLength(tx, record)
}

// checkNeighbours holds a record against those of the same name: a CNAME
// stands alone, and no two are the same.
func checkNeighbours(tx *localcloud.Tx, record *localcloud.Object) error {
	kind := strings.ToUpper(record.String("type"))
	for _, other := range tx.Where(recordType, "name", record.String("name")) {
		if other.ID == record.ID {
			continue
		}
		there := strings.ToUpper(other.String("type"))
		switch {
		case there == kind && other.String("content") == record.String("content") && sameData(other, record):
			return tx.Fail(http.StatusBadRequest, "81058", "An identical record already exists.")
		case kind == "CNAME" && slices.Contains([]string{"A", "AAAA", "CNAME"}, there):
			return tx.Fail(http.StatusBadRequest, "81053", "An A, AAAA, or CNAME record with that host already exists. %s", seeAlso)
		case there == "CNAME" && slices.Contains([]string{"A", "AAAA"}, kind):
			return tx.Fail(http.StatusBadRequest, "81054", "A CNAME record with that host already exists. %s", seeAlso)
		}
	}
	return nil
}

const seeAlso = "For more details, refer to <https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/>."

func sameData(a, b *localcloud.Object) bool {
	return fmt.Sprint(contentOf(a.Outputs.Map("data"))) == fmt.Sprint(contentOf(b.Outputs.Map("data")))
}

// contentOf writes a structured record's content as the API shows it.
func contentOf(data localcloud.Props) string {
	switch {
	case data == nil:
		return ""
	case data.Has("tag"):
		return fmt.Sprintf("%d %s %q", data.Int("flags"), data.String("tag"), data.String("value"))
	case data.Has("port"):
		return fmt.Sprintf("%d %d %s", data.Int("weight"), data.Int("port"), data.String("target"))
	}
	return strings.TrimSpace(data.String("value") + " " + data.String("target"))
}

// records lists a zone's records, of one name or type where that is asked:
// https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list/
func records(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list := []any{}
	for _, record := range tx.World().Where(recordType, "zoneId", args.String("zoneId")) {
		name, kind := args.String("name.exact"), args.String("type")
		if name != "" && name != record.String("name") || kind != "" && kind != record.String("type") {
			continue
		}
		shown := record.Outputs.Clone()
		shown.Set("id", record.ID)
		list = append(list, shown)
	}
	result := args.Clone()
	result.Set("results", list)
	return result, nil
}
