package price

import "strings"

// pricers are the types that cost something.
var pricers = map[string]func(*quote){
	"aws:alb/loadBalancer:LoadBalancer":                 priceBalancer,
	"aws:cloudfront/distribution:Distribution":          priceDistribution,
	"aws:cloudwatch/dashboard:Dashboard":                priceDashboard,
	"aws:cloudwatch/logGroup:LogGroup":                  priceLogGroup,
	"aws:cloudwatch/metricAlarm:MetricAlarm":            priceAlarm,
	"aws:dynamodb/table:Table":                          priceTable,
	"aws:ebs/volume:Volume":                             priceVolume,
	"aws:ec2/eip:Eip":                                   priceElasticIP,
	"aws:ec2/instance:Instance":                         priceInstance,
	"aws:ec2/natGateway:NatGateway":                     priceNATGateway,
	"aws:ec2/vpcEndpoint:VpcEndpoint":                   priceEndpoint,
	"aws:ecr/repository:Repository":                     priceRepository,
	"aws:ecs/service:Service":                           priceECSService,
	"aws:cloudtrail/trail:Trail":                        priceTrail,
	"aws:guardduty/detector:Detector":                   priceDetector,
	"aws:efs/fileSystem:FileSystem":                     priceFileSystem,
	"aws:eks/cluster:Cluster":                           priceControlPlane,
	"aws:eks/nodeGroup:NodeGroup":                       priceNodeGroup,
	"aws:elasticache/cluster:Cluster":                   priceCacheCluster,
	"aws:elasticache/replicationGroup:ReplicationGroup": priceReplicationGroup,
	"aws:elb/loadBalancer:LoadBalancer":                 priceClassicBalancer,
	"aws:kms/key:Key":                                   priceKey,
	"aws:kms/replicaKey:ReplicaKey":                     priceKey,
	"aws:lambda/function:Function":                      priceFunction,
	"aws:lb/loadBalancer:LoadBalancer":                  priceBalancer,
	"aws:rds/instance:Instance":                         priceDatabase,
	"aws:route53/zone:Zone":                             priceZone,
	"aws:s3/bucket:Bucket":                              priceBucket,
	"aws:s3/bucketV2:BucketV2":                          priceBucket,
	"aws:secretsmanager/secret:Secret":                  priceSecret,
	"aws:sns/topic:Topic":                               priceTopic,
	"aws:sqs/queue:Queue":                               priceQueue,
	"aws:wafv2/webAcl:WebAcl":                           priceWebACL,
	"kubernetes:apps/v1:StatefulSet":                    priceStatefulSet,
	"kubernetes:batch/v1:CronJob":                       ephemeralVolumes,
	"kubernetes:core/v1:PersistentVolumeClaim":          priceClaim,
	"kubernetes:core/v1:Service":                        priceService,
	"kubernetes:helm.sh/v3:Release":                     priceChart,
	"kubernetes:helm.sh/v4:Chart":                       priceChart,
	"kubernetes:karpenter.sh/v1:NodePool":               priceNodePool,
	"kubernetes:networking.k8s.io/v1:Ingress":           priceIngress,
}

