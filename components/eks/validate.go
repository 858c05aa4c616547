package eks

import (
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/problem"
)

var (
	versionPattern   = regexp.MustCompile(`^1\.[0-9]{2}$`)
	accountPattern   = regexp.MustCompile(`^[0-9]{12}$`)
	instancePattern  = regexp.MustCompile(`^[a-z0-9-]+\.[a-z0-9-]+$`)
	principalPattern = regexp.MustCompile(`^arn:aws:iam::[0-9]{12}:(role|user)/.+$`)
)

// minDiskGiB holds the system and the images of a few services.
const minDiskGiB = 20

// validate returns every problem of the arguments in one error.
func (a Args) validate() error {
	problems := problem.List{About: "eks: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(versionPattern.MatchString(a.Version), "version %q must be a minor version such as 1.34", a.Version)
	problems.Require(a.Region != "", "region is required")
	problems.Require(accountPattern.MatchString(a.AccountID), "account id %q must have 12 digits", a.AccountID)
	problems.Require(a.VPCID != nil, "vpc id is required")
	problems.Require(a.SubnetIDs != nil, "subnet ids are required")
	problems.Require(a.LogRetention > 0, "log retention must be positive, not %s", a.LogRetention)
	for _, admin := range a.Admins {
		problems.Require(principalPattern.MatchString(admin), "admin %q must be the ARN of an IAM role or user", admin)
	}
	for _, viewer := range a.Viewers {
		problems.Require(principalPattern.MatchString(viewer), "viewer %q must be the ARN of an IAM role or user", viewer)
		problems.Refuse(slices.Contains(a.Admins, viewer), "viewer %q is an admin already", viewer)
	}
	for _, cidr := range a.PublicAccessCIDRs {
		prefix, err := netip.ParsePrefix(cidr)
		problems.Require(err == nil, "public access cidr %q is not an address range", cidr)
		// Control EKS.1: a public endpoint only for a list of known addresses.
		problems.Require(err != nil || prefix.Bits() > 0, "public access cidr %q opens the api to the whole internet", cidr)
	}
	for _, caller := range a.PrivateAccess {
		problems.Add(caller.validate())
	}
	problems.Add(a.Nodes.validate())
	problems.Add(a.validateLists())
	return problems.Err()
}

func (n Nodes) validate() error {
	problems := problem.List{About: "eks: nodes: "}
	problems.Require(instancePattern.MatchString(n.Type), "type %q must be an instance type such as t3.large", n.Type)
	problems.Require(n.Min >= 1, "min %d must be at least 1", n.Min)
	problems.Require(n.Max >= n.Min, "max %d must be at least min %d", n.Max, n.Min)
	problems.Require(n.Desired == 0 || (n.Desired >= n.Min && n.Desired <= n.Max), "desired %d must be from min %d to max %d", n.Desired, n.Min, n.Max)
	problems.Require(n.DiskGiB >= minDiskGiB, "disk of %d GiB must be at least %d", n.DiskGiB, minDiskGiB)
	seen := map[string]bool{}
	for _, zone := range n.Zones {
		problems.Refuse(zone.ID == "" || seen[zone.ID] || zone.SubnetID == nil, "zone %q needs an id of its own and a subnet", zone.ID)
		seen[zone.ID] = true
	}
	problems.Require(n.Min >= len(n.Zones), "min %d must be at least the number of zones with a group, %d", n.Min, len(n.Zones))
	return problems.Err()
}

// validateLists reports the problems of ingress rules, pod roles and add-on
// versions.
func (a Args) validateLists() error {
	problems := problem.List{About: "eks: "}
	seen := map[string]bool{}
	for _, rule := range a.Ingress {
		bad := rule.Name == "" || seen[rule.Name] || rule.SecurityGroupID == nil || rule.Port < 1 || rule.Port > 65535
		problems.Refuse(bad, "ingress rule %q needs a name of its own, a security group and a port from 1 to 65535, not %d", rule.Name, rule.Port)
		seen[rule.Name] = true
	}
	seen = map[string]bool{}
	for _, role := range a.PodRoles {
		bad := role.Name == "" || seen[role.Name] || role.Namespace == "" || role.ServiceAccount == "" || role.Policy == nil
		problems.Refuse(bad, "pod role %q needs a name of its own, a namespace, a service account and a policy", role.Name)
		seen[role.Name] = true
	}
	for _, addon := range slices.Sorted(maps.Keys(a.AddonVersions)) {
		problems.Require(knownAddon(addon), "addon version of %q: there is no such add-on here; known are %s", addon, strings.Join(addonNames(), ", "))
	}
	return problems.Err()
}
