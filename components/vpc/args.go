package vpc

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"groundwork/internal/problem"
	"groundwork/naming"
)

// NAT is how private subnets reach the internet.
type NAT string

// The NAT layouts.
const (
	// NATNone gives private subnets no way out but the endpoints.
	NATNone NAT = "none"
	// NATSingle is one gateway, in the first zone listed: when that zone is
	// lost, no zone gets out.
	NATSingle NAT = "single"
	// NATPerZone survives the loss of a zone, and keeps traffic in its zone.
	NATPerZone NAT = "perZone"
)

// Args describe a VPC.
type Args struct {
	// Names is the stack's naming scope. Required.
	Names naming.Scope
	// Region is the AWS region, such as us-east-1, which the names of endpoint
	// services carry. Required.
	Region string
	// AccountID is the AWS account, which may use the flow log role. Empty
	// leaves that condition out of the role's trust policy.
	AccountID string
	// CIDR is the VPC's IPv4 block: /16 to /21, or to /22 with explicit Subnets.
	// Required.
	CIDR string
	// Zones are two or three availability zone ids, such as use1-az4. Required.
	Zones []string
	// Subnets are explicit blocks. The zero value computes the plan.
	Subnets Subnets
	// NAT is how private subnets reach the internet. Empty means none.
	NAT NAT
	// InterfaceEndpoints are short names of AWS services that get a private
	// endpoint in every zone, such as "ecr.api". Empty means none: each costs
	// about 7 USD a month per zone. "ec2" meets control EC2.10, "ecr.api",
	// "ecr.dkr" and "ssm" meet EC2.55 to EC2.57.
	InterfaceEndpoints []string
	// Protect keeps Pulumi from deleting or replacing what everything else stands in:
	// the VPC, its internet gateway and its subnets.
	Protect bool
	// FlowLogs is how long flow logs are kept, rounded up to what CloudWatch
	// takes. 0 turns them off, which fails controls EC2.6 and CIS 4.7.
	FlowLogs time.Duration
}

// Subnets are explicit blocks, one per zone in the order of Args.Zones.
type Subnets struct {
	// Public and Private are required once any block is given.
	Public, Private []string
	// Data may be left out: data stores then share the private subnets.
	Data []string
}

func (s Subnets) of(tier Tier) []string {
	return map[Tier][]string{Public: s.Public, Private: s.Private, Data: s.Data}[tier]
}

func (s Subnets) given() bool { return len(s.Public)+len(s.Private)+len(s.Data) > 0 }

func (a Args) validate() error {
	var problems problem.List
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names: a system and an environment are required")
	problems.Require(a.Region != "", "region: required")
	problems.Require(slices.Contains([]NAT{"", NATNone, NATSingle, NATPerZone}, a.NAT), "nat %q: want none, single or perZone", a.NAT)
	problems.Require(a.FlowLogs >= 0, "flow logs %s: want 0 or more", a.FlowLogs)
	for i, service := range a.InterfaceEndpoints {
		problems.Refuse(service == "" || slices.Contains(a.InterfaceEndpoints[:i], service), "interface endpoint %q: empty or given twice", service)
	}
	problems.Add(a.validateZones(), a.validateAddresses())
	return problems.Err()
}

func (a Args) validateZones() error {
	var problems problem.List
	problems.Require(len(a.Zones) == 2 || len(a.Zones) == 3, "zones %q: want two or three", a.Zones)
	for i, zone := range a.Zones {
		_, err := zoneNumber(zone)
		problems.Add(err)
		problems.Refuse(slices.Contains(a.Zones[:i], zone), "zone %q: given twice", zone)
	}
	return problems.Err()
}

func (a Args) validateAddresses() error {
	block, err := parseBlock(a.CIDR)
	if err != nil {
		return fmt.Errorf("cidr: %w", err)
	}
	longest := longestPlanned
	if a.Subnets.given() {
		longest++
	}
	var problems problem.List
	problems.Require(block.Bits() >= 16 && block.Bits() <= longest, "cidr %q: want /16 to /%d (a load balancer's subnets must be /%d or larger)", a.CIDR, longest, longestPublic)
	if a.Subnets.given() {
		problems.Add(a.validateSubnets(block))
	}
	return problems.Err()
}

func (a Args) validateSubnets(block netip.Prefix) error {
	var problems problem.List
	var seen []netip.Prefix
	for _, tier := range []Tier{Public, Private, Data} {
		blocks := a.Subnets.of(tier)
		complete := len(blocks) == len(a.Zones) || tier == Data && len(blocks) == 0
		problems.Require(complete, "%s subnets: %d given for %d zones", tier, len(blocks), len(a.Zones))
		for _, text := range blocks {
			subnet, err := parseBlock(text)
			if err != nil {
				problems.Add(fmt.Errorf("%s subnet: %w", tier, err))
				continue
			}
			problems.Require(contains(block, subnet), "%s subnet %q: outside of the vpc %q", tier, text, a.CIDR)
			longest := longestSubnet(tier)
			problems.Require(subnet.Bits() <= longest, "%s subnet %q: want /%d or larger", tier, text, longest)
			for _, other := range seen {
				problems.Refuse(subnet.Overlaps(other), "%s subnet %q: overlaps %s", tier, text, other)
			}
			seen = append(seen, subnet)
		}
	}
	return problems.Err()
}

// longestSubnet is the smallest block a tier takes; AWS takes down to /28:
// https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
func longestSubnet(tier Tier) int {
	if tier == Public {
		return longestPublic
	}
	return 28
}

func contains(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

func parseBlock(text string) (netip.Prefix, error) {
	block, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return netip.Prefix{}, fmt.Errorf("%q is no address block such as 10.30.0.0/16", text)
	case !block.Addr().Is4():
		return netip.Prefix{}, fmt.Errorf("%q is not ipv4", text)
	case block != block.Masked():
		return netip.Prefix{}, fmt.Errorf("%q has host bits set: want %s", text, block.Masked())
	}
	return block, nil
}
