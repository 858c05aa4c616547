package spec

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
)

const (
	widestVPC = 16
	// A computed plan has a slot for each of eight zones in each tier; in less
	// than a /21 they would be too small for a load balancer, which takes /27:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer
	narrowestPlanned = 21
	narrowestVPC     = 22
	narrowestPublic  = 27
)

var (
	zoneIDShape   = regexp.MustCompile(`^[a-z]+[0-9]-az[1-9]$`)
	zoneNameShape = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$`)

	// dockerBridge is the network that Docker gives containers where nobody says
	// otherwise; AWS' own services that run it have it too:
	// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
	dockerBridge = netip.MustParsePrefix("172.17.0.0/16")

	// privateRanges are the addresses a VPC may take without hiding somebody's
	// public ones: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
	privateRanges = []netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	}
)

func (v *validator) network() {
	network := v.sys.Network
	v.zones(network.Zones)
	vpc, ok := v.vpc(network.CIDR)
	if network.Subnets != nil && ok {
		v.subnets(network.Subnets, vpc)
	}
	v.wholeDays(at("network", "flowLogs"), network.FlowLogs, longestLogRetention, "CloudWatch keeps logs for one of a fixed set of days; the next larger one is taken")
	if network.NAT == NATNone && !network.InterfaceEndpoints && v.sys.Compute.Platform == PlatformEKS {
		v.add(at("network", "nat"), network.NAT, "the nodes are private: without NAT and without interface endpoints they reach neither the image registry nor the cluster's API, and never become ready",
			"nat: single, or interfaceEndpoints: true beside it")
	}
}

func (v *validator) zones(zones []string) {
	path := at("network", "zones")
	sample := firstZones(v.sys.Region, 3)
	write := "groundwork:network.zones: [" + strings.Join(sample, ", ") + "]"
	if len(sample) == 0 {
		write = "two or three of the region's zone ids"
	}
	if len(zones) < 2 || len(zones) > 3 {
		if v.sys.Region != "" && v.sys.Network.Zones != nil {
			v.add(path, raw(count(len(zones), "zone")), "there are 2 or 3 zones: a load balancer and a cluster need two, and more than three only add cost", write)
		}
	}
	for i, zone := range zones {
		instead := v.otherZone(zones)
		v.zone(under(path, i), zone, instead)
		if slices.Contains(zones[:i], zone) {
			v.add(under(path, i), zone, "a zone is named once: two subnets in one zone survive nothing that one would not", instead)
		}
	}
	if len(zones) == 1 && v.sys.Database != nil && v.sys.Database.MultiAZ {
		v.add(at("database", "multiAz"), true, "a standby stands in another zone, and the network has only one", "multiAz: false, or groundwork:network.zones: with a second zone")
	}
}

// otherZone is a zone of the region that is not among those.
func (v *validator) otherZone(zones []string) string {
	known := regionZones[v.sys.Region]
	for _, zone := range known {
		if !slices.Contains(zones, zone) {
			return zone
		}
	}
	if len(known) == 0 {
		return "the id of another zone of the region"
	}
	return "nothing: leave it out"
}

func (v *validator) zone(path, zone, write string) {
	known := regionZones[v.sys.Region]
	switch {
	case zoneNameShape.MatchString(zone):
		v.add(path, zone, "this is a zone's name, which means another place in each account; its id means the same place everywhere", write)
	case !zoneIDShape.MatchString(zone):
		v.add(path, zone, "a zone id looks like use1-az1", write)
	case slices.Contains(withoutControlPlane, zone):
		v.add(path, zone, "EKS puts no control plane into this zone and refuses its subnets", write)
	case known != nil && !slices.Contains(known, zone):
		v.add(path, zone, fmt.Sprintf("the region %s has the zones %s", v.sys.Region, strings.Join(known, ", ")), write)
	}
}

// vpc checks the VPC's own addresses; ok tells that they can be worked with.
func (v *validator) vpc(cidr string) (vpc netip.Prefix, ok bool) {
	path := at("network", "cidr")
	write := "cidr: " + defaultCIDRs[v.sys.Environment]
	narrowest := narrowestPlanned
	if v.sys.Network.Subnets != nil {
		narrowest = narrowestVPC
	}
	vpc, err := netip.ParsePrefix(cidr)
	switch {
	case err != nil || !vpc.Addr().Is4():
		v.add(path, cidr, "this is not a range of IPv4 addresses", write)
	case vpc != vpc.Masked():
		v.add(path, cidr, "a range begins at its own first address", "cidr: "+vpc.Masked().String())
	case vpc.Bits() < widestVPC || vpc.Bits() > narrowest:
		v.add(path, cidr, fmt.Sprintf("a VPC is /%d, the largest AWS takes, to /%d, the smallest in which the load balancer's subnets and every pod find addresses", widestVPC, narrowest), write)
	case !slices.ContainsFunc(privateRanges, func(r netip.Prefix) bool { return r.Contains(vpc.Addr()) && r.Bits() <= vpc.Bits() }):
		v.add(path, cidr, "these are public addresses: the system could not reach whoever has them; private ones are in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10", write)
	case dockerBridge.Overlaps(vpc):
		v.add(path, cidr, "172.17.0.0/16 is Docker's own on every machine that runs it: from such a one nothing here can be reached", write)
	default:
		return vpc, true
	}
	return vpc, false
}

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
