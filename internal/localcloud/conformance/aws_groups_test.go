package conformance

import "fmt"

const (
	netGroupDocs  = ec2API + "API_CreateSecurityGroup.html"
	netRuleDocs   = ec2API + "API_AuthorizeSecurityGroupIngress.html"
	netRuleLimits = vpcGuide + "amazon-vpc-limits.html#vpc-limits-security-groups"
)

func (n wired) rule(changes Props) Props {
	return with(Props{
		"securityGroupId": n.group.ID, "cidrIpv4": "10.0.0.0/16", "ipProtocol": "tcp", "fromPort": 443, "toPort": 443,
	}, changes)
}

// letting adds a rule to the wired group.
func letting(changes func(n wired) Props) func(*World) error {
	return adding(netIngress, func(n wired) Props { return n.rule(changes(n)) })
}

var groupCases = []Case{
	{"a group's name twice in a VPC", adding(netGroup, func(n wired) Props { return Props{"vpcId": n.vpc.ID, "name": "group"} }),
		"InvalidGroup.Duplicate", ec2Errors},
	{"a group's name in another VPC", adding(netGroup, func(n wired) Props { return Props{"vpcId": n.other.ID, "name": "group"} }), "", netGroupDocs},
	{"a group's name like an id", creating(netGroup, Props{"name": "sg-mine"}), "cannot begin with sg-", netGroupDocs},
	{"a group with the reserved name", creating(netGroup, Props{"name": "default"}), "Cannot use reserved security group name: default", ec2Errors},
	{"a group in no VPC", creating(netGroup, Props{"vpcId": "vpc-0"}), "InvalidVpcID.NotFound", ec2Errors},
	{"a group without a VPC is in the default one", func(w *World) error {
		group, err := w.Create(netGroup, "group", Props{})
		if err != nil {
			return err
		}
		vpc, err := w.Invoke("aws:ec2/getVpc:getVpc", Props{"default": true})
		if err != nil {
			return err
		}
		return same("its VPC", vpc.String("id"), group.Outputs.String("vpcId"))
	}, "", netGroupDocs},
	{"a rule", letting(nothing), "", netRuleDocs},
	{"a rule twice", within(func(n wired) error {
		n.Make(netIngress, "first", n.rule(nil))
		_, err := n.Create(netIngress, "second", n.rule(nil))
		return err
	}), "InvalidPermission.Duplicate: the specified rule \"peer: 10.0.0.0/16, TCP, from port: 443, to port: 443, ALLOW\" already exists", ec2Errors},
	{"the same rule in the other direction", within(func(n wired) error {
		n.Make(netIngress, "in", n.rule(nil))
		_, err := n.Create(netEgress, "out", n.rule(nil))
		return err
	}), "", netRuleDocs},
	{"a rule of no group", letting(func(wired) Props { return Props{"securityGroupId": "sg-0"} }), "InvalidGroup.NotFound: The security group 'sg-0' does not exist", ec2Errors},
	{"a rule for no group", letting(func(wired) Props { return Props{"cidrIpv4": nil, "referencedSecurityGroupId": "sg-0"} }), "InvalidGroup.NotFound", ec2Errors},
	{"a rule for the group itself", letting(func(n wired) Props { return Props{"cidrIpv4": nil, "referencedSecurityGroupId": n.group.ID} }), "", vpcGuide + "security-group-rules.html"},
	{"a rule for another network's group", letting(func(n wired) Props {
		return Props{"cidrIpv4": nil, "referencedSecurityGroupId": n.Make(netGroup, "stranger", Props{"vpcId": n.other.ID}).ID}
	}), "belong to different networks", vpcGuide + "security-group-rules.html"},
	{"a rule for no prefix list", letting(func(wired) Props { return Props{"cidrIpv4": nil, "prefixListId": "pl-0"} }), "InvalidPrefixListID.NotFound", ec2Errors},
	{"a rule for nobody", letting(func(wired) Props { return Props{"cidrIpv4": nil} }), "Exactly one of these attributes must be configured", "facts: aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"},
	{"a rule for two", letting(func(wired) Props { return Props{"cidrIpv6": "::/0"} }), "Exactly one of these attributes must be configured", "facts: aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"},
	{"ports the wrong way round", letting(func(wired) Props { return Props{"fromPort": 444} }), "to_port", netRuleDocs},
	{"TCP without ports", letting(func(wired) Props { return Props{"fromPort": nil, "toPort": nil} }), "Must specify both from and to ports with TCP/UDP", netRuleDocs},
	{"a sixty-first rule", within(func(n wired) error {
		for i := range 60 {
			n.Make(netIngress, fmt.Sprint(i), n.rule(Props{"cidrIpv4": fmt.Sprintf("10.0.%d.0/24", i)}))
		}
		_, err := n.Create(netIngress, "more", n.rule(nil))
		return err
	}), "RulesPerSecurityGroupLimitExceeded", netRuleLimits},
	{"sixty rules in and sixty out", within(func(n wired) error {
		for i := range 60 {
			n.Make(netIngress, fmt.Sprint(i), n.rule(Props{"cidrIpv4": fmt.Sprintf("10.0.%d.0/24", i)}))
		}
		_, err := n.Create(netEgress, "more", n.rule(nil))
		return err
	}), "", netRuleLimits},
	{"a prefix list that counts more than is left", within(func(n wired) error {
		list := n.Make(netList, "list", Props{"addressFamily": "IPv4", "maxEntries": 60})
		n.Make(netIngress, "first", n.rule(nil))
		_, err := n.Create(netIngress, "list", n.rule(Props{"cidrIpv4": nil, "prefixListId": list.ID}))
		return err
	}), "RulesPerSecurityGroupLimitExceeded", vpcGuide + "working-with-managed-prefix-lists.html"},
	{"more entries than the list holds", creating(netList, Props{"addressFamily": "IPv4", "maxEntries": 1, "entries": []any{
		Props{"cidr": "192.0.2.0/24"}, Props{"cidr": "198.51.100.0/24"},
	}}), "at least the number of entries (2), got 1", ec2API + "API_CreateManagedPrefixList.html"},
	{"an entry of the other family", creating(netList, Props{"addressFamily": "IPv6", "maxEntries": 1, "entries": []any{Props{"cidr": "192.0.2.0/24"}}}),
		"address family IPv6", ec2API + "API_CreateManagedPrefixList.html"},
	{"a prefix list in a rule stays", within(func(n wired) error {
		list := n.Make(netList, "list", Props{"addressFamily": "IPv4", "maxEntries": 5})
		n.Make(netIngress, "list", n.rule(Props{"cidrIpv4": nil, "prefixListId": list.ID}))
		return n.Delete(netList, "list", list)
	}), "DependencyViolation", ec2API + "API_DeleteManagedPrefixList.html"},
	{"a group that another names stays", within(func(n wired) error {
		client := n.Make(netGroup, "client", Props{"vpcId": n.vpc.ID})
		n.Make(netIngress, "in", n.rule(Props{"cidrIpv4": nil, "referencedSecurityGroupId": client.ID}))
		return n.Delete(netGroup, "client", client)
	}), "DependencyViolation: resource", vpcGuide + "deleting-security-groups.html"},
	{"a group that names itself goes, with its rules", within(func(n wired) error {
		n.Make(netIngress, "in", n.rule(Props{"cidrIpv4": nil, "referencedSecurityGroupId": n.group.ID}))
		return n.Delete(netGroup, "group", n.group)
	}), "", vpcGuide + "deleting-security-groups.html"},
}
