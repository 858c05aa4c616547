package access

import (
	"slices"

	"groundwork/internal/iampolicy"
	"groundwork/naming"
)

// DeployNetwork is what the stacks' networks, load balancers and delivery take:
// things that AWS numbers, so the region and the guard of the boundary limit
// them, and not their names.
func (a Account) DeployNetwork() iampolicy.Document {
	return iampolicy.Document{Statements: []iampolicy.Statement{
		allow("Network", networkActions, everything, iampolicy.Condition{"StringEquals": {"aws:RequestedRegion": {a.Region}}}),
		allow("Delivery", deliveryActions, everything, nil),
	}}
}

var networkActions = []string{
	"ec2:AllocateAddress", "ec2:AssociateAddress", "ec2:AssociateRouteTable", "ec2:AttachInternetGateway",
	"ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress",
	"ec2:CreateFlowLogs", "ec2:CreateInternetGateway", "ec2:CreateLaunchTemplate", "ec2:CreateLaunchTemplateVersion",
	"ec2:CreateManagedPrefixList", "ec2:CreateNatGateway", "ec2:CreateRoute", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup",
	"ec2:CreateSubnet", "ec2:CreateTags", "ec2:CreateVpc", "ec2:CreateVpcEndpoint",
	"ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway", "ec2:DeleteLaunchTemplate",
	"ec2:DeleteManagedPrefixList", "ec2:DeleteNatGateway", "ec2:DeleteNetworkInterface", "ec2:DeleteRoute", "ec2:DeleteRouteTable",
	"ec2:DeleteSecurityGroup", "ec2:DeleteSubnet", "ec2:DeleteTags", "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints",
	"ec2:DetachInternetGateway", "ec2:DetachNetworkInterface", "ec2:DisassociateAddress", "ec2:DisassociateRouteTable",
	"ec2:GetSecurityGroupsForVpc",
	"ec2:ModifyLaunchTemplate", "ec2:ModifyManagedPrefixList", "ec2:ModifySecurityGroupRules", "ec2:ModifySubnetAttribute",
	"ec2:ModifyVpcAttribute", "ec2:ModifyVpcEndpoint", "ec2:ReleaseAddress", "ec2:ReplaceRoute", "ec2:ReplaceRouteTableAssociation",
	"ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
	// EKS starts a node group's instances in the name of whoever makes it from a
	// launch template of their own:
	// https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
	"ec2:RunInstances",
	"elasticloadbalancing:AddTags", "elasticloadbalancing:CreateListener", "elasticloadbalancing:CreateLoadBalancer",
	"elasticloadbalancing:CreateRule", "elasticloadbalancing:CreateTargetGroup",
	"elasticloadbalancing:DeleteListener", "elasticloadbalancing:DeleteLoadBalancer", "elasticloadbalancing:DeleteRule",
	"elasticloadbalancing:DeleteTargetGroup", "elasticloadbalancing:Modify*",
	"elasticloadbalancing:RemoveTags", "elasticloadbalancing:SetIpAddressType", "elasticloadbalancing:SetRulePriorities",
	"elasticloadbalancing:SetSecurityGroups", "elasticloadbalancing:SetSubnets",
}

// deliveryActions work in us-east-1 whatever the region of the systems is: that
// is where CloudFront, its certificates, the delivery of its logs and Route 53
// live. An interface endpoint binds a zone of AWS' to the VPC.
var deliveryActions = []string{
	"acm:AddTagsToCertificate", "acm:DeleteCertificate", "acm:RemoveTagsFromCertificate", "acm:RequestCertificate",
	"cloudfront:AllowVendedLogDeliveryForResource",
	"cloudfront:CreateDistribution", "cloudfront:CreateOriginAccessControl",
	"cloudfront:DeleteDistribution", "cloudfront:DeleteOriginAccessControl", "cloudfront:TagResource", "cloudfront:UntagResource",
	"cloudfront:UpdateDistribution", "cloudfront:UpdateOriginAccessControl",
	"logs:CreateDelivery", "logs:DeleteDelivery", "logs:DeleteDeliveryDestination", "logs:DeleteDeliverySource",
	"logs:PutDeliveryDestination", "logs:PutDeliverySource", "logs:TagResource", "logs:UntagResource", "logs:UpdateDeliveryConfiguration",
	"route53:AssociateVPCWithHostedZone",
}

