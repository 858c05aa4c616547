package aws

import "groundwork/internal/localcloud"

// taken is what a service says of a name that another object has; %s is the
// name. From the "Errors" of each operation in the services' API references.
var taken = map[string]refusal{
	groupType:        {400, "InvalidGroup.Duplicate", "The security group '%s' already exists for this VPC"},
	templateType:     {400, "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use."},
	gatewayType:      {400, "Resource.AlreadyAssociated", "Network %s already has an internet gateway attached"},
	associationType:  {400, "Resource.AlreadyAssociated", "the subnet %s is associated with another route table already"},
	balancerType:     {400, "DuplicateLoadBalancerName", "A load balancer with the same name '%s' exists, but with different settings"},
	classicType:      {400, "DuplicateLoadBalancerName", "The specified load balancer name already exists for this account: %s"},
	targetGroupType:  {400, "DuplicateTargetGroupName", "A target group with the same name '%s' exists, but with different settings"},
	listenerType:     {400, "DuplicateListener", "A listener already exists on this port for this load balancer: %s"},
	listenerRuleType: {400, "PriorityInUse", "Priority '%s' is currently in use"},

	clusterType:     {409, "ResourceInUseException", "Cluster already exists with name: %s"},
	nodeGroupType:   {409, "ResourceInUseException", "NodeGroup already exists with name %s"},
	addonType:       {409, "ResourceInUseException", "Addon already exists."},
	accessEntryType: {409, "ResourceInUseException", "The specified access entry resource is already in use on this cluster."},
	podIdentityType: {409, "ResourceInUseException", "Association already exists for service account %s"},

	instanceType:       {400, "DBInstanceAlreadyExists", "DB instance already exists"},
	clusterDBType:      {400, "DBClusterAlreadyExistsFault", "DB Cluster already exists"},
	clusterMemberType:  {400, "DBInstanceAlreadyExists", "DB instance already exists"},
	proxyType:          {400, "DBProxyAlreadyExistsFault", "DB proxy %s already exists"},
	optionGroupType:    {400, "OptionGroupAlreadyExistsFault", "Option group already exists: %s"},
	subnetGroupType:    {400, "DBSubnetGroupAlreadyExists", "The DB subnet group '%s' already exists."},
	parameterGroupType: {400, "DBParameterGroupAlreadyExists", "Parameter group %s already exists"},
	snapshotType:       {400, "DBSnapshotAlreadyExists", "Cannot create the snapshot because a snapshot with the identifier %s already exists."},
	cacheType:          {400, "ReplicationGroupAlreadyExists", "Replication group %s already exists."},
	cacheClusterType:   {400, "CacheClusterAlreadyExists", "Cache cluster %s already exists"},
	cacheSubnetType:    {400, "CacheSubnetGroupAlreadyExists", "Cache subnet group %s already exists."},
	cacheParameterType: {400, "CacheParameterGroupAlreadyExists", "Cache parameter group %s already exists"},

	roleType:    {409, "EntityAlreadyExists", "Role with name %s already exists."},
	policyType:  {409, "EntityAlreadyExists", "A policy called %s already exists. Duplicate names are not allowed."},
	profileType: {409, "EntityAlreadyExists", "Instance Profile %s already exists."},
	userType:    {409, "EntityAlreadyExists", "User with name %s already exists."},
	openIDType:  {409, "EntityAlreadyExists", "Provider with url %s already exists."},

	bucketType:              {409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it."},
	aliasType:               {400, "AlreadyExistsException", "An alias with the name %s already exists"},
	logGroupType:            {400, "ResourceAlreadyExistsException", "The specified log group already exists"},
	deliverySourceType:      {409, "ConflictException", "A delivery source with the name %s exists already"},
	deliveryDestinationType: {409, "ConflictException", "A delivery destination with the name %s exists already"},

	trailType:  {400, "TrailAlreadyExistsException", "Trail %s already exists for customer: " + localcloud.Account},
	budgetType: {400, "DuplicateRecordException", "Error creating budget: %s - the budget already exists."},

	lambdaType:     {409, "ResourceConflictException", "Function already exist: %s"},
	tableType:      {400, "ResourceInUseException", "Table already exists: %s"},
	secretType:     {400, "ResourceExistsException", "The operation failed because the secret %s already exists."},
	repositoryType: {400, "RepositoryAlreadyExistsException", "The repository with name '%s' already exists in the registry with id '" + localcloud.Account + "'"},
	cacheRuleType:  {400, "PullThroughCacheRuleAlreadyExistsException", "The pull through cache rule with prefix '%s' already exists in the registry with id '" + localcloud.Account + "'"},
	accessIDType:   {409, "OriginAccessControlAlreadyExists", "An origin access control with the name %s already exists."},

	cachePolicyType:   {409, "CachePolicyAlreadyExists", "A cache policy with this name already exists: %s"},
	originPolicyType:  {409, "OriginRequestPolicyAlreadyExists", "An origin request policy with this name already exists: %s"},
	headersPolicyType: {409, "ResponseHeadersPolicyAlreadyExists", "A response headers policy with this name already exists: %s"},
	edgeFunctionType:  {409, "FunctionAlreadyExists", "A function with the name %s already exists."},
}

// busy is what a service says when something still uses what is to be deleted;
// %s is its id.
var busy = map[string]refusal{
	vpcType:        {400, "DependencyViolation", "The vpc '%s' has dependencies and cannot be deleted."},
	subnetType:     {400, "DependencyViolation", "The subnet '%s' has dependencies and cannot be deleted."},
	groupType:      {400, "DependencyViolation", "resource %s has a dependent object"},
	routeTableType: {400, "DependencyViolation", "The routeTable '%s' has dependencies and cannot be deleted."},
	prefixListType: {400, "DependencyViolation", "The prefix list '%s' is still referenced and cannot be deleted."},
	interfaceType:  {400, "InvalidParameterValue", "Network interface '%s' is currently in use."},
	addressType:    {400, "InvalidIPAddress.InUse", "The address '%s' is in use."},
	volumeType:     {400, "VolumeInUse", "Volume %s is currently attached to an instance"},

	targetGroupType: {400, "ResourceInUse", "Target group '%s' is currently in use by a listener or a rule"},
	certificateType: {400, "ResourceInUseException", "Certificate %s is in use."},

	clusterType:        {409, "ResourceInUseException", "Cluster has nodegroups attached"},
	subnetGroupType:    {400, "InvalidDBSubnetGroupStateFault", "Cannot delete the subnet group '%s' because at least one database instance is still using it."},
	optionGroupType:    {400, "InvalidOptionGroupStateFault", "The option group '%s' cannot be deleted because it is in use."},
	parameterGroupType: {400, "InvalidDBParameterGroupState", "One or more database instances are still members of this parameter group %s, so the group cannot be deleted"},
	cacheSubnetType:    {400, "CacheSubnetGroupInUse", "Cache subnet group %s is currently in use by a cache cluster."},
	cacheParameterType: {400, "InvalidCacheParameterGroupState", "One or more cache clusters are still members of this parameter group %s, so the group cannot be deleted."},
	cacheUserGroupType: {400, "InvalidUserGroupState", "User group %s is still associated with a replication group."},

	fileSystemType: {409, "FileSystemInUse", "The file system '%s' has mount targets and cannot be deleted."},

	policyType:   {409, "DeleteConflict", "Cannot delete a policy attached to entities."},
	accessIDType: {409, "OriginAccessControlInUse", "Cannot delete the origin access control %s because it's in use by one or more distributions."},

	deliverySourceType:      {409, "ConflictException", "Unable to delete Delivery Source %s because it is used in a Delivery"},
	deliveryDestinationType: {409, "ConflictException", "Unable to delete Delivery Destination %s because it is used in a Delivery"},

	cachePolicyType:   {409, "CachePolicyInUse", "Cannot delete the cache policy %s because it is attached to one or more cache behaviors."},
	originPolicyType:  {409, "OriginRequestPolicyInUse", "Cannot delete the origin request policy %s because it is attached to one or more cache behaviors."},
	headersPolicyType: {409, "ResponseHeadersPolicyInUse", "Cannot delete the response headers policy %s because it is attached to one or more cache behaviors."},
	edgeFunctionType:  {409, "FunctionInUse", "Cannot delete the function %s because it is attached to one or more cache behaviors."},
	identityType:      {409, "CloudFrontOriginAccessIdentityInUse", "The origin access identity %s is still being used by one or more distributions."},
}

// holders see uses that no single property tells.
var holders = map[string]func(tx *localcloud.Tx, obj *localcloud.Object) bool{
	identityType: identityUsed,

	subnetType: storesIn,
	groupType:  groupInRules,
}
