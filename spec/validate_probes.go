package spec

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"groundwork/internal/limits"
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
			v.add(under(at, t.key), t.value, "Kubernetes takes whole seconds, up to an hour; a period and a timeout are at least one", t.key+": "+wholeSeconds(t.value, t.least))
		}
	}
}

// probed checks what is asked: a path or a command.
func (v *validator) probed(at string, service *Service, probe *Probe) {
	switch {
	case probe.Path != "" && len(probe.Command) > 0:
		v.add(under(at, "command"), strings.Join(probe.Command, " "), "a probe is a request or a command, not both", "nothing: leave command out, or path")
	case len(probe.Command) > 0:
	case service.Port == 0 && service.Kind != KindWeb:
		v.add(at, raw("(a probe)"), fmt.Sprintf("the probe is a request over HTTP, and this %s has no port", service.Kind), "nothing: leave the probe out, or command in place of its path, or a port of the service")
	case probe.Path == "":
		v.add(under(at, "path"), missing{}, "a probe asks for a path, or runs a command", "path: /health")
	}
	v.probePath(under(at, "path"), probe.Path)
}

// probePathForm is a path, and a query behind it, as a request has them.
// https://www.rfc-editor.org/rfc/rfc3986#section-3.3
var probePathForm = regexp.MustCompile(`^/([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$`)

// probePath checks the path that is asked for: by the load balancer too, where it is a
// web service's.
func (v *validator) probePath(at, path string) {
	switch {
	case path == "":
	case !probePathForm.MatchString(path):
		asked := (&url.URL{Path: "/" + strings.TrimLeft(strings.Map(visible, path), "/")}).EscapedPath()
		v.add(at, path, "a path begins with / and has the letters of an address: others stand as %20", "path: "+shortPath(asked))
	case len(path) > limits.HealthPath:
		v.add(at, raw(count(len(path), "character")), fmt.Sprintf("the path of a health check has at most %d characters", limits.HealthPath), "path: /health")
	}
}

// shortPath is a path that is short enough to be one.
func shortPath(path string) string {
	if len(path) > limits.HealthPath {
		return "/health"
	}
	return path
}

// visible leaves out what is no visible letter.
func visible(letter rune) rune {
	if !strconv.IsPrint(letter) {
		return -1
	}
	return letter
}

func (v *validator) grace(at string, grace Duration) {
	if grace.Std() < second || grace.Std()%second != 0 || grace.Std() > hour {
		v.add(at, grace, "Kubernetes takes whole seconds; after an hour nobody waits for a replica any more", "grace: "+wholeSeconds(grace, Duration(second)))
	}
}

// wholeSeconds is the nearest legal time in whole seconds, up to an hour.
func wholeSeconds(value, least Duration) string {
	whole := (value.Std() + second - 1) / second * second
	return Duration(min(max(whole, least.Std()), hour)).String()
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
			v.add(under(at, i), folder, "it is named twice", "nothing: leave it out")
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
	v.add(at, service.RateLimit, "the AWS load balancer counts no requests for each client; Cloudflare, in front of it, does by groundwork:edge.rateLimit", "nothing: leave the key out")
}
