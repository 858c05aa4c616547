package drift

import (
	"fmt"
	"slices"

	"groundwork/internal/changes"
)

// unset are properties that somebody can set where the program does not: a way
// into a security group whose rules are resources of their own, a policy of a
// bucket. The engine compares only what the program set, so to a refresh such a
// resource is the same, though it shows what the cloud has; and an update does not
// take it back.
// https://github.com/pulumi/pulumi-terraform-bridge/issues/3036
var unset = map[string][]string{
	securityGroup:                      {"ingress", "egress"},
	defaultSecurityGroup:               {"ingress", "egress"},
	"aws:ec2/routeTable:RouteTable":    {"routes"},
	role:                               {"managedPolicyArns", "inlinePolicies"},
	"aws:kms/key:Key":                  {"policy"},
	rdsInstance:                        {"publiclyAccessible", "replicas"},
	"aws:secretsmanager/secret:Secret": {"policy"},
	"aws:secretsmanager/secretVersion:SecretVersion": {"versionStages"},
	helmRelease: {"chart", "version", "values"},
	bucket:      {"policy", "lifecycleRules", "corsRules", "websites", "replicationConfigurations"},
}

// repeated are those of them that only repeat other resources of the stack. What the
// state has there a refresh has written, whoever made it: it is the cloud's word, not
// the stack's. So all of it must be declared, and what is not is told for as long as it
// is there.
var repeated = map[string][]string{
	securityGroup:                      {"ingress", "egress"},
	defaultSecurityGroup:               {"ingress", "egress"},
	"aws:ec2/routeTable:RouteTable":    {"routes"},
	role:                               {"managedPolicyArns", "inlinePolicies"},
	"aws:secretsmanager/secret:Secret": {"policy"},
	bucket:                             {"policy", "corsRules", "websites"},
}

// unsetDifferences are how these properties of a resource differ, as far as the
// program does not set them and the engine did not tell it. A list differs by its items.
func unsetDifferences(resource changes.Resource) []changes.Property {
	if resource.Before == nil || resource.After == nil {
		return nil
	}
	var found []changes.Property
	for _, name := range unset[resource.Type] {
		told := slices.ContainsFunc(resource.Properties, func(p changes.Property) bool {
			path := steps(p.Path)
			return len(path) > 0 && path[0] == name
		})
		before, after := resource.Before[name], resource.After[name]
		if slices.Contains(repeated[resource.Type], name) && !slices.Contains(resource.Sets, name) {
			before = nil
		}
		if told || plain(before) == plain(after) || empty(before) && empty(after) {
			continue
		}
		if items := itemDifferences(name, list(before), list(after)); len(items) > 0 {
			found = append(found, items...)
			continue
		}
		found = append(found, changes.Property{Path: name, Before: before, After: after})
	}
	return found
}

// itemDifferences are the items that only one of two lists has.
func itemDifferences(name string, before, after []any) []changes.Property {
	was, is := sorted(before), sorted(after)
	var found []changes.Property
	for i, item := range before {
		if !slices.Contains(is, plain(item)) {
			found = append(found, changes.Property{Path: fmt.Sprintf("%s[%d]", name, i), Before: item})
		}
	}
	for i, item := range after {
		if !slices.Contains(was, plain(item)) {
			found = append(found, changes.Property{Path: fmt.Sprintf("%s[%d]", name, i), After: item})
		}
	}
	return found
}
