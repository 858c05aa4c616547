// Package naming is the one place for physical names, tags and their limits.
// It is pure: the same scope and parts always give the same name.
package naming

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"
)

// Limits of names in characters, by what is named.
const (
	// LoadBalancerLimit is the longest name of an ALB or a target group:
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
	LoadBalancerLimit = 32
	// BucketLimit is the longest bucket name:
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
	BucketLimit = 63
	// RoleLimit is the longest IAM role name:
	// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
	RoleLimit = 64
	// ReplicationGroupLimit is the longest ElastiCache replication group id:
	// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
	ReplicationGroupLimit = 40
	// DatabaseLimit is the longest RDS instance identifier:
	// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
	DatabaseLimit = 63
)

// hashLength is how many hex characters stand in for what Short cuts off.
const hashLength = 6

// Scope is what every name of one stack begins with: a system in one of its
// environments. The zero value is not usable: System and Environment are
// required.
type Scope struct {
	// System is the system's name in lower case, such as "stockindicator".
	System string
	// Environment is the stack's name: dev, staging or prod, or that of another stack
	// with the defaults of one of them, such as qa or prod-eu.
	Environment string
	// Extra are tags that every resource carries besides the standard ones.
	// Standard tags win over extra tags of the same key.
	Extra map[string]string
}

// Prefix is the beginning of every physical name: "stockindicator-prod".
func (s Scope) Prefix() string { return s.System + "-" + s.Environment }

// Name joins the prefix and the parts with dashes: "stockindicator-prod-api".
// Empty parts are left out.
func (s Scope) Name(parts ...string) string {
	all := []string{s.Prefix()}
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, "-")
}

// Short is Name cut to at most limit characters. A name that had to be cut ends
// in a hash of the whole name, so two long names never become the same one.
// The limit must be at least 16.
func (s Scope) Short(limit int, parts ...string) string {
	return Fit(s.Name(parts...), limit)
}

// CachePrefixLimit is how much of a prefix the rules of ECR's pull-through cache keep:
// theirs have 30 characters at most, and the upstream's name, such as /quay, is among them.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
const CachePrefixLimit = 25

// Fit cuts a name to at most limit characters, ending a cut name in a hash of
// the whole. The limit must be at least 16.
func Fit(name string, limit int) string {
	if len(name) <= limit {
		return name
	}
	kept := strings.TrimRight(name[:limit-hashLength-1], "-")
	return kept + "-" + Hash(name)
}

// Hash is the short lower-case hex hash that names carry for a content.
func Hash(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])[:hashLength]
}

// Tags are the tags of one resource: Name, System, Environment, ManagedBy and
// the scope's extra ones.
func (s Scope) Tags(parts ...string) map[string]string {
	tags := make(map[string]string, len(s.Extra)+4)
	maps.Copy(tags, s.Extra)
	maps.Copy(tags, s.Marks())
	tags["Name"] = s.Name(parts...)
	return tags
}

// Marks are the tags by which every resource of the scope is found: System,
// Environment and ManagedBy.
func (s Scope) Marks() map[string]string {
	return map[string]string{"System": s.System, "Environment": s.Environment, "ManagedBy": "groundwork"}
}
