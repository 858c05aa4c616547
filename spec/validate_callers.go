package spec

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
)

// FromVPC names every address of the network among those who may reach the cluster's
// API from inside.
const FromVPC = "vpc"

// callersLimit leaves room in the cluster's security group, which takes 60 rules, for
// the ports of the services:
// https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
const callersLimit = 20

// groupForm is a security group's id.
var groupForm = regexp.MustCompile(`^sg-([0-9a-f]{8}|[0-9a-f]{17})$`)

// privateAccess checks who may reach the cluster's API from inside, and that anybody
// may at all: pulumi makes charts and workloads through it.
func (v *validator) privateAccess(eks EKS) {
	path := at("compute", "eks", "privateAccessFrom")
	callers := eks.PrivateAccessFrom
	if len(callers) == 0 && len(eks.PublicAccessCIDRs) == 0 {
		v.add(path, raw("[]"), "nobody could reach the cluster's API, neither from inside nor over the internet, and pulumi makes charts and workloads through it",
			"privateAccessFrom: [vpc]")
	}
	if len(callers) > callersLimit {
		v.add(path, raw(count(len(callers), "caller")), fmt.Sprintf("at most %d have room in the cluster's security group, beside the services' ports", callersLimit), "fewer callers, and wider ranges")
	}
	seen := map[string]bool{}
	for i, caller := range callers {
		at := caller
		if caller == FromVPC {
			at = v.sys.Network.CIDR
		}
		if seen[at] {
			v.add(under(path, i), caller, "it is named twice, and a security group takes a rule once", "nothing: leave it out")
			continue
		}
		seen[at] = true
		v.caller(under(path, i), caller)
	}
}

func (v *validator) caller(path, caller string) {
	if caller == FromVPC || groupForm.MatchString(caller) {
		return
	}
	prefix, err := netip.ParsePrefix(caller)
	switch {
	case strings.HasPrefix(caller, "sg-"):
		v.add(path, caller, "a security group's id is sg- and 17 digits from 0 to f (8 for an old one)", "sg-0123456789abcdef0 (the id of the group that the machines have)")
	case err != nil || !prefix.Addr().Is4():
		v.add(path, caller, "wanted is vpc, a range of IPv4 addresses, or a security group's id", "vpc, or 10.99.0.0/16 (the range of a peered network or a VPN)")
	case prefix != prefix.Masked():
		v.add(path, caller, "a range begins at its own first address", prefix.Masked().String())
	case !prefix.Addr().IsPrivate() && !inRange(sharedRange, prefix):
		v.add(path, caller, "these are addresses of the internet, which never come to the private endpoint: over the internet publicAccessCidrs lets in", "nothing: leave it out")
	}
}

// inRange tells whether a range lies in another one.
func inRange(whole, part netip.Prefix) bool {
	return whole.Bits() <= part.Bits() && whole.Contains(part.Addr())
}
