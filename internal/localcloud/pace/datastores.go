package pace

const (
	instanceType  = "aws:rds/instance:Instance"
	auroraType    = "aws:rds/clusterInstance:ClusterInstance"
	replicasType  = "aws:elasticache/replicationGroup:ReplicationGroup"
	searchType    = "aws:opensearch/domain:Domain"
	redshiftType  = "aws:redshift/cluster:Cluster"
	brokerType    = "aws:msk/cluster:Cluster"
	tableType     = "aws:dynamodb/table:Table"
	filesType     = "aws:efs/fileSystem:FileSystem"
	mountType     = "aws:efs/mountTarget:MountTarget"
	secretType    = "aws:secretsmanager/secret:Secret"
	keyType       = "aws:kms/key:Key"
	serverlessRDS = "aws:rds/cluster:Cluster"
)

// Datastores take the longest, and most of them cannot be hurried.
var datastoreRows = []row{
	// A replica is a restored snapshot of its source: no log of one was found,
	// so it counts as a larger instance.
	{instanceType, create, given("replicateSourceDb"), always(12 * minute), logs + "10m to 17m for larger instances"},
	{instanceType, create, has("multiAz"), always(17 * minute), logs + "15m to 20m"},
	{instanceType, create, nil, always(7 * minute), logs + "4m35s to 8m for small ones"},
	{instanceType, update, changes("instanceClass", "engineVersion"), immediately(390 * sec), logs + "6m27s"},
	{instanceType, update, changes("multiAz", "storageType", "allocatedStorage"), immediately(390 * sec), "as a change of class; no log of its own was found"},
	{instanceType, remove, has("multiAz"), always(385 * sec), logs + "6m25s"},
	{instanceType, remove, nil, always(266 * sec), logs + "1m51s to 5m20s; https://github.com/hashicorp/terraform/issues/32358"},
	{serverlessRDS, create, nil, always(43 * sec), logs + "43s; https://github.com/hashicorp/terraform-provider-aws/pull/40333"},
	{serverlessRDS, remove, nil, always(63 * sec), "https://github.com/tungbq/aws-lab-with-terraform/issues/100"},
	{auroraType, create, nil, always(9 * minute), logs + "6m21s, 12m21s"},
	{auroraType, remove, nil, always(707 * sec), "https://github.com/tungbq/aws-lab-with-terraform/issues/100"},

	{replicasType, create, nil, always(8 * minute), logs + "6m to 9m"},
	{replicasType, update, changes("nodeType"), always(15 * minute), "test with the change 1,573 s, without 656 s: https://github.com/hashicorp/terraform-provider-aws/pull/3931"},
	{replicasType, update, changes("numCacheClusters", "numNodeGroups", "replicasPerNodeGroup", "engineVersion", "engine"), always(11 * minute), "whole tests 1,187 s to 2,201 s, without a change 511 s: https://github.com/hashicorp/terraform-provider-aws/pull/48942"},
	{replicasType, remove, nil, always(200 * sec), "at least: https://github.com/turbot/steampipe-plugin-aws/pull/2224"},

	{searchType, create, nil, always(15 * minute), "never under 10 min: https://github.com/hashicorp/terraform-provider-aws/issues/45244"},
	{searchType, update, nil, always(8 * minute), "https://github.com/hashicorp/terraform-provider-aws/pull/45245"},
	{searchType, remove, nil, always(12 * minute), "never under 10 min: https://github.com/hashicorp/terraform-provider-aws/issues/45244"},
	{brokerType, create, nil, always(30 * minute), "11m15s to an hour: https://github.com/awslabs/benchmark-ai/pull/527, https://github.com/hashicorp/terraform-provider-aws/issues/17726"},
	{redshiftType, create, nil, always(8 * minute), "whole test 624 s: https://github.com/hashicorp/terraform-provider-aws/pull/3352"},
	{redshiftType, remove, nil, always(124 * sec), "https://github.com/turbot/steampipe-plugin-aws/pull/462"},
	{tableType, create, nil, always(13 * sec), logs + "7s, 13s; https://github.com/turbot/steampipe-plugin-aws/pull/495"},
	{filesType, create, nil, always(12 * sec), "https://github.com/turbot/steampipe-plugin-aws/pull/426"},
	{mountType, create, nil, always(90 * sec), "over a minute: https://github.com/turbot/steampipe-plugin-aws/pull/426"},
	{secretType, create, nil, always(6 * sec), logs + "6s"},
	{keyType, create, nil, always(11 * sec), logs + "11s"},
}
