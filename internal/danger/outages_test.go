package danger

import (
	"testing"

	"groundwork/internal/changes"
)

func TestWhatIsAwayForAWhile(t *testing.T) {
	const nodes, record, certificate = "aws:eks/nodeGroup:NodeGroup", "cloudflare:index/dnsRecord:DnsRecord", "aws:acm/certificate:Certificate"
	try(t, []trial{
		{name: "a load balancer", kind: "aws:lb/loadBalancer:LoadBalancer", operation: changes.Replace, level: Downtime, losses: []string{"the load balancer is replaced, its address changes"}},
		{name: "a load balancer gets a tag", kind: "aws:lb/loadBalancer:LoadBalancer", operation: changes.Update, before: object{"tags": object{}}, after: object{"tags": object{"a": "b"}}},
		{name: "a listener", kind: "aws:lb/listener:Listener", operation: changes.Replace, level: Downtime},
		{name: "a target group", kind: "aws:alb/targetGroup:TargetGroup", operation: changes.Replace, level: Downtime},
		{name: "a cluster", kind: "aws:eks/cluster:Cluster", operation: changes.Replace, level: Downtime},
		{name: "nodes that go before new ones come", kind: nodes, operation: changes.Replace, adjust: first, level: Downtime},
		{name: "nodes that go after new ones came", kind: nodes, operation: changes.Replace},
		{name: "a subnet", kind: "aws:ec2/subnet:Subnet", operation: changes.Replace, level: Downtime},
		{name: "a NAT gateway", kind: "aws:ec2/natGateway:NatGateway", operation: changes.Delete, level: Downtime, losses: []string{"the NAT gateway is deleted, what is private can't reach the internet any more"}},
		{name: "a route", kind: "aws:ec2/route:Route", operation: changes.Replace, level: Downtime},
		{name: "a certificate that is issued first", kind: certificate, operation: changes.Replace},
		{name: "a certificate that is deleted first", kind: certificate, operation: changes.Replace, adjust: first, level: Downtime},
		{name: "a DNS record", kind: record, operation: changes.Replace, level: Downtime, losses: []string{"the name doesn't resolve"}},
		{name: "a DNS record gets another value", kind: record, operation: changes.Update, before: object{"content": "a"}, after: object{"content": "b"}},
		{name: "a Deployment that is deleted first", kind: "kubernetes:apps/v1:Deployment", operation: changes.Replace, adjust: first, level: Downtime},
		{name: "a Deployment of another name", kind: "kubernetes:apps/v1:Deployment", operation: changes.Replace},
		{name: "a Service", kind: "kubernetes:core/v1:Service", operation: changes.Replace, level: Downtime},
		{name: "a generated password", kind: "random:index/randomPassword:RandomPassword", operation: changes.Replace, level: Downtime, losses: []string{"whoever still holds the old one is refused"}},
		{name: "a password whose login is another one with it", kind: "random:index/randomPassword:RandomPassword", operation: changes.Replace,
			adjust: func(r *changes.Resource) {
				r.URN = "urn:pulumi:prod::s::groundwork:databaseaccess:Access$random:index/randomPassword:RandomPassword::access-owner-api"
			}},
		{name: "a generated password that nobody needs", kind: "random:index/randomPassword:RandomPassword", operation: changes.Delete},
		{name: "one that stays in the cloud", kind: "aws:lb/loadBalancer:LoadBalancer", operation: changes.Delete, adjust: retained},
		{name: "one that is protected", kind: "aws:lb/loadBalancer:LoadBalancer", operation: changes.Delete, adjust: protected, level: Downtime, losses: []string{"the protected load balancer is deleted"}},
	})
}

