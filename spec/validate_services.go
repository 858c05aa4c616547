package spec

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
)

const (
	// replicasLimit is far beyond what one service needs, and keeps a slip of
	// the finger from becoming a bill.
	replicasLimit = 500
	// lowestPort: ports below belong to root, which containers are not.
	lowestPort = 1024
	// smallestMemory is about what a container runtime itself needs to start one.
	smallestMemory = 16 * Mi
)

func (v *validator) services() {
	for _, name := range sorted(v.sys.Services) {
		service := v.sys.Services[name]
		s := surroundings{"services", name, service.Env, service.Secrets, service.Uses}
		path := at("services", name)
		v.kind(path, service)
		v.formerly(name, service)
		v.entrance(name)
		v.image(path, service.Image)
		v.delivery(path, service)
		v.resources(path, service)
		v.replicas(path, service)
		v.probes(path, service)
		v.grace(under(path, "grace"), service.Grace)
		v.writable(under(path, "writable"), service.Writable)
		v.rateLimit(under(path, "rateLimit"), service)
		v.texts(path, service.Command, service.Env)
		v.variables(s)
		v.uses(s)
	}
	v.routes()
	v.certificate()
}

// kind checks what a service of its kind must have and must not have.
func (v *validator) kind(path string, service *Service) {
	switch service.Kind {
	case KindWeb:
		v.web(path, service)
	case KindWorker, KindSingleton:
		for _, outside := range []struct{ key, value string }{{"host", service.Host}, {"path", service.Path}} {
			if outside.value != "" {
				v.add(under(path, outside.key), outside.value, "no request from outside reaches a "+string(service.Kind), "nothing: leave the key out, or kind: web")
			}
		}
	}
	if service.Port != 0 {
		v.port(under(path, "port"), service.Port, lowestPort, "ports below 1024 belong to root, and containers do not run as root")
	}
}

func (v *validator) web(path string, service *Service) {
	if service.Port == 0 {
		v.add(under(path, "port"), missing{}, "a web service listens on a port: the load balancer sends requests there", "port: 8000")
	}
	if service.Host == "" {
		v.add(under(path, "host"), missing{}, "a web service answers on a host", "host: "+keyOf(path)+"."+v.sys.Domain.Name)
	} else {
		v.host(under(path, "host"), service.Host)
	}
	if service.Readiness == nil {
		v.add(under(path, "readiness"), missing{}, "a web service says when it is ready: without that, requests reach replicas that are still starting", "readiness: {path: /ready}")
	}
	v.urlPath(under(path, "path"), service.Path)
}

const (
	// routeLimit leaves room for the pattern's end in a listener rule:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
	routeLimit = 120
	// routeDepth is how many parts of a path the order of the rules tells apart.
	routeDepth = 9
)

var routeForm = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+$`)

func (v *validator) urlPath(path, value string) {
	switch {
	case value == "/":
	case value != "" && routeForm.MatchString(strings.TrimRight(value, "/")) && strings.HasSuffix(value, "/"):
		v.add(path, value, "a prefix ends before the slash: /api is for /api and for everything under it", "path: "+shortRoute(value))
	case !routeForm.MatchString(value):
		v.add(path, value, "a path begins with / and is plain words of letters, digits and . _ ~ -: it is a prefix already, and * and ? would be patterns to the load balancer",
			"path: "+shortRoute(value))
	case len(value) > routeLimit || strings.Count(value, "/") > routeDepth:
		v.add(path, value, fmt.Sprintf("the load balancer's rules hold %d characters and %d parts", routeLimit, routeDepth), "path: "+shortRoute(value))
	}
}

// shortRoute is a path made legal.
func shortRoute(value string) string {
	route := ""
	for part := range strings.SplitSeq(notRoute.ReplaceAllString(value, ""), "/") {
		if part != "" && strings.Count(route, "/") < routeDepth && len(route)+1+len(part) <= routeLimit {
			route += "/" + part
		}
	}
	return cmp.Or(route, "/")
}

var notRoute = regexp.MustCompile(`[^A-Za-z0-9._~/-]+`)

// routes finds two services on one host and path.
func (v *validator) routes() {
	seen := map[string]string{}
	for _, name := range sorted(v.sys.Services) {
		service := v.sys.Services[name]
		if service.Kind != KindWeb || service.Host == "" {
			continue
		}
		route := service.Host + service.Path
		if other, ok := seen[route]; ok {
			v.add(at("services", name, "host"), service.Host, fmt.Sprintf("the service %q answers on %s already: a request goes to one of the two", other, route), "path: "+strings.TrimSuffix(service.Path, "/")+"/"+name+" beside it, or another host")
			continue
		}
		seen[route] = name
	}
}

// resources checks what a replica asks for and may use.
func (v *validator) resources(path string, service *Service) {
	why := "the scheduler places replicas by it"
	if service.Autoscale != nil {
		why = "the autoscaler measures use against it, and the scheduler places replicas by it"
	}
	if service.CPU == 0 {
		v.add(under(path, "cpu"), service.CPU, "a replica asks for CPU: "+why, "cpu: 500m")
	}
	if service.Memory < smallestMemory {
		v.add(under(path, "memory"), service.Memory, "a replica asks for memory, 16Mi or more: "+why, "memory: 512Mi")
	}
	if service.CPULimit != 0 && service.CPULimit < service.CPU {
		v.add(under(path, "cpuLimit"), service.CPULimit, fmt.Sprintf("a limit is not below what is asked for, %s: Kubernetes refuses that", service.CPU), "cpuLimit: "+service.CPU.String())
	}
	if service.MemLimit < service.Memory {
		v.add(under(path, "memoryLimit"), service.MemLimit, fmt.Sprintf("a limit is not below what is asked for, %s: Kubernetes refuses that", service.Memory), "memoryLimit: "+service.Memory.String())
	}
}