// freePrefixes begin the types that cost nothing by themselves. Whole providers
// stand here where all they make is within what is paid elsewhere: objects in a
// cluster run on its nodes, and Cloudflare bills a zone by its plan, which includes
// records, rules and settings. Of AWS only what is known to be free is here; the
// rest is unknown. What fits a pricer never gets here.
var freePrefixes = []string{
	"cloudflare:index/dnsRecord:", "cloudflare:index/record:", "cloudflare:index/ruleset:",
	"cloudflare:index/zoneSetting:", "cloudflare:index/zone:", "cloudflare:index/authenticatedOriginPulls",
	"cloudflare:index/managedTransforms:", "cloudflare:index/originCaCertificate:",
	"command:", "kubernetes:", "pulumi:", "random:", "time:", "tls:",

	"aws:acm/", "aws:iam/", "aws:index/",
	"aws:appautoscaling/", "aws:autoscaling/policy:",
	// Delivering CloudFront's logs to S3 costs what S3 costs:
	// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
	"aws:cloudwatch/logDelivery", "aws:cloudwatch/logResourcePolicy:", "aws:cloudwatch/logMetricFilter:",
	"aws:cloudwatch/eventRule:", "aws:cloudwatch/eventTarget:",
	"aws:cloudfront/originAccess", "aws:cloudfront/cachePolicy:", "aws:cloudfront/originRequestPolicy:", "aws:cloudfront/responseHeadersPolicy:",
	// https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/
	"aws:budgets/budget:", "aws:ebs/encryptionByDefault:",
	"aws:ec2/defaultSecurityGroup:", "aws:ec2/defaultRouteTable:", "aws:ec2/defaultNetworkAcl:", "aws:ec2/eipAssociation:",
	"aws:ec2/flowLog:", "aws:ec2/internetGateway:", "aws:ec2/egressOnlyInternetGateway:", "aws:ec2/keyPair:",
	"aws:ec2/launchTemplate:", "aws:ec2/mainRouteTableAssociation:", "aws:ec2/managedPrefixList", "aws:ec2/networkAcl",
	"aws:ec2/networkInterface", "aws:ec2/route:", "aws:ec2/routeTable", "aws:ec2/securityGroup", "aws:ec2/subnet:", "aws:ec2/volumeAttachment:",
	"aws:ec2/vpc:", "aws:ec2/vpcDhcpOptions", "aws:ec2/vpcEndpointRouteTableAssociation:", "aws:vpc/securityGroup",
	"aws:ecr/lifecyclePolicy:", "aws:ecr/pullThroughCacheRule:", "aws:ecr/repositoryPolicy:", "aws:ecr/registryScanningConfiguration:",
	"aws:ecs/cluster:", "aws:ecs/clusterCapacityProviders:", "aws:ecs/capacityProvider:", "aws:ecs/taskDefinition:",
	"aws:efs/accessPoint:", "aws:efs/backupPolicy:", "aws:efs/fileSystemPolicy:", "aws:efs/mountTarget:",
	"aws:eks/accessEntry:", "aws:eks/accessPolicyAssociation:", "aws:eks/addon:", "aws:eks/identityProviderConfig:", "aws:eks/podIdentityAssociation:",
	"aws:elasticache/parameterGroup:", "aws:elasticache/subnetGroup:", "aws:elasticache/user",
	"aws:kms/alias:", "aws:kms/grant:", "aws:kms/keyPolicy:",
	"aws:lambda/alias:", "aws:lambda/eventSourceMapping:", "aws:lambda/layerVersion:", "aws:lambda/permission:",
	"aws:alb/listener", "aws:alb/targetGroup", "aws:lb/listener", "aws:lb/targetGroup",
	"aws:rds/clusterParameterGroup:", "aws:rds/eventSubscription:", "aws:rds/optionGroup:", "aws:rds/parameterGroup:", "aws:rds/subnetGroup:",
	"aws:route53/record:",
	"aws:s3/accountPublicAccessBlock:", "aws:s3/bucketLifecycleConfiguration", "aws:s3/bucketLogging", "aws:s3/bucketNotification:", "aws:s3/bucketObject",
	"aws:s3/bucketOwnershipControls:", "aws:s3/bucketPolicy:", "aws:s3/bucketPublicAccessBlock:",
	"aws:s3/bucketServerSideEncryptionConfiguration", "aws:s3/bucketVersioning", "aws:s3/bucketWebsiteConfiguration", "aws:s3/bucketCorsConfiguration",
	"aws:secretsmanager/secretPolicy:", "aws:secretsmanager/secretRotation:", "aws:secretsmanager/secretVersion:",
	"aws:sns/topicPolicy:", "aws:sqs/queuePolicy:", "aws:sqs/redrivePolicy:", "aws:sqs/redriveAllowPolicy:",
	"aws:wafv2/ipSet:", "aws:wafv2/webAclAssociation:", "aws:wafv2/webAclLoggingConfiguration:",
}

// free tells whether a type costs nothing by itself.
func free(token string) bool {
	for _, prefix := range freePrefixes {
		if strings.HasPrefix(token, prefix) {
			return true
		}
	}
	return false
}
