package spec

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
)

func (v *validator) probes(at string, service *Service) {
	v.probe(under(at, "startup"), service, service.Startup)
	v.probe(under(at, "liveness"), service, service.Liveness)
	v.probe(under(at, "readiness"), service, service.Readiness)
	if ready := service.Readiness; service.Kind == KindWeb && ready != nil && len(ready.Command) > 0 {
		v.add(under(under(at, "readiness"), "command"), strings.Join(ready.Command, " "), "the load balancer asks a web service over HTTP, by the path of its readiness", "path: /ready")
	}
}

// probesLimit is the most failures in a row that are of use: with the longest
// period they are four days.
const probesLimit = 100

func (v *validator) probe(at string, service *Service, probe *Probe) {
	if probe == nil {
		return
	}
	v.probed(at, service, probe)
	v.between(under(at, "failures"), probe.Failures, 1, probesLimit, "failed checks in a row")
	for _, t := range []struct {
		key   string
		value Duration
		least Duration
	}{{"delay", probe.Delay, 0}, {"period", probe.Period, Duration(second)}, {"timeout", probe.Timeout, Duration(second)}} {
		// What follows from a wrong period is no problem of its own.
		if t.key == "timeout" && t.value == probe.Period {
			continue
		}
		if t.value < t.least || t.value.Std()%second != 0 || t.value.Std() > hour {
			v.add(under(at, t.key), t.value, "Kubernetes takes whole seconds, up to an hour; a period and a timeout are at least one", t.key+": 10s")
		}
	}
}

// probed checks what is asked: a path or a command.
func (v *validator) probed(at string, service *Service, probe *Probe) {
	switch {
	case probe.Path != "" && len(probe.Command) > 0:
		v.add(under(at, "command"), strings.Join(probe.Command, " "), "a probe is a request or a command, not both", "path or command")
	case len(probe.Command) > 0:
	case service.Port == 0 && service.Kind != KindWeb:
		v.add(at, raw("(a probe)"), fmt.Sprintf("the probe is a request over HTTP, and this %s has no port", service.Kind), "command: [...] instead of path, a port, or leave the probe out")
	case probe.Path == "":
		v.add(under(at, "path"), missing{}, "a probe asks for a path, or runs a command", "path: /health")
	}
	if probe.Path != "" && !strings.HasPrefix(probe.Path, "/") {
		v.add(under(at, "path"), probe.Path, "a path begins with /", "path: /"+probe.Path)
	}
}

func (v *validator) grace(at string, grace Duration) {
	if grace.Std() < second || grace.Std()%second != 0 || grace.Std() > hour {
		v.add(at, grace, "Kubernetes takes whole seconds; after an hour nobody waits for a replica any more", "grace: 30s")
	}
}

// writable checks the folders that a program may write to.
func (v *validator) writable(at string, folders []string) {
	for i, folder := range folders {
		clean := path.Clean("/" + strings.TrimSpace(folder))
		switch {
		case folder != clean || folder == "/":
			v.add(under(at, i), folder, "this is one folder's whole path, and not all of them", suggestFolder(clean))
		case folder == "/tmp" || strings.HasPrefix(folder, "/tmp/"):
			v.add(under(at, i), folder, "/tmp may always be written to", "nothing: leave it out")
		case slices.Contains(folders[:i], folder):
			v.add(under(at, i), folder, "it is named twice", "the folder once")
		case strings.ContainsAny(folder, ":"):
			v.add(under(at, i), folder, "Kubernetes mounts no path with a colon", strings.ReplaceAll(folder, ":", "-"))
		}
	}
}

func suggestFolder(clean string) string {
	if clean == "/" {
		return "/var/cache"
	}
	return clean
}

// rateLimit is counted by the NGINX controller and by nothing else here, in
// whole requests a second.
func (v *validator) rateLimit(at string, service *Service) {
	if service.RateLimit.Count == 0 {
		return
	}
	if service.Kind != KindWeb {
		v.add(at, service.RateLimit, "no request from outside reaches a "+string(service.Kind), "nothing: leave the key out")
		return
	}
	if v.sys.Ingress.Kind == IngressNginx {
		if service.RateLimit.Per != time.Second {
			v.add(at, service.RateLimit, "NGINX counts by the second, and lets a second's worth pass at once", fmt.Sprintf("rateLimit: %d/s", max(1, int(time.Duration(service.RateLimit.Count)*time.Second/service.RateLimit.Per))))
		}
		return
	}
	v.add(at, service.RateLimit, "the AWS load balancer counts no requests for each client; Cloudflare, in front of it, does", "groundwork:edge.rateLimit: "+service.RateLimit.String())
}
