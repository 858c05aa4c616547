package conformance

import "strings"

const (
	lbcSite    = "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/"
	lbcNLB     = lbcSite + "guide/service/nlb/"
	lbcNotes   = lbcSite + "guide/service/annotations/"
	lbcIngress = lbcSite + "guide/ingress/annotations/"
	lbcSubnets = lbcSite + "deploy/subnet_discovery/"
	eksBalance = "https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html"
	eksDelete  = "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeleteCluster.html"

	ingressScheme = "alb.ingress.kubernetes.io/scheme"
	ingressGroup  = "alb.ingress.kubernetes.io/group.name"
	serviceScheme = "service.beta.kubernetes.io/aws-load-balancer-scheme"
	serviceKind   = "service.beta.kubernetes.io/aws-load-balancer-type"
	innerService  = "service.beta.kubernetes.io/aws-load-balancer-internal"
	external      = "service.k8s.aws/nlb"
	noAddress     = "Ingress .status.loadBalancer field was not updated with a hostname/IP address."
)

// exposing makes a Service and looks at the load balancer.
func exposing(service Props, typ, property string, want any) func(*World) error {
	return inService(func(s served) error {
		if _, err := s.Create(kubeService, "web", service); err != nil {
			return err
		}
		return s.shows(typ, property, want)
	})
}

// ingressing is exposing for an Ingress, with the controller.
func ingressing(ingress Props, property string, want any) func(*World) error {
	return inService(func(s served) error {
		s.install(nil)
		if _, err := s.Create(kubeIngress, "web", ingress); err != nil {
			return err
		}
		return s.shows(lbBalancer, property, want)
	})
}

// tagRole tags the first public subnet alone, by hand.
func (s served) tagRole(role string) error {
	_, err := s.cloud.SetByHand(netSubnet, s.public[0].ID, map[string]any{"tagsAll": map[string]any{role: "1"}})
	return err
}

func gone(s served, err error) error {
	if err != nil {
		return err
	}
	return same("load balancers", 0, len(s.undeclared(lbBalancer))+len(s.undeclared(lbClassic))+len(s.undeclared(netGroup))-1)
}

