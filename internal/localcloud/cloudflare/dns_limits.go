package cloudflare

import (
	"net/http"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// What a zone's plan allows of its records.
// https://developers.cloudflare.com/dns/manage-dns-records/#availability
// https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/
// https://developers.cloudflare.com/dns/manage-dns-records/reference/record-attributes/#availability
var (
	mostRecords    = [enterprise + 1]int{200, 3500, 3500, 3500}
	mostTags       = [enterprise + 1]int{0, 20, 20, 20}
	longestComment = [enterprise + 1]int{100, 500, 500, 500}
	shortestTTL    = [enterprise + 1]float64{60, 60, 60, 30}
)

// longestText is all of a TXT record's texts together.
// https://developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types/#txt
const longestText = 2048

// structured are the parts of records that are written in parts, by type.
// https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/create/
var structured = map[string][]string{
	"CAA": {"flags", "tag", "value"},
	"SRV": {"port", "target", "weight"},
}

// authorities are what a CAA record may say.
// https://developers.cloudflare.com/ssl/edge-certificates/caa-records/
var authorities = []string{"issue", "issuewild", "iodef", "issuemail", "issuevmc"}

func checkLength(tx *localcloud.Tx, record *localcloud.Object) error {
	refuse := func(format string, args ...any) error {
		return tx.Fail(http.StatusBadRequest, "1004", "DNS Validation Error: "+format, args...)
	}
	kind, data := strings.ToUpper(record.String("type")), record.Outputs.Map("data")
	for _, part := range structured[kind] {
		if !data.Has(part) && !record.Outputs.Known("content") {
			return refuse("%s is a required data field.", part)
		}
	}
	if tag := data.String("tag"); kind == "CAA" && tag != "" && !slices.Contains(authorities, tag) {
		return refuse("Invalid CAA tag %q.", tag)
	}
	if kind == "TXT" && len(record.String("content")) > longestText {
		return refuse("Content for TXT record exceeds %d characters.", longestText)
	}
	return nil
}

// checkQuota holds a record against the plan.
func checkQuota(tx *localcloud.Tx, record *localcloud.Object) error {
	have := planOf(tx, record.String("zoneId"))
	switch {
	case tx.Get(recordType, record.ID) == nil && have < enterprise && len(tx.Select(recordType, nil)) >= mostRecords[have]:
		return tx.Fail(http.StatusBadRequest, "81045", "Record quota exceeded.")
	case len(record.Outputs.Strings("tags")) > mostTags[have]:
		return tx.Fail(http.StatusBadRequest, "9301", "DNS record has %d tags, exceeding the quota of %d.", len(record.Outputs.Strings("tags")), mostTags[have])
	case len(record.String("comment")) > longestComment[have]:
		return tx.Fail(http.StatusBadRequest, "9300", "DNS record comment is longer than %d characters.", longestComment[have])
	}
	return nil
}
