package certificate

import (
	"strings"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	awsacm "groundwork/internal/sdk/aws/acm"
	"groundwork/naming"
)

const recordType = "cloudflare:index/dnsRecord:DnsRecord"

func valid() Args {
	return Args{
		Names:   naming.Scope{System: "stockindicator", Environment: "prod"},
		Purpose: "alb",
		Hosts:   []string{"stockindicator.com", "*.stockindicator.com", "api.stockindicator.com"},
		ZoneID:  "0da42c8d2132a9ddaf714f9e7c920711",
	}
}

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		_, err := New(ctx, "tls", args)
		return err
	}, options...)
}

func TestTheFirstHostIsTheDomainAndAllAreNames(t *testing.T) {
	requested := run(t, valid()).One(t, "aws:acm/certificate:Certificate")
	assert.Equal(t, "stockindicator.com", requested.Get("domainName"))
	assert.Equal(t, []any{"stockindicator.com", "*.stockindicator.com", "api.stockindicator.com"}, requested.Get("subjectAlternativeNames"))
	assert.Equal(t, "DNS", requested.Get("validationMethod"))
	assert.Equal(t, "RSA_2048", requested.Get("keyAlgorithm"))
	assert.Equal(t, "stockindicator-prod-alb", requested.Get("tags", "Name"))
}

func TestTheNamesOfASingleHostAreWrittenToo(t *testing.T) {
	args := valid()
	args.Hosts = args.Hosts[:1]
	assert.Equal(t, []any{"stockindicator.com"}, run(t, args).One(t, "aws:acm/certificate:Certificate").Get("subjectAlternativeNames"))
}

func TestAWildcardAndItsBaseShareOneRecord(t *testing.T) {
	recorder := run(t, valid())
	require.Len(t, recorder.All(recordType), 2)
	record := recorder.Named(t, recordType, "tls-stockindicator.com")
	assert.Equal(t, "_token.stockindicator.com", record.Get("name"))
	assert.Equal(t, "_proof-stockindicator.com.acm-validations.aws", record.Get("content"))
	assert.Equal(t, []any{"CNAME", false, 60.0}, []any{record.Get("type"), record.Get("proxied"), record.Get("ttl")})
	assert.Equal(t, "_token.api.stockindicator.com", recorder.Named(t, recordType, "tls-api.stockindicator.com").Get("name"))
}

func TestTheCertificateIsIssuedOnlyWithAllRecordsInPlace(t *testing.T) {
	issued := run(t, valid()).One(t, "aws:acm/certificateValidation:CertificateValidation")
	assert.ElementsMatch(t, []any{"_token.stockindicator.com", "_token.api.stockindicator.com"}, issued.Get("validationRecordFqdns"))
	waits := strings.Join(issued.DependsOn, " ")
	assert.Contains(t, waits, "DnsRecord::tls-stockindicator.com")
	assert.Contains(t, waits, "DnsRecord::tls-api.stockindicator.com")
}

func TestFindToleratesWhatAPreviewKnows(t *testing.T) {
	name, value := "example.com", "_x.example.com."
	for _, test := range []struct {
		name    string
		options []awsacm.CertificateDomainValidationOption
		want    string
	}{
		{"no option", nil, ""},
		{"an option of another host", []awsacm.CertificateDomainValidationOption{{DomainName: new("b.example.com"), ResourceRecordName: &value}}, ""},
		{"an option without a domain", []awsacm.CertificateDomainValidationOption{{ResourceRecordName: &value}}, ""},
		{"a record not yet named", []awsacm.CertificateDomainValidationOption{{DomainName: &name}}, ""},
		{"only the wildcard's option", []awsacm.CertificateDomainValidationOption{{DomainName: new("*.example.com"), ResourceRecordName: &value}}, "_x.example.com"},
		{"the second option has the record", []awsacm.CertificateDomainValidationOption{{DomainName: &name}, {DomainName: &name, ResourceRecordName: &value}}, "_x.example.com"},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, find(test.options, "example.com", recordName)) })
	}
}

func TestAHostThatACMGivesNoRecordForFailsTheUpdateButNotThePreview(t *testing.T) {
	args := valid()
	args.Hosts = []string{"elsewhere.com"}
	run(t, args, mocks.Preview)
	_, err := mocks.Try(func(ctx *pulumi.Context) error {
		_, err := New(ctx, "tls", args)
		return err
	})
	assert.ErrorContains(t, err, `acm named no record that proves "elsewhere.com"`)
}

func TestAnotherRegionsProviderReachesTheCertificateButNotTheRecords(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		virginia, err := aws.NewProvider(ctx, "virginia", &aws.ProviderArgs{Region: pulumi.String("us-east-1")})
		if err != nil {
			return err
		}
		_, err = New(ctx, "tls", valid(), pulumi.Provider(virginia))
		return err
	})
	assert.Contains(t, recorder.One(t, "aws:acm/certificate:Certificate").Provider, "::virginia::")
	assert.Contains(t, recorder.One(t, "aws:acm/certificateValidation:CertificateValidation").Provider, "::virginia::")
	assert.NotContains(t, recorder.All(recordType)[0].Provider, "virginia")
}

func TestWhatIsWrongIsSaidAllAtOnce(t *testing.T) {
	assert.NoError(t, valid().validate())
	err := Args{}.validate()
	for _, want := range []string{"names:", "purpose: required", "hosts: 0 given, want 1 to 10", `zone id ""`} {
		assert.ErrorContains(t, err, want)
	}
	args := valid()
	args.Hosts = []string{strings.Repeat("a", 60) + ".com", "API.example.com", "x.example.com.", "a.com", "a.com"}
	args.Hosts[0] = "b." + args.Hosts[0]
	err = args.validate()
	for _, want := range []string{`"API.example.com": want a full name`, `"x.example.com.": want`, `"a.com": given twice`, "64 characters at most"} {
		assert.ErrorContains(t, err, want)
	}
}

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	run(t, valid()).Children(t, "groundwork:certificate:Certificate", "tls")
}
