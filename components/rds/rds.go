// Package rds provisions PostgreSQL on RDS: an instance in the data subnets,
// its read replicas, the password in Secrets Manager, and what watches it.
//
// Controls met: RDS.2-4, 6, 8-11, 13, 17, 18, 38, 46. RDS.5 (Multi-AZ) and
// RDS.23 (port) are the caller's choice. Not met: RDS.20/21 (event
// subscriptions need somebody to tell: they belong to the alerts), RDS.26 (a
// backup plan would repeat the automatic backups and the final snapshot) and
// SecretsManager.1 (rotation needs a function in the VPC and restarts every
// client; the password changes by replacing its RandomPassword).
package rds

import (
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/naming"
)

// Args describe the database.
type Args struct {
	// Names gives physical names and tags. Required.
	Names naming.Scope
	// AccountID is the AWS account's id, twelve digits. Required.
	AccountID string

	// VPCID is the VPC of the subnets. Required.
	VPCID pulumi.StringInput
	// SubnetIDs are the data subnets, at least two. Required.
	SubnetIDs []pulumi.StringInput
	// Zones are the names of the subnets' availability zones, in their order.
	// Required.
	Zones []pulumi.StringInput
	// Clients are the security groups that may connect, by the client's name.
	// Empty: nobody may.
	Clients map[string]pulumi.StringInput

	// Version is PostgreSQL's major version, such as "16". Required.
	Version string
	// Class is the instance class, such as "db.r5.xlarge". Required.
	Class string
	// StorageGB is the gp3 storage in GiB. Required.
	StorageGB int
	// MaxStorageGB is how far storage grows by itself, in GiB; 0: not at all.
	MaxStorageGB int
	// IOPS are the provisioned gp3 IOPS; 0: the baseline.
	IOPS int
	// MultiAZ keeps a standby in another zone.
	MultiAZ bool
	// Replicas is how many read replicas there are; 0: none.
	Replicas int
	// ReplicaClass is the replicas' instance class; empty: Class.
	ReplicaClass string

	// DatabaseName is the first database's name. Required.
	DatabaseName string
	// User is the master user's name. Required.
	User string
	// Port is the TCP port; 0: 5432.
	Port int
	// Parameters are PostgreSQL parameters as its manual writes them ("8GB",
	// "30s", "on"); empty: what RDS derives from the class.
	Parameters map[string]string

	// BackupDays is how many days automatic backups are kept, at most 35; 0: no
	// backups.
	BackupDays int
	// BackupWindow is daily, in UTC ("02:00-03:00"); empty: AWS chooses.
	BackupWindow string
	// MaintenanceWindow is weekly, in UTC ("sun:04:00-sun:05:00"); empty: AWS
	// chooses.
	MaintenanceWindow string
	// LogRetention is how long PostgreSQL's logs are kept; 0: not exported.
	LogRetention time.Duration

	// Protect turns deletion protection on, here and in Pulumi, and keeps the
	// deleted secret recoverable for a week.
	Protect bool
	// FinalSnapshot takes a snapshot when the instance is deleted. It is apart
	// from Protect so that lifting the protection does not lose the data.
	FinalSnapshot bool
	// KeepBackups lets the automatic backups of a deleted instance live until they
	// are BackupDays old; false: they go with it.
	KeepBackups bool
	// ApplyImmediately applies changes at once, with the restarts some need;
	// false: in the maintenance window.
	ApplyImmediately bool
}

// Database is PostgreSQL on RDS.
type Database struct {
	pulumi.ResourceState

	// InstanceID is the primary's identifier.
	InstanceID pulumi.StringOutput
	// Endpoint is the primary's "host:port", Address its host.
	Endpoint, Address pulumi.StringOutput
	// Port is the port of the primary and of the replicas.
	Port int
	// ReplicaAddresses are the replicas' hosts.
	ReplicaAddresses []pulumi.StringOutput
	// URL is the master user's connection URL, Password his: secret.
	URL, Password pulumi.StringOutput
	// SecretARN names the secret that holds host, port, user, password, dbname.
	SecretARN pulumi.StringOutput
	// SecurityGroupID is the database's security group.
	SecurityGroupID pulumi.StringOutput
}

// New registers the database.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Database, error) {
	if err := args.validate(); err != nil {
		return nil, fmt.Errorf("database %q: %w", name, err)
	}
	if args.Port == 0 {
		args.Port = defaultPort
	}
	database := &Database{Port: args.Port}
	if err := ctx.RegisterComponentResource("groundwork:rds:Database", name, database, opts...); err != nil {
		return nil, fmt.Errorf("registering database %q: %w", name, err)
	}
	b := &builder{ctx: ctx, name: name, args: args, parent: pulumi.Parent(database)}
	if err := b.build(database); err != nil {
		return nil, fmt.Errorf("database %q: %w", name, err)
	}
	return database, ctx.RegisterResourceOutputs(database, database.outputs())
}

// build creates the children and hands their outputs to the database.
func (b *builder) build(database *Database) error {
	network, err := b.network()
	if err != nil {
		return err
	}
	parameters, err := b.parameterGroup()
	if err != nil {
		return err
	}
	monitor, err := b.monitor()
	if err != nil {
		return err
	}
	password, err := b.password()
	if err != nil {
		return err
	}
	primary, err := b.primary(network, parameters, monitor, password)
	if err != nil {
		return err
	}
	replicas, err := b.replicas(primary, network, parameters, monitor)
	if err != nil {
		return err
	}
	database.InstanceID = primary.Identifier
	database.Endpoint = primary.Endpoint
	database.Address = primary.Address
	database.URL, database.Password = b.url(primary.Address, password), password
	database.SecurityGroupID = network.group.ID().ToStringOutput()
	for _, replica := range replicas {
		database.ReplicaAddresses = append(database.ReplicaAddresses, replica.Address)
	}
	database.SecretARN, err = b.secret(primary, password)
	return err
}

// builder carries what every step of one database needs.
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

func (d *Database) outputs() pulumi.Map {
	replicas := pulumi.StringArray{}
	for _, address := range d.ReplicaAddresses {
		replicas = append(replicas, address)
	}
	return pulumi.Map{
		"instanceId":       d.InstanceID,
		"endpoint":         d.Endpoint,
		"address":          d.Address,
		"port":             pulumi.Int(d.Port),
		"replicaAddresses": replicas,
		"url":              d.URL,
		"secretArn":        d.SecretARN,
		"securityGroupId":  d.SecurityGroupID,
	}
}
