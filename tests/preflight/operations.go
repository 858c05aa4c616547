package preflight

// operation is how a service answers one operation: what of the request picks things out
// of the account's list, and how the list is written.
type operation struct {
	// list is its element or key, of is each thing's element in XML.
	list, of string
	// param is the name that the request picks by, and field the thing's own; "" is all.
	param, field string
	// whole tells that AWS answers without pages.
	whole bool
	// single tells that the answer is the one thing, in an element or under a key.
	single bool
	// missing is the error for a name that is not there; "" is an empty list.
	missing string
}

// operations are those that the server knows.
var operations = map[string]operation{
	"ec2:DescribeRegions":               {whole: true, list: "regionInfo"},
	"ec2:DescribeAvailabilityZones":     {whole: true, list: "availabilityZoneInfo"},
	"ec2:DescribeAddresses":             {whole: true, list: "addressesSet"},
	"ec2:DescribeVpcs":                  {list: "vpcSet"},
	"ec2:DescribeSubnets":               {list: "subnetSet"},
	"ec2:DescribeInternetGateways":      {list: "internetGatewaySet"},
	"ec2:DescribeNatGateways":           {list: "natGatewaySet"},
	"ec2:DescribeSecurityGroups":        {list: "securityGroupInfo"},
	"ec2:DescribeInstances":             {list: "reservationSet"},
	"ec2:DescribeInstanceTypes":         {list: "instanceTypeSet", param: "InstanceType.1", field: "instanceType"},
	"ec2:DescribeInstanceTypeOfferings": {list: "instanceTypeOfferingSet", param: "Filter.1.Value.1", field: "instanceType"},

	"rds:DescribeDBInstances":                {list: "DBInstances", of: "DBInstance", param: "DBInstanceIdentifier", field: "DBInstanceIdentifier", missing: "DBInstanceNotFound"},
	"rds:DescribeDBSnapshots":                {list: "DBSnapshots", of: "DBSnapshot"},
	"rds:DescribeDBEngineVersions":           {list: "DBEngineVersions", of: "DBEngineVersion"},
	"rds:DescribeOrderableDBInstanceOptions": {list: "OrderableDBInstanceOptions", of: "OrderableDBInstanceOption", param: "DBInstanceClass", field: "DBInstanceClass"},

	"elasticache:DescribeReplicationGroups":           {list: "ReplicationGroups", of: "ReplicationGroup", param: "ReplicationGroupId", field: "ReplicationGroupId", missing: "ReplicationGroupNotFoundFault"},
	"elasticache:DescribeCacheClusters":               {list: "CacheClusters", of: "CacheCluster"},
	"elasticache:DescribeCacheEngineVersions":         {list: "CacheEngineVersions", of: "CacheEngineVersion"},
	"elasticache:DescribeReservedCacheNodesOfferings": {list: "ReservedCacheNodesOfferings", of: "ReservedCacheNodesOffering", param: "CacheNodeType", field: "CacheNodeType"},
	"elasticache:ListTagsForResource":                 {whole: true, list: "TagList", of: "Tag", param: "ResourceName", field: "of"},

	"elasticloadbalancing:DescribeLoadBalancers": {list: "LoadBalancers", of: "member", param: "Names.member.1", field: "LoadBalancerName", missing: "LoadBalancerNotFound"},
	"elasticloadbalancing:DescribeTargetGroups":  {list: "TargetGroups", of: "member"},
	"elasticloadbalancing:DescribeTags":          {whole: true, list: "TagDescriptions", of: "member", param: "ResourceArns.member.1", field: "ResourceArn"},

	"iam:GetRole":                    {list: "Role", single: true, param: "RoleName", field: "RoleName", missing: "NoSuchEntity"},
	"iam:GetPolicy":                  {list: "Policy", single: true, param: "PolicyArn", field: "Arn", missing: "NoSuchEntity"},
	"iam:GetOpenIDConnectProvider":   {list: "Tags", of: "member", whole: true, param: "OpenIDConnectProviderArn", field: "of"},
	"iam:ListRoles":                  {list: "Roles", of: "member"},
	"iam:ListOpenIDConnectProviders": {whole: true, list: "OpenIDConnectProviderList", of: "member"},

	"eks:ListClusters":            {list: "clusters"},
	"eks:DescribeCluster":         {list: "cluster", single: true, param: "name", field: "name", missing: "ResourceNotFoundException"},
	"eks:DescribeClusterVersions": {list: "clusterVersions"},
	"eks:DescribeAddonVersions":   {list: "addons", param: "addonName", field: "addonName"},

	"kms:ListAliases":                                             {list: "Aliases"},
	"kms:ListResourceTags":                                        {list: "Tags", param: "KeyId", field: "of"},
	"ecr:DescribeRepositories":                                    {list: "repositories", param: "repositoryNames", field: "repositoryName", missing: "RepositoryNotFoundException"},
	"ecr:ListTagsForResource":                                     {whole: true, list: "tags", param: "resourceArn", field: "of"},
	"ecr:BatchGetImage":                                           {whole: true, list: "images", param: "imageIds", field: "imageTag"},
	"ecr:GetDownloadUrlForLayer":                                  {list: "downloadUrl", single: true},
	"logs:DescribeLogGroups":                                      {list: "logGroups"},
	"logs:ListTagsForResource":                                    {list: "tags", single: true, param: "resourceArn", field: "of"},
	"secretsmanager:ListSecrets":                                  {list: "SecretList"},
	"servicequotas:GetServiceQuota":                               {list: "Quota", single: true},
	"servicequotas:GetAWSDefaultServiceQuota":                     {list: "Quota", single: true},
	"servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota": {list: "RequestedQuotas"},

	"cloudfront:ListDistributions":   {},
	"cloudfront:ListTagsForResource": {},
	"sts:GetCallerIdentity":          {},
	"s3:HeadBucket":                  {},
	"s3:GetBucketVersioning":         {},
	"s3:GetBucketTagging":            {},
}
