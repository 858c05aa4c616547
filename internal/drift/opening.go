package drift

import (
	"strings"

	"groundwork/internal/changes"
)

// declaredOpenings holds where every way in or out that appeared or vanished is
// declared by a rule of its own, or kept by the load balancer controller.
func declaredOpenings(d difference) bool {
	token := "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
	if d.root() == "egress" {
		token = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
	}
	declared := map[string]bool{}
	for _, one := range d.known.byType[token] {
		if text(one.Before["securityGroupId"]) == d.resource.ID {
			declared[openingOf(one.Before)] = true
		}
	}
	before, after := d.lists()
	return sameBut(openings(before), openings(after), declared)
}

// openings are the ways through a group's inline rules, each with one source.
func openings(items []any) map[string]bool {
	found := map[string]bool{}
	for _, item := range items {
		rule := fieldsOf(item)
		if strings.HasPrefix(text(rule["description"]), "elbv2.k8s.aws/") {
			continue
		}
		if rule["self"] == true {
			found[opening(rule, "protocol", "self")] = true
		}
		for _, kind := range []string{"cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"} {
			for _, source := range list(rule[kind]) {
				found[opening(rule, "protocol", text(source))] = true
			}
		}
	}
	return found
}

// openingOf is the way through a rule that is a resource of its own.
func openingOf(rule map[string]any) string {
	for _, kind := range []string{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"} {
		source := text(rule[kind])
		if source == "" {
			continue
		}
		if source == text(rule["securityGroupId"]) {
			source = "self"
		}
		return opening(rule, "ipProtocol", source)
	}
	return ""
}

// opening is a way through a group in one text. All protocols have no ports: one
// side says 0, the other nothing.
func opening(rule map[string]any, protocol, source string) string {
	from, _ := changes.Number(rule["fromPort"])
	to, _ := changes.Number(rule["toPort"])
	if text(rule[protocol]) == "-1" {
		from, to = 0, 0
	}
	return plain([]any{rule[protocol], from, to, source})
}
