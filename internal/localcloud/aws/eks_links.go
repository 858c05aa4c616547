package aws

// Errors of EKS: https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html
var (
	noCluster     = refusal{404, "ResourceNotFoundException", "No cluster found for name: %s."}
	noClusterRole = refusal{400, "InvalidParameterException", "Role with arn: %s, could not be assumed because it does not exist or the trusted entity is not correct"}
	noNodeRole    = refusal{400, "InvalidParameterException", "The role with name %s cannot be found."}
	noEKSSubnet   = refusal{400, "InvalidParameterException", "The subnet ID '%s' does not exist"}
	noEKSGroup    = refusal{400, "InvalidParameterException", "The security group '%s' does not exist"}
	noEKSKey      = refusal{400, "InvalidParameterException", "Could not find the KMS key %s"}
)

var clusterLinks = []link{
	{from: clusterType, path: "roleArn", to: roleType, missing: noClusterRole, loose: true},
	{from: clusterType, path: "vpcConfig.subnetIds", to: subnetType, missing: noEKSSubnet},
	{from: clusterType, path: "vpcConfig.securityGroupIds", to: groupType, missing: noEKSGroup},
	{from: clusterType, path: "encryptionConfig.provider.keyArn", to: keyType, missing: noEKSKey, loose: true},
	{from: nodeGroupType, path: "clusterName", to: clusterType, missing: noCluster},
	{from: nodeGroupType, path: "nodeRoleArn", to: roleType, missing: noNodeRole, loose: true},
	{from: nodeGroupType, path: "subnetIds", to: subnetType, missing: noEKSSubnet},
	{from: nodeGroupType, path: "launchTemplate.id", to: templateType, loose: true, missing: refusal{400, "InvalidRequestException", "Launch template details can't be found for launch template %s."}},
	{from: nodeGroupType, path: "launchTemplate.name", to: templateType, by: "name", loose: true, missing: refusal{400, "InvalidRequestException", "Launch template details can't be found for launch template %s."}},
	{from: fargateType, path: "clusterName", to: clusterType, missing: noCluster},
	{from: fargateType, path: "podExecutionRoleArn", to: roleType, missing: noNodeRole, loose: true},
	{from: fargateType, path: "subnetIds", to: subnetType, missing: noEKSSubnet},
	{from: addonType, path: "clusterName", to: clusterType, missing: noCluster, loose: true},
	{from: addonType, path: "podIdentityAssociations.*.roleArn", to: roleType, missing: noNodeRole, loose: true},
	{from: addonType, path: "serviceAccountRoleArn", to: roleType, missing: noNodeRole, loose: true},
	{from: accessEntryType, path: "clusterName", to: clusterType, missing: noCluster, loose: true},
	{from: accessPolicyType, path: "clusterName", to: clusterType, missing: noCluster, loose: true},
	{from: podIdentityType, path: "clusterName", to: clusterType, missing: noCluster, loose: true},
	{from: podIdentityType, path: "roleArn", to: roleType, missing: noNodeRole, loose: true},
}
