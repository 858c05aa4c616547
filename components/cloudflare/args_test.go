package cloudflare

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWhatIsWrongIsSaidAllAtOnce(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Args)
		want   []string
	}{
		{"a valid one passes", func(*Args) {}, nil},
		{"nothing at all", func(a *Args) { *a = Args{} }, []string{"names:", `zone id ""`, "zone name: required", `plan ""`}},
		{"waf without the zone", func(a *Args) { a.ManageZone = false }, []string{
			"waf: only the environment that manages the zone", "rate limit: only the environment that manages the zone",
		}},
		{"waf on the free plan", func(a *Args) { a.Plan = Free }, []string{"http_request_firewall_managed: the free plan allows 0 rules, and 2 are wanted: have fewer, or take the pro plan"}},
		{"a rate too low for the plan", func(a *Args) { a.RateLimit = Rate{1, time.Hour} }, []string{"the pro plan counts over 60 s at most"}},
		{"a host outside of the zone", func(a *Args) { a.Hosts[0].Name = "notstockindicator.com" }, []string{`host "notstockindicator.com": lies outside of the zone "stockindicator.com"`}},
		{"a host in capitals, with a dot", func(a *Args) { a.Hosts[0].Name = "API.stockindicator.com." }, []string{"want a full name in lower case"}},
		{"a host twice", func(a *Args) { a.Hosts[1].Name = "stockindicator.com" }, []string{`host "stockindicator.com": given twice`}},
		{"no target", func(a *Args) { a.Hosts[0].Target = nil }, []string{`host "stockindicator.com": target: required`}},
		{"an unknown cache", func(a *Args) { a.Hosts[0].Cache = "all" }, []string{`cache "all": want bypass, static or nothing`}},
		{"a cache on a direct host", func(a *Args) { a.Hosts[3].Cache = CacheStatic }, []string{"a direct host passes no cache"}},
		{"a cache on a wildcard", func(a *Args) { a.Hosts[1].Name = "*.stockindicator.com" }, []string{"a cache rule needs a host without wildcard"}},
		{"a wildcard passes", func(a *Args) { a.Hosts[0].Name = "*.stockindicator.com" }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := valid()
			test.change(&args)
			err := args.validate()
			if len(test.want) == 0 {
				assert.NoError(t, err)
			}
			for _, want := range test.want {
				assert.ErrorContains(t, err, want)
			}
		})
	}
}
