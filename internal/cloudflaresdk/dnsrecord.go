package cloudflaresdk

import (
	"fmt"
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// DnsRecord is a DNS record of a zone.
type DnsRecord struct {
	pulumi.CustomResourceState

	Content pulumi.StringOutput  `pulumi:"content"`
	Name    pulumi.StringOutput  `pulumi:"name"`
	Proxied pulumi.BoolOutput    `pulumi:"proxied"`
	Ttl     pulumi.Float64Output `pulumi:"ttl"`
	Type    pulumi.StringOutput  `pulumi:"type"`
	ZoneId  pulumi.StringOutput  `pulumi:"zoneId"`
}

type dnsRecordArgs struct {
	Comment *string `pulumi:"comment"`
	Content *string `pulumi:"content"`
	Name    string  `pulumi:"name"`
	Proxied *bool   `pulumi:"proxied"`
	Ttl     float64 `pulumi:"ttl"`
	Type    string  `pulumi:"type"`
	ZoneId  string  `pulumi:"zoneId"`
}

// DnsRecordArgs are the inputs of a DnsRecord.
type DnsRecordArgs struct {
	// Comment is shown beside the record; 100 characters on the free plan.
	Comment pulumi.StringPtrInput
	// Content is the record's value, in lower case and without a trailing dot.
	Content pulumi.StringPtrInput
	// Name is the full name, in lower case and without a trailing dot.
	Name pulumi.StringInput
	// Proxied sends the traffic through Cloudflare. The API fills it in, so
	// always write it.
	Proxied pulumi.BoolPtrInput
	// Ttl is in seconds; 1 means automatic and is the only value for a proxied
	// record.
	Ttl pulumi.Float64Input
	// Type is the record's type, such as CNAME. Changing it replaces.
	Type pulumi.StringInput
	// ZoneId is the zone's id. Changing it replaces.
	ZoneId pulumi.StringInput
}

// ElementType implements pulumi.Input.
func (DnsRecordArgs) ElementType() reflect.Type { return reflect.TypeFor[dnsRecordArgs]() }

// NewDnsRecord registers a DNS record.
func NewDnsRecord(ctx *pulumi.Context,
	name string, args *DnsRecordArgs, opts ...pulumi.ResourceOption) (*DnsRecord, error) {
	if args == nil {
		return nil, fmt.Errorf("dns record %q: %w", name, errNoArguments)
	}
	if args.Name == nil {
		return nil, missing("dns record "+name, "name")
	}
	if args.Ttl == nil {
		return nil, missing("dns record "+name, "ttl")
	}
	if args.Type == nil {
		return nil, missing("dns record "+name, "type")
	}
	if args.ZoneId == nil {
		return nil, missing("dns record "+name, "zoneId")
	}
	aliases := pulumi.Aliases([]pulumi.Alias{
		{
			Type: pulumi.String("cloudflare:index/record:Record"),
		},
	})
	opts = append(opts, aliases)
	var resource DnsRecord
	err := ctx.RegisterResource("cloudflare:index/dnsRecord:DnsRecord", name, args, &resource, resourceOptions(opts)...)
	if err != nil {
		return nil, err
	}
	return &resource, nil
}
