package report

import (
	"time"

	"fmt"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
	"groundwork/internal/price"
)

type object = map[string]any

// sample is a review whose goldens stand in testdata under its name.
type sample struct {
	name   string
	review Review
	// limit is the comment's; 0 is GitHub's.
	limit int
	// formats are those with a golden; none is all.
	formats []string
}

const githubLimit = 65_536

func samples() []sample {
	return []sample{
		{name: "nochange", review: review(stackOfChanges("prod", same("aws:ec2/vpc:Vpc", "network", "stockindicator-vpc")))},
		{name: "creation", review: review(created())},
		{name: "innocuous", review: review(innocuous("prod"))},
		{name: "database", review: review(replacedDatabase("prod"))},
		{name: "approved", review: approvedBy(review(unprotected(replacedDatabase("prod"))), Approval{Label: ApprovalLabel, Covers: true, By: "mina"})},
		{name: "own-approval", review: approvedBy(review(unprotected(replacedDatabase("prod"))), Approval{Label: ApprovalLabel, By: "mina", At: time.Date(2026, time.June, 1, 9, 0, 0, 0, time.UTC), Unfit: Maker})},
		{name: "stale-approval", review: approvedBy(review(unprotected(replacedDatabase("prod"))), Approval{Label: ApprovalLabel})},
		{name: "unknown-price", review: review(otherClass("prod"))},
		{name: "unlisted-region", review: review(elsewhere("prod"))},
		{name: "securitygroup", review: review(widened())},
		{name: "500", review: review(many(500)), limit: 20_000},
		{name: "hostile", review: hostile()},
		{name: "failed", review: review(failed(), innocuous("staging"))},
		{name: "rehearsed", review: rehearsedSamples()},
		{name: "several", review: review(unprotected(replacedDatabase("prod")), innocuous("staging"), quiet("dev"), quiet("dev2"))},
	}
}

func review(stacks ...Stack) Review {
	return Review{
		Stacks: stacks, Against: "the stack's state",
		Base: "0b9f3c2d41e86a775fe2c93ab1d04c5e7f681920", Head: "7c1d9e04ab35f2688e0bd4117a9c53f6e2d80b41",
		RunURL: "https://github.com/example/stockindicator/actions/runs/123456789",
	}
}

func approvedBy(r Review, approval Approval) Review {
	r.Approval = &approval
	return r
}

// stackOfChanges is a stack with the dangers that are judged for its changes.
func stackOfChanges(name string, resources ...changes.Resource) Stack {
	set := changes.Set{System: "stockindicator", Stack: name, Region: "us-east-1", Resources: resources}
	return Stack{Set: set, Findings: danger.Judge(set)}
}

func resource(operation changes.Operation, kind, component, name string) changes.Resource {
	return changes.Resource{
		URN:  fmt.Sprintf("urn:pulumi:prod::stockindicator::%s::%s", kind, name),
		Type: kind, Name: name, Parents: []string{component}, Operation: operation,
	}
}

func same(kind, component, name string) changes.Resource {
	return resource(changes.Same, kind, component, name)
}

func quiet(name string) Stack {
	return stackOfChanges(name, same("aws:ec2/vpc:Vpc", "network", "stockindicator-vpc"))
}

