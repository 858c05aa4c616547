package kubernetes

import (
	"fmt"
	"net/netip"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// validateService follows
// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec
func validateService(s *corev1.Service) field.ErrorList {
	problems := oneOf(s.Spec.Type, spec.Child("type"), corev1.ServiceTypeClusterIP, corev1.ServiceTypeExternalName,
		corev1.ServiceTypeLoadBalancer, corev1.ServiceTypeNodePort)
	ports := spec.Child("ports")
	external := s.Spec.Type == corev1.ServiceTypeExternalName
	if len(s.Spec.Ports) == 0 && !external && s.Spec.ClusterIP != corev1.ClusterIPNone {
		problems = append(problems, field.Required(ports, ""))
	}
	if external && s.Spec.ExternalName == "" {
		problems = append(problems, field.Required(spec.Child("externalName"), ""))
	}
	if exposed(s.Spec.Type) && s.Spec.ClusterIP == corev1.ClusterIPNone {
		problems = append(problems, field.Invalid(spec.Child("clusterIPs").Index(0), "None",
			fmt.Sprintf("may not be set to 'None' for %s services", s.Spec.Type)))
	}
	problems = append(problems, oneOf(s.Spec.SessionAffinity, spec.Child("sessionAffinity"),
		corev1.ServiceAffinityClientIP, corev1.ServiceAffinityNone)...)
	names, taken := sets.New[string](), sets.New[string]()
	for i := range s.Spec.Ports {
		port, at := s.Spec.Ports[i], ports.Index(i)
		problems = append(problems, validateServicePort(port, s.Spec.Type, len(s.Spec.Ports) > 1, names, at)...)
		key := fmt.Sprintf("%s/%d", port.Protocol, port.Port)
		if taken.Has(key) {
			problems = append(problems, field.Duplicate(at, fmt.Sprintf("{%q:%q,%q:%d}", "protocol", port.Protocol, "port", port.Port)))
		}
		taken.Insert(key)
	}
	return problems
}

func validateServicePort(p corev1.ServicePort, kind corev1.ServiceType, named bool, names sets.Set[string], at *field.Path) field.ErrorList {
	var problems field.ErrorList
	switch {
	case p.Name == "" && named:
		problems = append(problems, field.Required(at.Child("name"), ""))
	case p.Name != "":
		problems = append(problems, unique(names, p.Name, at.Child("name"))...)
	}
	problems = append(problems, portNumber(int(p.Port), at.Child("port"))...)
	problems = append(problems, oneOf(p.Protocol, at.Child("protocol"), corev1.ProtocolSCTP, corev1.ProtocolTCP, corev1.ProtocolUDP)...)
	problems = append(problems, portValue(p.TargetPort, at.Child("targetPort"))...)
	switch {
	case p.NodePort == 0:
	case !exposed(kind):
		problems = append(problems, field.Forbidden(at.Child("nodePort"), fmt.Sprintf("may not be used when `type` is '%s'", kind)))
	case p.NodePort < firstNodePort || p.NodePort > lastNodePort:
		problems = append(problems, field.Invalid(at.Child("nodePort"), p.NodePort,
			fmt.Sprintf("provided port is not in the valid range. The range of valid ports is %d-%d", firstNodePort, lastNodePort)))
	}
	return problems
}

// validateNetworkPolicy follows
// https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
func validateNetworkPolicy(p *networkingv1.NetworkPolicy) field.ErrorList {
	var problems field.ErrorList
	for i, rule := range p.Spec.Ingress {
		at := spec.Child("ingress").Index(i)
		problems = append(problems, validatePolicyPorts(rule.Ports, at.Child("ports"))...)
		problems = append(problems, validatePeers(rule.From, at.Child("from"))...)
	}
	for i, rule := range p.Spec.Egress {
		at := spec.Child("egress").Index(i)
		problems = append(problems, validatePolicyPorts(rule.Ports, at.Child("ports"))...)
		problems = append(problems, validatePeers(rule.To, at.Child("to"))...)
	}
	for i, kind := range p.Spec.PolicyTypes {
		problems = append(problems, oneOf(kind, spec.Child("policyTypes").Index(i),
			networkingv1.PolicyTypeEgress, networkingv1.PolicyTypeIngress)...)
	}
	return problems
}

func validatePolicyPorts(ports []networkingv1.NetworkPolicyPort, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for i, port := range ports {
		where := at.Index(i)
		problems = append(problems, oneOf(*port.Protocol, where.Child("protocol"), corev1.ProtocolSCTP, corev1.ProtocolTCP, corev1.ProtocolUDP)...)
		if port.Port != nil {
			problems = append(problems, portValue(*port.Port, where.Child("port"))...)
		}
		switch {
		case port.EndPort == nil:
		case port.Port == nil:
			problems = append(problems, field.Invalid(where.Child("endPort"), *port.EndPort, "may not be specified when `port` is not specified"))
		case *port.EndPort < port.Port.IntVal:
			problems = append(problems, field.Invalid(where.Child("endPort"), *port.EndPort, "must be greater than or equal to `port`"))
		}
	}
	return problems
}

func validatePeers(peers []networkingv1.NetworkPolicyPeer, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	for i, peer := range peers {
		where := at.Index(i)
		selects := peer.PodSelector != nil || peer.NamespaceSelector != nil
		switch {
		case peer.IPBlock == nil && !selects:
			problems = append(problems, field.Required(where, "must specify a peer"))
		case peer.IPBlock != nil && selects:
			problems = append(problems, field.Forbidden(where, "may not specify both ipBlock and another peer"))
		case peer.IPBlock != nil:
			problems = append(problems, validateBlock(peer.IPBlock, where.Child("ipBlock"))...)
		}
	}
	return problems
}

func validateBlock(b *networkingv1.IPBlock, at *field.Path) field.ErrorList {
	const wanted = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
	whole, err := netip.ParsePrefix(b.CIDR)
	if err != nil {
		return field.ErrorList{field.Invalid(at.Child("cidr"), b.CIDR, wanted)}
	}
	var problems field.ErrorList
	for i, except := range b.Except {
		part, err := netip.ParsePrefix(except)
		switch {
		case err != nil:
			problems = append(problems, field.Invalid(at.Child("except").Index(i), except, wanted))
		case !whole.Contains(part.Addr()) || whole.Bits() >= part.Bits():
			problems = append(problems, field.Invalid(at.Child("except").Index(i), except,
				fmt.Sprintf("must be a strict subset of `cidr`: %q", b.CIDR)))
		}
	}
	return problems
}

// validateIngress follows
// https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
func validateIngress(i *networkingv1.Ingress) field.ErrorList {
	var problems field.ErrorList
	if len(i.Spec.Rules) == 0 && i.Spec.DefaultBackend == nil {
		problems = append(problems, field.Invalid(spec, "", "either `defaultBackend` or `rules` must be specified"))
	}
	for n, rule := range i.Spec.Rules {
		at := spec.Child("rules").Index(n)
		for _, problem := range validation.IsDNS1123Subdomain(strings.TrimPrefix(rule.Host, "*.")) {
			if rule.Host != "" {
				problems = append(problems, field.Invalid(at.Child("host"), rule.Host, problem))
			}
		}
		if rule.HTTP == nil {
			continue
		}
		for m, path := range rule.HTTP.Paths {
			problems = append(problems, validatePath(path, at.Child("http", "paths").Index(m))...)
		}
	}
	return problems
}

func validatePath(p networkingv1.HTTPIngressPath, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	if p.PathType == nil {
		problems = append(problems, field.Required(at.Child("pathType"), "pathType must be specified"))
	} else if *p.PathType != networkingv1.PathTypeImplementationSpecific && !strings.HasPrefix(p.Path, "/") {
		problems = append(problems, field.Invalid(at.Child("path"), p.Path, "must be an absolute path"))
	}
	service := p.Backend.Service
	switch {
	case service == nil && p.Backend.Resource == nil:
		problems = append(problems, field.Required(at.Child("backend"), "resource or service backend is required"))
	case service == nil:
	case service.Name == "":
		problems = append(problems, field.Required(at.Child("backend", "service", "name"), ""))
	case service.Port.Name == "" && service.Port.Number == 0:
		problems = append(problems, field.Required(at.Child("backend", "service", "port"), "port name or number is required"))
	}
	return problems
}
