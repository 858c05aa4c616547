package aws

import (
	"net/netip"
	"strings"

	"groundwork/internal/localcloud"
)

func recordID(tx *localcloud.Tx, record *localcloud.Object) string {
	id := record.String("zoneId") + "_" + strings.ToLower(record.String("name")) + "_" + record.String("type")
	if set := record.String("setIdentifier"); set != "" {
		id += "_" + set
	}
	// A record may be written in several ways, as "www" and "www.example.com".
	record.Set("fqdn", fullName(tx, record))
	return id
}

func nameRecord(record *localcloud.Object) string {
	return record.String("fqdn") + " " + record.String("type")
}

// fullName: a name that does not end with the zone's is one below it.
func fullName(tx *localcloud.Tx, record *localcloud.Object) string {
	name := dnsName(record.String("name"))
	zone := tx.Get(zoneType, record.String("zoneId"))
	if zone == nil {
		return name
	}
	domain := dnsName(zone.String("name"))
	switch {
	case name == "", name == domain:
		return domain
	case strings.HasSuffix(name, "."+domain):
		return name
	}
	return name + "." + domain
}

// createRecord adds a record set; the provider writes over an existing one
// only when it is told to.
func createRecord(tx *localcloud.Tx, record *localcloud.Object) error {
	if name := record.String("name"); strings.HasSuffix(name, ".") {
		record.Set("name", strings.TrimSuffix(name, "."))
	}
	if err := checkRecord(tx, record); err != nil {
		return err
	}
	own := record.String("type") == "NS" || record.String("type") == "SOA"
	apex := record.String("fqdn") == zoneName(tx, record)
	if !record.Outputs.Bool("allowOverwrite") && (own && apex || len(sameSet(tx, record)) > 0) {
		return tx.Fail(400, "InvalidChangeBatch", "[Tried to create resource record set [name='%s.', type='%s'] but it already exists]", record.String("fqdn"), record.String("type"))
	}
	return nil
}

func updateRecord(tx *localcloud.Tx, _, record *localcloud.Object) error {
	record.Set("fqdn", fullName(tx, record))
	return checkRecord(tx, record)
}

func zoneName(tx *localcloud.Tx, record *localcloud.Object) string {
	if zone := tx.Get(zoneType, record.String("zoneId")); zone != nil {
		return dnsName(zone.String("name"))
	}
	return ""
}

// besides are the other record sets of the same name in the zone.
func besides(tx *localcloud.Tx, record *localcloud.Object) []*localcloud.Object {
	var list []*localcloud.Object
	for _, other := range tx.Where(recordType, "fqdn", record.String("fqdn")) {
		if other.URN != record.URN && other.String("zoneId") == record.String("zoneId") {
			list = append(list, other)
		}
	}
	return list
}

// sameSet are those that a create would write over.
func sameSet(tx *localcloud.Tx, record *localcloud.Object) []*localcloud.Object {
	var list []*localcloud.Object
	for _, other := range besides(tx, record) {
		if other.String("type") == record.String("type") && other.String("setIdentifier") == record.String("setIdentifier") {
			list = append(list, other)
		}
	}
	return list
}

// checkRecord: a CNAME stands alone and not at the apex, values have the form
// of their type, and an alias leads to what is there:
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
func checkRecord(tx *localcloud.Tx, record *localcloud.Object) error {
	name, kind, zone := record.String("fqdn"), record.String("type"), zoneName(tx, record)
	if kind == "CNAME" && name == zone {
		return tx.Fail(400, "InvalidChangeBatch", "[RRSet of type CNAME with DNS name %s. is not permitted at apex in zone %s.]", name, zone)
	}
	for _, other := range besides(tx, record) {
		switch {
		case kind == "CNAME" && other.String("type") != "CNAME":
			return tx.Fail(400, "InvalidChangeBatch", "[RRSet of type CNAME with DNS name %s. is not permitted as it conflicts with other records with the same DNS name in zone %s.]", name, zone)
		case kind != "CNAME" && other.String("type") == "CNAME":
			return tx.Fail(400, "InvalidChangeBatch", "[RRSet of type %s with DNS name %s. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone %s.]", kind, name, zone)
		}
	}
	for _, value := range record.Outputs.Strings("records") {
		if problem := badValue(kind, value); problem != "" {
			return tx.Fail(400, "InvalidChangeBatch", "[Invalid Resource Record: 'FATAL problem: %s encountered with '%s'']", problem, value)
		}
	}
	for _, alias := range record.Outputs.Maps("aliases") {
		if err := checkAliasTarget(tx, kind, alias); err != nil {
			return err
		}
	}
	return nil
}

// badValue names what is wrong with a value.
func badValue(kind, value string) string {
	address, err := netip.ParseAddr(value)
	switch {
	case kind == "A" && (err != nil || !address.Is4()):
		return "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"
	case kind == "AAAA" && (err != nil || !address.Is6()):
		return "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)"
	case kind == "MX" && len(strings.Fields(value)) != 2:
		return "MXRRDATANotTwoFields (MX record doesn't have 2 fields)"
	}
	return ""
}

// edgeZone is the hosted zone of every distribution's name:
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
const edgeZone = "Z2FDTNDATAQYW2"

// checkAliasTarget: the target's name lies in the target's zone. Zones of services
// that are not modelled here are not known.
func checkAliasTarget(tx *localcloud.Tx, kind string, alias localcloud.Props) error {
	name, id := dnsName(alias.String("name")), alias.String("zoneId")
	within := func(domain string) bool { return name == domain || strings.HasSuffix(name, "."+domain) }
	lies := true
	if zone := tx.Get(zoneType, id); zone != nil {
		lies = within(dnsName(zone.String("name")))
		if lies && len(tx.Where(recordType, "fqdn", name)) == 0 {
			return tx.Fail(400, "InvalidChangeBatch", "[Tried to create an alias that targets %s., type %s in zone %s, but that target was not found]", name, kind, id)
		}
	} else if id == edgeZone {
		lies = within("cloudfront.net")
	} else if region := regionOf(balancerZones, id); region != "" {
		lies = within(region + ".elb.amazonaws.com")
	} else if region := regionOf(networkBalancerZones, id); region != "" {
		lies = within("elb." + region + ".amazonaws.com")
	}
	if !lies {
		return tx.Fail(400, "InvalidChangeBatch", "[Tried to create an alias that targets %s., type %s in zone %s, but the alias target name does not lie within the target zone]", name, kind, id)
	}
	return nil
}

func regionOf(zones map[string]string, id string) string {
	for region, zone := range zones {
		if zone == id {
			return region
		}
	}
	return ""
}
