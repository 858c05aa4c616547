package vpc

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

var everyZone = []string{
	"use1-az1", "use1-az2", "use1-az3", "use1-az4", "use1-az5", "use1-az6", "use1-az7", "use1-az8",
}

// aBlock draws a VPC block of any legal length.
func aBlock(t *rapid.T) netip.Prefix {
	length := rapid.IntRange(16, longestPlanned).Draw(t, "length")
	address := netip.AddrFrom4([4]byte{10, rapid.Byte().Draw(t, "second"), rapid.Byte().Draw(t, "third"), 0})
	return netip.PrefixFrom(address, length).Masked()
}

func aZoneList(t *rapid.T, name string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(everyZone), 2, 3, rapid.ID).Draw(t, name)
}

func blocksOf(a addresses) (blocks []netip.Prefix) {
	for _, tier := range a {
		blocks = slices.AppendSeq(blocks, maps.Values(tier))
	}
	return blocks
}

func TestTheReferenceVPCIsCutAsDocumented(t *testing.T) {
	planned := Args{CIDR: "10.30.0.0/16", Zones: []string{"use1-az1", "use1-az4", "use1-az8"}}.plan()
	for _, test := range []struct {
		tier       Tier
		zone, want string
	}{
		{Private, "use1-az1", "10.30.0.0/20"},
		{Private, "use1-az4", "10.30.48.0/20"},
		{Private, "use1-az8", "10.30.112.0/20"},
		{Public, "use1-az1", "10.30.128.0/22"},
		{Public, "use1-az8", "10.30.156.0/22"},
		{Data, "use1-az1", "10.30.160.0/22"},
		{Data, "use1-az4", "10.30.172.0/22"},
	} {
		assert.Equal(t, test.want, planned[test.tier][test.zone].String(), "%s in %s", test.tier, test.zone)
	}
}

func TestEverySlotLiesInTheVPCAndNoneOverlaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block := aBlock(t)
		planned := blocksOf(Args{CIDR: block.String(), Zones: everyZone}.plan())
		assert.Len(t, planned, 3*len(everyZone))
		for i, one := range planned {
			assert.True(t, contains(block, one), "%s outside of %s", one, block)
			assert.Equal(t, one, one.Masked())
			for _, other := range planned[:i] {
				assert.False(t, one.Overlaps(other), "%s overlaps %s", one, other)
			}
		}
	})
}

func TestNoSubnetMovesWhenZonesComeGoOrChangePlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block := aBlock(t).String()
		before := Args{CIDR: block, Zones: aZoneList(t, "before")}.plan()
		after := Args{CIDR: block, Zones: aZoneList(t, "after")}.plan()
		for tier, zones := range before {
			for zone, subnet := range zones {
				if moved, still := after[tier][zone]; still {
					assert.Equal(t, subnet, moved, "%s in %s", tier, zone)
				}
			}
		}
	})
}

func TestTheReservedTierBlocksStayFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block := aBlock(t)
		for number := range uint32(1 << tierBits) {
			if slices.Contains(slices.Collect(maps.Values(tierBlocks)), number) {
				continue
			}
			reserved := part(part(block, 1, 1), tierBits, number)
			for _, subnet := range blocksOf(Args{CIDR: block.String(), Zones: everyZone}.plan()) {
				assert.False(t, reserved.Overlaps(subnet), "%s lies in the reserved %s", subnet, reserved)
			}
		}
	})
}

func TestPublicSlotsHoldALoadBalancer(t *testing.T) {
	smallest := Args{CIDR: fmt.Sprintf("10.0.0.0/%d", longestPlanned), Zones: everyZone}.plan()
	for zone, subnet := range smallest[Public] {
		assert.LessOrEqual(t, subnet.Bits(), longestPublic, zone)
	}
}

func TestExplicitBlocksAreTakenInTheOrderOfZones(t *testing.T) {
	args := Args{CIDR: "10.0.0.0/16", Zones: []string{"euc1-az3", "euc1-az1"}, Subnets: Subnets{
		Public:  []string{"10.0.101.0/24", "10.0.102.0/24"},
		Private: []string{"10.0.1.0/24", "10.0.2.0/24"},
	}}
	planned := args.plan()
	assert.Equal(t, "10.0.101.0/24", planned[Public]["euc1-az3"].String())
	assert.Equal(t, "10.0.2.0/24", planned[Private]["euc1-az1"].String())
	assert.NotContains(t, planned, Data)
}
