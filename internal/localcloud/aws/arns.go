package aws

// arnServices are the services' names in ARNs where the module's differs.
var arnServices = map[string]string{
	"lb": "elasticloadbalancing", "alb": "elasticloadbalancing", "elb": "elasticloadbalancing",
	"vpc": "ec2", "ebs": "ec2", "ec2transitgateway": "ec2", "ec2clientvpn": "ec2", "cfg": "config",
	"efs": "elasticfilesystem", "costexplorer": "ce", "appautoscaling": "application-autoscaling",
	"mskconnect": "kafkaconnect", "msk": "kafka", "sfn": "states", "amp": "aps", "opensearch": "es",
	"directoryservice": "ds", "cognito": "cognito-idp", "docdb": "rds", "neptune": "rds",
}

// arnForms are the ARNs that do not follow "service:region:account:type/name";
// expand explains the signs. From the recordings, and from
// https://docs.aws.amazon.com/service-authorization/latest/reference/.
var arnForms = map[string]string{
	"aws:acm/certificate:Certificate":                              regional("acm", "certificate/$uuid"),
	"aws:appautoscaling/policy:Policy":                             regional("autoscaling", "scalingPolicy:$uuid:resource/{serviceNamespace}/{resourceId}:policyName/{name}"),
	"aws:appautoscaling/target:Target":                             regional("application-autoscaling", "scalable-target/~36"),
	"aws:autoscaling/group:Group":                                  regional("autoscaling", "autoScalingGroup:$uuid:autoScalingGroupName/{name}"),
	"aws:backup/plan:Plan":                                         regional("backup", "backup-plan:{@id}"),
	"aws:backup/vault:Vault":                                       regional("backup", "backup-vault:{name}"),
	"aws:cfg/rule:Rule":                                            regional("config", "config-rule/config-rule-~6"),
	"aws:cloudwatch/compositeAlarm:CompositeAlarm":                 regional("cloudwatch", "alarm:{alarmName}"),
	"aws:cloudwatch/eventBus:EventBus":                             regional("events", "event-bus/{name}"),
	"aws:cloudwatch/eventRule:EventRule":                           regional("events", "rule/{name}"),
	"aws:cloudwatch/logGroup:LogGroup":                             regional("logs", "log-group:{name}"),
	"aws:cloudwatch/metricAlarm:MetricAlarm":                       regional("cloudwatch", "alarm:{name}"),
	"aws:cloudfront/distribution:Distribution":                     global("cloudfront", "distribution/{@id}"),
	"aws:cloudfront/function:Function":                             global("cloudfront", "function/{name}"),
	"aws:costexplorer/anomalyMonitor:AnomalyMonitor":               global("ce", "anomalymonitor/$uuid"),
	"aws:dynamodb/table:Table":                                     regional("dynamodb", "table/{name}"),
	"aws:ec2/defaultSecurityGroup:DefaultSecurityGroup":            regional("ec2", "security-group/{@id}"),
	"aws:ec2/eip:Eip":                                              regional("ec2", "elastic-ip/{@id}"),
	"aws:ec2/flowLog:FlowLog":                                      regional("ec2", "vpc-flow-log/{@id}"),
	"aws:efs/accessPoint:AccessPoint":                              regional("elasticfilesystem", "access-point/{@id}"),
	"aws:efs/fileSystem:FileSystem":                                regional("elasticfilesystem", "file-system/{@id}"),
	"aws:guardduty/detector:Detector":                              regional("guardduty", "detector/{@id}"),
	"aws:eks/addon:Addon":                                          regional("eks", "addon/{clusterName}/{addonName}/$uuid"),
	"aws:eks/nodeGroup:NodeGroup":                                  regional("eks", "nodegroup/{clusterName}/{nodeGroupName}/$uuid"),
	"aws:elasticache/parameterGroup:ParameterGroup":                regional("elasticache", "parametergroup:{name}"),
	"aws:elasticache/replicationGroup:ReplicationGroup":            regional("elasticache", "replicationgroup:{replicationGroupId}"),
	"aws:elasticache/subnetGroup:SubnetGroup":                      regional("elasticache", "subnetgroup:{name}"),
	"aws:elasticache/user:User":                                    regional("elasticache", "user:{userId}"),
	"aws:elasticache/userGroup:UserGroup":                          regional("elasticache", "usergroup:{userGroupId}"),
	"aws:iam/instanceProfile:InstanceProfile":                      global("iam", "instance-profile{path}{name}"),
	"aws:iam/policy:Policy":                                        global("iam", "policy{path}{name}"),
	"aws:iam/role:Role":                                            global("iam", "role{path}{name}"),
	"aws:iam/user:User":                                            global("iam", "user{path}{name}"),
	"aws:iam/group:Group":                                          global("iam", "group{path}{name}"),
	"aws:kms/alias:Alias":                                          regional("kms", "{name}"),
	"aws:kms/key:Key":                                              regional("kms", "key/{@id}"),
	"aws:lambda/function:Function":                                 regional("lambda", "function:{name}"),
	"aws:lb/loadBalancer:LoadBalancer":                             regional("elasticloadbalancing", "loadbalancer/app/{name}/#16"),
	"aws:lb/targetGroup:TargetGroup":                               regional("elasticloadbalancing", "targetgroup/{name}/#16"),
	"aws:rds/cluster:Cluster":                                      regional("rds", "cluster:{clusterIdentifier}"),
	"aws:rds/clusterInstance:ClusterInstance":                      regional("rds", "db:{identifier}"),
	"aws:rds/clusterParameterGroup:ClusterParameterGroup":          regional("rds", "cluster-pg:{name}"),
	"aws:rds/eventSubscription:EventSubscription":                  regional("rds", "es:{name}"),
	"aws:rds/instance:Instance":                                    regional("rds", "db:{identifier}"),
	"aws:rds/parameterGroup:ParameterGroup":                        regional("rds", "pg:{name}"),
	"aws:rds/proxy:Proxy":                                          regional("rds", "db-proxy:prx-~17"),
	"aws:rds/subnetGroup:SubnetGroup":                              regional("rds", "subgrp:{name}"),
	"aws:route53/healthCheck:HealthCheck":                          "arn:aws:route53:::healthcheck/{@id}",
	"aws:route53/zone:Zone":                                        "arn:aws:route53:::hostedzone/{@id}",
	"aws:s3/bucketObjectv2:BucketObjectv2":                         "arn:aws:s3:::{bucket}/{key}",
	"aws:s3/bucketV2:BucketV2":                                     "arn:aws:s3:::{bucket}",
	"aws:scheduler/schedule:Schedule":                              regional("scheduler", "schedule/{@id}"),
	"aws:scheduler/scheduleGroup:ScheduleGroup":                    regional("scheduler", "schedule-group/{name}"),
	"aws:secretsmanager/secret:Secret":                             regional("secretsmanager", "secret:{name}-~6"),
	"aws:securityhub/account:Account":                              regional("securityhub", "hub/default"),
	"aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": regional("servicediscovery", "namespace/{@id}"),
	"aws:sns/topic:Topic":                                          regional("sns", "{name}"),
	"aws:sqs/queue:Queue":                                          regional("sqs", "{name}"),
	"aws:ssm/parameter:Parameter":                                  regional("ssm", "parameter{name}"),
	"aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule":      regional("ec2", "security-group-rule/{@id}"),
	"aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule":    regional("ec2", "security-group-rule/{@id}"),
}

func regional(service, rest string) string {
	return "arn:aws:" + service + ":{@region}:{@account}:" + rest
}

func global(service, rest string) string { return "arn:aws:" + service + "::{@account}:" + rest }
