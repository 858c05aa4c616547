package stacks

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/components/certmanager"
	"groundwork/components/eks"
	"groundwork/components/kubehost"
	"groundwork/components/nginxingress"
	"groundwork/components/nlb"
	"groundwork/components/vpc"
	"groundwork/spec"
	"groundwork/workload"
)

// The names of the network load balancer's ports.
const (
	portHTTP  = "http"
	portHTTPS = "https"
)

// throughNginx tells whether requests come through the NGINX controller.
func (d *deployment) throughNginx() bool { return d.system.Ingress.Kind == spec.IngressNginx }

// makeNLB makes the load balancer of the controller.
func (d *deployment) makeNLB() (err error) {
	d.passthrough, err = nlb.New(d.ctx, "nlb", nlb.Args{
		Names:      d.names,
		VPCID:      d.network.ID.ToStringOutput(),
		SubnetIDs:  vpc.IDs(d.network.Public),
		TargetCIDR: d.network.CIDR,
		Ports: []nlb.Port{
			{Name: portHTTP, Number: nginxingress.HTTPPort},
			{Name: portHTTPS, Number: nginxingress.HTTPSPort},
		},
		HealthPort:         nginxingress.HealthPort,
		HealthPath:         nginxingress.HealthPath,
		DeletionProtection: d.system.Protects("loadBalancer"),
	}, pulumi.DependsOn(d.network.Internet))
	return err
}

// controllerIngress lets the network load balancer reach the controller.
func (d *deployment) controllerIngress() []eks.IngressRule {
	group := d.passthrough.SecurityGroupID.ToStringOutput()
	return []eks.IngressRule{
		{Name: "nlb-http", SecurityGroupID: group, Port: nginxingress.HTTPPort},
		{Name: "nlb-https", SecurityGroupID: group, Port: nginxingress.HTTPSPort},
		{Name: "nlb-health", SecurityGroupID: group, Port: nginxingress.HealthPort},
	}
}

// makeController installs the controller and what gets its certificates.
func (d *deployment) makeController() error {
	if d.passthrough == nil || d.namespace == nil {
		return nil
	}
	ingress := d.system.Ingress
	manager, err := certmanager.New(d.ctx, "certmanager", certmanager.Args{
		Production:        ingress.ACME == spec.ACMEProduction,
		Email:             ingress.ACMEEmail,
		IngressClass:      nginxingress.Class,
		SolverAnnotations: kubehost.Joined(),
		Spare:             d.production(),
	}, d.inCluster()...)
	if err != nil {
		return err
	}
	controller, err := nginxingress.New(d.ctx, "ingress", nginxingress.Args{
		Names:        d.names,
		Namespace:    d.namespace.Name,
		Replicas:     ingress.Replicas,
		Trusted:      ingress.ACME == spec.ACMEProduction,
		Address:      d.passthrough.DNSName,
		HTTPTargets:  d.passthrough.TargetGroups[portHTTP],
		HTTPSTargets: d.passthrough.TargetGroups[portHTTPS],
		HealthCIDRs:  d.publicCIDRs(),
		APICIDRs:     d.apiCIDRs(),
		Backends:     d.backends(),
	}, append(d.inNamespace(), pulumi.DependsOn(slices.Concat(d.passthrough.Ready, d.cluster.Balancing)))...)
	if err != nil {
		return err
	}
	d.controller = slices.Concat(manager.Ready, controller.Ready)
	return nil
}

// serviceAddresses are the first addresses of the two ranges that EKS takes for
// services, of which it chooses one: that of the Kubernetes API.
// https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
var serviceAddresses = []string{"10.100.0.1/32", "172.20.0.1/32"}

// apiCIDRs are where the Kubernetes API answers: its address as a service, and
// the subnets that EKS puts its own interfaces into.
func (d *deployment) apiCIDRs() []string {
	return slices.Concat(serviceAddresses, blocks(d.network.Private))
}

// backends are the web services.
func (d *deployment) backends() []nginxingress.Backend {
	var backends []nginxingress.Backend
	for _, web := range workload.Routed(d.workloads) {
		backends = append(backends, nginxingress.Backend{App: web.Name, Port: web.Port})
	}
	return backends
}

// openHosts makes each host name answer, once the controller does. It does not
// wait for the services: until one runs, NGINX says so.
func (d *deployment) openHosts() error {
	if !d.throughNginx() {
		return nil
	}
	for _, host := range workload.Hosts(d.workloads) {
		args := kubehost.Args{
			Names:     d.names,
			Namespace: d.namespace.Name,
			Host:      host,
			Class:     nginxingress.Class,
			Issuer:    certmanager.Issuer,
			Routes:    d.waysOf(host),
		}
		if _, err := kubehost.New(d.ctx, d.name("host", host), args, append(d.inNamespace(), pulumi.DependsOn(d.controller))...); err != nil {
			return err
		}
	}
	return nil
}

// waysOf are the ways from a host's paths to the services.
func (d *deployment) waysOf(host string) []kubehost.Route {
	var routes []kubehost.Route
	for _, web := range workload.Routed(d.workloads) {
		if web.Route.Host == host {
			routes = append(routes, kubehost.Route{App: web.Name, Port: web.Port, Path: web.Route.Path, RequestsPerSecond: web.Route.RequestsPerSecond})
		}
	}
	return routes
}
