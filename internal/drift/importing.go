package drift

import "strings"

// importable is how `pulumi import` takes a resource of the cloud.
type importable struct {
	// token is the Pulumi type.
	token string
	// id is what the import wants of the ARN.
	id func(Tagged) string
}

func wholeARN(one Tagged) string { return one.ARN }

func lastPart(one Tagged) string {
	part := one.resourcePart()
	return part[strings.LastIndexAny(part, ":/")+1:]
}

// importables are by the type that TypeOf reads from an ARN. The "Import"
// section of each type's page says what id it wants:
// https://www.pulumi.com/registry/packages/aws/api-docs/
var importables = map[string]importable{
	"acm:certificate":                    {"aws:acm/certificate:Certificate", wholeARN},
	"cloudfront:distribution":            {"aws:cloudfront/distribution:Distribution", Tagged.id},
	"cloudwatch:alarm":                   {"aws:cloudwatch/metricAlarm:MetricAlarm", Tagged.id},
	"dynamodb:table":                     {"aws:dynamodb/table:Table", Tagged.id},
	"ec2:elastic-ip":                     {"aws:ec2/eip:Eip", Tagged.id},
	"ec2:instance":                       {"aws:ec2/instance:Instance", Tagged.id},
	"ec2:internet-gateway":               {"aws:ec2/internetGateway:InternetGateway", Tagged.id},
	"ec2:launch-template":                {"aws:ec2/launchTemplate:LaunchTemplate", Tagged.id},
	"ec2:natgateway":                     {"aws:ec2/natGateway:NatGateway", Tagged.id},
	"ec2:network-interface":              {"aws:ec2/networkInterface:NetworkInterface", Tagged.id},
	"ec2:prefix-list":                    {"aws:ec2/managedPrefixList:ManagedPrefixList", Tagged.id},
	"ec2:route-table":                    {"aws:ec2/routeTable:RouteTable", Tagged.id},
	"ec2:security-group":                 {"aws:ec2/securityGroup:SecurityGroup", Tagged.id},
	"ec2:subnet":                         {"aws:ec2/subnet:Subnet", Tagged.id},
	"ec2:volume":                         {"aws:ebs/volume:Volume", Tagged.id},
	"ec2:vpc":                            {"aws:ec2/vpc:Vpc", Tagged.id},
	"ec2:vpc-endpoint":                   {"aws:ec2/vpcEndpoint:VpcEndpoint", Tagged.id},
	"ecr:repository":                     {"aws:ecr/repository:Repository", Tagged.id},
	"ecs:cluster":                        {"aws:ecs/cluster:Cluster", Tagged.id},
	"eks:cluster":                        {"aws:eks/cluster:Cluster", Tagged.id},
	"elasticache:replicationgroup":       {replicationGroup, Tagged.id},
	"elasticloadbalancing:listener":      {"aws:lb/listener:Listener", wholeARN},
	"elasticloadbalancing:loadbalancer":  {"aws:lb/loadBalancer:LoadBalancer", wholeARN},
	"elasticloadbalancing:listener-rule": {"aws:lb/listenerRule:ListenerRule", wholeARN},
	"elasticloadbalancing:targetgroup":   {"aws:lb/targetGroup:TargetGroup", wholeARN},
	"iam:role":                           {"aws:iam/role:Role", lastPart},
	"kms:key":                            {"aws:kms/key:Key", Tagged.id},
	"lambda:function":                    {"aws:lambda/function:Function", Tagged.id},
	"logs:log-group":                     {"aws:cloudwatch/logGroup:LogGroup", logGroup},
	"rds:db":                             {rdsInstance, Tagged.id},
	"rds:pg":                             {"aws:rds/parameterGroup:ParameterGroup", Tagged.id},
	"rds:snapshot":                       {"aws:rds/snapshot:Snapshot", Tagged.id},
	"rds:subgrp":                         {"aws:rds/subnetGroup:SubnetGroup", Tagged.id},
	"s3":                                 {bucket, Tagged.id},
	"secretsmanager:secret":              {"aws:secretsmanager/secret:Secret", wholeARN},
	"sns":                                {"aws:sns/topic:Topic", wholeARN},
	dnsRecord:                            {dnsRecord, wholeARN},
}

func logGroup(one Tagged) string { return strings.TrimSuffix(one.id(), ":*") }

// importCommand takes an undeclared resource into the state. One of a type that
// is not known here is left to the reader.
func (d Drift) importCommand(one Tagged) string {
	token, id := "TYPE", one.ARN
	if known, is := importables[one.Type]; is {
		token, id = known.token, known.id(one)
	}
	return d.pulumi("import") + " " + token + " NAME " + shellWord(id)
}
