package aws

import (
	"strings"

	"groundwork/internal/localcloud"
)

// ruleService is the rules of security groups.
func ruleService() service {
	return service{kinds: map[string]localcloud.Kind{
		ingressType:    {Check: checkRule, Create: createRule, Update: again(createRule)},
		egressType:     {Check: checkRule, Create: createRule, Update: again(createRule)},
		prefixListType: {Check: checkPrefixList, Create: createPrefixList, Update: updatePrefixList},
	}}
}

// weight is how much a rule counts of a security group's limit, inbound and
// outbound, IPv4 and IPv6 counted apart. A prefix list counts its greatest
// size, a security group once for each family:
// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
type weight struct{ v4, v6 int }

func (w weight) add(other weight) weight   { return weight{w.v4 + other.v4, w.v6 + other.v6} }
func (w weight) exceeds(limit int) bool    { return w.v4 > limit || w.v6 > limit }
func tooManyRules(tx *localcloud.Tx) error { return tooMany.about(tx, "") }

var tooMany = refusal{400, "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached."}

// peers are the properties one of which says who is let in or out.
var peers = []string{"cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"}

// checkRule follows the provider: exactly one peer, and ports only where the
// protocol has them.
func checkRule(c *localcloud.Check) {
	var given []string
	for _, name := range peers {
		if c.Inputs.Has(name) {
			given = append(given, name)
		}
	}
	if len(given) != 1 {
		c.Fail("", "Invalid Attribute Combination: Exactly one of these attributes must be configured: [%s], got [%s]", strings.Join(peers, ","), strings.Join(given, ","))
	}
	from, to := c.Inputs.Int("fromPort"), c.Inputs.Int("toPort")
	protocol := c.Inputs.String("ipProtocol")
	if (protocol == "tcp" || protocol == "udp") && c.Inputs.Known("fromPort") && c.Inputs.Known("toPort") && from > to {
		c.Fail("toPort", "expected to_port to be at least from_port (%d), got %d", from, to)
	}
}

// createRule follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
func createRule(tx *localcloud.Tx, rule *localcloud.Object) error {
	group := findGroup(tx, rule.String("securityGroupId"))
	if group == nil {
		return noGroup.about(tx, rule.String("securityGroupId"))
	}
	if other := findGroup(tx, rule.String("referencedSecurityGroupId")); other != nil && other.String("vpcId") != group.String("vpcId") {
		return tx.Fail(400, "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.")
	}
	protocol := rule.String("ipProtocol")
	if protocol != "-1" && protocol != "icmp" && protocol != "icmpv6" && !rule.Outputs.Has("fromPort") && !isNumber(protocol) {
		return tx.Fail(400, "InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
	}
	size := ruleWeight(tx, rule)
	for _, other := range tx.Where(rule.Type, "securityGroupId", group.ID) {
		if other.ID == rule.ID {
			continue
		}
		if signature(other) == signature(rule) {
			return tx.Fail(400, "InvalidPermission.Duplicate", "the specified rule \"peer: %s, %s, ALLOW\" already exists", peer(rule), describePorts(rule))
		}
		size = size.add(ruleWeight(tx, other))
	}
	direction := "ingress"
	if rule.Type == egressType {
		direction = "egress"
	}
	for _, inline := range group.Outputs.Maps(direction) {
		size = size.add(inlineWeight(tx, inline))
	}
	if size.exceeds(quotaOf(tx, ruleQuota)) {
		return tooManyRules(tx)
	}
	return nil
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

func peer(rule *localcloud.Object) string {
	for _, name := range peers {
		if value := rule.String(name); value != "" {
			return value
		}
	}
	return ""
}

func signature(rule *localcloud.Object) string { return peer(rule) + " " + describePorts(rule) }

func describePorts(rule *localcloud.Object) string {
	protocol := strings.ToUpper(rule.String("ipProtocol"))
	if protocol == "-1" {
		return "ALL"
	}
	return protocol + ", from port: " + number(rule.Outputs.Int("fromPort")) + ", to port: " + number(rule.Outputs.Int("toPort"))
}

func ruleWeight(tx *localcloud.Tx, rule *localcloud.Object) weight {
	switch {
	case rule.String("cidrIpv4") != "":
		return weight{v4: 1}
	case rule.String("cidrIpv6") != "":
		return weight{v6: 1}
	case rule.String("prefixListId") != "":
		return listWeight(tx, rule.String("prefixListId"))
	}
	return weight{1, 1}
}