var controllerCases = []Case{
	{"a Service gets a Classic Load Balancer", exposing(exposed(nil, nil), lbClassic, "internal", false), "", eksBalance},
	{"its name is the Service's uid", inService(func(s served) error {
		made, err := s.Create(kubeService, "web", exposed(nil, nil))
		if err != nil {
			return err
		}
		return s.shows(lbClassic, "name", "a"+strings.ReplaceAll(made.Outputs.String("metadata.uid"), "-", "")[:31])
	}), "", eksBalance},
	{"the Service shows the load balancer's host", inService(func(s served) error {
		made, err := s.Create(kubeService, "web", exposed(nil, nil))
		if err != nil {
			return err
		}
		return s.shows(lbClassic, "dnsName", made.Outputs.String("status.loadBalancer.ingress.0.hostname"))
	}), "", eksBalance},
	{"a Classic Load Balancer stands in the public subnets", inService(func(s served) error {
		s.Make(kubeService, "web", exposed(nil, nil))
		subnets, _ := s.undeclared(lbClassic)[0].Properties["subnets"].([]any)
		return alike("subnets", []string{s.public[0].ID, s.public[1].ID}, texts(subnets))
	}), "", eksBalance},
	{"an inner Classic Load Balancer", exposing(exposed(Props{innerService: "true"}, nil), lbClassic, "internal", true), "", eksBalance},
	{"a Service that asks for a network load balancer", exposing(exposed(Props{serviceKind: "nlb"}, nil), lbBalancer, "loadBalancerType", "network"), "", eksBalance},
	{"a Service for a controller that is not there", inService(func(s served) error {
		_, err := s.Create(kubeService, "web", exposed(nil, Props{"loadBalancerClass": external}))
		return err
	}), "Service was not allocated an IP address", lbcNLB},
	{"the controller takes new Services over", inService(func(s served) error {
		s.install(nil)
		made, err := s.Create(kubeService, "web", exposed(nil, nil))
		if err != nil {
			return err
		}
		if err := same("class", external, made.Outputs.String("spec.loadBalancerClass")); err != nil {
			return err
		}
		return s.shows(lbBalancer, "loadBalancerType", "network")
	}), "", lbcNLB},
	{"unless its webhook is off", inService(func(s served) error {
		s.install(Props{"enableServiceMutatorWebhook": false})
		s.Make(kubeService, "web", exposed(nil, nil))
		return s.shows(lbClassic, "internal", false)
	}), "", lbcNLB},
	{"the controller's load balancers are inner ones", inService(func(s served) error {
		s.install(nil)
		s.Make(kubeService, "web", exposed(nil, Props{"loadBalancerClass": external}))
		return s.shows(lbBalancer, "internal", true)
	}), "", lbcNLB},
	{"unless they are to face the internet", inService(func(s served) error {
		s.install(nil)
		s.Make(kubeService, "web", exposed(Props{serviceScheme: "internet-facing"}, Props{"loadBalancerClass": external}))
		return s.shows(lbBalancer, "internal", false)
	}), "", lbcNotes + "#lb-scheme"},
	{"a Service that needs no load balancer any more", inService(func(s served) error {
		made := s.Make(kubeService, "web", exposed(nil, nil))
		_, err := s.Change(kubeService, "web", made, exposed(nil, Props{"type": "ClusterIP"}))
		return gone(s, err)
	}), "", eksBalance},
	{"a Service's load balancer goes with it", inService(func(s served) error {
		made := s.Make(kubeService, "web", exposed(nil, nil))
		return gone(s, s.Delete(kubeService, "web", made))
	}), "", eksDelete},

	{"an Ingress gets an application load balancer", ingressing(routed("web", nil), "loadBalancerType", "application"), "", lbcSite + "guide/ingress/annotations/"},
	{"an Ingress's inner load balancer", ingressing(routed("web", Props{ingressScheme: nil}), "internal", true), "", lbcIngress + "#scheme"},
	{"a load balancer with a name", ingressing(routed("web", Props{"alb.ingress.kubernetes.io/load-balancer-name": "shop"}), "name", "shop"), "", lbcIngress + "#load-balancer-name"},
	{"an Ingress without the controller", inService(func(s served) error {
		_, err := s.Create(kubeIngress, "web", routed("web", nil))
		return err
	}), noAddress, "https://github.com/pulumi/pulumi-kubernetes/issues/1915"},
	{"an Ingress of another controller", inService(func(s served) error {
		ingress := routed("web", nil)
		ingress["spec"] = with(ingress["spec"].(Props), Props{"ingressClassName": "nginx"})
		if _, err := s.Create(kubeIngress, "web", ingress); err != nil {
			return err
		}
		return same("load balancers", 0, len(s.undeclared(lbBalancer)))
	}), "", ingressDocs + "#ingress-class"},
	{"Ingresses of a group share a load balancer", inService(func(s served) error {
		s.install(nil)
		first := s.Make(kubeIngress, "web", routed("web", Props{ingressGroup: "shop"}))
		s.Make(kubeIngress, "api", routed("api", Props{ingressGroup: "shop"}))
		if err := s.shows(lbBalancer, "loadBalancerType", "application"); err != nil {
			return err
		}
		if err := s.Delete(kubeIngress, "web", first); err != nil {
			return err
		}
		return s.shows(lbBalancer, "loadBalancerType", "application")
	}), "", lbcIngress + "#group.name"},
	{"only one subnet has the role's tag", inService(func(s served) error {
		if err := s.tagRole("kubernetes.io/role/elb"); err != nil {
			return err
		}
		s.install(nil)
		_, err := s.Create(kubeIngress, "web", routed("web", nil))
		return err
	}), "subnets count less than minimal required count: 1 < 2", lbcSubnets + "#minimum-subnet-requirements"},
	{"a subnet of another cluster", inService(func(s served) error {
		if err := s.tagRole("kubernetes.io/cluster/other"); err != nil {
			return err
		}
		s.install(nil)
		_, err := s.Create(kubeIngress, "web", routed("web", nil))
		return err
	}), "subnets count less than minimal required count: 1 < 2", lbcSubnets + "#subnet-filtering"},
	{"an Ingress's load balancer goes with it", inService(func(s served) error {
		s.install(nil)
		made := s.Make(kubeIngress, "web", routed("web", nil))
		return gone(s, s.Delete(kubeIngress, "web", made))
	}), "", lbcSite + "guide/ingress/annotations/"},
	{"a namespace takes its load balancers along", inService(func(s served) error {
		s.install(nil)
		namespace := s.Make(kubeNamespace, "shop", Props{"metadata": Props{"name": "shop"}})
		ingress := routed("web", nil)
		ingress["metadata"] = with(ingress["metadata"].(Props), Props{"namespace": "shop"})
		s.Make(kubeIngress, "web", ingress)
		return gone(s, s.Delete(kubeNamespace, "shop", namespace))
	}), "", kubeDocs + "concepts/overview/working-with-objects/finalizers/"},
}

func texts(list []any) []string {
	var out []string
	for _, item := range list {
		text, _ := item.(string)
		out = append(out, text)
	}
	return out
}
