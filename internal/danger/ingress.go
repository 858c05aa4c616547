package danger

import (
	"fmt"
	"net/netip"
	"slices"

	"groundwork/internal/changes"
)

// opening lets a source in on some ports.
type opening struct {
	protocol string
	from, to float64
	// source is an address block, a prefix list, or a security group.
	source string
}

// portless protocols have no ports: all are open.
const lastPort = 65535

// openingsOf reads the ways in of a security group's rule, or of a group with
// rules of its own. Nothing for other types.
func openingsOf(kind string, inputs map[string]any) []opening {
	switch kind {
	case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":
		return openingsIn(inputs, "ipProtocol", "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")
	case "aws:ec2/securityGroupRule:SecurityGroupRule":
		if text(inputs["type"]) == "ingress" {
			return openingsIn(inputs, "protocol", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "sourceSecurityGroupId")
		}
	case "aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":
		var all []opening
		for _, rule := range list(inputs["ingress"]) {
			if rule, is := rule.(map[string]any); is {
				all = append(all, openingsIn(rule, "protocol", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups")...)
			}
		}
		return all
	}
	return nil
}

func openingsIn(rule map[string]any, protocolKey string, sourceKeys ...string) []opening {
	o := opening{protocol: text(rule[protocolKey])}
	o.from, _ = changes.Number(rule["fromPort"])
	o.to, _ = changes.Number(rule["toPort"])
	if o.protocol == "-1" || o.protocol == "all" {
		o.protocol, o.from, o.to = "all", 0, lastPort
	}
	if o.from < 0 {
		o.from, o.to = 0, lastPort
	}
	var all []opening
	for _, key := range sourceKeys {
		for _, source := range texts(rule[key]) {
			if known(source) && source != "" {
				o.source = source
				all = append(all, o)
			}
		}
	}
	return all
}

// covers is true when whoever b lets in, a lets in too.
func (a opening) covers(b opening) bool {
	protocol := a.protocol == "all" || a.protocol == b.protocol
	return protocol && a.from <= b.from && a.to >= b.to && contains(a.source, b.source)
}

// contains is true when a block holds another one, or two sources are the same.
func contains(wide, narrow string) bool {
	if wide == narrow {
		return true
	}
	a, err := netip.ParsePrefix(wide)
	if err != nil {
		return false
	}
	b, err := netip.ParsePrefix(narrow)
	return err == nil && a.Bits() <= b.Bits() && a.Masked().Contains(b.Addr())
}

// worldBits is the longest prefix that is called the whole internet: two halves,
// or a few eighths, are not a restriction.
const worldBits = 3

func (a opening) world() bool { return world(a.source) }

func world(block string) bool {
	prefix, err := netip.ParsePrefix(block)
	return err == nil && prefix.Bits() <= worldBits
}

// private is true of an address block that isn't routed on the internet, and of
// sources that aren't blocks.
func private(source string) bool {
	prefix, err := netip.ParsePrefix(source)
	return err != nil || prefix.Addr().IsPrivate() && prefix.Bits() >= 8
}

// webPorts are open to the world in most systems, on purpose.
func (a opening) web() bool {
	return a.protocol != "all" && a.from == a.to && (a.from == 443 || a.from == 80)
}

// ingressRule judges ways into security groups that weren't there before.
func ingressRule(s subject) []verdict {
	after := openingsOf(s.Type, s.After)
	if len(after) == 0 {
		return nil
	}
	before := openingsOf(s.Type, s.Before)
	group := text(s.new("securityGroupId"))
	fresh := s.Operation == changes.Create && !known(group) || s.Operation == changes.Create && group == ""
	if !fresh && known(group) {
		before = append(slices.Clone(before), s.index.openings[group]...)
	}
	var verdicts []verdict
	for _, o := range after {
		if slices.ContainsFunc(before, func(b opening) bool { return b.covers(o) }) || !s.worthTelling(o, fresh) {
			continue
		}
		v := verdict{level: Exposure, paths: pathsOf(s), advice: o.advice(), loss: fmt.Sprintf("%s opened to %s", o.ports(), o.who())}
		if o.world() {
			v.mild = grave
		}
		verdicts = append(verdicts, v)
	}
	return verdicts
}

// worthTelling leaves out what a new group is made for: ways in for the world to
// the web, and ways in from inside. A new rule of an old group is told unless it
// lets another security group in, which is how parts of a system meet.
func (s subject) worthTelling(o opening, fresh bool) bool {
	_, err := netip.ParsePrefix(o.source)
	switch {
	case fresh:
		return o.world() && !o.web()
	case s.Operation == changes.Create:
		return err == nil
	}
	return true
}
