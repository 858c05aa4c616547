package conformance

const (
	elbAPI     = "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/"
	elbSubnets = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"
	elbTargets = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"
	elbLimits  = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"
	elbLogs    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"
	goneARN    = "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
)

// balancing tries a load balancer that differs from a good one.
func balancing(changes func(s site) Props) func(*World) error {
	return on(func(s site) error {
		return s.try(lbBalancer, with(Props{"name": "x", "subnets": s.subnets()}, changes(s)))
	})
}

// grouping tries a target group that differs from a good one.
func grouping(changes Props) func(*World) error {
	return on(func(s site) error {
		s.targets("taken")
		return s.try(lbTargetGroup, with(Props{"name": "x", "port": 8080, "protocol": "HTTP", "vpcId": s.vpc.ID}, changes))
	})
}

// listening tries an HTTPS listener that differs from a good one.
func listening(changes func(s site, balancer Made) Props) func(*World) error {
	return on(func(s site) error {
		balancer := s.balancer()
		s.Make(lbListener, "there", Props{"loadBalancerArn": balancer.ID, "port": 80, "protocol": "HTTP", "defaultActions": answer()})
		good := Props{"loadBalancerArn": balancer.ID, "port": 443, "protocol": "HTTPS", "certificateArn": issued(s.World, "www.example.com").ID, "defaultActions": answer()}
		return s.try(lbListener, with(good, changes(s, balancer)))
	})
}

// ruling tries a rule that differs from a good one; one has priority 10.
func ruling(changes Props) func(*World) error {
	return on(func(s site) error {
		listener := s.Make(lbListener, "http", Props{"loadBalancerArn": s.balancer().ID, "port": 80, "protocol": "HTTP", "defaultActions": answer()})
		good := Props{"listenerArn": listener.ID, "priority": 20, "actions": answer(), "conditions": []any{Props{"hostHeader": Props{"values": []any{"example.com"}}}}}
		s.Make(lbRule, "there", with(good, Props{"priority": 10}))
		return s.try(lbRule, with(good, changes))
	})
}

func fixed(changes Props) func(site) Props { return func(site) Props { return changes } }

func listened(changes Props) func(site, Made) Props {
	return func(site, Made) Props { return changes }
}

