// Package elasticache provisions Redis on ElastiCache: a replication group in
// the data subnets, its token in Secrets Manager, and what is around it.
//
// Controls met: ElastiCache.1 (with snapshots), .2, .3 (with a replica), .4-.7.
// SecretsManager.1 is not: a token can only be rotated together with every
// client, so it changes by replacing its RandomPassword.
package elasticache

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/naming"
)

// Args describe the cache.
type Args struct {
	// Names gives physical names and tags. Required.
	Names naming.Scope

	// VPCID is the VPC of the subnets. Required.
	VPCID pulumi.StringInput
	// SubnetIDs are the data subnets, at least two. Required.
	SubnetIDs []pulumi.StringInput
	// Clients are the security groups that may connect, by the client's name.
	// Empty: nobody may.
	Clients map[string]pulumi.StringInput

	// Version is Redis' version, such as "7.1". Required.
	Version string
	// NodeType is the node type, such as "cache.r5.large". Required.
	NodeType string
	// Replicas is how many nodes follow the primary, at most 5. 0: a single
	// node and no failover; otherwise failover is automatic, across zones.
	Replicas int
	// Parameters are Redis parameters; empty: ElastiCache's defaults.
	Parameters map[string]string

	// SnapshotDays is how many days daily snapshots are kept, at most 35; 0: no
	// snapshots.
	SnapshotDays int
	// SnapshotWindow is daily, in UTC ("02:00-03:00"); empty: AWS chooses.
	SnapshotWindow string
	// MaintenanceWindow is weekly, in UTC ("sun:04:00-sun:05:00"); empty: AWS
	// chooses.
	MaintenanceWindow string
	// LogRetention is how long the slow log is kept; 0: not delivered.
	LogRetention time.Duration

	// Protect keeps Pulumi from deleting the cache (ElastiCache has no deletion
	// protection of its own) and a deleted secret recoverable for a week.
	Protect bool
	// FinalSnapshot takes a snapshot when the cache is deleted. It is apart from
	// Protect so that lifting the protection does not lose the data.
	FinalSnapshot bool
	// ApplyImmediately applies changes at once; false: in the maintenance
	// window.
	ApplyImmediately bool
}

// Cache is Redis on ElastiCache.
type Cache struct {
	pulumi.ResourceState

	// ReplicationGroupID is the replication group's id.
	ReplicationGroupID pulumi.StringOutput
	// Address is the host that takes writes, ReaderAddress the one that spreads
	// reads over the replicas (over the only node, when there are none).
	Address, ReaderAddress pulumi.StringOutput
	// Port is the port of both.
	Port int
	// URL is the connection URL with the token: secret.
	URL pulumi.StringOutput
	// SecretARN names the secret that holds host, port and token.
	SecretARN pulumi.StringOutput
	// SecurityGroupID is the cache's security group.
	SecurityGroupID pulumi.StringOutput
}

// New registers the cache.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Cache, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("cache %q: %w", name, err)
	}
	cache := &Cache{Port: port}
	if err := ctx.RegisterComponentResource("groundwork:elasticache:Cache", name, cache, opts...); err != nil {
		return nil, fmt.Errorf("registering cache %q: %w", name, err)
	}
	b := &builder{ctx: ctx, name: name, args: args, parent: pulumi.Parent(cache)}
	if err := b.build(cache); err != nil {
		return nil, fmt.Errorf("cache %q: %w", name, err)
	}
	return cache, ctx.RegisterResourceOutputs(cache, pulumi.Map{
		"replicationGroupId": cache.ReplicationGroupID,
		"address":            cache.Address,
		"readerAddress":      cache.ReaderAddress,
		"port":               pulumi.Int(cache.Port),
		"url":                cache.URL,
		"secretArn":          cache.SecretARN,
		"securityGroupId":    cache.SecurityGroupID,
	})
}

// build creates the children and hands their outputs to the cache.
func (b *builder) build(cache *Cache) error {
	network, err := b.network()
	if err != nil {
		return err
	}
	parameters, err := b.parameterGroup()
	if err != nil {
		return err
	}
	token, err := b.token()
	if err != nil {
		return err
	}
	group, err := b.replicationGroup(network, parameters, token)
	if err != nil {
		return err
	}
	cache.ReplicationGroupID = group.ReplicationGroupId
	cache.Address = group.PrimaryEndpointAddress
	cache.ReaderAddress = group.ReaderEndpointAddress
	cache.URL = b.url(group.PrimaryEndpointAddress, token)
	cache.SecurityGroupID = network.group.ID().ToStringOutput()
	cache.SecretARN, err = b.secret(group, token)
	return err
}

// builder carries what every step of one cache needs.
type builder struct {
	ctx    *pulumi.Context
	name   string
	args   Args
	parent pulumi.ResourceOption
}

// child is the logical name of a child resource.
func (b *builder) child(part string) string { return b.name + "-" + part }

// tags are the tags of a child resource.
func (b *builder) tags(part string) pulumi.StringMap {
	return pulumi.ToStringMap(b.args.Names.Tags(part))
}
