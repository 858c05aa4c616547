package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

const (
	zoneType   = "aws:route53/zone:Zone"
	recordType = "aws:route53/record:Record"
)

// Errors of Route 53:
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html#API_ChangeResourceRecordSets_Errors
var noZone = refusal{404, "NoSuchHostedZone", "No hosted zone found with ID: %s"}

var nameLinks = []link{
	{from: recordType, path: "zoneId", to: zoneType, missing: noZone, loose: true},
	{from: recordType, path: "healthCheckId", to: "aws:route53/healthCheck:HealthCheck", loose: true, missing: refusal{404, "NoSuchHealthCheck", "No health check exists with the specified ID: %s"}},
	{from: "aws:route53/zoneAssociation:ZoneAssociation", path: "zoneId", to: zoneType, missing: noZone, loose: true},
	{from: "aws:route53/queryLog:QueryLog", path: "zoneId", to: zoneType, missing: noZone, loose: true},
}

// nameService is Route 53.
func nameService() service {
	return service{
		kinds: map[string]localcloud.Kind{
			zoneType:   {Create: createZone, Update: again(associateZone), Read: readZone, Delete: deleteZone},
			recordType: {ID: recordID, Name: nameRecord, Create: createRecord, Update: updateRecord},
		},
		functions: map[string]localcloud.Function{"aws:route53/getZone:getZone": lookupZone},
	}
}

// createZone follows
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html:
// names may be taken several times, but not for one VPC.
func createZone(tx *localcloud.Tx, zone *localcloud.Object) error {
	zone.Set("zoneId", zone.ID)
	decide(zone, "delegationSetId", "")
	dice, servers := tx.Dice(), []string{}
	for i, suffix := range []string{"com", "net", "org", "co.uk"} {
		servers = append(servers, "ns-"+number(512*i+dice.Int(511))+".awsdns-"+number(10+dice.Int(53))+"."+suffix)
	}
	zone.Set("nameServers", servers)
	zone.Set("primaryNameServer", servers[0])
	if len(zone.Outputs.Maps("vpcs")) == 0 {
		return nil
	}
	return associateZone(tx, zone)
}

// associateZone: a private zone is one of VPCs that exist, and each VPC has one
// zone of a name.
func associateZone(tx *localcloud.Tx, zone *localcloud.Object) error {
	vpcs := zone.Outputs.Maps("vpcs")
	for i, vpc := range vpcs {
		if vpc.String("vpcRegion") == "" {
			vpcs[i] = vpc.Clone()
			vpcs[i].Set("vpcRegion", tx.Region())
		}
		id := vpc.String("vpcId")
		if tx.In(vpcs[i].String("vpcRegion")).Get(vpcType, id) == nil {
			return tx.Fail(400, "InvalidVPCId", "The VPC ID that you specified either isn't a valid ID or the current account is not authorized to access this VPC: %s", id)
		}
		for _, other := range tx.Select(zoneType, nil) {
			if other.ID != zone.ID && dnsName(other.String("name")) == dnsName(zone.String("name")) && slices.Contains(valuesAt(other.Outputs, "vpcs.*.vpcId"), id) {
				return tx.Fail(400, "ConflictingDomainExists", "The VPC %s in region %s has already been associated with the hosted zone %s with the same domain name.", id, vpcs[i].String("vpcRegion"), other.ID)
			}
		}
	}
	if len(vpcs) > 0 {
		zone.Set("vpcs", vpcs)
	}
	return nil
}

func readZone(_ *localcloud.Tx, zone *localcloud.Object) { zone.Set("zoneId", zone.ID) }

// deleteZone refuses while there are records beside those of the zone itself,
// unless the provider may delete them first:
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html
func deleteZone(tx *localcloud.Tx, zone *localcloud.Object) error {
	records := tx.Where(recordType, "zoneId", zone.ID)
	for _, record := range records {
		kind := record.String("type")
		apex := record.String("fqdn") == dnsName(zone.String("name"))
		if !zone.Outputs.Bool("forceDestroy") && !(apex && (kind == "NS" || kind == "SOA")) {
			return tx.Fail(400, "HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record sets and so cannot be deleted.")
		}
	}
	for _, record := range records {
		tx.Remove(recordType, record.ID)
	}
	return nil
}

// lookupZone is the data source: by id, or by name and kind.
func lookupZone(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	found := tx.Select(zoneType, func(zone *localcloud.Object) bool {
		if id := args.String("zoneId"); id != "" {
			return zone.ID == strings.TrimPrefix(id, "/hostedzone/")
		}
		vpcs := valuesAt(zone.Outputs, "vpcs.*.vpcId")
		vpc := args.String("vpcId")
		return (args.String("name") == "" || dnsName(zone.String("name")) == dnsName(args.String("name"))) &&
			(args.Bool("privateZone") || vpc != "") == (len(vpcs) > 0) &&
			(vpc == "" || slices.Contains(vpcs, vpc)) && wearsTags(zone, args.StringMap("tags"))
	})
	switch len(found) {
	case 0:
		return nil, tx.Fail(404, "NoSuchHostedZone", "no matching Route 53 Hosted Zone found")
	case 1:
	default:
		return nil, tx.Fail(400, "TooManyResults", "multiple Route 53 Hosted Zones matched; use additional constraints to reduce matches to a single Route 53 Hosted Zone")
	}
	answer := found[0].Outputs.Clone()
	answer.Set("privateZone", len(found[0].Outputs.Maps("vpcs")) > 0)
	answer.Set("resourceRecordSetCount", 2+len(tx.Where(recordType, "zoneId", found[0].ID)))
	answer.Set("callerReference", "terraform-"+found[0].ID)
	return answer, nil
}

// wearsTags reports whether an object has all of some tags.
func wearsTags(obj *localcloud.Object, tags map[string]string) bool {
	worn := obj.Outputs.StringMap("tagsAll")
	for name, value := range tags {
		if worn[name] != value {
			return false
		}
	}
	return true
}
