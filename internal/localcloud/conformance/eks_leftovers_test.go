package conformance

// left does something while a load balancer stands that nobody took down.
func left(do func(s served) error) func(*World) error {
	return inService(func(s served) error {
		controller := s.install(nil)
		s.Make(kubeIngress, "web", routed("web", nil))
		if err := s.Delete(kubeRelease, "controller", controller); err != nil {
			return err
		}
		return do(s)
	})
}

// retiring makes nodes and their network add-on.
func retiring(do func(s served, plugin, nodes Made) error) func(*World) error {
	return inService(func(s served) error {
		plugin := s.Make(eksAddonType, "cni", Props{"clusterName": "prod", "addonName": "vpc-cni"})
		nodes := s.Make(eksNodesType, "n", Props{
			"clusterName": "prod", "nodeRoleArn": s.role("nodes", "ec2.amazonaws.com"), "subnetIds": []string{s.private[0].ID},
			"scalingConfig": Props{"minSize": 1, "desiredSize": 2, "maxSize": 2},
		})
		return do(s, plugin, nodes)
	})
}

var leftoverCases = []Case{
	{"an Ingress whose controller went first", left(func(s served) error {
		_, outputs, inputs := s.provider(kubeIngress).Read(kubeIngress, "web", "default/web", nil, nil)
		return s.Delete(kubeIngress, "web", Made{ID: "default/web", Inputs: inputs, Outputs: outputs})
	}), "finalizers might be preventing deletion (ingress.k8s.aws/resources)", kubeDocs + "concepts/overview/working-with-objects/finalizers/"},
	{"a load balancer that is left keeps its subnets", left(func(s served) error {
		return s.Delete(netSubnet, "publicus-east-1a", s.public[0])
	}), "DependencyViolation: The subnet", eksDelete},
	{"a load balancer that is left keeps the internet gateway", left(func(s served) error {
		return s.Delete(netGateway, "gateway", s.gateway)
	}), "has some mapped public address(es)", vpcGuide + "VPC_Internet_Gateway.html"},
	{"a load balancer stays when its cluster goes", inService(func(s served) error {
		s.Make(kubeService, "web", exposed(nil, nil))
		if err := s.Delete(eksType, "prod", s.cluster); err != nil {
			return err
		}
		return s.Delete(netSubnet, "publicus-east-1a", s.public[0])
	}), "DependencyViolation: The subnet", eksDelete},
	{"so does its group", inService(func(s served) error {
		s.Make(kubeService, "web", exposed(nil, nil))
		if err := s.Delete(eksType, "prod", s.cluster); err != nil {
			return err
		}
		name, _ := s.undeclared(netGroup)[0].Properties["name"].(string)
		return same("its name's beginning", "k8s-elb-a", name[:min(len(name), 9)])
	}), "", eksDelete},
	{"nodes that outlive their network add-on leave interfaces", retiring(func(s served, plugin, nodes Made) error {
		if err := s.Delete(eksAddonType, "cni", plugin); err != nil {
			return err
		}
		if err := s.Delete(eksNodesType, "n", nodes); err != nil {
			return err
		}
		return s.Delete(netSubnet, "privateus-east-1a", s.private[0])
	}), "DependencyViolation: The subnet", "https://github.com/pulumi/pulumi-eks/issues/779"},
	{"nodes that go before it leave nothing", retiring(func(s served, plugin, nodes Made) error {
		if err := s.Delete(eksNodesType, "n", nodes); err != nil {
			return err
		}
		if err := s.Delete(eksAddonType, "cni", plugin); err != nil {
			return err
		}
		return same("interfaces", 0, len(s.undeclared("aws:ec2/networkInterface:NetworkInterface")))
	}), "", "https://github.com/pulumi/pulumi-eks/issues/779"},
	{"a Service of a cluster in the default VPC", func(w *World) error {
		subnets, err := w.Invoke("aws:ec2/getSubnets:getSubnets", Props{"filters": []any{Props{"name": "availability-zone", "values": []any{"us-east-1a", "us-east-1b"}}}})
		if err != nil {
			return err
		}
		s := served{World: w, cluster: w.Make(eksType, "prod", Props{
			"name": "prod", "roleArn": w.role("cluster", "eks.amazonaws.com"), "vpcConfig": Props{"subnetIds": subnets.Strings("ids")},
		})}
		s.point()
		s.Make(kubeService, "web", exposed(nil, nil))
		return s.shows(lbClassic, "internal", false)
	}, "", "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html"},
}
