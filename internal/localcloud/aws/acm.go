package aws

import (
	"maps"
	"slices"
	"strings"
	"time"

	"groundwork/internal/localcloud"
)

var certificateLinks = []link{
	{from: validationType, path: "certificateArn", to: certificateType, by: "arn", loose: true, missing: noCertificate},
}

var noCertificate = refusal{400, "ResourceNotFoundException", "Could not find certificate %s."}

// certificateService is ACM.
func certificateService() service {
	return service{kinds: map[string]localcloud.Kind{
		certificateType: {Create: requestCertificate, Diff: diffCertificate, Name: nameCertificate},
		validationType:  {Create: validateCertificate, Name: nameValidation},
	}}
}

func nameCertificate(certificate *localcloud.Object) string { return certificate.String("domainName") }

func nameValidation(validation *localcloud.Object) string { return validation.String("certificateArn") }

// maxDomains is the default of
// https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
const maxDomains = 10

// requestCertificate follows
// https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html
func requestCertificate(tx *localcloud.Tx, certificate *localcloud.Object) error {
	decide(certificate, "keyAlgorithm", "RSA_2048")
	decideIn(certificate, "options", map[string]any{"certificateTransparencyLoggingPreference": "ENABLED"})
	certificate.Set("renewalEligibility", "INELIGIBLE")
	if certificate.Outputs.Has("certificateBody") {
		certificate.Set("type", "IMPORTED")
		decide(certificate, "domainName", "imported.example.com")
		issue(tx, certificate)
		return nil
	}
	names := domains(certificate)
	if len(names) > maxDomains {
		return tx.Fail(400, "LimitExceededException", "Certificate %s has too many domain names. Limit is %d.", certificate.ID, maxDomains)
	}
	certificate.Set("type", "AMAZON_ISSUED")
	certificate.Set("status", "PENDING_VALIDATION")
	certificate.Set("notBefore", "")
	certificate.Set("notAfter", "")
	certificate.Set("subjectAlternativeNames", names)
	decide(certificate, "validationMethod", "DNS")
	options := []localcloud.Props{}
	if certificate.String("validationMethod") == "DNS" {
		for _, name := range names {
			options = append(options, proof(tx, name))
		}
	} else {
		certificate.Set("validationEmails", []string{"admin@" + names[0], "hostmaster@" + names[0], "postmaster@" + names[0]})
	}
	certificate.Set("domainValidationOptions", options)
	return nil
}

// diffCertificate: the provider compares with the names as ACM has them, among which
// is the domain, whether or not it was written.
// https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/acm/certificate.go
func diffCertificate(d *localcloud.Diff) {
	const names = "subjectAlternativeNames"
	if d.OldInputs.String("domainName") != d.News.String("domainName") || d.News.Unknown(names) {
		return
	}
	issued, wanted := map[string]bool{}, map[string]bool{d.News.String("domainName"): true}
	for _, name := range d.OldOutputs.Strings(names) {
		issued[name] = true
	}
	for _, name := range d.News.Strings(names) {
		wanted[name] = true
	}
	if maps.Equal(issued, wanted) {
		d.Drop(names)
	}
}

func domains(certificate *localcloud.Object) []string {
	names := []string{certificate.String("domainName")}
	for _, name := range certificate.Outputs.Strings("subjectAlternativeNames") {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// proof is the record that proves a domain. It is the same for every
// certificate of the account and for the wildcard below the domain:
// https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
func proof(tx *localcloud.Tx, domain string) localcloud.Props {
	base := strings.ToLower(strings.TrimPrefix(domain, "*."))
	dice := tx.Seeded("acm", tx.Account(), base)
	return localcloud.PropsOf(map[string]any{
		"domainName":         domain,
		"resourceRecordName": "_" + dice.Hex(32) + "." + base + ".",
		"resourceRecordType": "CNAME",
		"resourceRecordValue": "_" + dice.Hex(32) + "." + dice.Text(10, localcloud.Lower) +
			".acm-validations.aws.",
	})
}

func issue(tx *localcloud.Tx, certificate *localcloud.Object) {
	certificate.Set("status", "ISSUED")
	certificate.Set("notBefore", tx.Timestamp())
	// ACM's own certificates last 13 months:
	// https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
	certificate.Set("notAfter", tx.Now().AddDate(0, 13, 0).Format(time.RFC3339))
}

// validateCertificate waits until ACM has found the records, which may be made
// beside it: ACM looks again and again.
// https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
func validateCertificate(tx *localcloud.Tx, validation *localcloud.Object) error {
	certificate := tx.Get(certificateType, validation.String("certificateArn"))
	if certificate == nil {
		return noCertificate.about(tx, validation.String("certificateArn"))
	}
	if missing := unlisted(certificate, validation.Outputs.Strings("validationRecordFqdns")); len(missing) > 0 {
		return tx.Fail(400, "ValidationRecordFqdns", "missing %s DNS validation record: %s", certificate.ID, strings.Join(missing, ", "))
	}
	if !issued(tx, certificate) {
		return tx.Await(tx.Fail(408, "RequestTimeout",
			"waiting for ACM Certificate (%s) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: 1h15m0s)", certificate.ID))
	}
	if certificate.String("status") != "ISSUED" {
		issue(tx, certificate)
		tx.Put(certificate)
	}
	return nil
}

// unlisted are the records that the program leaves out, when it lists any.
func unlisted(certificate *localcloud.Object, listed []string) []string {
	if len(listed) == 0 {
		return nil
	}
	given := map[string]bool{}
	for _, name := range listed {
		given[dnsName(name)] = true
	}
	var missing []string
	for _, name := range valuesAt(certificate.Outputs, "domainValidationOptions.*.resourceRecordName") {
		if short := dnsName(name); !given[short] && !slices.Contains(missing, short) {
			missing = append(missing, short)
		}
	}
	return missing
}

func dnsName(name string) string { return strings.ToLower(strings.TrimSuffix(name, ".")) }

// issued reports whether a certificate is, or could be by now.
func issued(tx *localcloud.Tx, certificate *localcloud.Object) bool {
	if certificate.String("status") == "ISSUED" {
		return true
	}
	options := certificate.Outputs.Maps("domainValidationOptions")
	for _, option := range options {
		if !resolves(tx, option.String("resourceRecordName"), option.String("resourceRecordValue")) {
			return false
		}
	}
	return len(options) > 0
}

// resolves looks a CNAME up in the zones that the local cloud holds, those of
// Cloudflare and of Route 53. A record that Cloudflare proxies shows
// Cloudflare's addresses instead of itself.
func resolves(tx *localcloud.Tx, name, value string) bool {
	world := tx.World()
	for _, written := range []string{dnsName(name), dnsName(name) + "."} {
		for _, record := range world.Where("cloudflare:index/dnsRecord:DnsRecord", "name", written) {
			if dnsName(record.String("content")) == dnsName(value) && !record.Outputs.Bool("proxied") {
				return true
			}
		}
	}
	for _, record := range world.Where(recordType, "fqdn", dnsName(name)) {
		for _, content := range record.Outputs.Strings("records") {
			if dnsName(content) == dnsName(value) {
				return true
			}
		}
	}
	return false
}
