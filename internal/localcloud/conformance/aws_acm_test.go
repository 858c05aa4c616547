package conformance

import "strings"

const (
	acmDocs  = "https://docs.aws.amazon.com/acm/latest/userguide/"
	acmNames = "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/acm/certificate.go"
)

// replaced tells whether other inputs replace a certificate, or are no change.
func replaced(w *World, made Made, want bool, inputs Props) error {
	paths, err := w.Replaces(acmCert, "x", made, inputs)
	if err != nil {
		return err
	}
	return same("whether it is replaced", want, len(paths) > 0)
}

var certificateCases = []Case{
	{Name: "a certificate waits for its proof", Do: func(w *World) error {
		return same("status", "PENDING_VALIDATION", pending(w, "www.example.com").Outputs.String("status"))
	}, Evidence: acmDocs + "dns-validation.html"},
	{Name: "a wildcard and its base have one record", Do: func(w *World) error {
		made := w.Make(acmCert, "x", Props{"domainName": "example.com", "subjectAlternativeNames": []any{"*.example.com"}, "validationMethod": "DNS"})
		options := made.Outputs.Maps("domainValidationOptions")
		return same("record", options[0].String("resourceRecordName"), options[1].String("resourceRecordName"))
	}, Evidence: acmDocs + "dns-validation.html"},
	{Name: "its domain among its names changes nothing", Do: func(w *World) error {
		made := w.Make(acmCert, "x", Props{"domainName": "a.example.com", "subjectAlternativeNames": []any{"b.example.com"}, "validationMethod": "DNS"})
		return replaced(w, made, false, Props{"domainName": "a.example.com", "subjectAlternativeNames": []any{"a.example.com", "b.example.com"}, "validationMethod": "DNS"})
	}, Evidence: acmNames},
	{Name: "names that were left out, written as they are, change nothing", Do: func(w *World) error {
		made := pending(w, "www.example.com")
		return replaced(w, made, false, Props{"domainName": "www.example.com", "subjectAlternativeNames": []any{"www.example.com"}, "validationMethod": "DNS"})
	}, Evidence: acmNames},
	{Name: "a name less replaces it", Do: func(w *World) error {
		made := w.Make(acmCert, "x", Props{"domainName": "a.example.com", "subjectAlternativeNames": []any{"a.example.com", "b.example.com"}, "validationMethod": "DNS"})
		return replaced(w, made, true, Props{"domainName": "a.example.com", "subjectAlternativeNames": []any{"a.example.com"}, "validationMethod": "DNS"})
	}, Evidence: acmNames},
	{Name: "names that are left out are what they were", Do: func(w *World) error {
		made := w.Make(acmCert, "x", Props{"domainName": "a.example.com", "subjectAlternativeNames": []any{"a.example.com", "b.example.com"}, "validationMethod": "DNS"})
		return replaced(w, made, false, Props{"domainName": "a.example.com", "validationMethod": "DNS"})
	}, Evidence: acmNames},
	{Name: "its records in Route 53 issue it", Do: func(w *World) error {
		made := issued(w, "www.example.com")
		_, live, _ := w.provider(acmCert).Read(acmCert, "x", made.ID, made.Inputs, made.Outputs)
		return same("status", "ISSUED", live.String("status"))
	}, Evidence: acmDocs + "dns-validation.html"},
	{Name: "an issued certificate by domain", Do: func(w *World) error {
		made := issued(w, "www.example.com")
		found, err := w.Invoke("aws:acm/getCertificate:getCertificate", Props{"domain": "www.example.com", "mostRecent": true})
		if err != nil {
			return err
		}
		return same("arn", made.ID, found.String("arn"))
	}, Evidence: "https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html"},
	{Name: "a pending certificate by domain", Do: func(w *World) error {
		pending(w, "www.example.com")
		_, err := w.Invoke("aws:acm/getCertificate:getCertificate", Props{"domain": "www.example.com"})
		return err
	}, Refused: "no matching ACM Certificate found", Evidence: "https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html"},
	{Name: "a validation without records", Do: after(acmValidation, func(w *World) Props {
		return Props{"certificateArn": pending(w, "www.example.com").ID}
	}), Refused: "PENDING_VALIDATION", Evidence: acmDocs + "dns-validation.html"},
	{Name: "a validation of no certificate", Do: creating(acmValidation, Props{"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0"}), Refused: "ResourceNotFoundException", Evidence: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DescribeCertificate.html"},
	{Name: "eleven names", Do: creating(acmCert, Props{"domainName": "example.com", "validationMethod": "DNS", "subjectAlternativeNames": []any{
		"a.a.com", "b.a.com", "c.a.com", "d.a.com", "e.a.com", "f.a.com", "g.a.com", "h.a.com", "i.a.com", "j.a.com",
	}}), Refused: "LimitExceededException", Evidence: acmDocs + "acm-limits.html"},
	{Name: "deletion of a certificate in use", Do: on(func(s site) error {
		made := issued(s.World, "www.example.com")
		s.Make(lbListener, "https", Props{"loadBalancerArn": s.balancer().ID, "port": 443, "protocol": "HTTPS", "certificateArn": made.ID, "defaultActions": answer()})
		return s.Delete(acmCert, "www.example.com", made)
	}), Refused: "ResourceInUseException", Evidence: "https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html"},
}

const (
	dnsAPI   = "https://docs.aws.amazon.com/Route53/latest/APIReference/"
	dnsTypes = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html"
	dnsAlias = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html"
)

// naming tries a record in example.com, where www is an address.
func naming(changes Props) func(*World) error {
	return after(dnsSet, func(w *World) Props {
		zone := w.Make(dnsZone, "zone", Props{"name": "example.com"})
		w.Make(dnsSet, "www", Props{"zoneId": zone.ID, "name": "www.example.com", "type": "A", "ttl": 300, "records": []any{"192.0.2.1"}})
		w.Make(dnsSet, "docs", Props{"zoneId": zone.ID, "name": "docs", "type": "CNAME", "ttl": 300, "records": []any{"www.example.com"}})
		return with(Props{"zoneId": zone.ID, "name": "api", "type": "A", "ttl": 300, "records": []any{"192.0.2.2"}}, changes)
	})
}

func alias(zone, name string) Props {
	return Props{"ttl": nil, "records": nil, "aliases": []any{Props{"zoneId": zone, "name": name, "evaluateTargetHealth": false}}}
}

var nameCases = []Case{
	{Name: "a name is completed by its zone's", Do: func(w *World) error {
		zone := w.Make(dnsZone, "zone", Props{"name": "example.com"})
		made := w.Make(dnsSet, "www", Props{"zoneId": zone.ID, "name": "www", "type": "A", "ttl": 300, "records": []any{"192.0.2.1"}})
		return same("fqdn", "www.example.com", made.Outputs.String("fqdn"))
	}, Evidence: "recordings: aws:route53/record:Record"},
	{Name: "a zone has four name servers", Do: func(w *World) error {
		return same("servers", 4, len(w.Make(dnsZone, "zone", Props{"name": "example.com"}).Outputs.Strings("nameServers")))
	}, Evidence: "recordings: aws:route53/zone:Zone"},
	{Name: "two public zones of one name", Do: after(dnsZone, func(w *World) Props {
		w.Make(dnsZone, "zone", Props{"name": "example.com"})
		return Props{"name": "example.com"}
	}), Evidence: dnsAPI + "API_CreateHostedZone.html"},
	{Name: "a private zone of no VPC", Do: creating(dnsZone, Props{"name": "int.local", "vpcs": []any{Props{"vpcId": "vpc-0"}}}), Refused: "InvalidVPCId", Evidence: dnsAPI + "API_CreateHostedZone.html"},
	{Name: "two private zones of one name and VPC", Do: on(func(s site) error {
		inputs := Props{"name": "int.local", "vpcs": []any{Props{"vpcId": s.vpc.ID}}}
		s.Make(dnsZone, "first", inputs)
		return s.try(dnsZone, inputs)
	}), Refused: "ConflictingDomainExists", Evidence: dnsAPI + "API_CreateHostedZone.html"},
	{Name: "a record", Do: naming(nil), Evidence: dnsTypes},
	{Name: "a record in no zone", Do: naming(Props{"zoneId": "Z0"}), Refused: "NoSuchHostedZone: No hosted zone found with ID: Z0", Evidence: dnsAPI + "API_ChangeResourceRecordSets.html"},
	{Name: "a record twice", Do: naming(Props{"name": "www"}), Refused: "InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]", Evidence: dnsAPI + "API_ChangeResourceRecordSets.html"},
	{Name: "a record twice, told to overwrite", Do: naming(Props{"name": "www", "allowOverwrite": true}), Evidence: "facts: aws:route53/record:Record"},
	{Name: "the zone's own name servers", Do: naming(Props{"name": "example.com", "type": "NS", "records": []any{"ns.example.net"}}), Refused: "but it already exists", Evidence: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html"},
	{Name: "a CNAME at the apex", Do: naming(Props{"name": "example.com", "type": "CNAME", "records": []any{"www.example.net"}}), Refused: "InvalidChangeBatch: [RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]", Evidence: dnsTypes},
	{Name: "a CNAME beside an address", Do: naming(Props{"name": "www", "type": "CNAME", "records": []any{"www.example.net"}}), Refused: "is not permitted as it conflicts with other records with the same DNS name", Evidence: dnsTypes},
	{Name: "an address beside a CNAME", Do: naming(Props{"name": "docs"}), Refused: "because a conflicting RRSet of type CNAME", Evidence: dnsTypes},
	{Name: "an address that is none", Do: naming(Props{"records": []any{"www.example.com"}}), Refused: "ARRDATAIllegalIPv4Address", Evidence: dnsTypes},
	{Name: "an address of the other family", Do: naming(Props{"type": "AAAA"}), Refused: "AAAARRDATAIllegalIPv6Address", Evidence: dnsTypes},
	{Name: "mail without a preference", Do: naming(Props{"type": "MX", "records": []any{"mail.example.com"}}), Refused: "MXRRDATANotTwoFields", Evidence: dnsTypes},
	{Name: "two weighted records of one name", Do: func(w *World) error {
		zone := w.Make(dnsZone, "zone", Props{"name": "example.com"})
		for _, set := range []string{"blue", "green"} {
			w.Make(dnsSet, set, Props{"zoneId": zone.ID, "name": "www", "type": "A", "ttl": 60, "records": []any{"192.0.2.1"}, "setIdentifier": set, "weightedRoutingPolicies": []any{Props{"weight": 1}}})
		}
		return nil
	}, Evidence: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html"},
	{Name: "an alias of a distribution", Do: naming(alias("Z2FDTNDATAQYW2", "d123.cloudfront.net")), Evidence: dnsAlias},
	{Name: "an alias in another service's zone", Do: naming(alias("Z2FDTNDATAQYW2", "web-1.us-east-1.elb.amazonaws.com")), Refused: "but the alias target name does not lie within the target zone", Evidence: dnsAlias},
	{Name: "an alias of a network load balancer in the other kind's zone", Do: naming(alias("Z35SXDOTRQ7X7K", "web-1.elb.us-east-1.amazonaws.com")), Refused: "does not lie within the target zone", Evidence: "https://docs.aws.amazon.com/general/latest/gr/elb.html"},
	{Name: "an alias of a record that is not there", Do: after(dnsSet, func(w *World) Props {
		zone := w.Make(dnsZone, "zone", Props{"name": "example.com"})
		return with(Props{"zoneId": zone.ID, "name": "api", "type": "A"}, alias(zone.ID, "gone.example.com"))
	}), Refused: "but that target was not found", Evidence: dnsAlias},
	{Name: "deletion of a zone with records", Do: emptying(false), Refused: "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.", Evidence: dnsAPI + "API_DeleteHostedZone.html"},
	{Name: "deletion of a zone with records, forced", Do: emptying(true), Evidence: "facts: aws:route53/zone:Zone"},
	{Name: "a zone by name", Do: func(w *World) error {
		made := w.Make(dnsZone, "zone", Props{"name": "example.com"})
		found, err := w.Invoke("aws:route53/getZone:getZone", Props{"name": "example.com."})
		if err != nil {
			return err
		}
		return same("zone", made.ID, found.String("zoneId"))
	}, Evidence: dnsAPI + "API_ListHostedZonesByName.html"},
	{Name: "a zone that is gone, by name", Do: func(w *World) error {
		_, err := w.Invoke("aws:route53/getZone:getZone", Props{"name": strings.Repeat("x", 3) + ".com"})
		return err
	}, Refused: "no matching Route 53 Hosted Zone found", Evidence: dnsAPI + "API_ListHostedZonesByName.html"},
}

func emptying(force bool) func(*World) error {
	return func(w *World) error {
		zone := w.Make(dnsZone, "zone", Props{"name": "example.com", "forceDestroy": force})
		w.Make(dnsSet, "www", Props{"zoneId": zone.ID, "name": "www", "type": "A", "ttl": 300, "records": []any{"192.0.2.1"}})
		return w.Delete(dnsZone, "zone", zone)
	}
}
