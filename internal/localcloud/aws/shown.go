package aws

import (
	"slices"

	"groundwork/internal/localcloud"
)

// The functions below are what the provider reads of a thing beside what was asked of
// it: what hangs on it as an object of its own, whoever made that. A refresh shows it;
// a create does not, since nothing hangs there yet.

// readGroup shows the ways through a group that are rules of their own. One entry is of
// one protocol, one range of ports and one description:
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/ec2/vpc_security_group.go
func readGroup(tx *localcloud.Tx, group *localcloud.Object) {
	for direction, token := range map[string]string{"ingress": ingressType, "egress": egressType} {
		rules := tx.Where(token, "securityGroupId", group.ID)
		for _, old := range tx.Where(oldRuleType, "securityGroupId", group.ID) {
			if old.String("type") == direction {
				rules = append(rules, newForm(old)...)
			}
		}
		if entries := gathered(group.ID, rules); len(entries) > 0 {
			group.Set(direction, append(group.Outputs.Maps(direction), entries...))
		}
	}
}

// newForm is a rule of the older type as rules with one peer each.
func newForm(rule *localcloud.Object) []*localcloud.Object {
	var each []*localcloud.Object
	add := func(peer, value string) {
		one := &localcloud.Object{Outputs: rule.Outputs.Clone()}
		one.Set("ipProtocol", rule.String("protocol"))
		one.Set(peer, value)
		each = append(each, one)
	}
	for _, block := range rule.Outputs.Strings("cidrBlocks") {
		add("cidrIpv4", block)
	}
	for _, block := range rule.Outputs.Strings("ipv6CidrBlocks") {
		add("cidrIpv6", block)
	}
	for _, list := range rule.Outputs.Strings("prefixListIds") {
		add("prefixListId", list)
	}
	switch source := rule.String("sourceSecurityGroupId"); {
	case rule.Outputs.Bool("self"):
		add("referencedSecurityGroupId", rule.String("securityGroupId"))
	case source != "":
		add("referencedSecurityGroupId", source)
	}
	return each
}

// peerLists are where an entry has a rule's peer.
var peerLists = map[string]string{
	"cidrIpv4": "cidrBlocks", "cidrIpv6": "ipv6CidrBlocks", "prefixListId": "prefixListIds", "referencedSecurityGroupId": "securityGroups",
}

// gathered puts rules into the form of a group's own entries.
func gathered(group string, rules []*localcloud.Object) []localcloud.Props {
	slices.SortFunc(rules, func(a, b *localcloud.Object) int { return compareRules(a, b) })
	var entries []localcloud.Props
	for i, rule := range rules {
		if i == 0 || !sameEntry(rules[i-1], rule) {
			entries = append(entries, localcloud.PropsOf(map[string]any{
				"protocol": rule.String("ipProtocol"), "fromPort": max(rule.Outputs.Int("fromPort"), 0), "toPort": max(rule.Outputs.Int("toPort"), 0),
				"description": rule.String("description"), "self": false,
				"cidrBlocks": []string{}, "ipv6CidrBlocks": []string{}, "prefixListIds": []string{}, "securityGroups": []string{},
			}))
		}
		entry := entries[len(entries)-1]
		if rule.String("referencedSecurityGroupId") == group {
			entry.Set("self", true)
			continue
		}
		for _, name := range peers {
			if value := rule.String(name); value != "" {
				entry.Set(peerLists[name], append(entry.Strings(peerLists[name]), value))
			}
		}
	}
	return entries
}

func sameEntry(a, b *localcloud.Object) bool {
	return a.String("ipProtocol") == b.String("ipProtocol") && a.String("description") == b.String("description") &&
		a.Outputs.Int("fromPort") == b.Outputs.Int("fromPort") && a.Outputs.Int("toPort") == b.Outputs.Int("toPort")
}

func compareRules(a, b *localcloud.Object) int {
	key := func(rule *localcloud.Object) []string {
		return []string{rule.String("ipProtocol"), padded(rule.Outputs.Int("fromPort")), padded(rule.Outputs.Int("toPort")), rule.String("description"), peer(rule)}
	}
	return slices.Compare(key(a), key(b))
}

func padded(port int) string { return number(port + 100_000) }

// readRole shows the policies that are attached to a role or written into it:
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/iam/role.go
func readRole(tx *localcloud.Tx, role *localcloud.Object) {
	attached := append([]string{}, role.Outputs.Strings("managedPolicyArns")...)
	for _, one := range tx.Where(roleAttachmentType, "role", role.ID) {
		attached = append(attached, one.String("policyArn"))
	}
	for _, one := range tx.Where("aws:iam/policyAttachment:PolicyAttachment", "roles", role.ID) {
		attached = append(attached, one.String("policyArn"))
	}
	slices.Sort(attached)
	role.Set("managedPolicyArns", slices.Compact(attached))
	inline := role.Outputs.Maps("inlinePolicies")
	for _, one := range tx.Where(rolePolicyType, "role", role.ID) {
		inline = append(inline, localcloud.PropsOf(map[string]any{"name": one.String("name"), "policy": one.String("policy")}))
	}
	role.Set("inlinePolicies", inline)
}

// routeTargets are where a table's entry has a route's destination and target, beside
// those that have one name.
var routeTargets = map[string]string{"destinationCidrBlock": "cidrBlock", "destinationIpv6CidrBlock": "ipv6CidrBlock"}

// readTable shows the routes that are objects of their own:
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/ec2/vpc_route_table.go
func readTable(tx *localcloud.Tx, table *localcloud.Object) {
	routes := table.Outputs.Maps("routes")
	for _, one := range tx.Where(routeType, "routeTableId", table.ID) {
		entry := localcloud.Props{}
		for _, name := range append(slices.Clone(destinations), targets...) {
			if name == "instanceId" {
				continue
			}
			shown := name
			if other, is := routeTargets[name]; is {
				shown = other
			}
			entry.Set(shown, one.String(name))
		}
		routes = append(routes, entry)
	}
	if len(routes) > 0 {
		table.Set("routes", routes)
	}
}

// readPolicyOf shows the policy of a thing that is an object of its own.
func readPolicyOf(token, path, own string) func(*localcloud.Tx, *localcloud.Object) {
	return func(tx *localcloud.Tx, object *localcloud.Object) {
		for _, policy := range tx.Where(token, path, object.String(own)) {
			object.Set("policy", policy.String("policy"))
		}
	}
}

// readBucketSettings shows what a bucket of the newer type repeats of its settings:
// https://github.com/hashicorp/terraform-provider-aws/blob/v5.82.2/internal/service/s3/bucket.go
func readBucketSettings(tx *localcloud.Tx, bucket *localcloud.Object) {
	if canonical(bucket.Type) != bucket.Type {
		return
	}
	readPolicyOf(bucketPolicyType, "bucket", "bucket")(tx, bucket)
	for _, cors := range tx.Where("aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2", "bucket", bucket.ID) {
		bucket.Set("corsRules", cors.Outputs.Maps("corsRules"))
	}
	for _, website := range tx.Where(bucketWebsiteType, "bucket", bucket.ID) {
		bucket.Set("websites", []any{map[string]any{
			"indexDocument": website.String("indexDocument.suffix"), "errorDocument": website.String("errorDocument.key"),
			"redirectAllRequestsTo": website.String("redirectAllRequestsTo.hostName"), "routingRules": website.String("routingRules"),
		}})
	}
}
