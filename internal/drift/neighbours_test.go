package drift

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/changes"
)

const zone = "0da42c8d2132a9ddaf714f9e7c920711"

// inZone is a stack with a host in a zone, whose settings it keeps or doesn't.
func inZone(owned bool) changes.Set {
	host := other(dnsRecord, object{"zoneId": zone, "name": "shop.example"})
	host.ID = "r1"
	set := changes.Set{System: "shop", Stack: "prod", Resources: with(host)}
	if owned {
		set.Resources = append(set.Resources, other(zoneSetting, object{"zoneId": zone}))
	}
	return set
}

func TestRecordsThatNobodyDeclared(t *testing.T) {
	for name, test := range map[string]struct {
		record Record
		// told by a stack that keeps the zone, and by one that does not.
		kept, other bool
	}{
		"our own":                      {Record{ID: "r1", Type: "CNAME", Name: "shop.example"}, false, false},
		"another address of our host":  {Record{Type: "A", Name: "shop.example", Content: "203.0.113.9"}, true, true},
		"our host, with a comment":     {Record{Type: "A", Name: "shop.example", Comment: "mine"}, true, true},
		"below our host":               {Record{Type: "A", Name: "db.shop.example"}, true, true},
		"below, of another stack":      {Record{Type: "CNAME", Name: "dev.shop.example", Comment: "shop-dev"}, false, false},
		"below, with our stack's mark": {Record{Type: "CNAME", Name: "old.shop.example", Comment: "shop-prod"}, true, true},
		"a delegation":                 {Record{Type: "NS", Name: "lab.shop.example", Content: "ns.elsewhere.example"}, true, true},
		"elsewhere in the zone":        {Record{Type: "A", Name: "old-example"}, true, false},
		"mail":                         {Record{Type: "MX", Name: "shop.example", Content: "mail.example"}, false, false},
		"a proof":                      {Record{Type: "TXT", Name: "shop.example", Content: "google-site-verification=x"}, false, false},
		"a certificate's proof":        {Record{Type: "CNAME", Name: "_x.shop.example", Content: "_y.acm-validations.aws"}, false, false},
		"a name that only ends so":     {Record{Type: "A", Name: "myshop.example", Comment: ""}, true, false},
	} {
		test.record.Zone = zone
		if test.record.ID == "" {
			test.record.ID = "r2"
		}
		for owned, told := range map[bool]bool{true: test.kept, false: test.other} {
			found := Look(inZone(owned), Seen{Records: []Record{test.record}})
			assert.Equal(t, told, len(found.Undeclared) == 1, "%s, keeping the zone: %t", name, owned)
		}
	}
}

func TestEveryNeighbourHasAReasonAndALink(t *testing.T) {
	for _, one := range neighbours {
		assertExplained(t, one.reason, one.source)
	}
}

func TestARecordIsToldWithWhereItLeads(t *testing.T) {
	found := Look(inZone(true), Seen{Records: []Record{{Zone: zone, ID: "r9", Type: "A", Name: "db.shop.example", Content: "203.0.113.9"}}})
	require.Len(t, found.Undeclared, 1)
	assert.Contains(t, Text(found), "A db.shop.example to 203.0.113.9")
	assert.Contains(t, found.ways(), "pulumi import --stack 'prod' cloudflare:index/dnsRecord:DnsRecord NAME '"+zone+"/r9'")
	assert.Equal(t, []string{zone}, Zones(inZone(true)))
}
