package conformance

const (
	lbAttachment = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
	lbFurther    = "aws:lb/listenerCertificate:ListenerCertificate"
	elbRegister  = elbAPI + "API_RegisterTargets.html"
	elbClassic   = "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_CreateLoadBalancer.html"
)

// attaching registers a target.
func attaching(kind string, changes Props) func(*World) error {
	return on(func(s site) error {
		group := s.Make(lbTargetGroup, "web", Props{"name": "web", "port": 80, "protocol": "HTTP", "targetType": kind, "vpcId": s.vpc.ID})
		return s.try(lbAttachment, with(Props{"targetGroupArn": group.ID}, changes))
	})
}

// forwarding makes a listener in front of a target group of another protocol.
func forwarding(kind, listens, speaks string) func(*World) error {
	return on(func(s site) error {
		balancer := s.Make(lbBalancer, "x", Props{"name": "x", "loadBalancerType": kind, "subnets": s.subnets()})
		group := s.Make(lbTargetGroup, "web", Props{"name": "web", "port": 80, "protocol": speaks, "vpcId": s.vpc.ID})
		return s.try(lbListener, Props{"loadBalancerArn": balancer.ID, "port": 80, "protocol": listens, "defaultActions": forward(group.ID)})
	})
}

// furthering adds a certificate to a listener.
func furthering(certificate func(*World, string) Made) func(*World) error {
	return on(func(s site) error {
		listener := s.Make(lbListener, "https", Props{
			"loadBalancerArn": s.balancer().ID, "port": 443, "protocol": "HTTPS", "certificateArn": issued(s.World, "www.example.com").ID, "defaultActions": answer(),
		})
		return s.try(lbFurther, Props{"listenerArn": listener.ID, "certificateArn": certificate(s.World, "api.example.org").ID})
	})
}

func classic(changes func(s site) Props) func(*World) error {
	return on(func(s site) error {
		return s.try(lbClassic, with(Props{"name": "old", "subnets": s.subnets(), "listeners": classicPort(nil)}, changes(s)))
	})
}

func classicPort(changes Props) []any {
	return []any{with(Props{"instancePort": 80, "instanceProtocol": "HTTP", "lbPort": 80, "lbProtocol": "HTTP"}, changes)}
}

var targetCases = []Case{
	{"an instance that is gone", attaching("instance", Props{"targetId": "i-0"}), "InvalidTarget", elbRegister},
	{"an address in the VPC", attaching("ip", Props{"targetId": "10.0.0.9"}), "", elbTargets + "#target-type"},
	{"a public address", attaching("ip", Props{"targetId": "8.8.8.8", "availabilityZone": "all"}), "8.8.8.8", elbTargets + "#target-type"},
	{"a private address elsewhere", attaching("ip", Props{"targetId": "192.168.0.9"}), "Availability Zone", elbRegister},
	{"a private address elsewhere, of all zones", attaching("ip", Props{"targetId": "192.168.0.9", "availabilityZone": "all"}), "", elbRegister},
	{"an HTTP listener before TCP", forwarding("application", "HTTP", "TCP"), "IncompatibleProtocols", elbAPI + "API_CreateListener.html"},
	{"a TCP listener before HTTP", forwarding("network", "TCP", "HTTP"), "IncompatibleProtocols", elbAPI + "API_CreateListener.html"},
	{"a TCP listener before TCP", forwarding("network", "TCP", "TCP"), "", elbAPI + "API_CreateListener.html"},
	{"a further certificate", furthering(issued), "", elbAPI + "API_AddListenerCertificates.html"},
	{"a further certificate that was never issued", furthering(pending), "UnsupportedCertificate", elbAPI + "API_AddListenerCertificates.html"},
	{"a subnet with four free addresses", on(func(s site) error {
		small := s.subnet("small-c", "10.0.4.0/28")
		for _, name := range []string{"a", "b", "c", "d"} {
			s.Make("aws:ec2/networkInterface:NetworkInterface", name, Props{"subnetId": small.ID})
		}
		return s.try(lbBalancer, Props{"name": "x", "subnets": []any{s.a.ID, small.ID}})
	}), "ELB requires at least 8 free IP addresses in each subnet", elbSubnets + "#subnets-load-balancer"},

	{"a Classic Load Balancer", classic(fixed(nil)), "", elbClassic},
	{"a Classic Load Balancer's host", on(func(s site) error {
		return shows(lbClassic, plainly(Props{"name": "old", "subnets": s.subnets(), "listeners": classicPort(nil)}), "dnsName", `^old-\d+\.us-east-1\.elb\.amazonaws\.com$`)(s.World)
	}), "", elbClassic},
	{"a Classic Load Balancer without a certificate", classic(fixed(Props{"listeners": classicPort(Props{"lbPort": 443, "lbProtocol": "HTTPS"})})), "Secure Listeners need to specify a SSLCertificateId", "https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Listener.html"},
	{"a Classic Load Balancer in a subnet that is gone", classic(fixed(Props{"subnets": []any{"subnet-0"}})), "SubnetNotFound", elbClassic},
	{"a Classic Load Balancer keeps its group", on(func(s site) error {
		s.Make(lbClassic, "old", Props{"name": "old", "subnets": s.subnets(), "securityGroups": []any{s.group.ID}, "listeners": classicPort(nil)})
		return s.Delete(netGroup, "group", s.group)
	}), "DependencyViolation", vpcGuide + "deleting-security-groups.html"},
}
