package spec

import (
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
