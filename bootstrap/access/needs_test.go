package access

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// need is what the provider calls to make, change, read and delete one type of
// resource, and what the calls are about.
type need struct {
	on      string // the ARN, or "*"
	actions string // separated by blanks
	reads   string
}

const (
	anEC2     = "arn:aws:ec2:eu-central-1:123456789012:thing/id-1"
	anELB     = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/stockindicator-prod/50dc6c495c0c9188"
	aBucket   = "arn:aws:s3:::stockindicator-prod-backups-123456789012"
	aRole     = "arn:aws:iam::123456789012:role/stockindicator-prod-eks-nodes"
	aKey      = "arn:aws:kms:eu-central-1:123456789012:key/1"
	aSecret   = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-secret-1234567-a1b2c3"
	aDelivery = "arn:aws:logs:us-east-1:123456789012:delivery-source:cdn"
	tagEC2    = " ec2:CreateTags ec2:DeleteTags"
	tagELB    = " elasticloadbalancing:AddTags elasticloadbalancing:RemoveTags"
)

// needs are the calls behind each constructor that the components use, from the
// provider's documentation and AWS' list of actions:
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
var needs = map[string][]need{
	"aws.NewProvider":                                    {},
	"awsacm.NewCertificate":                              {{"arn:aws:acm:us-east-1:123456789012:certificate/1", "acm:RequestCertificate acm:DeleteCertificate acm:AddTagsToCertificate acm:RemoveTagsFromCertificate", "acm:DescribeCertificate acm:ListTagsForCertificate"}},
	"awsacm.NewCertificateValidation":                    {{"arn:aws:acm:eu-central-1:123456789012:certificate/1", "", "acm:DescribeCertificate"}},
	"awscloudfront.NewDistribution":                      {{"arn:aws:cloudfront::123456789012:distribution/E1", "cloudfront:CreateDistribution cloudfront:CreateDistributionWithTags cloudfront:UpdateDistribution cloudfront:DeleteDistribution cloudfront:TagResource cloudfront:UntagResource", "cloudfront:GetDistribution cloudfront:ListTagsForResource"}},
	"awscloudfront.NewOriginAccessControl":               {{"arn:aws:cloudfront::123456789012:origin-access-control/E1", "cloudfront:CreateOriginAccessControl cloudfront:UpdateOriginAccessControl cloudfront:DeleteOriginAccessControl", "cloudfront:GetOriginAccessControl"}},
	"awscloudwatch.NewLogDelivery":                       {{aDelivery, "logs:CreateDelivery logs:UpdateDeliveryConfiguration logs:DeleteDelivery logs:TagResource", "logs:GetDelivery logs:ListTagsForResource"}},
	"awscloudwatch.NewLogDeliveryDestination":            {{aDelivery, "logs:PutDeliveryDestination logs:DeleteDeliveryDestination logs:TagResource", "logs:GetDeliveryDestination logs:ListTagsForResource"}},
	"awscloudwatch.NewLogDeliverySource":                 {{aDelivery, "logs:PutDeliverySource logs:DeleteDeliverySource logs:TagResource", "logs:GetDeliverySource logs:ListTagsForResource"}, {"arn:aws:cloudfront::123456789012:distribution/E1", "cloudfront:AllowVendedLogDeliveryForResource", ""}},
	"awscloudwatch.NewLogGroup":                          {{"arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/stockindicator-prod/cluster", "logs:CreateLogGroup logs:PutRetentionPolicy logs:DeleteRetentionPolicy logs:DeleteLogGroup logs:TagResource logs:UntagResource", "logs:DescribeLogGroups logs:ListTagsForResource"}},
	"awsec2.NewDefaultSecurityGroup":                     {{anEC2, "ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress" + tagEC2, "ec2:DescribeSecurityGroups ec2:DescribeSecurityGroupRules"}},
	"awsec2.NewEip":                                      {{anEC2, "ec2:AllocateAddress ec2:AssociateAddress ec2:DisassociateAddress ec2:ReleaseAddress" + tagEC2, "ec2:DescribeAddresses ec2:DescribeAddressesAttribute"}},
	"awsec2.NewFlowLog":                                  {{anEC2, "ec2:CreateFlowLogs ec2:DeleteFlowLogs" + tagEC2, "ec2:DescribeFlowLogs"}},
	"awsec2.NewInternetGateway":                          {{anEC2, "ec2:CreateInternetGateway ec2:AttachInternetGateway ec2:DetachInternetGateway ec2:DeleteInternetGateway" + tagEC2, "ec2:DescribeInternetGateways"}},
	"awsec2.NewLaunchTemplate":                           {{anEC2, "ec2:CreateLaunchTemplate ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate ec2:DeleteLaunchTemplate" + tagEC2, "ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions"}},
	"awsec2.NewManagedPrefixList":                        {{anEC2, "ec2:CreateManagedPrefixList ec2:ModifyManagedPrefixList ec2:DeleteManagedPrefixList" + tagEC2, "ec2:DescribeManagedPrefixLists ec2:GetManagedPrefixListEntries"}},
	"awsec2.NewNatGateway":                               {{anEC2, "ec2:CreateNatGateway ec2:DeleteNatGateway" + tagEC2, "ec2:DescribeNatGateways"}},
	"awsec2.NewRoute":                                    {{anEC2, "ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute", "ec2:DescribeRouteTables"}},
	"awsec2.NewRouteTable":                               {{anEC2, "ec2:CreateRouteTable ec2:DeleteRouteTable" + tagEC2, "ec2:DescribeRouteTables"}},
	"awsec2.NewRouteTableAssociation":                    {{anEC2, "ec2:AssociateRouteTable ec2:ReplaceRouteTableAssociation ec2:DisassociateRouteTable", "ec2:DescribeRouteTables"}},
	"awsec2.NewSecurityGroup":                            {{anEC2, "ec2:CreateSecurityGroup ec2:RevokeSecurityGroupEgress ec2:DeleteSecurityGroup ec2:DetachNetworkInterface ec2:DeleteNetworkInterface" + tagEC2, "ec2:DescribeSecurityGroups ec2:DescribeNetworkInterfaces"}},
	"awsec2.NewSubnet":                                   {{anEC2, "ec2:CreateSubnet ec2:ModifySubnetAttribute ec2:DeleteSubnet" + tagEC2, "ec2:DescribeSubnets"}},
	"awsec2.NewVpc":                                      {{anEC2, "ec2:CreateVpc ec2:ModifyVpcAttribute ec2:DeleteVpc" + tagEC2, "ec2:DescribeVpcs ec2:DescribeVpcAttribute ec2:DescribeNetworkAcls"}},
	"awsec2.NewVpcEndpoint":                              {{anEC2, "ec2:CreateVpcEndpoint ec2:ModifyVpcEndpoint ec2:DeleteVpcEndpoints" + tagEC2, "ec2:DescribeVpcEndpoints ec2:DescribePrefixLists ec2:DescribeVpcEndpointServices"}},
	"awsecr.NewLifecyclePolicy":                          {{"arn:aws:ecr:eu-central-1:123456789012:repository/stockindicator-prod/api", "ecr:PutLifecyclePolicy ecr:DeleteLifecyclePolicy", "ecr:GetLifecyclePolicy"}},
	"awsecr.NewRepository":                               {{"arn:aws:ecr:eu-central-1:123456789012:repository/stockindicator-prod/api", "ecr:CreateRepository ecr:PutImageTagMutability ecr:PutImageScanningConfiguration ecr:TagResource ecr:UntagResource ecr:DeleteRepository ecr:BatchDeleteImage ecr:ListImages", "ecr:DescribeRepositories ecr:ListTagsForResource"}},
	"awseks.NewAccessEntry":                              {{"arn:aws:eks:eu-central-1:123456789012:access-entry/stockindicator-prod/role/123456789012/deploy/1", "eks:CreateAccessEntry eks:UpdateAccessEntry eks:DeleteAccessEntry eks:TagResource eks:UntagResource", "eks:DescribeAccessEntry"}},
	"awseks.NewAccessPolicyAssociation":                  {{"arn:aws:eks:eu-central-1:123456789012:access-entry/stockindicator-prod/role/123456789012/deploy/1", "eks:AssociateAccessPolicy eks:DisassociateAccessPolicy", "eks:ListAssociatedAccessPolicies"}},
	"awseks.NewAddon":                                    {{"arn:aws:eks:eu-central-1:123456789012:addon/stockindicator-prod/vpc-cni/1", "eks:CreateAddon eks:UpdateAddon eks:DeleteAddon eks:TagResource", "eks:DescribeAddon eks:DescribeAddonVersions"}},
	"awseks.NewCluster":                                  {{"arn:aws:eks:eu-central-1:123456789012:cluster/stockindicator-prod", "eks:CreateCluster eks:UpdateClusterConfig eks:UpdateClusterVersion eks:DeleteCluster eks:AssociateEncryptionConfig eks:TagResource", "eks:DescribeCluster eks:DescribeUpdate"}, {aKey, "kms:CreateGrant", "kms:DescribeKey"}},
	"awseks.NewNodeGroup":                                {{"arn:aws:eks:eu-central-1:123456789012:nodegroup/stockindicator-prod/nodes/1", "eks:CreateNodegroup eks:UpdateNodegroupConfig eks:UpdateNodegroupVersion eks:DeleteNodegroup eks:TagResource", "eks:DescribeNodegroup"}, {anEC2, "ec2:RunInstances ec2:CreateTags", "ec2:DescribeLaunchTemplateVersions"}},
	"awseks.NewPodIdentityAssociation":                   {{"arn:aws:eks:eu-central-1:123456789012:podidentityassociation/stockindicator-prod/a-1", "eks:CreatePodIdentityAssociation eks:UpdatePodIdentityAssociation eks:DeletePodIdentityAssociation eks:TagResource", "eks:DescribePodIdentityAssociation"}, {"arn:aws:eks:eu-central-1:123456789012:cluster/stockindicator-prod", "eks:CreatePodIdentityAssociation", ""}},
	"awselasticache.NewParameterGroup":                   {{"arn:aws:elasticache:eu-central-1:123456789012:parametergroup:cache-parameters-bcd9f51", "elasticache:CreateCacheParameterGroup elasticache:ModifyCacheParameterGroup elasticache:ResetCacheParameterGroup elasticache:DeleteCacheParameterGroup elasticache:AddTagsToResource elasticache:RemoveTagsFromResource", "elasticache:DescribeCacheParameterGroups elasticache:DescribeCacheParameters elasticache:ListTagsForResource"}},
	"awselasticache.NewReplicationGroup":                 {{"arn:aws:elasticache:eu-central-1:123456789012:replicationgroup:stockindicator-prod-cache", "elasticache:CreateReplicationGroup elasticache:ModifyReplicationGroup elasticache:IncreaseReplicaCount elasticache:DecreaseReplicaCount elasticache:DeleteReplicationGroup elasticache:CreateSnapshot elasticache:AddTagsToResource", "elasticache:DescribeReplicationGroups elasticache:DescribeCacheClusters elasticache:ListTagsForResource"}},
	"awselasticache.NewSubnetGroup":                      {{"arn:aws:elasticache:eu-central-1:123456789012:subnetgroup:cache-subnets-559eeda", "elasticache:CreateCacheSubnetGroup elasticache:ModifyCacheSubnetGroup elasticache:DeleteCacheSubnetGroup elasticache:AddTagsToResource", "elasticache:DescribeCacheSubnetGroups elasticache:ListTagsForResource"}},
	"awsiam.NewRole":                                     {{aRole, "iam:CreateRole iam:PutRolePermissionsBoundary iam:UpdateRole iam:UpdateRoleDescription iam:UpdateAssumeRolePolicy iam:TagRole iam:UntagRole iam:DeleteRole iam:PassRole", "iam:GetRole iam:ListRolePolicies iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole"}},
	"awsiam.NewRolePolicy":                               {{aRole, "iam:PutRolePolicy iam:DeleteRolePolicy", "iam:GetRolePolicy"}},
	"awsiam.NewRolePolicyAttachment":                     {{aRole, "iam:AttachRolePolicy iam:DetachRolePolicy", "iam:ListAttachedRolePolicies"}},
	"awskms.NewAlias":                                    {{"arn:aws:kms:eu-central-1:123456789012:alias/stockindicator-prod-eks", "kms:CreateAlias kms:UpdateAlias kms:DeleteAlias", "kms:ListAliases"}, {aKey, "kms:CreateAlias kms:DeleteAlias", ""}},
	"awskms.NewKey":                                      {{aKey, "kms:CreateKey kms:PutKeyPolicy kms:EnableKeyRotation kms:UpdateKeyDescription kms:TagResource kms:UntagResource kms:ScheduleKeyDeletion", "kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags"}},
	"awslb.NewListener":                                  {{anELB, "elasticloadbalancing:CreateListener elasticloadbalancing:ModifyListener elasticloadbalancing:ModifyListenerAttributes elasticloadbalancing:DeleteListener" + tagELB, "elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes"}},
	"awslb.NewListenerRule":                              {{anELB, "elasticloadbalancing:CreateRule elasticloadbalancing:ModifyRule elasticloadbalancing:SetRulePriorities elasticloadbalancing:DeleteRule" + tagELB, "elasticloadbalancing:DescribeRules elasticloadbalancing:DescribeTags"}},
	"awslb.NewLoadBalancer":                              {{anELB, "elasticloadbalancing:CreateLoadBalancer elasticloadbalancing:ModifyLoadBalancerAttributes elasticloadbalancing:SetSecurityGroups elasticloadbalancing:SetSubnets elasticloadbalancing:DeleteLoadBalancer" + tagELB, "elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes"}},
	"awslb.NewTargetGroup":                               {{anELB, "elasticloadbalancing:CreateTargetGroup elasticloadbalancing:ModifyTargetGroup elasticloadbalancing:ModifyTargetGroupAttributes elasticloadbalancing:DeleteTargetGroup" + tagELB, "elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes"}},
	"awsrds.NewInstance":                                 {{"arn:aws:rds:eu-central-1:123456789012:db:stockindicator-prod-db", "rds:CreateDBInstance rds:CreateDBInstanceReadReplica rds:ModifyDBInstance rds:RebootDBInstance rds:DeleteDBInstance rds:AddTagsToResource rds:RemoveTagsFromResource rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime", "rds:DescribeDBInstances rds:ListTagsForResource"}, {"arn:aws:rds:eu-central-1:123456789012:snapshot:stockindicator-prod-db-final", "rds:CreateDBSnapshot rds:DeleteDBInstance", ""}, {"arn:aws:rds:eu-central-1:123456789012:og:default:postgres-16", "rds:CreateDBInstance", ""}},
	"awsrds.NewParameterGroup":                           {{"arn:aws:rds:eu-central-1:123456789012:pg:database-parameters-1c537fd", "rds:CreateDBParameterGroup rds:ModifyDBParameterGroup rds:ResetDBParameterGroup rds:DeleteDBParameterGroup rds:AddTagsToResource", "rds:DescribeDBParameterGroups rds:DescribeDBParameters rds:ListTagsForResource"}},
	"awsrds.NewSubnetGroup":                              {{"arn:aws:rds:eu-central-1:123456789012:subgrp:database-subnets-78697d7", "rds:CreateDBSubnetGroup rds:ModifyDBSubnetGroup rds:DeleteDBSubnetGroup rds:AddTagsToResource", "rds:DescribeDBSubnetGroups rds:ListTagsForResource"}},
	"awss3.NewBucketLifecycleConfigurationV2":            {{aBucket, "s3:PutLifecycleConfiguration", "s3:GetLifecycleConfiguration"}},
	"awss3.NewBucketLoggingV2":                           {{aBucket, "s3:PutBucketLogging", "s3:GetBucketLogging"}},
	"awss3.NewBucketOwnershipControls":                   {{aBucket, "s3:PutBucketOwnershipControls", "s3:GetBucketOwnershipControls"}},
	"awss3.NewBucketPolicy":                              {{aBucket, "s3:PutBucketPolicy s3:DeleteBucketPolicy", "s3:GetBucketPolicy"}},
	"awss3.NewBucketPublicAccessBlock":                   {{aBucket, "s3:PutBucketPublicAccessBlock", "s3:GetBucketPublicAccessBlock"}},
	"awss3.NewBucketServerSideEncryptionConfigurationV2": {{aBucket, "s3:PutEncryptionConfiguration", "s3:GetEncryptionConfiguration"}},
	"awss3.NewBucketV2":                                  {{aBucket, "s3:CreateBucket s3:DeleteBucket s3:PutBucketTagging s3:ListBucketVersions", "s3:ListBucket s3:GetBucketLocation s3:GetBucketTagging s3:GetBucketAcl s3:GetBucketCORS s3:GetBucketWebsite s3:GetBucketVersioning s3:GetAccelerateConfiguration s3:GetBucketRequestPayment s3:GetBucketLogging s3:GetReplicationConfiguration s3:GetBucketObjectLockConfiguration"}, {aBucket + "/x", "s3:DeleteObject s3:DeleteObjectVersion", ""}},
	"awss3.NewBucketVersioningV2":                        {{aBucket, "s3:PutBucketVersioning", "s3:GetBucketVersioning"}},
	"awssecrets.NewSecret":                               {{aSecret, "secretsmanager:CreateSecret secretsmanager:UpdateSecret secretsmanager:TagResource secretsmanager:UntagResource secretsmanager:DeleteSecret secretsmanager:RestoreSecret", "secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy"}},
	"awssecrets.NewSecretVersion":                        {{aSecret, "secretsmanager:PutSecretValue secretsmanager:UpdateSecretVersionStage", "secretsmanager:GetSecretValue"}},
	"awsvpc.NewSecurityGroupEgressRule":                  {{anEC2, "ec2:AuthorizeSecurityGroupEgress ec2:ModifySecurityGroupRules ec2:RevokeSecurityGroupEgress" + tagEC2, "ec2:DescribeSecurityGroupRules"}},
	"awsvpc.NewSecurityGroupIngressRule":                 {{anEC2, "ec2:AuthorizeSecurityGroupIngress ec2:ModifySecurityGroupRules ec2:RevokeSecurityGroupIngress" + tagEC2, "ec2:DescribeSecurityGroupRules"}},
}

