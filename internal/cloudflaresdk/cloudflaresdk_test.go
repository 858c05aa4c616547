package cloudflaresdk_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	sdk "groundwork/internal/cloudflaresdk"
	"groundwork/internal/mocks"
)

func TestEveryNameTypeAndTokenIsTheSDKsOwn(t *testing.T) {
	own := ours(t)
	require.NotEmpty(t, own.fields["rulesetArgs"])
	require.NotEmpty(t, own.functions["NewDnsRecord"].required)
	assert.Empty(t, disagreements(own, sdkSource(t, own)))
}

// The comparison must be able to fail: each of these is wrong in one way.
func TestAWrongNameTypeOrTokenIsFound(t *testing.T) {
	own := ours(t)
	truth := sdkSource(t, own)
	for _, test := range []struct{ name, code, want string }{
		{"a property's name", "type zoneSettingArgs struct {\nSettingId string `pulumi:\"settingID\"`\nValue any `pulumi:\"value\"`\nZoneId string `pulumi:\"zoneId\"`}", "zoneSettingArgs.SettingId"},
		{"a property's type", "type dnsRecordArgs struct {\nName string `pulumi:\"name\"`\nTtl int `pulumi:\"ttl\"`\nType string `pulumi:\"type\"`\nZoneId string `pulumi:\"zoneId\"`}", "dnsRecordArgs.Ttl"},
		{"an optional property made required", "type RulesetRule struct {\nEnabled bool `pulumi:\"enabled\"`}", "RulesetRule.Enabled"},
		{"a required property left out", "type RulesetRuleRatelimit struct {\nCharacteristics []string `pulumi:\"characteristics\"`}", "RulesetRuleRatelimit.Period is required"},
		{"a property that does not exist", "type RulesetRule struct {\nComment *string `pulumi:\"comment\"`}", "RulesetRule.Comment"},
		{"a type that does not exist", "type RulesetRuleNothing struct {\nX string `pulumi:\"x\"`}", "RulesetRuleNothing is not in the sdk"},
		{"a nested type in the wrong place", "type RulesetArgs struct {\nRules []string\n}", "RulesetArgs.Rules"},
		{"a token", "func NewRuleset() { use(\"cloudflare:index/rulesets:Ruleset\", args.Kind == nil, args.Name == nil, args.Phase == nil) }", "func NewRuleset"},
		{"an argument not demanded", "func NewRuleset() { use(\"cloudflare:index/ruleset:Ruleset\", args.Kind == nil, args.Name == nil) }", "func NewRuleset"},
		{"a secret of our own making", "func GetIpRanges() { use(\"cloudflare:index/getIpRanges:getIpRanges\", pulumi.ToSecret(1)) }", "func GetIpRanges"},
	} {
		t.Run(test.name, func(t *testing.T) {
			wrong := emptySource()
			wrong.add(t, "wrong.go", "package p\n"+test.code)
			found := disagreements(wrong, truth)
			require.Len(t, found, 1)
			assert.Contains(t, found[0], test.want)
		})
	}
}

func TestTheVersionIsThatOfTheRequiredModule(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(sdkDirectory(t), "pulumi-plugin.json"))
	require.NoError(t, err)
	var plugin struct{ Name, Version, Server string }
	require.NoError(t, json.Unmarshal(text, &plugin))
	assert.Equal(t, "cloudflare", plugin.Name)
	assert.Equal(t, sdk.Version, plugin.Version)
	assert.Empty(t, plugin.Server, "a plugin server would have to be passed on as PluginDownloadURL")

	output, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", sdkModule).Output()
	require.NoError(t, err)
	assert.Equal(t, "v"+sdk.Version, strings.TrimSpace(string(output)))
}

func TestResourcesSendPlainRulesAndOutputsAlike(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		zone := pulumi.String("0da42c8d2132a9ddaf714f9e7c920711")
		record, err := sdk.NewDnsRecord(ctx, "record", &sdk.DnsRecordArgs{
			Name: pulumi.String("a.example.com"), Type: pulumi.String("CNAME"), Content: pulumi.String("b.example.com"),
			Ttl: pulumi.Float64(1), Proxied: pulumi.Bool(true), ZoneId: zone,
		})
		if err != nil {
			return err
		}
		if _, err := sdk.NewZoneSetting(ctx, "setting", &sdk.ZoneSettingArgs{
			SettingId: pulumi.String("ssl"), Value: pulumi.String("strict"), ZoneId: zone,
		}); err != nil {
			return err
		}
		_, err = sdk.NewRuleset(ctx, "rules", &sdk.RulesetArgs{
			Kind: pulumi.String("zone"), Name: record.Name, Phase: pulumi.String("http_ratelimit"), ZoneId: zone,
			Rules: []sdk.RulesetRule{{Enabled: new(true), Ratelimit: &sdk.RulesetRuleRatelimit{Period: 10}}},
		})
		return err
	})
	assert.Equal(t, 1.0, recorder.One(t, "cloudflare:index/dnsRecord:DnsRecord").Get("ttl"))
	assert.Equal(t, "strict", recorder.One(t, "cloudflare:index/zoneSetting:ZoneSetting").Get("value"))
	rules := recorder.One(t, "cloudflare:index/ruleset:Ruleset")
	assert.Equal(t, "a.example.com", rules.Get("name"))
	assert.Equal(t, []any{map[string]any{"enabled": true, "ratelimit": map[string]any{"period": 10.0}}}, rules.Get("rules"))
}

func TestWhatIsMissingIsRefusedBeforeTheEngineIsAsked(t *testing.T) {
	_, err := mocks.Try(func(ctx *pulumi.Context) error {
		_, err := sdk.NewDnsRecord(ctx, "record", &sdk.DnsRecordArgs{Name: pulumi.String("a.example.com")})
		return err
	})
	assert.ErrorContains(t, err, `dns record record: required argument "ttl" is missing`)
}

func TestTheAddressRangesAreAskedFor(t *testing.T) {
	recorder := mocks.Run(t, func(ctx *pulumi.Context) error {
		ranges, err := sdk.GetIpRanges(ctx, nil)
		if err != nil {
			return err
		}
		assert.Contains(t, ranges.Ipv4Cidrs, "173.245.48.0/20")
		return nil
	})
	assert.Equal(t, []string{"cloudflare:index/getIpRanges:getIpRanges"}, recorder.Calls())
}
