package access

import (
	"slices"

	"groundwork/internal/iampolicy"
)

// deployServices are what a deploy role could be allowed, at the most, besides
// the roles, buckets and states that its boundary names.
var deployServices = []string{
	"acm:*", "cloudfront:*", "ec2:*", "ecr:*", "eks:*", "elasticache:*", "elasticloadbalancing:*", "iam:Get*", "iam:List*", "kms:*", "logs:*", "rds:*", "route53:AssociateVPCWithHostedZone",
	"s3:GetAccelerateConfiguration", "s3:GetBucket*", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration",
	"secretsmanager:*", "tag:GetResources",
}

// BoundDeploy is the most that the environment's deploy role can do, whatever
// policies it is ever given.
func (a Account) BoundDeploy(environment string) iampolicy.Document {
	statements := []iampolicy.Statement{
		allow("Services", deployServices, everything, nil),
		allow("Buckets", []string{"s3:*"}, a.buckets(environment), nil),
		a.writeState(environment),
		allow("ReadState", []string{"s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"}, []string{a.stateARN(), a.stateARN() + "/" + metaKey}, nil),
	}
	statements = append(statements, a.makeRoles(environment)...)
	return iampolicy.Document{Statements: append(statements, a.guard(environment)...)}
}

// workloadServices are what AWS' policies for clusters, nodes, volumes and
// networks take, and what the controllers in a cluster do.
var workloadServices = []string{
	"autoscaling:*", "cloudwatch:Get*", "cloudwatch:List*", "ec2:*", "ec2messages:*",
	"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:BatchImportUpstreamImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer",
	"eks:Describe*", "eks:List*", "eks-auth:AssumeRoleForPodIdentity", "elasticloadbalancing:*", "kms:DescribeKey", "logs:*",
	// What a node's agent says of itself. It reads no parameter.
	"ssm:DescribeAssociation", "ssm:DescribeDocument", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument", "ssm:GetManifest",
	"ssm:ListAssociations", "ssm:ListInstanceAssociations", "ssm:PutComplianceItems", "ssm:PutConfigurePackageResult", "ssm:PutInventory",
	"ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus", "ssm:UpdateInstanceInformation", "ssmmessages:*",
}

// volumeActions are what EBS does with the key of an encrypted volume in the name of
// the driver that makes or mounts it:
// https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
var volumeActions = []string{"kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"}

// BoundWorkloads is the most that a role made by one of the environment's
// stacks can do. It has no right over identities, secrets or states, so that a
// deploy role gains nothing by making one. Keys it uses through EBS, and those of
// its environment's clusters; the bootstrap's are closed to it.
func (a Account) BoundWorkloads(environment string) iampolicy.Document {
	statements := []iampolicy.Statement{
		allow("Services", workloadServices, everything, nil),
		allow("Volumes", volumeActions, everything, iampolicy.Condition{"StringEquals": {"kms:ViaService": {"ec2." + a.Region + ".amazonaws.com"}}}),
		allow("VolumeGrants", []string{"kms:CreateGrant"}, everything, iampolicy.Condition{
			"Bool":         {"kms:GrantIsForAWSResource": {"true"}},
			"StringEquals": {"kms:ViaService": {"ec2." + a.Region + ".amazonaws.com"}},
		}),
		allow("ClusterKeys", []string{"kms:Decrypt", "kms:Encrypt", "kms:ListGrants"}, everything,
			iampolicy.Condition{"StringEquals": {"aws:ResourceTag/Environment": {environment}, "aws:ResourceTag/ManagedBy": {managedBy}}}),
		deny("BootstrapKeys", []string{"kms:*"}, everything, iampolicy.Condition{"StringEquals": {"aws:ResourceTag/System": {a.Names.System}}}),
		allow("Buckets", []string{"s3:*Object*", "s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket*", "s3:ListMultipartUploadParts"}, a.buckets(environment), nil),
	}
	return iampolicy.Document{Statements: append(statements, a.guard(environment)...)}
}

// guard keeps a role out of the other environments, and off what the bootstrap
// made, by tag. A key that a request does not have would satisfy a negated
// comparison, hence Null.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
func (a Account) guard(environment string) []iampolicy.Statement {
	other := func(key string, own ...string) iampolicy.Condition {
		return iampolicy.Condition{"Null": {key: {"false"}}, "StringNotEquals": {key: own}}
	}
	return []iampolicy.Statement{
		deny("OtherEnvironments", []string{"*"}, everything, other("aws:ResourceTag/Environment", environment, a.Names.Environment)),
		deny("OthersTags", []string{"*"}, everything, other("aws:RequestTag/Environment", environment)),
		deny("Bootstrap", slices.Clone(changes), everything, iampolicy.Condition{"StringEquals": {"aws:ResourceTag/System": {a.Names.System}}}),
	}
}

// changes are what nobody but an administrator does to what the bootstrap made,
// of the services that a boundary opens as a whole.
var changes = []string{
	"kms:Cancel*", "kms:Create*", "kms:Delete*", "kms:Disable*", "kms:Enable*", "kms:Put*", "kms:Re*", "kms:ScheduleKeyDeletion",
	"kms:TagResource", "kms:UntagResource", "kms:Update*",
}
