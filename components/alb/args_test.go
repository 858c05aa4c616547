package alb

import (
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"

	"groundwork/naming"
)

func valid() Args {
	return Args{
		Names:          naming.Scope{System: "stockindicator", Environment: "prod"},
		VPCID:          pulumi.String("vpc-1"),
		SubnetIDs:      pulumi.ToStringArray([]string{"subnet-1", "subnet-2"}),
		AllowedCIDRs:   []string{"173.245.48.0/20", "103.21.244.0/22"},
		CertificateARN: pulumi.String("arn:aws:acm:us-east-1:123456789012:certificate/1"),
		LogsBucket:     pulumi.String("stockindicator-prod-logs"), LogsPrefix: "alb",
		DeletionProtection:    true,
		TargetSecurityGroupID: pulumi.String("sg-nodes"),
		Routes: []Route{
			{Name: "api", Host: "api.stockindicator.com", Path: "/", Port: 8000, HealthPath: "/ready", GreenWeight: 10, SlowStart: 30 * time.Second},
			{Name: "web", Host: "stockindicator.com", Port: 3000, HealthPath: "/"},
			{Name: "docs", Host: "stockindicator.com", Path: "/docs/", Port: 3000, HealthPath: "/", DeregistrationDelay: 2 * time.Minute},
		},
	}
}

func TestWhatIsWrongIsSaidAllAtOnce(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Args)
		want   []string
	}{
		{"a valid one passes", func(*Args) {}, nil},
		{"no routes pass", func(a *Args) { a.Routes = nil }, nil},
		{"a block for the targets passes", func(a *Args) { a.TargetSecurityGroupID, a.TargetCIDR = nil, "10.30.0.0/16" }, nil},
		{"nothing at all", func(a *Args) { *a = Args{} }, []string{
			"names:", "vpc id: required", "subnet ids: 0 given", "certificate arn: required", "allowed cidrs: 0 given, want 1 to 25", "targets: want a security group",
		}},
		{"an ipv6 block", func(a *Args) { a.AllowedCIDRs = []string{"2400:cb00::/32"} }, []string{`allowed cidr "2400:cb00::/32": want an ipv4 block`}},
		{"a block twice", func(a *Args) { a.AllowedCIDRs = []string{"10.0.0.0/8", "10.0.0.0/8"} }, []string{`"10.0.0.0/8": given twice`}},
		{"too many blocks", func(a *Args) { a.AllowedCIDRs = make([]string, 26) }, []string{"allowed cidrs: 26 given"}},
		{"slashes around the prefix", func(a *Args) { a.LogsPrefix = "/alb" }, []string{`logs prefix "/alb"`}},
		{"too long idle", func(a *Args) { a.IdleTimeout = 2 * time.Hour }, []string{"idle timeout 2h0m0s"}},
		{"an empty route", func(a *Args) { a.Routes = []Route{{}} }, []string{`route "": want a name`, `host ""`, "port 0", `health path ""`}},
		{"a name twice", func(a *Args) { a.Routes[1].Name = "api" }, []string{`route "api": name given twice`}},
		{"a wildcard", func(a *Args) { a.Routes[0].Host = "*.stockindicator.com" }, []string{`host "*.stockindicator.com": want a full name in lower case, without wildcards`}},
		{"a host and path twice", func(a *Args) { a.Routes[2].Path = "/" }, []string{`host "stockindicator.com" and path "/" are those of route "web"`}},
		{"a pattern in a path", func(a *Args) { a.Routes[0].Path = "/a*" }, []string{`path "/a*"`}},
		{"a path too deep", func(a *Args) { a.Routes[0].Path = strings.Repeat("/a", 10) }, []string{"deeper than 9"}},
		{"weights and times out of range", func(a *Args) {
			a.Routes[0].GreenWeight, a.Routes[0].SlowStart, a.Routes[0].DeregistrationDelay = 101, time.Second, 90*time.Minute
		}, []string{"green weight 101", "slow start 1s", "deregistration delay 1h30m0s"}},
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
