package cloudflare

import (
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/mocks"
	"groundwork/naming"
)

const (
	recordType  = "cloudflare:index/dnsRecord:DnsRecord"
	rulesetType = "cloudflare:index/ruleset:Ruleset"
	settingType = "cloudflare:index/zoneSetting:ZoneSetting"
)

func valid() Args {
	return Args{
		Names:  naming.Scope{System: "stockindicator", Environment: "prod"},
		ZoneID: "0da42c8d2132a9ddaf714f9e7c920711", ZoneName: "stockindicator.com",
		Plan: Pro, ManageZone: true, WAF: true, RateLimit: Rate{100, time.Second},
		Hosts: []Host{
			{Name: "stockindicator.com", Target: pulumi.String("alb.amazonaws.com")},
			{Name: "api.stockindicator.com", Target: pulumi.String("ALB.amazonaws.com."), Cache: CacheBypass},
			{Name: "static.stockindicator.com", Target: pulumi.String("d1.cloudfront.net"), Cache: CacheStatic},
			{Name: "direct.stockindicator.com", Target: pulumi.String("alb.amazonaws.com"), Direct: true},
		},
	}
}

func run(t *testing.T, args Args, options ...mocks.Option) *mocks.Recorder {
	t.Helper()
	return mocks.Run(t, func(ctx *pulumi.Context) error {
		made, err := New(ctx, "edge", args)
		if err == nil {
			assert.Len(t, made.Records, len(args.Hosts))
		}
		return err
	}, options...)
}

// rules are a ruleset's rules, which a refresh leaves quiet only when each says
// what the API would fill in.
func rules(t *testing.T, list mocks.Registration) []map[string]any {
	t.Helper()
	assert.Equal(t, "zone", list.Get("kind"))
	assert.Equal(t, "", list.Get("description"))
	var found []map[string]any
	refs := map[any]bool{}
	for _, item := range list.Get("rules").([]any) {
		rule := item.(map[string]any)
		for _, key := range []string{"ref", "description", "enabled", "expression", "action"} {
			assert.Contains(t, rule, key)
		}
		assert.False(t, refs[rule["ref"]], "ref %s twice", rule["ref"])
		refs[rule["ref"]] = true
		found = append(found, rule)
	}
	return found
}

func TestRecordsLeadThroughCloudflareUnlessToldOtherwise(t *testing.T) {
	recorder := run(t, valid())
	api := recorder.Named(t, recordType, "edge-api.stockindicator.com")
	assert.Equal(t, map[string]any{
		"zoneId": "0da42c8d2132a9ddaf714f9e7c920711", "name": "api.stockindicator.com", "type": "CNAME",
		"content": "alb.amazonaws.com", "proxied": true, "ttl": 1.0, "comment": "stockindicator-prod",
	}, api.Inputs.Mappable())
	static := recorder.Named(t, recordType, "edge-static.stockindicator.com")
	assert.Equal(t, true, static.Get("proxied"))
	direct := recorder.Named(t, recordType, "edge-direct.stockindicator.com")
	assert.Equal(t, []any{false, 60.0}, []any{direct.Get("proxied"), direct.Get("ttl")})
}

func TestTheOwnerSetsStrictTLS(t *testing.T) {
	recorder := run(t, valid())
	set := map[any]any{}
	for _, s := range recorder.All(settingType) {
		set[s.Get("settingId")] = s.Get("value")
	}
	assert.Equal(t, map[any]any{
		"ssl": "strict", "min_tls_version": "1.2", "tls_1_3": "on", "always_use_https": "on", "automatic_https_rewrites": "on",
	}, set)
}

func TestAnotherEnvironmentOfTheZoneMakesRecordsOnly(t *testing.T) {
	args := valid()
	args.ManageZone, args.WAF, args.RateLimit = false, false, Rate{}
	recorder := run(t, args)
	assert.Len(t, recorder.All(recordType), 4)
	assert.Empty(t, recorder.All(settingType))
	assert.Empty(t, recorder.All(rulesetType))
}

func TestTheWAFExecutesBothManagedRulesets(t *testing.T) {
	list := run(t, valid()).Named(t, rulesetType, "edge-waf")
	assert.Equal(t, "http_request_firewall_managed", list.Get("phase"))
	found := rules(t, list)
	require.Len(t, found, 2)
	assert.Equal(t, map[string]any{"id": "efb7b8c949ac4650a09736fc376e9aee"}, found[0]["actionParameters"])
	owasp := found[1]["actionParameters"].(map[string]any)
	assert.Equal(t, "4814384a9e5d4991b9815dcfc25d2f1f", owasp["id"])
	assert.Equal(t, []any{
		map[string]any{"category": "paranoia-level-2", "enabled": false},
		map[string]any{"category": "paranoia-level-3", "enabled": false},
		map[string]any{"category": "paranoia-level-4", "enabled": false},
	}, owasp["overrides"].(map[string]any)["categories"])
}

func TestTheRateLimitCountsEachClient(t *testing.T) {
	list := run(t, valid()).Named(t, rulesetType, "edge-rate-limit")
	assert.Equal(t, "http_ratelimit", list.Get("phase"))
	found := rules(t, list)
	require.Len(t, found, 1)
	assert.Equal(t, "block", found[0]["action"])
	assert.Equal(t, map[string]any{
		"characteristics": []any{"cf.colo.id", "ip.src"}, "period": 10.0, "requestsPerPeriod": 1000.0,
		"mitigationTimeout": 10.0, "requestsToOrigin": false,
	}, found[0]["ratelimit"])
}

func TestAssetsAreCachedAndTheAPINever(t *testing.T) {
	list := run(t, valid()).Named(t, rulesetType, "edge-cache")
	found := rules(t, list)
	require.Len(t, found, 2)
	assert.Equal(t, `http.host in {"api.stockindicator.com"}`, found[0]["expression"])
	assert.Equal(t, map[string]any{"cache": false}, found[0]["actionParameters"])
	assert.Equal(t, `http.host in {"static.stockindicator.com"}`, found[1]["expression"])
	assert.Equal(t, map[string]any{
		"cache": true, "originErrorPagePassthru": false,
		"edgeTtl": map[string]any{"mode": "respect_origin"}, "browserTtl": map[string]any{"mode": "respect_origin"},
	}, found[1]["actionParameters"])
}

func TestWhatIsNotAskedForHasNoRuleset(t *testing.T) {
	args := valid()
	args.Plan, args.WAF, args.RateLimit, args.Hosts = Free, false, Rate{}, args.Hosts[:1]
	assert.Empty(t, run(t, args).All(rulesetType))
}

func TestAPreviewWithUnknownTargetsGoesThrough(t *testing.T) { run(t, valid(), mocks.Preview) }

func TestEveryChildHasTheComponentsNameAndAParent(t *testing.T) {
	run(t, valid()).Children(t, "groundwork:cloudflare:Edge", "edge")
}
