package spec

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// validator holds a system against the rules, one section after the other, and
// collects every problem.
type validator struct {
	*collector
	sys   *System
	today time.Time
	// opaqueSecrets: the secrets are there, and not even their names are known.
	opaqueSecrets bool
	// siblings are the system's other stacks, where their files can be read.
	siblings []sibling
}

func (v *validator) all() {
	v.tags()
	v.boundary()
	v.protection()
	v.domain()
	v.network()
	v.compute()
	v.database()
	v.cache()
	v.ingress()
	v.buckets()
	v.edge()
	v.repositories()
	v.names()
	v.takenNames()
	v.services()
	v.jobs()
	v.secrets()
	v.capacity()
	v.shared()
}

// NamePattern is what services, jobs and buckets are called: a DNS label, short
// enough for a colour and a hash after it.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
const NamePattern = `^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$`

const shortNameLimit = 40

var shortName = regexp.MustCompile(NamePattern)

// names checks the names of services, jobs and buckets, which `uses` refers to
// all alike.
func (v *validator) names() {
	taken := map[string]string{"database": "the database", "cache": "the cache", "internet": "the internet"}
	check := func(section, noun string, names []string) {
		for _, name := range names {
			path := at(section, name)
			if !shortName.MatchString(name) {
				v.add(path, raw("(its name)"),
					fmt.Sprintf("a name is a DNS label of at most %d characters: a lower-case letter first, then letters, digits and dashes", shortNameLimit),
					dnsLabel(name)+":")
			}
			if owner, ok := taken[name]; ok && section != "jobs" {
				v.add(path, raw("(its name)"), fmt.Sprintf("%q is the name of %s already, and uses could not tell them apart", name, owner), name+"-"+noun+":")
			}
			if section != "jobs" {
				taken[name] = "a " + noun
			}
		}
	}
	check("buckets", "bucket", sorted(v.sys.Buckets))
	check("services", "service", sorted(v.sys.Services))
	check("jobs", "job", sorted(v.sys.Jobs))
	for _, name := range sorted(v.sys.Jobs) {
		if _, ok := v.sys.Services[name]; ok {
			v.add(at("jobs", name), raw("(its name)"), "a service has this name, and both would have the same account and network rules in the cluster", name+"-job:")
		}
	}
}

// dnsLabel is a name made legal.
func dnsLabel(name string) string {
	clean := regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(name), "-")
	clean = strings.Trim(clean[:min(len(clean), shortNameLimit)], "-")
	if clean == "" || clean[0] >= '0' && clean[0] <= '9' {
		clean = "a" + clean
	}
	return clean
}

// sorted are the keys of a section in a fixed order, so that messages are, too.
func sorted[V any](section map[string]V) []string {
	return slices.Sorted(maps.Keys(section))
}

// assign is a value with the last part of its key.
func assign(path string, value any) string {
	return fmt.Sprintf("%s: %v", keyOf(path), value)
}

// between records a problem with a number out of its range.
func (v *validator) between(path string, value, least, most int, why string) {
	if value < least || value > most {
		v.add(path, value, fmt.Sprintf("this is %d to %d: %s", least, most, why), assign(path, min(max(value, least), most)))
	}
}

// port is between for ports: one that is too large has a digit too many.
func (v *validator) port(path string, value, least int, why string) {
	if meant := value / 10; value > 65535 && meant >= least && meant <= 65535 {
		v.add(path, value, fmt.Sprintf("this is %d to 65535: %s", least, why), assign(path, meant))
		return
	}
	v.between(path, value, least, 65535, why)
}

// wholeDays records a problem with a time that is not whole days up to a limit.
func (v *validator) wholeDays(path string, value Duration, most int, why string) {
	switch {
	case value.Std()%day != 0:
		v.add(path, value, "this is counted in whole days: "+why, assign(path, Duration(time.Duration(value.Days()+1)*day)))
	case value.Days() > most:
		v.add(path, value, fmt.Sprintf("this is at most %dd: %s", most, why), assign(path, fmt.Sprintf("%dd", most)))
	}
}

// longestLogRetention is the longest CloudWatch knows, ten years and leap days.
const longestLogRetention = 3653

func (v *validator) logRetention(path string, value Duration, mayBeOff bool) {
	if value == 0 && !mayBeOff {
		v.add(path, value, "these logs are the audit trail of the cluster or the data: they are always kept for a while", assign(path, "7d"))
		return
	}
	v.wholeDays(path, value, longestLogRetention, "CloudWatch keeps logs for one of a fixed set of days; the next larger one is taken")
}