// DeployData is what the stacks' data stores, buckets, images and secrets take.
// It reads no object and no row. Sharing a snapshot with another account is not
// among it.
func (a Account) DeployData(environment string) iampolicy.Document {
	buckets := a.buckets(environment)
	statements := []iampolicy.Statement{
		allow("Databases", databaseActions, a.dataStores("rds", environment, "pg", "subgrp"), nil),
		allow("Caches", cacheActions, a.dataStores("elasticache", environment, "parametergroup", "subnetgroup"), nil),
		allow("Buckets", bucketActions, buckets, nil),
		// A bucket of dev's goes with all that is in it.
		allow("EmptyBuckets", []string{"s3:DeleteObject", "s3:DeleteObjectVersion"}, buckets, nil),
		allow("Images", imageActions, a.repositories(environment), nil),
		allow("ImageCaches", imageCacheActions, everything, iampolicy.Condition{"StringEquals": {"aws:RequestedRegion": {a.Region}}}),
		allow("NewKeysAndSecrets", newKeyActions, everything, iampolicy.Condition{"StringEquals": {"aws:RequestedRegion": {a.Region}}}),
		allow("FreshKeys", freshKeyActions, []string{a.regional("kms", "key/*")}, nil),
		allow("KeysAndSecrets", keyActions, everything, iampolicy.Condition{"StringEquals": {"aws:ResourceTag/Environment": {environment}, "aws:ResourceTag/ManagedBy": {managedBy}}}),
		allow("KeyNames", []string{"kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"}, append(
			a.named(environment, func(prefix string) string { return a.regional("kms", "alias/"+prefix+"-*") }), a.regional("kms", "key/*")), nil),
	}
	return iampolicy.Document{Statements: statements}
}

// dataStores are the environment's things of RDS or ElastiCache, whatever their
// kind; the option groups of AWS' own that a request names; and groups of
// parameters or subnets of any name, since a change that replaces one needs a new
// name, which Pulumi makes up. Groups hold no data, and the guard knows them by
// their tags.
func (a Account) dataStores(service, environment string, groups ...string) []string {
	arns := a.named(environment, func(prefix string) string { return a.regional(service, "*:"+prefix+"-*") })
	for _, group := range append(groups, "*:default") {
		arns = append(arns, a.regional(service, group+":*"))
	}
	return arns
}

// repositories are the environment's: its images', and those of the cache, whose names
// may keep less of the prefix.
func (a Account) repositories(environment string) []string {
	arns := a.named(environment, func(prefix string) string { return a.regional("ecr", "repository/"+prefix+"/*") })
	for _, arn := range a.named(environment, func(prefix string) string {
		return a.regional("ecr", "repository/"+naming.Fit(prefix, naming.CachePrefixLimit)+"/*")
	}) {
		if !slices.Contains(arns, arn) {
			arns = append(arns, arn)
		}
	}
	return arns
}

var databaseActions = []string{
	"rds:AddTagsToResource", "rds:CreateDBInstance", "rds:CreateDBInstanceReadReplica", "rds:CreateDBParameterGroup",
	"rds:CreateDBSnapshot", "rds:CreateDBSubnetGroup", "rds:DeleteDBInstance", "rds:DeleteDBParameterGroup", "rds:DeleteDBSubnetGroup",
	"rds:ModifyDBInstance", "rds:ModifyDBParameterGroup", "rds:ModifyDBSubnetGroup", "rds:PromoteReadReplica", "rds:RebootDBInstance",
	"rds:RemoveTagsFromResource", "rds:ResetDBParameterGroup", "rds:RestoreDBInstanceFromDBSnapshot", "rds:RestoreDBInstanceToPointInTime",
}

var cacheActions = []string{
	"elasticache:AddTagsToResource", "elasticache:CreateCacheParameterGroup", "elasticache:CreateCacheSubnetGroup",
	"elasticache:CreateReplicationGroup", "elasticache:CreateSnapshot", "elasticache:DecreaseReplicaCount", "elasticache:DeleteCacheParameterGroup",
	"elasticache:DeleteCacheSubnetGroup", "elasticache:DeleteReplicationGroup", "elasticache:IncreaseReplicaCount",
	"elasticache:ModifyCacheParameterGroup", "elasticache:ModifyCacheSubnetGroup", "elasticache:ModifyReplicationGroup",
	"elasticache:ModifyReplicationGroupShardConfiguration", "elasticache:RemoveTagsFromResource", "elasticache:ResetCacheParameterGroup",
}

