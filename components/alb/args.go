package alb

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	"groundwork/naming"
)

// Args describe a load balancer.
type Args struct {
	// Names is the stack's naming scope. Required.
	Names naming.Scope
	// VPCID is the VPC. Required.
	VPCID pulumi.StringInput
	// SubnetIDs are public subnets in two or more zones (ELB.13). Required.
	SubnetIDs pulumi.StringArray
	// AllowedCIDRs are the IPv4 blocks that may connect: Cloudflare's published
	// ones. They admit every customer of Cloudflare, not only this zone.
	// Required, at most 25.
	AllowedCIDRs []string
	// CertificateARN is the listener's certificate, in the same region.
	// Required.
	CertificateARN pulumi.StringInput
	// LogsBucket is the name of the bucket for access logs, known only when the
	// load balancer may write there: AWS tries it first. Nil writes none, which
	// fails ELB.5.
	LogsBucket pulumi.StringInput
	// LogsPrefix is the logs' prefix in the bucket, without slashes at its ends.
	// Empty means none.
	LogsPrefix string
	// DeletionProtection makes AWS refuse to delete the load balancer.
	DeletionProtection bool
	// IdleTimeout closes connections on which nothing is sent, in whole seconds
	// up to 4000. 0 means 60 s. The application's keep-alive must be longer:
	// docs/own-system.md.
	IdleTimeout time.Duration
	// TargetSecurityGroupID is the group of all targets. Nil allows the way to
	// TargetCIDR instead.
	TargetSecurityGroupID pulumi.StringInput
	// TargetCIDR is the IPv4 block of all targets, the VPC's. Used, and then
	// required, where TargetSecurityGroupID is nil.
	TargetCIDR string
	// Routes are the web services. Nil answers 404 to everything.
	Routes []Route
}

// Route sends the requests of a host, under a path, to a service.
type Route struct {
	// Name is the service's name. Required.
	Name string
	// Formerly is the name the service had before, whose target groups and rules
	// become this route's. Empty means it had none.
	Formerly string
	// Host is the full host name, in lower case; no wildcard. Required.
	Host string
	// Path is the path it answers on, with everything below it. Empty means "/",
	// all paths. Of two routes the longer path wins.
	Path string
	// Port is the port its targets listen on. Each is registered with its own port,
	// so another one does not replace the target groups. Required.
	Port int
	// HealthPath is the path that answers 200 on a healthy target. Required.
	HealthPath string
	// GreenWeight is the per cent of requests that green answers, blue the rest.
	// 0 sends everything to blue.
	GreenWeight int
	// SlowStart lets a new target's share grow for this long, 30 s to 15 min.
	// 0 gives it its full share at once.
	SlowStart time.Duration
	// DeregistrationDelay is how long a leaving target may finish its requests,
	// in whole seconds up to an hour. 0 means 30 s.
	DeregistrationDelay time.Duration
}

const (
	defaultIdleTimeout         = 60 * time.Second
	defaultDeregistrationDelay = 30 * time.Second
)

func (a Args) idleTimeout() time.Duration {
	if a.IdleTimeout == 0 {
		return defaultIdleTimeout
	}
	return a.IdleTimeout
}

func (r Route) deregistrationDelay() time.Duration {
	if r.DeregistrationDelay == 0 {
		return defaultDeregistrationDelay
	}
	return r.DeregistrationDelay
}

// path is the path without a slash at its end: "" for all paths.
func (r Route) path() string { return strings.TrimRight(r.Path, "/") }

func (a Args) validate() error {
	var problems problem.List
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names: a system and an environment are required")
	problems.Require(a.VPCID != nil, "vpc id: required")
	problems.Require(len(a.SubnetIDs) >= 2, "subnet ids: %d given, want two or more, in different zones", len(a.SubnetIDs))
	problems.Require(a.CertificateARN != nil, "certificate arn: required")
	problems.Require(len(a.AllowedCIDRs) > 0 && len(a.AllowedCIDRs) <= maxAllowed, "allowed cidrs: %d given, want 1 to %d", len(a.AllowedCIDRs), maxAllowed)
	for i, block := range a.AllowedCIDRs {
		problems.Require(isBlock(block), "allowed cidr %q: want an ipv4 block such as 173.245.48.0/20", block)
		problems.Require(!slices.Contains(a.AllowedCIDRs[:i], block), "allowed cidr %q: given twice", block)
	}
	problems.Require(a.TargetSecurityGroupID != nil || isBlock(a.TargetCIDR), "targets: want a security group, or an ipv4 block instead of %q", a.TargetCIDR)
	problems.Require(a.LogsPrefix == strings.Trim(a.LogsPrefix, "/"), "logs prefix %q: want no slash at its ends", a.LogsPrefix)
	problems.Require(wholeSeconds(a.idleTimeout(), time.Second, 4000*time.Second), "idle timeout %s: want whole seconds, 1 s to 4000 s", a.IdleTimeout)
	problems.Add(validateRoutes(a.Routes))
	return problems.Err()
}

var (
	routeName = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)
	hostName  = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
	routePath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*/?$`)
)

func validateRoutes(routes []Route) error {
	var all problem.List
	named, reached := map[string]bool{}, map[string]string{}
	for _, r := range routes {
		problems := problem.List{About: fmt.Sprintf("route %q: ", r.Name)}
		problems.Require(routeName.MatchString(r.Name), "want a name of lower-case letters, digits and dashes")
		problems.Require(!named[r.Name], "name given twice")
		problems.Require(hostName.MatchString(r.Host), "host %q: want a full name in lower case, without wildcards", r.Host)
		problems.Require(routePath.MatchString(r.Path) && len(r.Path) <= 120, "path %q: want /words of letters, digits and ._~-, at most 120 characters", r.Path)
		problems.Require(depth(r) <= maxDepth, "path %q: deeper than %d", r.Path, maxDepth)
		other, taken := reached[r.Host+r.path()]
		problems.Require(!taken, "host %q and path %q are those of route %q", r.Host, r.Path, other)
		problems.Require(r.Port >= 1 && r.Port <= 65535, "port %d: want 1 to 65535", r.Port)
		problems.Require(strings.HasPrefix(r.HealthPath, "/"), "health path %q: want one that begins with /", r.HealthPath)
		problems.Require(r.GreenWeight >= 0 && r.GreenWeight <= 100, "green weight %d: want 0 to 100", r.GreenWeight)
		problems.Require(r.SlowStart == 0 || wholeSeconds(r.SlowStart, 30*time.Second, 15*time.Minute), "slow start %s: want 0, or whole seconds from 30 s to 15 min", r.SlowStart)
		problems.Require(wholeSeconds(r.deregistrationDelay(), time.Second, time.Hour), "deregistration delay %s: want whole seconds, 1 s to 1 h", r.DeregistrationDelay)
		named[r.Name], reached[r.Host+r.path()] = true, r.Name
		all.Add(problems.Err())
	}
	return all.Err()
}

func wholeSeconds(d, least, most time.Duration) bool {
	return d >= least && d <= most && d%time.Second == 0
}

func isBlock(text string) bool {
	block, err := netip.ParsePrefix(text)
	return err == nil && block.Addr().Is4() && block == block.Masked()
}
