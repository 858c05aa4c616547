package conformance

import "groundwork/internal/localcloud"

const (
	cacheCreate = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html"
	cacheTLS    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html"
	cacheAuth   = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"
	cacheRBAC   = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html"
	cacheParams = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Engine.html"
	userGroups  = "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html"

	cacheParamsType = "aws:elasticache/parameterGroup:ParameterGroup"
	cacheUsersType  = "aws:elasticache/userGroup:UserGroup"
)

func (w *World) caches() Props {
	w.t.Helper()
	n := w.network()
	w.Make("aws:elasticache/subnetGroup:SubnetGroup", "cache", Props{"name": "cache", "subnetIds": []string{n.a.ID, n.b.ID}})
	w.Make(cacheParamsType, "old", Props{"name": "old", "family": "redis6.x"})
	return Props{
		"replicationGroupId": "cache", "description": "cache", "engine": "redis", "engineVersion": "7.1", "nodeType": "cache.r5.large",
		"numCacheClusters": 2, "automaticFailoverEnabled": true, "multiAzEnabled": true, "subnetGroupName": "cache",
		"securityGroupIds": []string{n.group.ID}, "transitEncryptionEnabled": true, "authToken": "0123456789abcdef0123456789abcdef",
		"snapshotWindow": "02:00-03:00", "maintenanceWindow": "sun:04:00-sun:05:00",
	}
}

func cache(changes Props) func(*World) error {
	return func(w *World) error {
		_, err := w.Create(cacheGroupType, "cache", with(w.caches(), changes))
		return err
	}
}

// recached makes a cache without a token and changes it.
func recached(first, changes Props) func(*World) error {
	return func(w *World) error {
		inputs := with(with(w.caches(), Props{"authToken": nil}), first)
		made := w.Make(cacheGroupType, "cache", inputs)
		_, err := w.Change(cacheGroupType, "cache", made, with(inputs, changes))
		return err
	}
}

func cacheParameter(name, value string) func(*World) error {
	return creating(cacheParamsType, Props{"family": "redis7", "parameters": []any{Props{"name": name, "value": value}}})
}

var (
	plain    = Props{"transitEncryptionEnabled": false}
	shards   = Props{"numCacheClusters": nil, "numNodeGroups": 2, "replicasPerNodeGroup": 1}
	newUser  = Props{"userId": "app", "userName": "app", "engine": "REDIS", "accessString": "on ~* +@all"}
	noWindow = "must not overlap"
)

