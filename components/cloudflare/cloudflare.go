// Package cloudflare puts a system behind Cloudflare: proxied DNS records, and
// for the environment that owns the zone the zone's TLS settings, managed WAF
// rules, rate limit and cache rules.
//
// A zone has each setting once, and one list of rules per phase, while the
// environments of a system may share the zone. So only one of them, the owner,
// manages what the zone has once; the others make their records and nothing
// else. What the owner sets holds for all of them.
package cloudflare

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	sdk "groundwork/internal/cloudflaresdk"
)

// Edge is a system's presence at Cloudflare.
type Edge struct {
	pulumi.ResourceState

	// Records are the DNS records in the order of Args.Hosts, for DependsOn.
	Records []pulumi.Resource

	name string
	args Args
}

// New makes the records, and for the owner of the zone its settings and rules.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Edge, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("cloudflare %q: %w", name, err)
	}
	e := &Edge{name: name, args: args}
	if err := ctx.RegisterComponentResource("groundwork:cloudflare:Edge", name, e, opts...); err != nil {
		return nil, fmt.Errorf("cloudflare %q: %w", name, err)
	}
	for _, step := range []func(*pulumi.Context) error{
		e.makeRecords,
		e.makeSettings,
		e.makeRulesets,
	} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("cloudflare %q: %w", name, err)
		}
	}
	hosts := pulumi.StringArray{}
	for _, host := range args.Hosts {
		hosts = append(hosts, pulumi.String(host.Name))
	}
	return e, ctx.RegisterResourceOutputs(e, pulumi.Map{
		"hosts":       hosts,
		"managesZone": pulumi.Bool(args.ManageZone),
	})
}

// directTTL is in seconds, of records that are not proxied: short, so that a
// target can be changed quickly, and legal on every plan.
const directTTL = 60

func (e *Edge) makeRecords(ctx *pulumi.Context) error {
	for _, host := range e.args.Hosts {
		ttl := 1.0 // automatic: the only legal value for a proxied record
		if host.Direct {
			ttl = directTTL
		}
		record, err := sdk.NewDnsRecord(ctx, e.name+"-"+host.Name, &sdk.DnsRecordArgs{
			ZoneId:  pulumi.String(e.args.ZoneID),
			Name:    pulumi.String(host.Name),
			Type:    pulumi.String("CNAME"),
			Content: canonical(host.Target),
			Ttl:     pulumi.Float64(ttl),
			Proxied: pulumi.Bool(!host.Direct),
			Comment: pulumi.String(e.args.Names.Name()),
		}, pulumi.Parent(e))
		if err != nil {
			return err
		}
		e.Records = append(e.Records, record)
	}
	return nil
}

// canonical is a name as Cloudflare gives it back: otherwise every refresh
// would see a change.
func canonical(name pulumi.StringInput) pulumi.StringOutput {
	return name.ToStringOutput().ApplyT(func(name string) string {
		return strings.ToLower(strings.TrimSuffix(name, "."))
	}).(pulumi.StringOutput)
}

// setting is a zone setting and its value.
type setting struct{ id, value string }

// settings are what the owner sets for the zone. Destroying one only forgets
// it: the zone keeps the value.
// https://developers.cloudflare.com/ssl/edge-certificates/additional-options/
var settings = []setting{
	// To the origin only with TLS, and only to a certificate that is valid for
	// the host: the load balancer's and CloudFront's are.
	{"ssl", "strict"},
	// 1.2, not 1.3, which would still lock out clients.
	{"min_tls_version", "1.2"},
	{"tls_1_3", "on"},
	// Plain HTTP is redirected here, since the origin does not listen to it.
	{"always_use_https", "on"},
	{"automatic_https_rewrites", "on"},
}

func (e *Edge) makeSettings(ctx *pulumi.Context) error {
	if !e.args.ManageZone {
		return nil
	}
	for _, s := range settings {
		_, err := sdk.NewZoneSetting(ctx, e.name+"-"+s.id, &sdk.ZoneSettingArgs{
			ZoneId:    pulumi.String(e.args.ZoneID),
			SettingId: pulumi.String(s.id),
			Value:     pulumi.String(s.value),
		}, pulumi.Parent(e))
		if err != nil {
			return err
		}
	}
	return nil
}
