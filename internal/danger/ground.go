package danger

import (
	"fmt"
	"slices"
	"strings"

	"groundwork/internal/changes"
)

const (
	vpcType        = "aws:ec2/vpc:Vpc"
	subnetType     = "aws:ec2/subnet:Subnet"
	clusterType    = "aws:eks/cluster:Cluster"
	databaseType   = "aws:rds/instance:Instance"
	databaseGroup  = "aws:rds/subnetGroup:SubnetGroup"
	cacheType      = "aws:elasticache/replicationGroup:ReplicationGroup"
	cacheGroup     = "aws:elasticache/subnetGroup:SubnetGroup"
	anotherNetwork = "; another network is another stack: docs/operations.md"
)

// tenants are the types of what lives in a network: none of them moves to another.
// https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
var tenants = []string{
	clusterType, "aws:eks/nodeGroup:NodeGroup", databaseType, "aws:rds/cluster:Cluster", cacheType, "aws:elasticache/cluster:Cluster",
	"aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer", "aws:elb/loadBalancer:LoadBalancer", natGateway,
	"aws:ec2/instance:Instance", "aws:autoscaling/group:Group", "aws:ecs/service:Service", "aws:efs/mountTarget:MountTarget", "aws:rds/proxy:Proxy",
}

// groundRule judges what everything else stands in. AWS takes nothing away from under
// what lives: the change would stop half-way.
func groundRule(s subject) []verdict {
	switch {
	case s.index.moved:
		return nil
	case s.Type == vpcType && s.Operation == changes.Replace:
		return vpcVerdicts(s)
	case s.Type == subnetType && s.gone() && !s.index.replaced(vpcType, text(s.old("vpcId"))):
		if refused := subnetVerdicts(s); refused != nil {
			return refused
		}
		return s.volumesLeft()
	}
	return nil
}

// vpcVerdicts: the range of a VPC can't be changed, and another VPC is another network.
// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
func vpcVerdicts(s subject) []verdict {
	living := 0
	for _, kind := range tenants {
		for _, tenant := range s.index.byType[kind] {
			if tenant.Operation != changes.Create && tenant.Operation != changes.Delete {
				living++
			}
		}
	}
	if living == 0 {
		return nil
	}
	what, advice := "the network can't be replaced", "take the change back"
	if s.differs("cidrBlock") {
		what = fmt.Sprintf("the range %v can't become %v", s.old("cidrBlock"), s.new("cidrBlock"))
		advice = fmt.Sprintf("keep groundwork:network.cidr: %v", s.old("cidrBlock"))
	}
	return []verdict{{level: Refused, mild: grave, paths: s.Because, advice: advice + anotherNetwork,
		loss: fmt.Sprintf("%s: %s in it", what, lives(living))}}
}

func lives(count int) string {
	if count == 1 {
		return "1 thing lives"
	}
	return fmt.Sprintf("%d things live", count)
}

// subnetVerdicts tell, once for each zone, who stands in the subnets that go.
func subnetVerdicts(s subject) []verdict {
	zone := s.zone()
	var standing []string
	for _, other := range s.index.byType[subnetType] {
		gone := subject{Resource: other, index: s.index}
		if !gone.gone() || gone.zone() != zone {
			continue
		}
		for _, tenant := range gone.standing() {
			if !slices.Contains(standing, tenant) {
				standing = append(standing, tenant)
			}
		}
	}
	if len(standing) == 0 || len(s.standing()) == 0 || s.URN != s.index.firstGone(zone) {
		return nil
	}
	slices.Sort(standing)
	loss, advice := fmt.Sprintf("zone %s can't be taken out: %s", zone, standIn(standing)), "keep "+zone+" in groundwork:network.zones"
	if s.Operation == changes.Replace {
		loss = fmt.Sprintf("the subnet in %s can't be replaced: %s", zone, standIn(standing))
		advice = "keep groundwork:network.subnets as they are"
	}
	return []verdict{{level: Refused, paths: s.Because, advice: advice + anotherNetwork, loss: loss}}
}

// standIn says who does, shortly: the first line of a rehearsal has little room.
func standIn(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return "the " + names[0] + " stands in it"
	}
	return strings.Join(names[:last], ", ") + " and " + names[last] + " stand in it"
}

// firstGone is the first subnet of a zone that goes from under somebody.
func (i index) firstGone(zone string) string {
	for _, other := range i.byType[subnetType] {
		s := subject{Resource: other, index: i}
		if s.gone() && s.zone() == zone && len(s.standing()) > 0 {
			return s.URN
		}
	}
	return ""
}

// replaced is true when the resource of that id is.
func (i index) replaced(kind, id string) bool {
	return slices.ContainsFunc(i.byType[kind], func(r changes.Resource) bool { return r.ID == id && r.Operation == changes.Replace })
}
