package conformance

import (
	"fmt"

	"groundwork/internal/localcloud"
)

const lbClassic = "aws:elb/loadBalancer:LoadBalancer"

// served is a cluster in a network with public and private subnets of two
// zones.
type served struct {
	*World
	vpc, gateway, cluster Made
	public, private       [2]Made
}

func (w *World) serve() served {
	w.t.Helper()
	s := served{World: w}
	s.vpc = w.Make(netVPC, "net", Props{"cidrBlock": "10.0.0.0/16"})
	s.gateway = w.Make(netGateway, "gateway", Props{"vpcId": s.vpc.ID})
	table := w.Make(netTable, "public", Props{"vpcId": s.vpc.ID, "routes": []any{Props{"cidrBlock": "0.0.0.0/0", "gatewayId": s.gateway.ID}}})
	for i, zone := range []string{"us-east-1a", "us-east-1b"} {
		s.public[i] = w.Make(netSubnet, "public"+zone, Props{"vpcId": s.vpc.ID, "cidrBlock": fmt.Sprintf("10.0.%d.0/24", i), "availabilityZone": zone})
		w.Make(netAssociation, "public"+zone, Props{"routeTableId": table.ID, "subnetId": s.public[i].ID})
		s.private[i] = w.Make(netSubnet, "private"+zone, Props{"vpcId": s.vpc.ID, "cidrBlock": fmt.Sprintf("10.0.1%d.0/24", i), "availabilityZone": zone})
	}
	s.cluster = w.Make(eksType, "prod", Props{
		"name": "prod", "version": "1.34", "roleArn": w.role("cluster", "eks.amazonaws.com"),
		"vpcConfig": Props{"subnetIds": []string{s.private[0].ID, s.private[1].ID}},
	})
	s.point()
	return s
}

// point has the case's Kubernetes provider work in the cluster.
func (s served) point() {
	s.providers["kubernetes"] = s.cloud.Provider("kubernetes", Props{"kubeconfig": Props{
		"apiVersion": "v1", "kind": "Config", "current-context": "c",
		"contexts": []any{Props{"name": "c", "context": Props{"cluster": "k"}}},
		"clusters": []any{Props{"name": "k", "cluster": Props{"server": s.cluster.Outputs.String("endpoint")}}},
	}})
}

// inService does something in such a cluster.
func inService(do func(s served) error) func(*World) error {
	return func(w *World) error { return do(w.serve()) }
}

func (s served) install(values Props) Made {
	return s.Make(kubeRelease, "controller", kubeInstall("aws-load-balancer-controller", Props{"values": with(Props{"clusterName": "prod"}, values)}))
}

// exposed is a Service of type LoadBalancer.
func exposed(notes, spec Props) Props {
	return Props{"metadata": Props{"name": "web", "namespace": "default", "annotations": notes}, "spec": with(Props{
		"type": "LoadBalancer", "selector": Props{"app": "web"}, "ports": []any{Props{"port": 80}},
	}, spec)}
}

// routed is an Ingress of the class that the chart brings.
func routed(name string, notes Props) Props {
	ingress := kubeRoute(nil)
	ingress["metadata"] = Props{"name": name, "namespace": "default", "annotations": with(Props{ingressScheme: "internet-facing"}, notes)}
	ingress["spec"] = with(ingress["spec"].(Props), Props{"ingressClassName": "alb"})
	return ingress
}

// undeclared are the objects of a type that exist.
func (s served) undeclared(typ string) []localcloud.Listed {
	var list []localcloud.Listed
	for _, listed := range s.cloud.List() {
		if listed.Type == typ {
			list = append(list, listed)
		}
	}
	return list
}

// shows is an error unless the only load balancer shows a value.
func (s served) shows(typ, property string, want any) error {
	list := s.undeclared(typ)
	if len(list) != 1 {
		return fmt.Errorf("%w: there are %d load balancers", errUnlike, len(list))
	}
	return same(property, fmt.Sprint(want), fmt.Sprint(list[0].Properties[property]))
}