var cacheCases = []Case{
	{Name: "a subnet group without the subnet that a node stands in", Do: func(w *World) error {
		inputs := w.caches()
		w.Make(cacheGroupType, "cache", inputs)
		group := Made{ID: "cache", Inputs: localcloud.PropsOf(Props{"name": "cache"})}
		group.Outputs = group.Inputs
		n := dataNet{World: w}
		n.vpc = w.Make("aws:ec2/vpc:Vpc", "more", Props{"cidrBlock": "10.0.0.0/16"})
		_, err := w.Change("aws:elasticache/subnetGroup:SubnetGroup", "cache", group, Props{"name": "cache", "subnetIds": []string{n.third().ID}})
		return err
	}, Refused: "SubnetInUse", Evidence: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyCacheSubnetGroup.html"},
	{Name: "two nodes with TLS and a token", Do: cache(nil), Evidence: cacheCreate},
	{Name: "Valkey", Do: cache(Props{"engine": "valkey", "engineVersion": "8.0"}), Evidence: cacheCreate},
	{Name: "two shards", Do: cache(shards), Evidence: cacheCreate},
	{Name: "an id twice", Do: func(w *World) error { return twice(cacheGroupType, w.caches())(w) }, Refused: "ReplicationGroupAlreadyExists", Evidence: cacheCreate},
	{Name: "an id with two hyphens", Do: cache(Props{"replicationGroupId": "a--b"}), Refused: "hyphens", Evidence: cacheCreate},
	{Name: "an id of 41 characters", Do: cache(Props{"replicationGroupId": "abcdefghijabcdefghijabcdefghijabcdefghijk"}), Refused: "40", Evidence: "facts: aws:elasticache/replicationGroup:ReplicationGroup"},
	{Name: "failover without a replica", Do: cache(Props{"numCacheClusters": 1}), Refused: "must be at least 2 if", Evidence: "https://github.com/hashicorp/terraform-provider-aws/issues/43233"},
	{Name: "shards without failover", Do: cache(with(shards, Props{"automaticFailoverEnabled": false, "multiAzEnabled": false})), Refused: "cannot be created with auto failover turned off", Evidence: cacheCreate},
	{Name: "seven nodes", Do: cache(Props{"numCacheClusters": 7}), Refused: "must be within 0 and 5", Evidence: cacheCreate},
	{Name: "nodes and shards", Do: cache(Props{"numNodeGroups": 2}), Refused: "numNodeGroups", Evidence: "facts: aws:elasticache/replicationGroup:ReplicationGroup"},
	{Name: "Multi-AZ without failover", Do: cache(Props{"automaticFailoverEnabled": false}), Refused: "automatic_failover_enabled must be true if multi_az_enabled is true", Evidence: cacheCreate},
	{Name: "a token without TLS", Do: cache(plain), Refused: "AUTH is only supported when encryption-in-transit is enabled", Evidence: cacheAuth},
	{Name: "a token too short", Do: cache(Props{"authToken": "short"}), Refused: "16", Evidence: cacheAuth},
	{Name: "a token with an at", Do: cache(Props{"authToken": "0123456789@abcdef"}), Refused: "auth_token", Evidence: cacheAuth},
	{Name: "TLS required at once on a running cache", Do: recached(plain, Props{"transitEncryptionEnabled": true, "transitEncryptionMode": "required"}), Refused: "TransitEncryptionMode preferred first", Evidence: cacheTLS},
	{Name: "TLS preferred on a running cache", Do: recached(plain, Props{"transitEncryptionEnabled": true, "transitEncryptionMode": "preferred"}), Evidence: cacheTLS},
	{Name: "TLS on a running cache of 6.2", Do: recached(with(plain, Props{"engineVersion": "6.2"}), Props{"transitEncryptionEnabled": true, "transitEncryptionMode": "preferred"}), Refused: "7.0.5 or later is required", Evidence: cacheTLS},
	{Name: "a version that does not exist", Do: cache(Props{"engineVersion": "9.9"}), Refused: "9.9", Evidence: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html"},
	{Name: "a node type that does not exist", Do: cache(Props{"nodeType": "cache.z9.large"}), Refused: "CacheNodeType is not a valid value", Evidence: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html"},
	{Name: "tiered nodes without tiering", Do: cache(Props{"nodeType": "cache.r6gd.xlarge"}), Refused: "Data tiering must be enabled", Evidence: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html"},
	{Name: "a subnet group that is gone", Do: cache(Props{"subnetGroupName": "gone"}), Refused: "CacheSubnetGroupNotFoundFault", Evidence: cacheCreate},
	{Name: "a parameter group that is gone", Do: cache(Props{"parameterGroupName": "gone"}), Refused: "CacheParameterGroupNotFound", Evidence: cacheCreate},
	{Name: "a parameter group of another version", Do: cache(Props{"parameterGroupName": "old"}), Refused: "Expected a parameter group of family redis7", Evidence: cacheCreate},
	{Name: "a group that is gone", Do: cache(Props{"securityGroupIds": []string{"sg-0"}}), Refused: "Some security groups are not found", Evidence: cacheCreate},
	{Name: "windows that meet", Do: cache(Props{"snapshotWindow": "04:30-05:30"}), Refused: noWindow, Evidence: cacheCreate},
	{Name: "a parameter that does not exist", Do: cacheParameter("maxmemory", "1"), Refused: "cannot be modified or does not exist", Evidence: cacheParams},
	{Name: "a parameter's value that is none", Do: cacheParameter("maxmemory-policy", "random"), Refused: "is not valid", Evidence: cacheParams},
	{Name: "a family that does not exist", Do: creating(cacheParamsType, Props{"family": "redis9"}), Refused: "redis9", Evidence: cacheParams},
	{Name: "a subnet that is gone", Do: creating("aws:elasticache/subnetGroup:SubnetGroup", Props{"subnetIds": []string{"subnet-0"}}), Refused: "InvalidSubnet", Evidence: "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateCacheSubnetGroup.html"},
	{Name: "a user group with the account's default user", Do: creating(cacheUsersType, Props{"userGroupId": "g", "engine": "REDIS", "userIds": []string{"default"}}), Evidence: userGroups},
	{Name: "a user group without a default user", Do: func(w *World) error {
		w.Make("aws:elasticache/user:User", "app", with(newUser, Props{"noPasswordRequired": true}))
		_, err := w.Create(cacheUsersType, "g", Props{"userGroupId": "g", "engine": "REDIS", "userIds": []string{"app"}})
		return err
	}, Refused: "DefaultUserRequired", Evidence: userGroups},
	{Name: "a user group of nobody known", Do: creating(cacheUsersType, Props{"userGroupId": "g", "engine": "REDIS", "userIds": []string{"gone"}}), Refused: "UserNotFound", Evidence: userGroups},
	{Name: "a user without a password", Do: creating("aws:elasticache/user:User", newUser), Refused: "Passwords", Evidence: cacheRBAC},
}
