package spec

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/limits"
)

// certificate checks that one certificate of ACM can have all hosts of the load
// balancer, and what it routes by them. With NGINX each host has one of its own.
func (v *validator) certificate() {
	if v.sys.Ingress.Kind != IngressALB {
		return
	}
	var hosts []placed
	routes := 0
	for _, name := range sorted(v.sys.Services) {
		service := v.sys.Services[name]
		if service.Kind != KindWeb || service.Host == "" {
			continue
		}
		routes++
		if !slices.ContainsFunc(hosts, func(other placed) bool { return other.host == service.Host }) {
			hosts = append(hosts, placed{at("services", name, "host"), service.Host})
		}
	}
	if len(hosts) > limits.CertificateHosts {
		last := hosts[limits.CertificateHosts]
		v.add(last.path, last.host, fmt.Sprintf("the load balancer has one certificate, which takes %d hosts, and this is the %dth", limits.CertificateHosts, limits.CertificateHosts+1),
			fmt.Sprintf("path: /%s, and %s: %s", strings.Split(last.host, ".")[0], last.path, hosts[0].host))
	}
	slices.SortFunc(hosts, func(a, b placed) int { return strings.Compare(a.host, b.host) })
	if len(hosts) > 0 && len(hosts[0].host) > limits.CertificateFirstHost {
		v.add(hosts[0].path, hosts[0].host, fmt.Sprintf("the certificate's first host, by the alphabet, has at most %d characters", limits.CertificateFirstHost), "host: a."+v.sys.Domain.Name)
	}
	if most := limits.BalancerTargetGroups / 2; routes > most {
		v.add(at("services"), raw(count(routes, "web service")), fmt.Sprintf("a load balancer has %d target groups, and each web service has two: at most %d", limits.BalancerTargetGroups, most), "groundwork:ingress.kind: nginx, or fewer web services")
	}
}
