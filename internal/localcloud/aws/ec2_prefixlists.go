package aws

import (
	"net/netip"
	"strings"

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

func serviceListName(tx *localcloud.Tx, service string) string {
	if strings.HasPrefix(service, "global.") {
		return "com.amazonaws." + service
	}
	return "com.amazonaws." + tx.Region() + "." + service
}

func findPrefixList(tx *localcloud.Tx, id string) *localcloud.Object {
	if list := tx.Get(prefixListType, id); list != nil || id == "" {
		return list
	}
	for service, counts := range serviceListWeight {
		if servicePrefixList(tx, service) == id {
			return &localcloud.Object{Type: prefixListType, ID: id, Outputs: localcloud.PropsOf(map[string]any{
				"addressFamily": "IPv4", "maxEntries": counts, "name": serviceListName(tx, service),
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

// prefixListLookups are the data sources of prefix lists, AWS's own among them.
func prefixListLookups() service {
	return service{functions: map[string]localcloud.Function{
		"aws:ec2/getManagedPrefixList:getManagedPrefixList": lookupPrefixList,
		"aws:ec2/getPrefixList:getPrefixList":               lookupServiceList,
	}}
}

// serviceBlocks are some of the services' addresses:
// https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
var serviceBlocks = map[string][]string{
	"s3":                              {"52.216.0.0/15", "3.5.0.0/19", "54.231.0.0/16"},
	"dynamodb":                        {"52.94.0.0/22", "52.119.224.0/20"},
	"global.cloudfront.origin-facing": {"120.52.22.96/27", "180.163.57.128/26", "205.251.249.0/24"},
}

var listFilters = filtering{"prefix-list-id": itsID, "prefix-list-name": shows("name"), "owner-id": shows("ownerId")}

func prefixLists(tx *localcloud.Tx) []*localcloud.Object {
	list := tx.Select(prefixListType, nil)
	for service := range serviceListWeight {
		own := findPrefixList(tx, servicePrefixList(tx, service))
		own.Set("ownerId", "AWS")
		own.Set("arn", "arn:aws:ec2:"+tx.Region()+":aws:prefix-list/"+own.ID)
		own.Set("version", 0)
		entries := []any{}
		for _, block := range serviceBlocks[service] {
			entries = append(entries, map[string]any{"cidr": block, "description": ""})
		}
		own.Set("entries", entries)
		list = append(list, own)
	}
	return list
}

func onePrefixList(tx *localcloud.Tx, args localcloud.Props, id string) (*localcloud.Object, error) {
	list, err := listFilters.search(tx, args, narrowed(prefixLists(tx), args, map[string]string{id: "id", "name": "name"}))
	if err != nil {
		return nil, err
	}
	return only(tx, "EC2 Managed Prefix List", list)
}

func lookupPrefixList(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := onePrefixList(tx, args, "id")
	if err != nil {
		return nil, err
	}
	values := copied(list, "addressFamily", "arn", "entries", "maxEntries", "name", "ownerId", "version")
	return answered(args, list.ID, values), nil
}

func lookupServiceList(tx *localcloud.Tx, args localcloud.Props) (localcloud.Props, error) {
	list, err := onePrefixList(tx, args, "prefixListId")
	if err != nil {
		return nil, err
	}
	blocks := []string{}
	for _, entry := range list.Outputs.Maps("entries") {
		blocks = append(blocks, entry.String("cidr"))
	}
	return answered(args, list.ID, map[string]any{"name": list.String("name"), "cidrBlocks": blocks}), nil
}
