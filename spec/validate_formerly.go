package spec

import (
	"fmt"
	"strings"
)

// formerly checks the name that a service had before.
func (v *validator) formerly(name string, service *Service) {
	former, path := service.Formerly, at("services", name, "formerly")
	switch {
	case former == "":
	case service.Kind != KindWeb:
		v.add(path, former, fmt.Sprintf("nothing of a %s is kept under a new name: the new one starts before the old one stops, and its image is what image says", service.Kind), "image: "+former+" (in place of formerly)")
	case former == name:
		v.add(path, former, "this is its name now", "nothing: leave the key out")
	case v.sys.Services[former] != nil:
		v.add(path, former, fmt.Sprintf("the service %q is still there: what the load balancer has of it can't be kept by both", former), "nothing: leave the key out, or the service "+former)
	case v.written[at("services", name, "image")] == nil:
		v.add(at("services", name, "image"), missing{}, fmt.Sprintf("its images are in the repository %q, which a new name alone would replace by an empty one", former), "image: "+former)
	case !shortName.MatchString(former):
		v.add(path, former, "no service can have had this name", "nothing: leave the key out, or the name that it had under groundwork:services")
	}
	for _, other := range sorted(v.sys.Services) {
		if other < name && former != "" && v.sys.Services[other].Formerly == former {
			v.add(path, former, fmt.Sprintf("the service %q says so too: what the load balancer has of the former one can't be kept by both", other), "nothing: leave the key out in one of the two")
		}
	}
}

// entrances are the endings of what a web service has in the cluster for its pods'
// ways in.
var entrances = []string{"-pods", "-blue", "-green"}

// entrance finds a service whose name is that of another's way in.
func (v *validator) entrance(name string) {
	for _, ending := range entrances {
		owner, is := strings.CutSuffix(name, ending)
		if other := v.sys.Services[owner]; is && other != nil && other.Kind == KindWeb {
			v.add(at("services", name), raw("(its name)"), fmt.Sprintf("%q has something of this name in the cluster: the way to its pods", owner), strings.TrimPrefix(ending, "-")+"-"+owner+":")
		}
	}
}