func innocuous(name string) Stack {
	deployment := resource(changes.Update, "kubernetes:apps/v1:Deployment", "api", "api-blue")
	deployment.ID = "stockindicator/api-blue"
	deployment.Properties = []changes.Property{
		{Path: "spec.template.spec.containers[0].image", Before: "registry.example.com/api:1.0.0", After: "registry.example.com/api:1.1.0"},
		{Path: "spec.template.spec.containers[0].env[3].value", Before: changes.Secret, After: changes.Secret},
	}
	scaler := resource(changes.Update, "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "api", "api-blue-scaler")
	scaler.Properties = []changes.Property{{Path: "spec.maxReplicas", Before: 20.0, After: 30.0}}
	config := resource(changes.Update, "kubernetes:core/v1:ConfigMap", "api", "api-config")
	config.Properties = []changes.Property{{Path: `data["app.yaml"]`,
		Before: "log: info\nworkers: 4\ntimeout: 30\nretries: 3\ncache: on\ncolour: blue\nregion: us-east-1\nfeature: off\n",
		After:  "log: info\nworkers: 8\ntimeout: 30\nretries: 3\ncache: on\ncolour: blue\nregion: us-east-1\nfeature: on\nnew: yes\n"}}
	s := stackOfChanges(name, same("aws:ec2/vpc:Vpc", "network", "stockindicator-vpc"), deployment, scaler, config)
	s.Set.Outputs = []changes.Property{{Path: "version", Before: "1.0.0", After: "1.1.0"}}
	cost := price.Estimate{Region: "us-east-1", AsOf: "2026-08-21", Change: price.Known(1_214_360_000, 1_214_360_000)}
	s.Cost = &cost
	return s
}

// unprotected is a stack whose protection was lifted.
func unprotected(s Stack) Stack {
	for i := range s.Set.Resources {
		s.Set.Resources[i].Protected = false
	}
	s.Findings = danger.Judge(s.Set)
	return s
}

func replacedDatabase(name string) Stack {
	database := resource(changes.Replace, "aws:rds/instance:Instance", "database", "stockindicator-db-instance")
	database.ID = "stockindicator-prod-db"
	database.Protected = true
	database.DeletedFirst = true
	database.Because = []string{"username"}
	database.Before = object{"skipFinalSnapshot": true, "username": "app", "instanceClass": "db.r5.large"}
	database.After = object{"skipFinalSnapshot": true, "username": "stockindicator", "instanceClass": "db.r5.xlarge"}
	database.Properties = []changes.Property{
		{Path: "instanceClass", Before: "db.r5.large", After: "db.r5.xlarge"},
		{Path: "username", Before: "app", After: "stockindicator", Replaces: true},
	}
	replica := resource(changes.Replace, "aws:rds/instance:Instance", "database", "stockindicator-db-replica-0")
	replica.Before = object{"replicateSourceDb": "stockindicator-prod-db"}
	replica.After = object{"replicateSourceDb": changes.Unknown}
	replica.Because = []string{"replicateSourceDb"}
	replica.Follows = []string{database.URN}
	replica.Properties = []changes.Property{{Path: "replicateSourceDb", Before: "stockindicator-prod-db", After: changes.Unknown, Replaces: true}}
	secret := resource(changes.Update, "aws:secretsmanager/secretVersion:SecretVersion", "database", "stockindicator-db-url")
	secret.Follows = []string{database.URN}
	secret.Properties = []changes.Property{{Path: "secretString", Before: changes.Secret, After: changes.Secret}}
	api := resource(changes.Update, "kubernetes:apps/v1:Deployment", "api", "api-blue")
	api.Follows = []string{secret.URN}
	api.Properties = []changes.Property{{Path: `spec.template.metadata.annotations["checksum/secret"]`, Before: "0a1b2c3d", After: changes.Unknown}}
	worker := resource(changes.Update, "kubernetes:apps/v1:Deployment", "worker", "worker-blue")
	worker.Follows = []string{secret.URN}
	worker.Properties = []changes.Property{{Path: `spec.template.metadata.annotations["checksum/secret"]`, Before: "0a1b2c3d", After: changes.Unknown}}
	s := stackOfChanges(name, same("aws:ec2/vpc:Vpc", "network", "stockindicator-vpc"), database, replica, secret, api, worker)
	s.Cost = &price.Estimate{
		Region: "us-east-1", AsOf: "2026-08-21", Change: besides(price.Known(1_214_360_000, 1_397_120_000), 1),
		Components: []price.Component{
			{Name: "database", Change: price.Known(182_500_000, 365_260_000), Items: []price.Item{{Change: price.Known(182_500_000, 365_260_000), How: "db.r5.xlarge, Multi-AZ, 730 h"}}},
			{Name: "network", Change: price.Known(98_550_000, 98_550_000)},
			{Name: "ingress", Change: besides(price.Known(0, 0), 1)},
		},
		Rates: []price.Rate{{Component: "network", What: "data through the NAT gateway", USD: "0.045", Unit: "GB"}},
		Unknown: []price.Gap{{What: "kubernetes:helm.sh/v3:Release", Why: "the chart's load balancer is made by a controller in the cluster",
			Resources: []string{"ingress-chart"}, Before: 1, After: 1}},
	}
	return s
}

func widened() Stack {
	rule := resource(changes.Update, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "database", "stockindicator-db-in")
	rule.Before = object{"securityGroupId": "sg-0f3", "ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrIpv4": "10.0.0.0/16"}
	rule.After = object{"securityGroupId": "sg-0f3", "ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432, "cidrIpv4": "0.0.0.0/0"}
	rule.Properties = []changes.Property{{Path: "cidrIpv4", Before: "10.0.0.0/16", After: "0.0.0.0/0"}}
	role := resource(changes.Update, "aws:iam/rolePolicy:RolePolicy", "api", "api-bucket")
	before := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::backups","arn:aws:s3:::backups/*"]}]}`
	after := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","s3:ListBucket"],"Resource":["arn:aws:s3:::backups","arn:aws:s3:::backups/*"]}]}`
	role.Before, role.After = object{"policy": before}, object{"policy": after}
	role.Properties = []changes.Property{{Path: "policy", Before: before, After: after}}
	return stackOfChanges("prod", same("aws:ec2/vpc:Vpc", "network", "stockindicator-vpc"), rule, role)
}

// created is a stack that is made from nothing.
func created() Stack {
	var resources []changes.Resource
	add := func(kind, component, name string, after object, follows ...string) string {
		r := resource(changes.Create, kind, component, name)
		r.After, r.Follows = after, follows
		resources = append(resources, r)
		return r.URN
	}
	for _, component := range []string{"network", "database", "cache", "alb", "cluster", "api", "worker", "edge"} {
		r := resource(changes.Create, "groundwork:"+component+":Component", component, component)
		r.Component, r.Parents = true, nil
		resources = append(resources, r)
	}
	vpc := add("aws:ec2/vpc:Vpc", "network", "stockindicator-vpc", object{"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": true})
	var subnets []string
	for i := range 6 {
		subnets = append(subnets, add("aws:ec2/subnet:Subnet", "network", fmt.Sprintf("stockindicator-subnet-%d", i), object{"cidrBlock": fmt.Sprintf("10.0.%d.0/24", i), "vpcId": changes.Unknown}, vpc))
	}
	add("aws:ec2/natGateway:NatGateway", "network", "stockindicator-nat", object{"subnetId": changes.Unknown}, subnets[0])
	database := add("aws:rds/instance:Instance", "database", "stockindicator-db-instance", object{"instanceClass": "db.t3.large", "allocatedStorage": 500, "multiAz": true, "password": changes.Secret}, subnets...)
	cache := add("aws:elasticache/replicationGroup:ReplicationGroup", "cache", "stockindicator-cache-group", object{"nodeType": "cache.t4g.small"}, subnets...)
	group := add("aws:ec2/securityGroup:SecurityGroup", "alb", "stockindicator-alb-group", object{"description": "Load balancer"}, vpc)
	add("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "alb", "stockindicator-alb-in", object{"securityGroupId": changes.Unknown, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "0.0.0.0/0"}, group)
	balancer := add("aws:lb/loadBalancer:LoadBalancer", "alb", "stockindicator-alb", object{"internal": false}, subnets...)
	cluster := add("aws:eks/cluster:Cluster", "cluster", "stockindicator-cluster", object{"version": "1.34", "vpcConfig": object{"endpointPublicAccess": false}}, subnets...)
	api := add("kubernetes:apps/v1:Deployment", "api", "api-blue", object{"spec": object{"replicas": 5}}, cluster, database, cache)
	add("kubernetes:core/v1:Service", "api", "api", object{"spec": object{"type": "ClusterIP"}}, cluster)
	add("kubernetes:apps/v1:Deployment", "worker", "worker-blue", object{"spec": object{"replicas": 2}}, cluster, database, cache)
	add("cloudflare:index/dnsRecord:DnsRecord", "edge", "stockindicator-api", object{"name": "api.stockindicator.com", "proxied": true}, balancer, api)
	s := stackOfChanges("prod", resources...)
	s.Cost = &price.Estimate{
		Region: "us-east-1", AsOf: "2026-08-21", Change: price.Known(0, 611_280_000),
		Components: []price.Component{
			{Name: "database", Change: price.Known(0, 256_060_000), Items: []price.Item{{Change: price.Known(0, 256_060_000), How: "db.t3.large, Multi-AZ, 730 h"}}},
			{Name: "cluster", Change: price.Known(0, 73_000_000), Items: []price.Item{{Change: price.Known(0, 73_000_000), How: "control plane, 730 h"}}},
			{Name: "network", Change: price.Known(0, 32_850_000), Items: []price.Item{{Change: price.Known(0, 32_850_000), How: "1 x NAT gateway, 730 h"}}},
		},
		Rates: []price.Rate{{Component: "network", What: "data through the NAT gateway", USD: "0.045", Unit: "GB"}, {Component: "alb", What: "load balancer capacity", USD: "0.008", Unit: "LCU-hour"}},
	}
	return s
}

// many is a stack with n changes in forty components.
func many(n int) Stack {
	operations := []changes.Operation{changes.Update, changes.Update, changes.Create, changes.Update, changes.Delete}
	kinds := []string{"kubernetes:core/v1:ConfigMap", "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:ssm/parameter:Parameter", "kubernetes:batch/v1:CronJob", "aws:iam/policy:Policy"}
	var resources []changes.Resource
	for i := range n {
		r := resource(operations[i%5], kinds[i%5], fmt.Sprintf("service-%02d", i%40), fmt.Sprintf("service-%02d-part-%d", i%40, i))
		r.Properties = []changes.Property{{Path: "tags.release", Before: "2026-11-01", After: "2026-11-28"}}
		if i > 40 {
			r.Follows = []string{resources[(i*7)%40].URN}
		}
		resources = append(resources, r)
	}
	database := resource(changes.Delete, "aws:rds/instance:Instance", "database", "stockindicator-db-instance")
	database.Before = object{"skipFinalSnapshot": true}
	return stackOfChanges("prod", append(resources, database)...)
}

func failed() Stack {
	s := stackOfChanges("prod")
	s.Error = "the preview of stockindicator/prod failed"
	s.Set.Errors = []string{"error: aws:rds/instance:Instance resource 'stockindicator-db-instance' has a problem: \"storage_type\": expected one of [gp2 gp3], got gp9\n\tExamine values at 'stockindicator-db-instance.storageType'."}
	return s
}
