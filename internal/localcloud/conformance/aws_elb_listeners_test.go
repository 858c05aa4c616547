package conformance

var listenerCases = []Case{
	{Name: "HTTPS with a valid certificate", Do: listening(listened(nil)), Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "HTTPS without a certificate", Do: listening(listened(Props{"certificateArn": nil})), Refused: "certificate_arn must be set", Evidence: "facts: aws:lb/listener:Listener"},
	{Name: "a certificate that is gone", Do: listening(listened(Props{"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/0"})), Refused: "CertificateNotFound", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "a certificate that was never issued", Do: listening(func(s site, _ Made) Props { return Props{"certificateArn": pending(s.World, "new.example.com").ID} }), Refused: "UnsupportedCertificate", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "a TLS policy that does not exist", Do: listening(listened(Props{"sslPolicy": "ELBSecurityPolicy-2099"})), Refused: "SSLPolicyNotFound", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "TCP on an application load balancer", Do: listening(listened(Props{"protocol": "TCP", "certificateArn": nil})), Refused: "must be one of 'HTTP, HTTPS'", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "a port twice", Do: listening(listened(Props{"port": 80})), Refused: "DuplicateListener", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "a target group that is gone", Do: listening(listened(Props{"defaultActions": forward(goneARN + "targetgroup/x/0")})), Refused: "TargetGroupNotFound", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "a target group of another VPC", Do: listening(func(s site, _ Made) Props {
		vpc, _, _ := s.elsewhere()
		far := s.Make(lbTargetGroup, "far", Props{"port": 80, "protocol": "HTTP", "targetType": "ip", "vpcId": vpc.ID})
		return Props{"defaultActions": forward(far.ID)}
	}), Refused: "different VPC than the load balancer", Evidence: elbTargets},
	{Name: "a target group of another load balancer", Do: listening(func(s site, balancer Made) Props {
		group := s.targets("shared")
		s.Make(lbListener, "first", Props{"loadBalancerArn": balancer.ID, "port": 81, "protocol": "HTTP", "defaultActions": forward(group.ID)})
		second := s.Make(lbBalancer, "second", Props{"name": "second", "subnets": s.subnets()})
		return Props{"loadBalancerArn": second.ID, "defaultActions": forward(group.ID)}
	}), Refused: "TargetGroupAssociationLimit", Evidence: elbLimits},
	{Name: "a forward to nothing", Do: listening(listened(Props{"defaultActions": []any{Props{"type": "forward"}}})), Refused: "target_group_arn or forward", Evidence: elbAPI + "API_Action.html"},
	{Name: "a listener of no load balancer", Do: listening(listened(Props{"loadBalancerArn": goneARN + "loadbalancer/app/x/0"})), Refused: "LoadBalancerNotFound", Evidence: elbAPI + "API_CreateListener.html"},
	{Name: "two weighted target groups", Do: listening(func(s site, _ Made) Props {
		return Props{"defaultActions": forward(s.targets("blue").ID, s.targets("green").ID)}
	}), Evidence: elbAPI + "API_ForwardActionConfig.html"},

	{Name: "a rule beside another", Do: ruling(nil), Evidence: elbAPI + "API_CreateRule.html"},
	{Name: "a rule without a priority comes last", Do: ruling(Props{"priority": nil}), Evidence: elbAPI + "API_CreateRule.html"},
	{Name: "a priority twice", Do: ruling(Props{"priority": 10}), Refused: "PriorityInUse: Priority '10' is currently in use", Evidence: elbAPI + "API_CreateRule.html"},
	{Name: "a priority of 50001", Do: ruling(Props{"priority": 50001}), Refused: "50000", Evidence: elbAPI + "API_CreateRule.html"},
	{Name: "six condition values", Do: ruling(Props{"conditions": []any{
		Props{"hostHeader": Props{"values": []any{"a.com", "b.com", "c.com"}}}, Props{"pathPattern": Props{"values": []any{"/a", "/b", "/c"}}},
	}}), Refused: "'5' condition values", Evidence: elbLimits},
	{Name: "a rule of no listener", Do: ruling(Props{"listenerArn": goneARN + "listener/app/x/0/0"}), Refused: "ListenerNotFound", Evidence: elbAPI + "API_CreateRule.html"},
}
