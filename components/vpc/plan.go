package vpc

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
)

// Tier is what a subnet is for: it decides the ways in and out.
type Tier string

// The tiers.
const (
	// Public subnets reach the internet directly: load balancer, NAT gateways.
	Public Tier = "public"
	// Private subnets reach it through NAT: nodes, pods, tasks.
	Private Tier = "private"
	// Data subnets have no route to it: databases, caches (control RDS.46).
	Data Tier = "data"
)

// The address plan gives every pair of tier and zone a slot of its own, whether
// or not it is used, so that a zone or a tier added later moves no subnet:
//
//	VPC /P
//	├── first half, /P+1: private, in eight zone slots of /P+4
//	└── second half, in four tier blocks of /P+3, each in eight zone slots of /P+6:
//	    public, data, reserved, reserved
//
// Private gets half because pods take their addresses there.
const (
	zoneBits = 3 // eight zone slots in a tier
	tierBits = 2 // four tier blocks in the second half

	// The longest VPC block whose public slots, /P+6, still hold a load
	// balancer, which takes subnets of /27 or larger:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
	longestPlanned = longestPublic - 6
	longestPublic  = 27
)

// tierBlocks are the numbers of the tier blocks in the second half. 2 and 3 are
// reserved. A number once given is never given to another tier.
var tierBlocks = map[Tier]uint32{Public: 0, Data: 1}

// zoneID matches the id of an availability zone in a region; local and
// wavelength zones, whose ids name a place, do not carry everything needed.
// https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html
var zoneID = regexp.MustCompile(`^[a-z]+[0-9]+-az([1-8])$`)

// zoneNumber is N of a zone id that ends in azN.
func zoneNumber(id string) (uint32, error) {
	match := zoneID.FindStringSubmatch(id)
	if match == nil {
		return 0, fmt.Errorf("zone %q: want an availability zone id such as use1-az4 (not a name such as us-east-1a)", id)
	}
	number, err := strconv.ParseUint(match[1], 10, 32)
	if err != nil {
		return 0, fmt.Errorf("zone %q: %w", id, err)
	}
	return uint32(number), nil
}

// slot is the block of a tier in the zone of that number, 1 to 8.
func slot(block netip.Prefix, tier Tier, zone uint32) netip.Prefix {
	zone--
	if tier == Private {
		return part(part(block, 1, 0), zoneBits, zone)
	}
	return part(part(part(block, 1, 1), tierBits, tierBlocks[tier]), zoneBits, zone)
}

// part cuts a block into 2^bits equal ones and returns the one of that index.
func part(block netip.Prefix, bits int, index uint32) netip.Prefix {
	address := block.Masked().Addr().As4()
	length := block.Bits() + bits
	start := binary.BigEndian.Uint32(address[:]) | index<<(32-length)
	binary.BigEndian.PutUint32(address[:], start)
	return netip.PrefixFrom(netip.AddrFrom4(address), length)
}

// addresses are the blocks of a tier's subnets by zone id.
type addresses map[Tier]map[string]netip.Prefix

// plan decides every subnet's block: the explicit ones where they are given, in
// the order of zones, and otherwise the computed ones of all three tiers. The
// arguments must be valid.
func (a Args) plan() addresses {
	block := netip.MustParsePrefix(a.CIDR)
	planned := addresses{}
	for _, tier := range []Tier{Public, Private, Data} {
		explicit := a.Subnets.of(tier)
		if a.Subnets.given() && len(explicit) == 0 {
			continue
		}
		planned[tier] = map[string]netip.Prefix{}
		for i, zone := range a.Zones {
			if len(explicit) > 0 {
				planned[tier][zone] = netip.MustParsePrefix(explicit[i])
				continue
			}
			number, _ := zoneNumber(zone)
			planned[tier][zone] = slot(block, tier, number)
		}
	}
	return planned
}
