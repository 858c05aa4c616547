package aws

import (
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

var groupLinks = []link{
	{from: groupType, path: "vpcId", to: vpcType, missing: noVPC},
	{from: defaultGroupType, path: "vpcId", to: vpcType, missing: noVPC, loose: true},
	{from: ingressType, path: "securityGroupId", to: groupType, missing: noGroup, loose: true},
	{from: egressType, path: "securityGroupId", to: groupType, missing: noGroup, loose: true},
	{from: ingressType, path: "referencedSecurityGroupId", to: groupType, missing: noGroup, loose: true},
	{from: egressType, path: "referencedSecurityGroupId", to: groupType, missing: noGroup, loose: true},
	{from: ingressType, path: "prefixListId", to: prefixListType, missing: noPrefixList},
	{from: egressType, path: "prefixListId", to: prefixListType, missing: noPrefixList},
	{from: oldRuleType, path: "securityGroupId", to: groupType, missing: noGroup, loose: true},
	{from: oldRuleType, path: "sourceSecurityGroupId", to: groupType, missing: noGroup, loose: true},
	{from: oldRuleType, path: "prefixListIds", to: prefixListType, missing: noPrefixList},
	{from: groupType, path: "ingress.*.securityGroups", to: groupType, missing: noGroup, loose: true},
	{from: groupType, path: "egress.*.securityGroups", to: groupType, missing: noGroup, loose: true},
	{from: groupType, path: "ingress.*.prefixListIds", to: prefixListType, missing: noPrefixList},
	{from: groupType, path: "egress.*.prefixListIds", to: prefixListType, missing: noPrefixList},
}

// groupService is the security groups.
func groupService() service {
	return service{kinds: map[string]localcloud.Kind{
		groupType:        {Check: checkGroup, Create: createGroup, Update: again(checkInline), Read: readGroup, Delete: deleteGroup, Name: nameGroup},
		defaultGroupType: {ID: defaultGroupID, Create: adoptGroup, Read: readGroup, Name: nameGroup, Upsert: true},
	}}
}

func nameGroup(group *localcloud.Object) string {
	if group.Type == defaultGroupType {
		return "default"
	}
	return group.String("name")
}

// checkGroup follows https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
func checkGroup(c *localcloud.Check) {
	if name := c.Inputs.String("name"); strings.HasPrefix(name, "sg-") {
		c.Fail("name", "invalid value for name (cannot begin with sg-): %q", name)
	}
}

func createGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	decide(group, "vpcId", defaultID(tx, "vpc"))
	if strings.EqualFold(group.String("name"), byDefault) {
		return tx.Fail(400, "InvalidParameterValue", "Cannot use reserved security group name: default")
	}
	return checkInline(tx, group)
}

// checkInline holds the rules that the group itself lists to its limit.
func checkInline(tx *localcloud.Tx, group *localcloud.Object) error {
	for _, direction := range []string{"ingress", "egress"} {
		var size weight
		for _, rule := range group.Outputs.Maps(direction) {
			size = size.add(inlineWeight(tx, rule))
		}
		if size.exceeds(quotaOf(tx, ruleQuota)) {
			return tooManyRules(tx)
		}
	}
	return nil
}

func inlineWeight(tx *localcloud.Tx, rule localcloud.Props) weight {
	size := weight{v4: len(rule.Strings("cidrBlocks")), v6: len(rule.Strings("ipv6CidrBlocks"))}
	both := len(rule.Strings("securityGroups"))
	if rule.Bool("self") {
		both++
	}
	size = size.add(weight{both, both})
	for _, list := range rule.Strings("prefixListIds") {
		size = size.add(listWeight(tx, list))
	}
	return size
}

// deleteGroup takes the group's own rules along.
func deleteGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	takeAlong(tx, "securityGroupId", group.ID, ingressType, egressType, oldRuleType)
	return nil
}

// groupInRules reports whether another group's rule names a group:
// https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html
func groupInRules(tx *localcloud.Tx, group *localcloud.Object) bool {
	for _, token := range []string{ingressType, egressType} {
		for _, rule := range tx.Where(token, "referencedSecurityGroupId", group.ID) {
			if rule.String("securityGroupId") != group.ID {
				return true
			}
		}
	}
	for _, rule := range tx.Where(oldRuleType, "sourceSecurityGroupId", group.ID) {
		if rule.String("securityGroupId") != group.ID {
			return true
		}
	}
	return tx.Find(groupType, func(other *localcloud.Object) bool {
		return other.ID != group.ID &&
			(slices.Contains(valuesAt(other.Outputs, "ingress.*.securityGroups"), group.ID) ||
				slices.Contains(valuesAt(other.Outputs, "egress.*.securityGroups"), group.ID))
	}) != nil
}

// findGroup also finds a VPC's default group, which is there whether or not a
// program has taken it over.
func findGroup(tx *localcloud.Tx, id string) *localcloud.Object {
	if id == "" {
		return nil
	}
	for _, token := range []string{groupType, defaultGroupType} {
		if group := tx.Get(token, id); group != nil {
			return group
		}
	}
	for _, vpc := range tx.Where(vpcType, "defaultSecurityGroupId", id) {
		return &localcloud.Object{
			Type: defaultGroupType, ID: id,
			Outputs: localcloud.PropsOf(map[string]any{"vpcId": vpc.ID}),
		}
	}
	return nil
}

func defaultGroupID(tx *localcloud.Tx, group *localcloud.Object) string {
	id := group.String("vpcId")
	if id == "" {
		id = defaultID(tx, "vpc")
	}
	if vpc := tx.Get(vpcType, id); vpc != nil {
		return vpc.String("defaultSecurityGroupId")
	}
	return ""
}

// adoptGroup takes a VPC's default group over; the provider removes the rules
// that the program does not list. Deleting it only forgets it:
// https://www.pulumi.com/registry/packages/aws/api-docs/ec2/defaultsecuritygroup/
func adoptGroup(tx *localcloud.Tx, group *localcloud.Object) error {
	decide(group, "vpcId", defaultID(tx, "vpc"))
	group.Set("name", "default")
	group.Set("description", "default VPC security group")
	return nil
}
