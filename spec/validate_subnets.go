package spec

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// subnets checks explicit subnets: one per zone, inside the VPC, none over
// another.
func (v *validator) subnets(subnets *Subnets, vpc netip.Prefix) {
	type seen struct {
		path string
		cidr netip.Prefix
	}
	var before []seen
	taken := rangesOf(subnets)
	for _, tier := range []struct {
		name    string
		cidrs   []string
		longest int
	}{{"public", subnets.Public, narrowestPublic}, {"private", subnets.Private, narrowestSubnet}, {"data", subnets.Data, narrowestSubnet}} {
		path := at("network", "subnets", tier.name)
		if want := len(v.sys.Network.Zones); len(tier.cidrs) != want && !(tier.name == "data" && len(tier.cidrs) == 0) {
			var instead string
			instead, taken = subnetsFor(vpc, tier.cidrs, tier.longest, want, taken)
			v.add(path, raw(count(len(tier.cidrs), "subnet")), fmt.Sprintf("there is one subnet for each of the %d zones, in their order", want), tier.name+": "+instead)
		}
		for i, cidr := range tier.cidrs {
			subnet, ok := v.subnet(under(path, i), cidr, vpc, tier.longest, taken)
			if !ok {
				continue
			}
			for _, other := range before {
				if other.cidr.Overlaps(subnet) {
					v.add(under(path, i), cidr, fmt.Sprintf("it overlaps %s at %s", other.cidr, other.path), free(vpc, subnet.Bits(), taken))
				}
			}
			before = append(before, seen{under(path, i), subnet})
		}
	}
}

// subnetsFor are addresses for a tier: those that it has in the VPC, as many as there
// are zones, and free ones for the others. after is what is taken then.
func subnetsFor(vpc netip.Prefix, has []string, longest, zones int, taken []netip.Prefix) (text string, after []netip.Prefix) {
	var list []string
	for _, cidr := range has {
		if subnet, err := netip.ParsePrefix(cidr); err == nil && len(list) < zones && subnet.Bits() <= longest && subnet.Bits() >= vpc.Bits() && vpc.Contains(subnet.Addr()) {
			list = append(list, cidr)
		}
	}
	bits := min(vpc.Bits()+4, longest)
	for len(list) < zones {
		next := free(vpc, bits, taken)
		prefix, err := netip.ParsePrefix(next)
		if err != nil {
			return "one range for each zone", taken
		}
		taken, list = append(taken, prefix), append(list, next)
	}
	return "[" + strings.Join(list, ", ") + "]", taken
}

// mostTried is how many ranges are looked through for a free one.
const mostTried = 1 << 12

// free is a range in the VPC that nothing takes.
func free(vpc netip.Prefix, bits int, taken []netip.Prefix) string {
	from := binary.BigEndian.Uint32(vpc.Addr().AsSlice())
	for i := range uint32(min(1<<(bits-vpc.Bits()), mostTried)) {
		var at [4]byte
		binary.BigEndian.PutUint32(at[:], from+i<<(32-bits))
		found := netip.PrefixFrom(netip.AddrFrom4(at), bits)
		if !slices.ContainsFunc(taken, found.Overlaps) {
			return found.String()
		}
	}
	return "a range of its own inside " + vpc.String()
}

// rangesOf are the ranges that subnets have.
func rangesOf(subnets *Subnets) []netip.Prefix {
	var ranges []netip.Prefix
	for _, cidr := range slices.Concat(subnets.Public, subnets.Private, subnets.Data) {
		if prefix, err := netip.ParsePrefix(cidr); err == nil {
			ranges = append(ranges, prefix.Masked())
		}
	}
	return ranges
}

// narrowestSubnet is AWS's: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
const narrowestSubnet = 28

// subnet checks one explicit subnet.
func (v *validator) subnet(path, cidr string, vpc netip.Prefix, longest int, taken []netip.Prefix) (netip.Prefix, bool) {
	subnet, err := netip.ParsePrefix(cidr)
	switch {
	case err != nil || !subnet.Addr().Is4():
		v.add(path, cidr, "this is not a range of IPv4 addresses", free(vpc, min(24, longest), taken))
	case subnet != subnet.Masked():
		v.add(path, cidr, "a range begins at its own first address", subnet.Masked().String())
	case subnet.Bits() < vpc.Bits() || !vpc.Contains(subnet.Addr()):
		v.add(path, cidr, fmt.Sprintf("a subnet is inside the VPC, %s", vpc), free(vpc, min(max(subnet.Bits(), vpc.Bits()), longest), taken))
	case subnet.Bits() > longest:
		v.add(path, cidr, fmt.Sprintf("this subnet is /%d or larger: AWS keeps five addresses of each, and a load balancer wants eight free ones", longest), netip.PrefixFrom(subnet.Addr(), longest).Masked().String())
	default:
		return subnet, true
	}
	return subnet, false
}