var constructor = regexp.MustCompile(`\b(aws[a-z0-9]*\.New[A-Z]\w*)\(`)

// constructors are those of AWS' resources that the components call.
func constructors(t *testing.T) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	for _, root := range []string{"../../components", "../../stacks", "../../internal/datastore"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			for _, match := range constructor.FindAllStringSubmatch(string(source), -1) {
				found[match[1]] = true
			}
			return err
		}))
	}
	return found
}

// asked is a call about a thing of prod's, as it is made there.
func asked(action, on string) request {
	known := of("prod", "aws:RequestTag/Environment", "prod", "iam:PermissionsBoundary", boundary("prod"), "iam:PassedToService", "eks.amazonaws.com")
	if strings.Contains(on, ":us-east-1:") || strings.HasPrefix(on, "arn:aws:cloudfront:") {
		known["aws:RequestedRegion"] = "us-east-1"
	}
	return request{action, on, known}
}

func TestTheRolesCanDoWhatEveryResourceOfTheStacksNeeds(t *testing.T) {
	used := constructors(t)
	require.Greater(t, len(used), 40)
	for name := range used {
		if !assert.Contains(t, needs, name, "what AWS is asked for it must be told in this test") {
			continue
		}
		for _, need := range needs[name] {
			for _, action := range strings.Fields(need.actions + " " + need.reads) {
				assert.True(t, deployRole("prod").may(asked(action, need.on)), "%s: prod's deploy role: %s on %s", name, action, need.on)
			}
			for _, action := range strings.Fields(need.actions) {
				assert.False(t, previewRole().may(asked(action, need.on)), "%s: the preview role changes: %s", name, action)
			}
			for _, action := range strings.Fields(need.reads) {
				assert.True(t, previewRole().may(asked(action, need.on)), "%s: the preview role: %s on %s", name, action, need.on)
			}
		}
	}
	for name := range needs {
		assert.True(t, used[name], "%s is not used any more: its rights can go", name)
	}
}
