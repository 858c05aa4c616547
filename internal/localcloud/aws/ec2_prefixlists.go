package aws

import (
	"net/netip"

	"groundwork/internal/localcloud"
)

// checkPrefixList holds the entries to the list's size and family, as
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateManagedPrefixList.html
// does.
func checkPrefixList(c *localcloud.Check) {
	entries := c.Inputs.Maps("entries")
	if most := c.Inputs.Int("maxEntries"); c.Inputs.Known("maxEntries") && len(entries) > most {
		c.Fail("maxEntries", "expected max_entries to be at least the number of entries (%d), got %d", len(entries), most)
	}
	for _, entry := range entries {
		block, err := netip.ParsePrefix(entry.String("cidr"))
		if err == nil && block.Addr().Is4() != (c.Inputs.String("addressFamily") == "IPv4") {
			c.Fail("entries", "expected %q to be of the address family %s", entry.String("cidr"), c.Inputs.String("addressFamily"))
		}
	}
}

func createPrefixList(_ *localcloud.Tx, list *localcloud.Object) error {
	list.Set("version", 1)
	decide(list, "entries", []localcloud.Props{})
	return nil
}

// updatePrefixList makes a version of every change of the entries, and refuses
// a size that a security group has no room for:
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyManagedPrefixList.html
func updatePrefixList(tx *localcloud.Tx, old, list *localcloud.Object) error {
	if !plainEqual(old.Outputs.Get("entries"), list.Outputs.Get("entries")) {
		list.Set("version", old.Outputs.Int("version")+1)
	}
	more := list.Outputs.Int("maxEntries") - old.Outputs.Int("maxEntries")
	if more <= 0 {
		return nil
	}
	for _, token := range []string{ingressType, egressType} {
		for _, rule := range tx.Where(token, "prefixListId", list.ID) {
			size := familyWeight(list, more)
			for _, other := range tx.Where(token, "securityGroupId", rule.String("securityGroupId")) {
				size = size.add(ruleWeight(tx, other))
			}
			if size.exceeds(quotaOf(tx, ruleQuota)) {
				return tx.Fail(400, "InvalidRequest", "The following VPC Security Group resources do not have sufficient capacity: [%s].", rule.String("securityGroupId"))
			}
		}
	}
	return nil
}

// servicePrefixList is the list that AWS keeps of a service's addresses.
func servicePrefixList(tx *localcloud.Tx, service string) string {
	return "pl-" + tx.Seeded("prefix-list", tx.Region(), service).Hex(8)
}

// serviceListWeight is what AWS's own lists count in a security group:
// https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html#aws-managed-prefix-list-weights
var serviceListWeight = map[string]int{"s3": 1, "dynamodb": 1, "global.cloudfront.origin-facing": 55}

func findPrefixList(tx *localcloud.Tx, id string) *localcloud.Object {
	if list := tx.Get(prefixListType, id); list != nil || id == "" {
		return list
	}
	for service, counts := range serviceListWeight {
		if servicePrefixList(tx, service) == id {
			return &localcloud.Object{Type: prefixListType, ID: id, Outputs: localcloud.PropsOf(map[string]any{
				"addressFamily": "IPv4", "maxEntries": counts, "name": "com.amazonaws." + tx.Region() + "." + service,
			})}
		}
	}
	return nil
}

func listWeight(tx *localcloud.Tx, id string) weight {
	list := findPrefixList(tx, id)
	if list == nil {
		return weight{1, 1}
	}
	return familyWeight(list, list.Outputs.Int("maxEntries"))
}

func familyWeight(list *localcloud.Object, counts int) weight {
	if list.String("addressFamily") == "IPv6" {
		return weight{v6: counts}
	}
	return weight{v4: counts}
}
