package vpc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"groundwork/naming"
)

func validArgs() Args {
	return Args{
		Names:  naming.Scope{System: "stockindicator", Environment: "prod"},
		Region: "us-east-1", AccountID: "123456789012",
		CIDR: "10.30.0.0/16", Zones: []string{"use1-az1", "use1-az2", "use1-az4"},
		NAT: NATPerZone, FlowLogs: 80 * 24 * time.Hour,
	}
}

func TestWhatIsWrongIsSaidAllAtOnce(t *testing.T) {
	two := []string{"use1-az1", "use1-az2"}
	for _, test := range []struct {
		name   string
		change func(*Args)
		want   []string
	}{
		{"a valid one passes", func(*Args) {}, nil},
		{"nothing at all", func(a *Args) { *a = Args{} }, []string{"names:", "region: required", "want two or three", `cidr: ""`}},
		{"a zone name instead of its id", func(a *Args) { a.Zones = []string{"us-east-1a", "use1-az2"} }, []string{`zone "us-east-1a": want an availability zone id such as use1-az4`}},
		{"a local zone", func(a *Args) { a.Zones = []string{"use1-bos1-az1", "use1-az2"} }, []string{`zone "use1-bos1-az1"`}},
		{"a zone twice", func(a *Args) { a.Zones = []string{"use1-az1", "use1-az1"} }, []string{`zone "use1-az1": given twice`}},
		{"one zone", func(a *Args) { a.Zones = []string{"use1-az1"} }, []string{"want two or three"}},
		{"an unknown nat", func(a *Args) { a.NAT = "double" }, []string{`nat "double": want none, single or perZone`}},
		{"negative flow logs", func(a *Args) { a.FlowLogs = -time.Hour }, []string{"flow logs -1h0m0s"}},
		{"an endpoint twice", func(a *Args) { a.InterfaceEndpoints = []string{"sts", "sts"} }, []string{`interface endpoint "sts"`}},
		{"host bits", func(a *Args) { a.CIDR = "10.30.1.0/16" }, []string{"has host bits set: want 10.30.0.0/16"}},
		{"ipv6", func(a *Args) { a.CIDR = "fd00::/16" }, []string{"is not ipv4"}},
		{"too small to cut", func(a *Args) { a.CIDR = "10.30.0.0/22" }, []string{"want /16 to /21 (a load balancer's subnets must be /27 or larger)"}},
		{"too large", func(a *Args) { a.CIDR = "10.0.0.0/15" }, []string{"want /16 to /21"}},
		{"explicit blocks in a /22 pass", func(a *Args) {
			a.CIDR, a.Zones = "10.0.0.0/22", two
			a.Subnets = Subnets{Public: []string{"10.0.0.0/27", "10.0.0.32/27"}, Private: []string{"10.0.1.0/24", "10.0.2.0/24"}}
		}, nil},
		{"a tier that does not fit the zones", func(a *Args) {
			a.Zones, a.Subnets = two, Subnets{Public: []string{"10.30.1.0/24"}, Data: []string{"10.30.2.0/24"}}
		}, []string{"public subnets: 1 given for 2 zones", "private subnets: 0 given for 2 zones", "data subnets: 1 given"}},
		{"blocks outside, overlapping and too small", func(a *Args) {
			a.Zones = two
			a.Subnets = Subnets{Public: []string{"10.31.0.0/24", "10.30.0.0/28"}, Private: []string{"10.30.1.0/24", "10.30.1.128/25"}}
		}, []string{`"10.31.0.0/24": outside of the vpc`, `"10.30.0.0/28": want /27 or larger`, `"10.30.1.128/25": overlaps 10.30.1.0/24`}},
		{"a block that is none", func(a *Args) {
			a.Zones, a.Subnets = two, Subnets{Public: []string{"x", "10.30.0.0/24"}, Private: []string{"10.30.1.0/24", "10.30.2.0/24"}}
		}, []string{`public subnet: "x" is no address block`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := validArgs()
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
