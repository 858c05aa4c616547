package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// sibling is another stack of the same system, as its file describes it.
type sibling struct {
	file string
	*System
}

// siblings reads the stack files beside one. What is wrong with another file is told
// where that one is checked.
func siblings(path, project string, today time.Time) []sibling {
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	var found []sibling
	for _, file := range files {
		stack, is := strings.CutPrefix(file.Name(), "Pulumi.")
		stack, isStack := strings.CutSuffix(stack, ".yaml")
		if !is || !isStack || file.Name() == filepath.Base(path) {
			continue
		}
		content, err := os.ReadFile(filepath.Join(filepath.Dir(path), file.Name()))
		if err != nil {
			continue
		}
		if system, err := parseFile(content, file.Name(), project, stack, today); err == nil {
			found = append(found, sibling{file.Name(), system})
		}
	}
	return found
}

// shared checks what stacks can't have in common: a host has one address, and a zone
// one owner. Of two stacks that do it is told in the one that is not called as its
// environment is: the other was there first.
func (v *validator) shared() {
	for _, other := range v.siblings {
		if other.Domain.ZoneID != v.sys.Domain.ZoneID || v.sys.named() && !other.named() {
			continue
		}
		theirs := other.hosts()
		for _, host := range v.sys.hosts() {
			same := func(their placed) bool { return their.host == host.host }
			if host.host != "" && slices.ContainsFunc(theirs, same) {
				v.add(host.path, host.host, fmt.Sprintf("%s has this host already, and a name in the zone leads to one stack", other.file), "host: "+v.sys.Stack+"-"+host.host)
			}
		}
		if v.sys.Domain.ManageZone && other.Domain.ManageZone {
			v.add(at("domain", "manageZone"), true, fmt.Sprintf("%s manages this zone already: what a zone has only once has one owner", other.file), "manageZone: false")
		}
	}
}

// named is true of a stack that is called as its environment is.
func (s *System) named() bool { return s.Stack == string(s.Environment) }

// placed is a host and where the stack file has it.
type placed struct{ path, host string }

// hosts are the names in the zone that lead to the stack.
func (s *System) hosts() []placed {
	var hosts []placed
	for _, name := range sorted(s.Services) {
		hosts = append(hosts, placed{at("services", name, "host"), s.Services[name].Host})
	}
	if s.Edge.CDN != nil {
		hosts = append(hosts, placed{at("edge", "cdn", "host"), s.Edge.CDN.Host})
	}
	return hosts
}