func TestDatabasesAreInterruptedInPlace(t *testing.T) {
	one := func(path string, value any) object { return object{path: value} }
	with := func(inputs object, path string, value any) object {
		inputs[path] = value
		return inputs
	}
	try(t, []trial{
		{name: "another class waits for the window", kind: database, operation: changes.Update, before: one("instanceClass", "db.t3.large"), after: one("instanceClass", "db.r5.large"), level: Downtime, losses: []string{"(db.t3.large to db.r5.large), in the maintenance window: it is away for some minutes"}},
		{name: "another class at once, with a standby", kind: database, operation: changes.Update, before: with(one("instanceClass", "a"), "multiAz", true), after: with(with(one("instanceClass", "b"), "multiAz", true), "applyImmediately", true), level: Downtime, losses: []string{"at once: connections are cut while it fails over"}},
		{name: "an upgrade takes a standby down too", kind: database, operation: changes.Update, before: with(one("engineVersion", "15.4"), "multiAz", true), after: with(one("engineVersion", "15.6"), "multiAz", true), level: Downtime, losses: []string{"it is away for some minutes"}},
		{name: "a second zone", kind: database, operation: changes.Update, before: one("multiAz", false), after: one("multiAz", true)},
		{name: "no second zone any more", kind: database, operation: changes.Update, before: one("multiAz", true), after: one("multiAz", false), level: Downtime, losses: []string{"no standby any more"}},
		{name: "from gp2 to gp3", kind: database, operation: changes.Update, before: one("storageType", "gp2"), after: one("storageType", "gp3")},
		{name: "from magnetic", kind: database, operation: changes.Update, before: one("storageType", "standard"), after: one("storageType", "gp3"), level: Downtime},
		{name: "more storage and IOPS", kind: database, operation: changes.Update, before: object{"allocatedStorage": 100, "iops": 3000}, after: object{"allocatedStorage": 500, "iops": 12000}},
		{name: "another port", kind: database, operation: changes.Update, before: one("port", 5432), after: one("port", 5433), level: Downtime, losses: []string{"at once"}},
		{name: "another password", kind: database, operation: changes.Update, before: one("password", changes.Secret), after: one("password", "[another]"), level: Downtime},
		{name: "a static parameter", kind: "aws:rds/parameterGroup:ParameterGroup", operation: changes.Update,
			before: one("parameters", []any{object{"name": "shared_buffers", "value": "1", "applyMethod": "pending-reboot"}}),
			after:  one("parameters", []any{object{"name": "shared_buffers", "value": "2", "applyMethod": "pending-reboot"}}), level: Downtime, losses: []string{"shared_buffers of the database takes effect only after a restart"}},
		{name: "a dynamic parameter", kind: "aws:rds/parameterGroup:ParameterGroup", operation: changes.Update,
			before: one("parameters", []any{object{"name": "work_mem", "value": "1", "applyMethod": "immediate"}}),
			after:  one("parameters", []any{object{"name": "work_mem", "value": "2", "applyMethod": "immediate"}})},
		{name: "a cache's nodes with a replica", kind: "aws:elasticache/replicationGroup:ReplicationGroup", operation: changes.Update, before: with(one("nodeType", "a"), "numCacheClusters", 2), after: one("nodeType", "b"), level: Downtime, losses: []string{"some seconds"}},
		{name: "a cache's only node", kind: "aws:elasticache/replicationGroup:ReplicationGroup", operation: changes.Update, before: with(one("nodeType", "a"), "numCacheClusters", 1), after: one("nodeType", "b"), level: Downtime, losses: []string{"some minutes"}},
		{name: "a cache's maintenance window", kind: "aws:elasticache/replicationGroup:ReplicationGroup", operation: changes.Update, before: one("maintenanceWindow", "a"), after: one("maintenanceWindow", "b")},
		{name: "another type of machine", kind: "aws:ec2/instance:Instance", operation: changes.Update, before: one("instanceType", "t3.small"), after: one("instanceType", "t3.large"), level: Downtime},
		{name: "a route through another gateway", kind: "aws:ec2/route:Route", operation: changes.Update, before: one("natGatewayId", "nat-1"), after: one("natGatewayId", "nat-2"), level: Downtime},
		{name: "a cluster's version", kind: "aws:eks/cluster:Cluster", operation: changes.Update, before: one("version", "1.33"), after: one("version", "1.34"), level: Downtime, losses: []string{"can't be taken back"}},
		{name: "another tag of a machine", kind: "aws:ec2/instance:Instance", operation: changes.Update, before: one("tags", object{}), after: one("tags", object{"a": "b"})},
	})
}

func TestRolloutsThatLeaveNobodyToAnswer(t *testing.T) {
	const deployment, set, service = "kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet", "aws:ecs/service:Service"
	pods := func(image string, replicas any, strategy object) object {
		return object{"spec": object{"replicas": replicas, "strategy": strategy, "template": object{"spec": object{"containers": []any{object{"image": image}}}}}}
	}
	unavailable := func(n any) object { return object{"rollingUpdate": object{"maxUnavailable": n}} }
	tasks := func(definition string, healthy any) object {
		return object{"taskDefinition": definition, "deploymentMinimumHealthyPercent": healthy, "desiredCount": 1}
	}
	try(t, []trial{
		{name: "a rolling update with one replica", kind: deployment, operation: changes.Update, before: pods("a", 1, nil), after: pods("b", 1, nil)},
		{name: "an update that recreates", kind: deployment, operation: changes.Update, before: pods("a", 1, object{"type": "Recreate"}), after: pods("b", 1, object{"type": "Recreate"}), level: Downtime, losses: []string{"the Deployment is updated: all its pods are stopped"}},
		{name: "all pods may be away", kind: deployment, operation: changes.Update, before: pods("a", 1, unavailable(1)), after: pods("b", 1, unavailable(1)), level: Downtime},
		{name: "one of three pods may be away", kind: deployment, operation: changes.Update, before: pods("a", 3, unavailable(1)), after: pods("b", 3, unavailable(1))},
		{name: "more replicas of what recreates", kind: deployment, operation: changes.Update, before: pods("a", 1, object{"type": "Recreate"}), after: pods("a", 2, object{"type": "Recreate"})},
		{name: "scaled to zero", kind: deployment, operation: changes.Update, before: pods("a", 2, nil), after: pods("a", 0, nil), level: Downtime, losses: []string{"scaled to zero"}},
		{name: "a StatefulSet's only pod", kind: set, operation: changes.Update, before: pods("a", nil, nil), after: pods("b", nil, nil), level: Downtime},
		{name: "a StatefulSet of three", kind: set, operation: changes.Update, before: pods("a", 3, nil), after: pods("b", 3, nil)},
		{name: "tasks that start first", kind: service, operation: changes.Update, before: tasks("a:1", 100), after: tasks("a:2", 100)},
		{name: "tasks that stop first", kind: service, operation: changes.Update, before: tasks("a:1", 0), after: tasks("a:2", 0), level: Downtime},
	})
}
