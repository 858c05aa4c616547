package price

// publicIPv4 is the key of every public IPv4 address, in use or idle, whoever
// holds it: https://aws.amazon.com/vpc/pricing/
const publicIPv4 = "public-ipv4"

// addresses charges n public addresses.
func (q *quote) addresses(n int64) {
	if n > 0 {
		q.hourly(n, "vpc", publicIPv4, "public IPv4 address")
	}
}

// priceElasticIP: an address of one's own pool costs nothing.
func priceElasticIP(q *quote) {
	if pool, known := q.in.text("amazon", "publicIpv4Pool"); !known || pool == "amazon" {
		q.addresses(1)
	}
}

// priceNATGateway: its address is an Elastic IP, a resource of its own.
func priceNATGateway(q *quote) {
	q.hourly(1, "vpc", "nat-gateway", "NAT gateway")
	q.rate("data through the NAT gateway", "vpc", "nat-gateway data")
	if kind, _ := q.in.text("public", "connectivityType"); kind != "private" {
		q.rate("data to the internet", "vpc", "internet data")
	}
}

// priceEndpoint: an interface endpoint is billed in each zone, a gateway endpoint
// is free. https://aws.amazon.com/privatelink/pricing/
func priceEndpoint(q *quote) {
	kind, known := q.in.text("Gateway", "vpcEndpointType")
	if !known {
		q.gap("its type isn't known yet")
		return
	}
	if kind == "Gateway" {
		return
	}
	zones, known := q.in.list("subnetIds")
	if !known || len(zones) == 0 {
		q.gap("in how many zones the endpoint is isn't known yet")
		return
	}
	q.hourly(int64(len(zones)), "vpc", "endpoint "+kind, "endpoint in a zone")
	q.rate("data through the endpoint", "vpc", "endpoint "+kind+" data")
}

// balancerWords are the kinds of load balancer.
var balancerWords = map[string]string{
	"application": "application load balancer",
	"network":     "network load balancer",
	"gateway":     "gateway load balancer",
	"classic":     "classic load balancer",
}

func priceBalancer(q *quote) {
	kind, known := q.in.text("application", "loadBalancerType")
	if !known || balancerWords[kind] == "" {
		q.gap("the load balancer's type isn't known")
		return
	}
	priceBalancerOf(q, kind)
}

func priceClassicBalancer(q *quote) { priceBalancerOf(q, "classic") }

// priceBalancerOf: one that faces the internet has an address in each zone.
func priceBalancerOf(q *quote, kind string) {
	q.hourly(1, "elb", kind, balancerWords[kind])
	q.rate("use of the "+balancerWords[kind], "elb", kind+" use")
	stack, _ := q.in.text("ipv4", "ipAddressType")
	if kind == "gateway" || q.in.on("internal") || stack == "dualstack-without-public-ipv4" {
		return
	}
	q.rate("data to the internet", "vpc", "internet data")
	zones, known := q.balancerZones()
	if !known {
		q.gap("in how many zones the load balancer has an address isn't known yet")
		return
	}
	q.addresses(zones)
}

// balancerZones counts the zones in which the load balancer gets an address that
// isn't an Elastic IP, which is a resource of its own.
func (q *quote) balancerZones() (int64, bool) {
	if mappings := q.in.objects("subnetMappings"); len(mappings) > 0 {
		zones := int64(0)
		for _, mapping := range mappings {
			if mapping.at("allocationId") == nil {
				zones++
			}
		}
		return zones, true
	}
	zones, known := q.in.list("subnets")
	return int64(len(zones)), known && len(zones) > 0
}
