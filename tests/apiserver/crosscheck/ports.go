package crosscheck

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	k8slabels "k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// ports lead somewhere: from the load balancer and an Ingress to a Service, from
// it to containers, from a probe to its own container.
func (c *Cluster) ports() []Problem {
	var problems []Problem
	for _, service := range c.services {
		problems = append(problems, c.targetPorts(service)...)
	}
	for _, binding := range c.bindings {
		r := report{object: title("TargetGroupBinding", binding.Namespace, binding.Name)}
		c.mustServe(&r, "spec.serviceRef", binding.Namespace, binding.Spec.ServiceRef.Name, binding.Spec.ServiceRef.Port)
		problems = append(problems, r.problems...)
	}
	for _, ingress := range c.ingresses {
		problems = append(problems, c.backends(ingress)...)
	}
	for _, w := range c.Workloads {
		problems = append(problems, w.probes()...)
		if w.service != "" && !c.has("Service", w.Namespace, w.service) {
			problems = append(problems, Problem{w.String(), "spec.serviceName", fmt.Sprintf("there is no Service %q", w.service)})
		}
	}
	return problems
}

// targetPorts of a Service must be in the pods of everything it selects.
func (c *Cluster) targetPorts(service corev1.Service) []Problem {
	r := report{object: title("Service", service.Namespace, service.Name)}
	if len(service.Spec.Selector) == 0 {
		return nil
	}
	for i, port := range service.Spec.Ports {
		target := port.TargetPort
		if target == (intstr.IntOrString{}) {
			target = intstr.FromInt32(port.Port)
		}
		for _, w := range c.selected(service.Namespace, k8slabels.SelectorFromSet(service.Spec.Selector)) {
			if _, ok := w.port(target.StrVal, target.IntVal); !ok {
				r.add(fmt.Sprintf("spec.ports[%d].targetPort", i), "no container of %s has the port %s", w, target.String())
			}
		}
	}
	return r.problems
}

func (c *Cluster) mustServe(r *report, field, namespace, name string, port intstr.IntOrString) {
	for _, service := range c.services {
		if service.Namespace != namespace || service.Name != name {
			continue
		}
		for _, offered := range service.Spec.Ports {
			if port.StrVal != "" && offered.Name == port.StrVal || port.StrVal == "" && offered.Port == port.IntVal {
				return
			}
		}
		r.add(field+".port", "Service %q has no port %s", name, port.String())
		return
	}
	if !c.has("Service", namespace, name) {
		r.add(field+".name", "there is no Service %q in %s", name, namespace)
	}
}

func (c *Cluster) backends(ingress networkingv1.Ingress) []Problem {
	r := report{object: title("Ingress", ingress.Namespace, ingress.Name)}
	check := func(field string, backend *networkingv1.IngressBackend) {
		if backend == nil || backend.Service == nil {
			return
		}
		port := intstr.FromInt32(backend.Service.Port.Number)
		if backend.Service.Port.Name != "" {
			port = intstr.FromString(backend.Service.Port.Name)
		}
		c.mustServe(&r, field+".service", ingress.Namespace, backend.Service.Name, port)
	}
	check("spec.defaultBackend", ingress.Spec.DefaultBackend)
	for i, rule := range ingress.Spec.Rules {
		if rule.HTTP == nil {
			continue
		}
		for j, path := range rule.HTTP.Paths {
			check(fmt.Sprintf("spec.rules[%d].http.paths[%d].backend", i, j), &path.Backend)
		}
	}
	return r.problems
}

// probes ask a port of their own container. Only a name can be wrong: a container
// may listen on ports that it does not list.
func (w *Workload) probes() []Problem {
	r := report{object: w.String()}
	for _, container := range w.containers() {
		names := map[string]bool{}
		for _, port := range container.Ports {
			names[port.Name] = true
		}
		for name, probe := range map[string]*corev1.Probe{"livenessProbe": container.LivenessProbe, "readinessProbe": container.ReadinessProbe, "startupProbe": container.StartupProbe} {
			var port intstr.IntOrString
			switch {
			case probe == nil:
			case probe.HTTPGet != nil:
				port = probe.HTTPGet.Port
			case probe.TCPSocket != nil:
				port = probe.TCPSocket.Port
			}
			if port.StrVal != "" && !names[port.StrVal] {
				r.add(fmt.Sprintf("%s.spec.containers[%s].%s", w.path, container.Name, name), "the container has no port %q", port.StrVal)
			}
		}
	}
	return r.problems
}
