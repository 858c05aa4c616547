package preflight

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Need is how much of a quota a stack takes.
type Need struct {
	Code string
	// Zone is where, for a quota of each zone.
	Zone string
	// Now is what a first up makes; Most is what the stack may come to by itself: its
	// nodes at their maximum and, while they are exchanged, the new beside the old.
	Now, Most float64
	// Why says how Most comes about; "" where it is Now.
	Why string
}

// Needs are what the stack takes, in the order of Quotas. cpus tells the vCPUs of an
// instance type; 0 is one that nobody knows.
func (s Stack) Needs(cpus func(string) float64) []Need {
	var needs []Need
	add := func(need Need) {
		if need.Most = max(need.Now, need.Most); need.Most > 0 {
			needs = append(needs, need)
		}
	}
	count := func(code, kind string) { add(Need{Code: code, Now: float64(len(s.of(kind)))}) }
	count("L-F678F1CE", "aws:ec2/vpc:Vpc")
	count("L-A4707A72", "aws:ec2/internetGateway:InternetGateway")
	count("L-0263D0A3", "aws:ec2/eip:Eip")
	for _, zone := range s.gateways() {
		add(zone)
	}
	add(s.machines(onDemand, cpus))
	add(s.machines(onSpot, cpus))
	count("L-E79EC296", "aws:ec2/securityGroup:SecurityGroup")
	add(s.rules())
	balancers := map[string]float64{}
	for _, balancer := range s.of(balancerType) {
		balancers[balancer.text("loadBalancerType")]++
	}
	add(Need{Code: "L-53DA6B97", Now: balancers["application"] + balancers[""]})
	add(Need{Code: "L-69A177A2", Now: balancers["network"]})
	count("L-B22855CB", "aws:lb/targetGroup:TargetGroup")
	count("L-1194D53C", clusterType)
	count("L-7B6409FD", databaseType)
	add(s.databaseStorage())
	add(Need{Code: "L-DFE45DF3", Now: s.cacheNodes()})
	count("L-FE177D64", roleType)
	return needs
}

// gateways are the NAT gateways of each zone.
func (s Stack) gateways() []Need {
	counts := map[string]float64{}
	for _, gateway := range s.of("aws:ec2/natGateway:NatGateway") {
		counts[zoneOf(s.source(gateway, "subnetId"))]++
	}
	var needs []Need
	for _, zone := range slices.Sorted(keysOf(counts)) {
		needs = append(needs, Need{Code: "L-FE5A380F", Zone: zone, Now: counts[zone]})
	}
	return needs
}

// nodeGroup is a managed group of nodes, in numbers.
type nodeGroup struct {
	kind            string
	spot            bool
	desired, most   float64
	zones, together float64
}

func (s Stack) nodeGroups() []nodeGroup {
	var groups []nodeGroup
	for _, group := range s.of(groupType) {
		subnets, _ := group.at("subnetIds").([]any)
		zones := map[string]bool{}
		for _, urn := range group.From["subnetIds"] {
			zones[zoneOf(s.byURN(urn))] = true
		}
		read := nodeGroup{
			kind: group.text("instanceTypes.0"), spot: group.text("capacityType") == "SPOT",
			desired: group.number("scalingConfig.desiredSize"), most: group.number("scalingConfig.maxSize"),
			zones: float64(max(len(zones), min(len(subnets), 1))), together: max(group.number("updateConfig.maxUnavailable"), 1),
		}
		if share := group.number("updateConfig.maxUnavailablePercentage"); share > 0 {
			read.together = math.Ceil(read.most * share / 100)
		}
		groups = append(groups, read)
	}
	return groups
}

// beside is how many nodes an exchange starts before it ends others: twice as many as
// there are zones, or as many as may be away at once, whichever is more.
// https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
func (g nodeGroup) beside() float64 { return max(2*g.zones, g.together) }

// machines are the vCPUs that count against the quota for standard instances.
func (s Stack) machines(code string, cpus func(string) float64) Need {
	need := Need{Code: code}
	var parts []string
	for _, group := range s.nodeGroups() {
		each := cpus(group.kind)
		if !standard(group.kind) || group.spot != (code == onSpot) || each == 0 {
			continue
		}
		need.Now += group.desired * each
		need.Most += (group.most + group.beside()) * each
		parts = append(parts, fmt.Sprintf("%v %s at most, and %v beside them while they are exchanged", group.most, group.kind, group.beside()))
	}
	for _, machine := range s.of("aws:ec2/instance:Instance") {
		if kind := machine.text("instanceType"); code == onDemand && standard(kind) {
			need.Now += cpus(kind)
			need.Most += cpus(kind)
		}
	}
	need.Why = strings.Join(parts, "; ")
	return need
}

// standard tells whether an instance type is of the families that share a quota:
// https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html
func standard(kind string) bool {
	family, _, _ := strings.Cut(kind, ".")
	letters := strings.TrimRight(strings.SplitAfterN(family, "-", 2)[0], "-")
	name := letters[:len(letters)-len(strings.TrimLeft(letters, "abcdefghijklmnopqrstuvwxyz"))]
	return slices.Contains([]string{"a", "c", "d", "h", "i", "im", "is", "m", "r", "t", "z"}, name)
}

// kinds are the instance types that the stack's machines have, sorted.
func (s Stack) kinds() []string {
	kinds := map[string]bool{}
	for _, group := range s.nodeGroups() {
		kinds[group.kind] = true
	}
	for _, machine := range s.of("aws:ec2/instance:Instance") {
		kinds[machine.text("instanceType")] = true
	}
	delete(kinds, "")
	return slices.Sorted(keysOf(kinds))
}

// rules are those of the group and direction that has most. A prefix list counts as many
// as it may come to hold: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
func (s Stack) rules() Need {
	counts := map[string]float64{}
	for _, kind := range []string{"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"} {
		for _, rule := range s.of(kind) {
			counts[kind+s.source(rule, "securityGroupId").URN] += max(1, s.source(rule, "prefixListId").number("maxEntries"))
		}
	}
	need := Need{Code: rulesPerGroup}
	for _, count := range counts {
		need.Now = max(need.Now, count)
	}
	return need
}

// databaseStorage is what the instances have; a replica has as much as its primary.
func (s Stack) databaseStorage() Need {
	need := Need{Code: databaseStorage}
	for _, instance := range s.of(databaseType) {
		from := instance
		if source := s.source(instance, "replicateSourceDb"); source.URN != "" && instance.number("allocatedStorage") == 0 {
			from = source
		}
		size := from.number("allocatedStorage")
		need.Now += size
		need.Most += max(size, instance.number("maxAllocatedStorage"))
	}
	if need.Most > need.Now {
		need.Why = "grown to what autoscaling of the storage allows"
	}
	return need
}

func (s Stack) cacheNodes() float64 {
	var nodes float64
	for _, group := range s.of(cacheType) {
		nodes += max(group.number("numCacheClusters"), group.number("numNodeGroups")*(1+group.number("replicasPerNodeGroup")), 1)
	}
	return nodes
}
