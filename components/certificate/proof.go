package certificate

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	sdk "groundwork/internal/cloudflaresdk"
	awsacm "groundwork/internal/sdk/aws/acm"
)

// proofTTL is in seconds: the shortest that every Cloudflare plan takes, so
// that a record once wrong is not remembered for long.
// https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/
const proofTTL = 60

// prove makes one record per distinct base of the hosts and returns the
// records' names. How many there are is known at plan time; what is in them
// only once ACM has answered.
func (c *Certificate) prove(ctx *pulumi.Context, requested *awsacm.Certificate) (pulumi.StringArray, error) {
	var names pulumi.StringArray
	for _, host := range bases(c.args.Hosts) {
		record, err := sdk.NewDnsRecord(ctx, c.name+"-"+host, &sdk.DnsRecordArgs{
			ZoneId:  pulumi.String(c.args.ZoneID),
			Type:    pulumi.String("CNAME"),
			Name:    recordField(ctx, requested, host, recordName),
			Content: recordField(ctx, requested, host, recordValue),
			Ttl:     pulumi.Float64(proofTTL),
			// A proxied record answers with Cloudflare's addresses instead of
			// itself, and would prove nothing.
			Proxied: pulumi.Bool(false),
			Comment: pulumi.String(c.args.Names.Name("certificate")),
		}, pulumi.Parent(c))
		if err != nil {
			return nil, err
		}
		names = append(names, record.Name)
	}
	return names, nil
}

// recordField picks one field of the record that proves host. In a preview the
// list may be unknown, and then nothing runs here, or known and incomplete.
func recordField(
	ctx *pulumi.Context, requested *awsacm.Certificate, host string,
	field func(awsacm.CertificateDomainValidationOption) *string,
) pulumi.StringOutput {
	preview := ctx.DryRun()
	return requested.DomainValidationOptions.ApplyT(
		func(options []awsacm.CertificateDomainValidationOption) (string, error) {
			value := find(options, host, field)
			if value == "" && !preview {
				return "", fmt.Errorf("acm named no record that proves %q", host)
			}
			return value, nil
		}).(pulumi.StringOutput)
}

// find is the field of the option that proves host, as Cloudflare wants names:
// in lower case and without the dot that ACM puts at the end, or else every
// refresh would see a change. Empty when there is none.
func find(
	options []awsacm.CertificateDomainValidationOption, host string,
	field func(awsacm.CertificateDomainValidationOption) *string,
) string {
	for _, option := range options {
		if option.DomainName == nil || base(*option.DomainName) != host {
			continue
		}
		if value := field(option); value != nil {
			return strings.ToLower(strings.TrimSuffix(*value, "."))
		}
	}
	return ""
}

func recordName(o awsacm.CertificateDomainValidationOption) *string { return o.ResourceRecordName }

func recordValue(o awsacm.CertificateDomainValidationOption) *string { return o.ResourceRecordValue }