var balancerCases = []Case{
	{Name: "a load balancer in two zones", Do: balancing(fixed(nil)), Evidence: elbSubnets},
	{Name: "a name of 33 letters", Do: balancing(fixed(Props{"name": "abcdefghijklmnopqrstuvwxyzabcdefg"})), Refused: "32", Evidence: elbAPI + "API_CreateLoadBalancer.html"},
	{Name: "a name that AWS keeps", Do: balancing(fixed(Props{"name": "internal-web"})), Refused: "internal-", Evidence: elbAPI + "API_CreateLoadBalancer.html"},
	{Name: "a name with a hyphen at its end", Do: balancing(fixed(Props{"name": "web-"})), Refused: "hyphens", Evidence: elbAPI + "API_CreateLoadBalancer.html"},
	{Name: "an idle timeout of more than 4000 s", Do: balancing(fixed(Props{"idleTimeout": 4001})), Refused: "4000", Evidence: elbAPI + "API_LoadBalancerAttribute.html"},
	{Name: "one zone", Do: balancing(func(s site) Props { return Props{"subnets": []any{s.a.ID}} }), Refused: "ValidationError: At least two subnets in two different Availability Zones must be specified", Evidence: elbSubnets},
	{Name: "two subnets of a zone", Do: balancing(func(s site) Props { return Props{"subnets": []any{s.a.ID, s.subnet("second-a", "10.0.2.0/24").ID}} }), Refused: "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone", Evidence: elbSubnets},
	{Name: "a subnet that is gone", Do: balancing(func(s site) Props { return Props{"subnets": []any{s.a.ID, "subnet-0"}} }), Refused: "SubnetNotFound", Evidence: elbAPI + "API_CreateLoadBalancer.html"},
	{Name: "a group that is gone", Do: balancing(fixed(Props{"securityGroups": []any{"sg-0"}})), Refused: "InvalidSecurityGroup", Evidence: elbAPI + "API_CreateLoadBalancer.html"},
	{Name: "a group of another VPC", Do: balancing(func(s site) Props { _, _, group := s.elsewhere(); return Props{"securityGroups": []any{group.ID}} }), Refused: "InvalidConfigurationRequest", Evidence: elbSubnets},
	{Name: "logs into a bucket that is gone", Do: balancing(fixed(Props{"accessLogs": Props{"bucket": "nowhere", "enabled": true}})), Refused: "S3 Bucket does not exist: nowhere", Evidence: elbLogs},
	{Name: "logs into a bucket that lets nobody in", Do: balancing(func(s site) Props {
		return Props{"accessLogs": Props{"bucket": s.Make(s3Bucket, "logs", Props{"bucket": "logs-of-mine"}).ID, "enabled": true}}
	}), Refused: "Access Denied for bucket: logs-of-mine", Evidence: elbLogs},
	{Name: "a network load balancer in one zone", Do: on(func(s site) error {
		made, err := s.Create(lbBalancer, "tcp", Props{"name": "tcp", "loadBalancerType": "network", "subnets": []any{s.a.ID}})
		if err != nil {
			return err
		}
		return same("zone", "Z26RNL4JYFTOTI", made.Outputs.String("zoneId"))
	}), Evidence: "https://docs.aws.amazon.com/general/latest/gr/elb.html"},
	{Name: "a name twice", Do: on(func(s site) error {
		s.balancer()
		return s.try(lbBalancer, Props{"name": "web", "subnets": s.subnets()})
	}), Refused: "DuplicateLoadBalancerName", Evidence: elbAPI + "API_CreateLoadBalancer.html"},
	{Name: "deletion of a protected one", Do: on(func(s site) error {
		made := s.Make(lbBalancer, "web", Props{"name": "web", "subnets": s.subnets(), "enableDeletionProtection": true})
		return s.Delete(lbBalancer, "web", made)
	}), Refused: "OperationNotPermitted", Evidence: elbAPI + "API_DeleteLoadBalancer.html"},
	{Name: "deletion takes listeners along", Do: on(func(s site) error {
		made := s.balancer()
		s.Make(lbListener, "http", Props{"loadBalancerArn": made.ID, "port": 80, "protocol": "HTTP", "defaultActions": answer()})
		return s.Delete(lbBalancer, "web", made)
	}), Evidence: elbAPI + "API_DeleteLoadBalancer.html"},
	{Name: "a listener under the other package's token", Do: on(func(s site) error {
		made := s.Make("aws:alb/loadBalancer:LoadBalancer", "web", Props{"name": "web", "subnets": s.subnets()})
		return s.try(lbListener, Props{"loadBalancerArn": made.ID, "port": 80, "protocol": "HTTP", "defaultActions": answer()})
	}), Evidence: "facts: aws:alb/loadBalancer:LoadBalancer"},

	{Name: "a load balancer by name", Do: on(func(s site) error {
		made := s.balancer()
		found, err := s.Invoke("aws:alb/getLoadBalancer:getLoadBalancer", Props{"name": "web"})
		if err != nil {
			return err
		}
		return same("arn", made.ID, found.String("arn"))
	}), Evidence: elbAPI + "API_DescribeLoadBalancers.html"},

	{Name: "targets by address", Do: grouping(Props{"targetType": "ip"}), Evidence: elbTargets},
	{Name: "a target group's name twice", Do: grouping(Props{"name": "taken"}), Refused: "DuplicateTargetGroupName", Evidence: elbAPI + "API_CreateTargetGroup.html"},
	{Name: "targets in no VPC", Do: grouping(Props{"vpcId": "vpc-0"}), Refused: "ValidationError", Evidence: elbAPI + "API_CreateTargetGroup.html"},
	{Name: "targets without a port", Do: grouping(Props{"port": nil}), Refused: "port should be set", Evidence: elbAPI + "API_CreateTargetGroup.html"},
	{Name: "a lambda target without a port", Do: grouping(Props{"targetType": "lambda", "port": nil, "protocol": nil, "vpcId": nil}), Evidence: elbAPI + "API_CreateTargetGroup.html"},
	{Name: "a health check slower than its interval", Do: grouping(Props{"healthCheck": Props{"interval": 5, "timeout": 5}}), Refused: "must be smaller than the interval", Evidence: elbAPI + "API_CreateTargetGroup.html"},
	{Name: "a slow start of a second", Do: grouping(Props{"slowStart": 1}), Refused: "slow", Evidence: elbAPI + "API_TargetGroupAttribute.html"},
	{Name: "deletion of a target group in use", Do: on(func(s site) error {
		group := s.targets("used")
		s.Make(lbListener, "http", Props{"loadBalancerArn": s.balancer().ID, "port": 80, "protocol": "HTTP", "defaultActions": forward(group.ID)})
		return s.Delete(lbTargetGroup, "used", group)
	}), Refused: "ResourceInUse", Evidence: elbAPI + "API_DeleteTargetGroup.html"},
}
