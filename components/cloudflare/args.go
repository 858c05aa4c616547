package cloudflare

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	"groundwork/naming"
)

// Cache is what the edge does with a host's responses.
type Cache string

// What the edge can do.
const (
	// CacheDefault leaves it to Cloudflare: files with known static endings.
	CacheDefault Cache = ""
	// CacheBypass never keeps anything: for an API.
	CacheBypass Cache = "bypass"
	// CacheStatic keeps everything for as long as the origin says: for assets.
	CacheStatic Cache = "static"
)

// Args describe a system's edge.
type Args struct {
	// Names is the stack's naming scope. Required.
	Names naming.Scope
	// ZoneID is the zone's id, 32 hex digits, and ZoneName its domain. Required.
	ZoneID, ZoneName string
	// Plan is the zone's plan, which limits the rules. Required.
	Plan Plan
	// ManageZone makes this environment the owner of the zone: it sets what the
	// zone has once, for every environment in it. Two owners of one zone would
	// overwrite each other. False makes records only; cache rules of the hosts
	// are then the owner's to make, and Cloudflare's default holds meanwhile.
	ManageZone bool
	// Hosts are the names that lead to the system. Nil makes no records.
	Hosts []Host
	// WAF executes Cloudflare's managed rules and those of OWASP: from the pro
	// plan on, and only for the owner of the zone.
	WAF bool
	// RateLimit is what one client address may send to the zone. The zero value
	// sets no limit; only for the owner of the zone.
	RateLimit Rate
}

// Host is a name that leads to an origin.
type Host struct {
	// Name is the full host name in lower case, in the zone. Required.
	Name string
	// Target is the origin's host name: of the load balancer or of CloudFront.
	// Required.
	Target pulumi.StringInput
	// Cache is what the edge does with responses. Empty leaves it to Cloudflare.
	Cache Cache
	// Direct answers with the origin itself instead of Cloudflare's addresses:
	// no WAF, no rate limit, no cache. False sends everything through
	// Cloudflare. The host of CloudFront too is better sent through: then the
	// same TLS settings, WAF and limits hold for every host, and CloudFront,
	// which has a certificate for the name, is an origin like another.
	Direct bool
}

var (
	zoneID = regexp.MustCompile(`^[0-9a-f]{32}$`)
	// A wildcard host stands for all names one label deep.
	hostName = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
)

func (a Args) validate() error {
	var problems problem.List
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names: a system and an environment are required")
	problems.Require(zoneID.MatchString(a.ZoneID), "zone id %q: want 32 hex digits", a.ZoneID)
	problems.Require(a.ZoneName != "", "zone name: required")
	problems.Require(a.Plan.known(), "plan %q: want free, pro, business or enterprise", a.Plan)
	problems.Require(a.ManageZone || !a.WAF, "waf: only the environment that manages the zone can have it")
	problems.Require(a.ManageZone || a.RateLimit.off(), "rate limit: only the environment that manages the zone can have it")
	var seen []string
	for _, host := range a.Hosts {
		problems.Add(a.validateHost(host))
		problems.Require(!slices.Contains(seen, host.Name), "host %q: given twice", host.Name)
		seen = append(seen, host.Name)
	}
	if a.Plan.known() {
		problems.Add(a.validateRules())
	}
	return problems.Err()
}

func (a Args) validateHost(host Host) error {
	problems := problem.List{About: fmt.Sprintf("host %q: ", host.Name)}
	problems.Require(hostName.MatchString(host.Name), "want a full name in lower case, without a dot at its end")
	problems.Require(host.Name == a.ZoneName || strings.HasSuffix(host.Name, "."+a.ZoneName), "lies outside of the zone %q", a.ZoneName)
	problems.Require(host.Target != nil, "target: required")
	problems.Require(slices.Contains([]Cache{CacheDefault, CacheBypass, CacheStatic}, host.Cache), "cache %q: want bypass, static or nothing", host.Cache)
	problems.Require(!host.Direct || host.Cache == CacheDefault, "cache %q: a direct host passes no cache", host.Cache)
	problems.Require(host.Cache == CacheDefault || !strings.HasPrefix(host.Name, "*."), "cache %q: a cache rule needs a host without wildcard", host.Cache)
	return problems.Err()
}

// validateRules tells what the plan does not allow. Nobody else would before
// the API does, in the middle of an update.
func (a Args) validateRules() error {
	if _, err := a.Plan.limit(a.RateLimit); err != nil {
		return err
	}
	var problems problem.List
	for _, list := range a.rulesets() {
		problems.Add(a.Plan.allows(list.phase, len(list.rules)))
	}
	return problems.Err()
}