var bucketActions = []string{
	"s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:ListBucket", "s3:ListBucketVersions",
	"s3:PutBucketLogging", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging",
	"s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration",
}

var imageActions = []string{
	"ecr:BatchDeleteImage", "ecr:CreateRepository", "ecr:DeleteLifecyclePolicy", "ecr:DeleteRepository", "ecr:ListImages",
	"ecr:PutImageScanningConfiguration", "ecr:PutImageTagMutability", "ecr:PutLifecyclePolicy", "ecr:TagResource", "ecr:UntagResource",
}

// imageCacheActions make the rules by which ECR fetches public images; a rule has no name
// that a policy could tell: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
var imageCacheActions = []string{"ecr:CreatePullThroughCacheRule", "ecr:DeletePullThroughCacheRule", "ecr:UpdatePullThroughCacheRule"}

// newKeyActions make keys and secrets, whose names AWS makes or ends; keyActions
// are for those that carry the environment's tags. freshKeyActions follow a key in
// seconds, and KMS sees its tags only after minutes: they may not wait for a tag. The
// guard of the boundary keeps them off the other environments' keys, and the
// bootstrap's, whose tags are old (docs/decisions/0044).
// https://docs.aws.amazon.com/kms/latest/developerguide/abac.html
var (
	freshKeyActions = []string{"kms:CreateGrant", "kms:EnableKeyRotation"}

	newKeyActions = []string{"kms:CreateKey", "kms:TagResource", "secretsmanager:CreateSecret", "secretsmanager:TagResource"}
	keyActions    = []string{
		"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion",
		"kms:UntagResource", "kms:UpdateKeyDescription",
		"secretsmanager:DeleteSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:RestoreSecret",
		"secretsmanager:UntagResource", "secretsmanager:UpdateSecret", "secretsmanager:UpdateSecretVersionStage",
	}
)

// DeployCompute is what the stacks' clusters, their logs and their roles take.
func (a Account) DeployCompute(environment string) iampolicy.Document {
	statements := []iampolicy.Statement{
		// A cluster that is not there yet has no name in IAM: its tag tells whose it is.
		allow("NewClusters", []string{"eks:CreateCluster"}, everything, iampolicy.Condition{"StringEquals": {"aws:RequestTag/Environment": {environment}}}),
		allow("Clusters", clusterActions, a.clusters(environment), nil),
		allow("LogGroups", logActions, a.logGroups(environment), nil),
	}
	return iampolicy.Document{Statements: append(statements, a.makeRoles(environment)...)}
}

var clusterActions = []string{
	"eks:AssociateAccessPolicy", "eks:AssociateEncryptionConfig", "eks:CreateAccessEntry", "eks:CreateAddon",
	"eks:CreateNodegroup", "eks:CreatePodIdentityAssociation", "eks:DeleteAccessEntry", "eks:DeleteAddon", "eks:DeleteCluster",
	"eks:DeleteNodegroup", "eks:DeletePodIdentityAssociation", "eks:DisassociateAccessPolicy", "eks:TagResource", "eks:UntagResource",
	"eks:UpdateAccessEntry", "eks:UpdateAddon", "eks:UpdateClusterConfig", "eks:UpdateClusterVersion", "eks:UpdateNodegroupConfig",
	"eks:UpdateNodegroupVersion", "eks:UpdatePodIdentityAssociation",
}

var logActions = []string{
	"logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:DeleteRetentionPolicy", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource",
}

// clusters are the environment's clusters, which bear its name without anything
// after it, and what belongs to them.
func (a Account) clusters(environment string) []string {
	return append(
		a.named(environment, func(prefix string) string { return a.regional("eks", "*/"+prefix) }),
		a.named(environment, func(prefix string) string { return a.regional("eks", "*/"+prefix+"/*") })...)
}

// logGroups are named for what writes to them: /aws/eks/<cluster>/cluster,
// /aws/rds/instance/<instance>/postgresql.
func (a Account) logGroups(environment string) []string {
	return append(
		a.named(environment, func(prefix string) string { return a.regional("logs", "log-group:/aws/*/"+prefix+"/*") }),
		a.named(environment, func(prefix string) string { return a.regional("logs", "log-group:/aws/*/"+prefix+"-*") })...)
}
