package aws

// sources are the hosts under which CloudTrail knows a service, where it is not the
// module's name.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-aws-service-specific-topics.html
var sources = map[string]string{
	"vpc": "ec2", "ebs": "ec2", "lb": "elasticloadbalancing", "alb": "elasticloadbalancing", "elb": "elasticloadbalancing",
	"cloudwatch": "monitoring", "efs": "elasticfilesystem", "cfg": "config", "appautoscaling": "application-autoscaling",
}

// operations are the API's for a type, where they are not its name after Create, Modify
// and Delete; answer is where the answer has the new thing's id or ARN.
type operations struct{ create, update, remove, answer string }

var eventNames = map[string]operations{
	ingressType:          {"AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules", "RevokeSecurityGroupIngress", "securityGroupRuleId"},
	egressType:           {"AuthorizeSecurityGroupEgress", "ModifySecurityGroupRules", "RevokeSecurityGroupEgress", "securityGroupRuleId"},
	routeType:            {"CreateRoute", "ReplaceRoute", "DeleteRoute", "id"},
	roleType:             {"CreateRole", "UpdateRole", "DeleteRole", "id"},
	roleAttachmentType:   {"AttachRolePolicy", "AttachRolePolicy", "DetachRolePolicy", "id"},
	rolePolicyType:       {"PutRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "id"},
	policyType:           {"CreatePolicy", "CreatePolicyVersion", "DeletePolicy", "id"},
	bucketType:           {"CreateBucket", "PutBucketTagging", "DeleteBucket", "id"},
	bucketPolicyType:     {"PutBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy", "id"},
	bucketPublicType:     {"PutBucketPublicAccessBlock", "PutBucketPublicAccessBlock", "DeleteBucketPublicAccessBlock", "id"},
	bucketVersioningType: {"PutBucketVersioning", "PutBucketVersioning", "PutBucketVersioning", "id"},
	bucketLifecycleType:  {"PutBucketLifecycleConfiguration", "PutBucketLifecycleConfiguration", "DeleteBucketLifecycle", "id"},
	secretVersionType:    {"PutSecretValue", "PutSecretValue", "UpdateSecretVersionStage", "id"},
	instanceType:         {"CreateDBInstance", "ModifyDBInstance", "DeleteDBInstance", "id"},
	listenerType:         {"CreateListener", "ModifyListener", "DeleteListener", "listenerArn"},
	listenerRuleType:     {"CreateRule", "ModifyRule", "DeleteRule", "ruleArn"},
	clusterType:          {"CreateCluster", "UpdateClusterConfig", "DeleteCluster", "id"},
	nodeGroupType:        {"CreateNodegroup", "UpdateNodegroupConfig", "DeleteNodegroup", "id"},
	accessEntryType:      {"CreateAccessEntry", "UpdateAccessEntry", "DeleteAccessEntry", "accessEntryArn"},
	accessPolicyType:     {"AssociateAccessPolicy", "AssociateAccessPolicy", "DisassociateAccessPolicy", "id"},
	podIdentityType:      {"CreatePodIdentityAssociation", "UpdatePodIdentityAssociation", "DeletePodIdentityAssociation", "associationId"},
	"aws:ecr/repositoryPolicy:RepositoryPolicy": {"SetRepositoryPolicy", "SetRepositoryPolicy", "DeleteRepositoryPolicy", "id"},
	"aws:cloudwatch/logGroup:LogGroup":          {"CreateLogGroup", "PutRetentionPolicy", "DeleteLogGroup", "id"},
}

// event is what CloudTrail calls an operation.
func event(verb, token string) (name, source, answer string) {
	source = module(token)
	if other, is := sources[source]; is {
		source = other
	}
	source += ".amazonaws.com"
	if names, is := eventNames[token]; is {
		return map[string]string{"create": names.create, "update": names.update, "delete": names.remove}[verb], source, names.answer
	}
	return verbs[verb][1] + short(token), source, "id"
}
