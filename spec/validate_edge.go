package spec

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"groundwork/internal/limits"
)

var (
	// hostForm is a host name of two labels or more, in lower case.
	hostForm   = regexp.MustCompile(`^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$`)
	zoneIDForm = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

const hostLimit = 253

func (v *validator) domain() {
	domain := v.sys.Domain
	if !hostForm.MatchString(domain.Name) || len(domain.Name) > hostLimit {
		v.add(at("domain", "name"), domain.Name, "the domain is the zone's name at Cloudflare: labels of lower-case letters, digits and dashes with dots between, no scheme and no dot at the end", "name: "+meantDomain(domain.Name))
	}
	if !zoneIDForm.MatchString(domain.ZoneID) {
		v.add(at("domain", "zoneId"), domain.ZoneID, "a zone's id is 32 hex digits in lower case; it stands on the zone's overview page at Cloudflare", "zoneId: 0da42c8d2132a9ddaf714f9e7c920711")
	}
}

// host checks a host name against the domain. Every host is behind Cloudflare's
// proxy, whose certificate covers one label only.
func (v *validator) host(path, host string) {
	domain := v.sys.Domain.Name
	if !hostForm.MatchString(domain) {
		return
	}
	label, inside := strings.CutSuffix(host, "."+domain)
	switch {
	case !hostForm.MatchString(host) || len(host) > hostLimit:
		v.add(path, host, "a host is labels of lower-case letters, digits and dashes with dots between, no scheme, port or path", "host: "+meantHost(host, domain))
	case host != domain && !inside:
		v.add(path, host, fmt.Sprintf("hosts are inside the domain %s: only that zone's DNS and certificates are managed here", domain), "host: "+meantHost(host, domain))
	case host != domain && strings.Contains(label, ".") && !v.sys.Domain.AdvancedCertificate:
		// https://developers.cloudflare.com/ssl/edge-certificates/universal-ssl/limitations/
		v.add(path, host, "Cloudflare's Universal SSL covers one label below the domain: browsers would refuse this host's certificate",
			fmt.Sprintf("host: %s.%s, or groundwork:domain.advancedCertificate: true (if the zone has one for it)", dnsLabel(label), domain))
	}
}

// countingPeriods are the times that Cloudflare counts requests over, by plan:
// https://developers.cloudflare.com/waf/rate-limiting-rules/#availability
var countingPeriods = map[Plan][]time.Duration{
	PlanFree:       {10 * time.Second},
	PlanPro:        {10 * time.Second, time.Minute},
	PlanBusiness:   {10 * time.Second, time.Minute, 10 * time.Minute},
	PlanEnterprise: {10 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute},
}

func (v *validator) edge() {
	edge, domain := v.sys.Edge, v.sys.Domain
	if edge.WAF && domain.Plan == PlanFree {
		v.add(at("edge", "waf"), true, "Cloudflare's managed WAF rules come with the pro plan; the domain's plan is free", "waf: false, or groundwork:domain.plan: pro once the zone has it")
	}
	if (edge.WAF || edge.RateLimit.Count > 0) && !domain.ManageZone {
		path, value := at("edge", "waf"), any(edge.WAF)
		if !edge.WAF {
			path, value = at("edge", "rateLimit"), edge.RateLimit
		}
		v.add(path, value, "WAF and rate limit exist once a zone, and this environment does not manage the zone, so they would not be set",
			"nothing: leave the key out, or groundwork:domain.manageZone: true (if no other environment with this zone has it)")
	}
	if edge.RateLimit.Count > limits.RateRequests {
		v.add(at("edge", "rateLimit"), edge.RateLimit, "no client needs a looser limit than a million requests", assign(at("edge", "rateLimit"), Rate{limits.RateRequests, edge.RateLimit.Per}))
	}
	periods := countingPeriods[domain.Plan]
	if longest := slices.Max(append(periods, 0)); edge.RateLimit.Per > longest && longest > 0 {
		perSecond := max(1, edge.RateLimit.Count/int(edge.RateLimit.Per.Seconds()))
		v.add(at("edge", "rateLimit"), edge.RateLimit,
			fmt.Sprintf("on the %s plan Cloudflare counts over %s at most; the same rate over a shorter time would refuse bursts that this one allows", domain.Plan, Duration(longest)),
			fmt.Sprintf("rateLimit: %d/s (or another rate for a shorter time)", perSecond))
	}
	if edge.CDN != nil {
		v.cdn(edge.CDN)
	}
}

func (v *validator) cdn(cdn *CDN) {
	v.host(at("edge", "cdn", "host"), cdn.Host)
	for _, name := range sorted(v.sys.Services) {
		if v.sys.Services[name].Host == cdn.Host && cdn.Host != "" {
			v.add(at("edge", "cdn", "host"), cdn.Host, fmt.Sprintf("the service %q answers on this host; a name leads to one place", name), "host: static."+v.sys.Domain.Name)
		}
	}
	if !v.there(at("buckets")) || !v.there(at("buckets", cdn.Bucket, "role")) {
		return
	}
	bucket, ok := v.sys.Buckets[cdn.Bucket]
	switch {
	case !ok:
		v.add(at("edge", "cdn", "bucket"), cdn.Bucket, "there is no bucket of this name under groundwork:buckets", v.refer("bucket", cdn.Bucket, staticBuckets(v.sys), "groundwork:buckets."+cdn.Bucket+": {role: static}"))
	case bucket.Role != RoleStatic:
		v.add(at("edge", "cdn", "bucket"), cdn.Bucket, fmt.Sprintf("the bucket's role is %s: only one of role static may be read by everyone", bucket.Role), v.refer("bucket", cdn.Bucket, staticBuckets(v.sys), "a bucket of role static"))
	}
}

func staticBuckets(sys *System) []string {
	return slices.DeleteFunc(sorted(sys.Buckets), func(name string) bool { return sys.Buckets[name].Role != RoleStatic })
}

// refer is what to write in place of a name that refers to nothing.
func (v *validator) refer(key, name string, candidates []string, otherwise string) string {
	if near := nearest(name, candidates); near != "" {
		return key + ": " + near
	}
	if len(candidates) > 0 {
		return key + ": " + strings.Join(candidates, ", or ") + ", or " + otherwise
	}
	return otherwise
}
