// Package kubepostgres is PostgreSQL with TimescaleDB inside Kubernetes: one pod
// on one volume, the Secret that tells how to connect, and the dumps that
// survive the volume.
//
// It survives the loss of its pod and of its node, not of its zone: a volume
// stands in one zone, and PostgreSQL has no standby here. docs/screener.md has
// the times, and the way back from a dump.
package kubepostgres

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/kubestore"
	"groundwork/internal/pgurl"
	"groundwork/internal/podspec"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	"groundwork/naming"
)

const (
	// App is the database's name in its namespace: of its pods, and of the host.
	App = "postgres"
	// SecretName and its keys are what Screener's document calls them.
	SecretName = "db-secret"

	// Image pins TimescaleDB and PostgreSQL's major version. A newer TimescaleDB
	// needs ALTER EXTENSION in each database after the pod has restarted:
	// https://docs.timescale.com/self-hosted/latest/upgrades/minor-upgrade/
	Image = "docker.io/timescale/timescaledb:2.29.2-pg16"
	// user is postgres in that image, which is Alpine's.
	user      = 70
	mountPath = "/var/lib/postgresql/data"
	// stopSeconds is for the checkpoint of a fast shutdown.
	stopSeconds    = 120
	passwordLength = 32
)

// Args describe a database. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the cluster's Ready, the
// namespace's Ready and the storage class.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Pulled are what is pulled in place of images, such as from a cache. Empty: nothing.
	Pulled map[string]string
	// Namespace is an existing namespace. Required.
	Namespace string
	// Database and User are the names of the first database and of its owner, who
	// may do everything in this server. Required.
	Database, User string
	// Port is the TCP port. Required.
	Port int
	// CPURequest and CPULimit are in thousandths of a processor, MemoryRequest and
	// MemoryLimit in bytes. Required.
	CPURequest, CPULimit       int
	MemoryRequest, MemoryLimit int64
	// StorageClass names an existing class, Storage is the volume's size in bytes.
	// Required.
	StorageClass string
	Storage      int64
	// FromApps are the apps of the namespace that may connect.
	FromApps []string
	// Dumps are the backups. Required.
	Dumps Dumps
}

// Dumps are the backups of all databases of the server.
type Dumps struct {
	// Schedule is a cron schedule of five fields, in UTC. Required.
	Schedule string
	// Bucket is the physical name of the bucket that takes them. Required.
	Bucket string
	// StorageClass is of the volume on which a dump stands until it is uploaded; it
	// goes with the pod. Required.
	StorageClass string
}

// Database is a running database.
type Database struct {
	pulumi.ResourceState

	// URL is the master user's connection URL of the first database, Password his;
	// secrets.
	URL, Password pulumi.StringOutput
	// Address is its host name, known at plan time.
	Address string
	// Port is the TCP port.
	Port int
	// Ready must exist before a client.
	Ready []pulumi.Resource
}

// New creates a database.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Database, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	store := args.store()
	database := &Database{Address: store.Address(), Port: args.Port}
	if err := ctx.RegisterComponentResource("groundwork:kubepostgres:Database", name, database, opts...); err != nil {
		return nil, err
	}
	child := pulumi.Parent(database)
	secret, err := makeSecret(ctx, name, args, database, child)
	if err != nil {
		return nil, err
	}
	database.Ready, err = store.Make(ctx, name, child, pulumi.DependsOn([]pulumi.Resource{secret}))
	if err != nil {
		return nil, err
	}
	if err := makeDumps(ctx, name, args, child, pulumi.DependsOn(database.Ready)); err != nil {
		return nil, err
	}
	return database, ctx.RegisterResourceOutputs(database, pulumi.Map{
		"address": pulumi.String(database.Address),
		"url":     database.URL,
	})
}

// makeSecret generates the password and writes the Secret. The password is set
// when the volume is empty and not again: to change it, change it in PostgreSQL
// first.
func makeSecret(ctx *pulumi.Context, name string, args Args, database *Database, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	password, err := random.NewRandomPassword(ctx, name+"-password", &random.RandomPasswordArgs{
		Length:  pulumi.Int(passwordLength),
		Special: pulumi.Bool(false),
	}, opts...)
	if err != nil {
		return nil, err
	}
	joined := password.Result.ApplyT(func(password string) string {
		return args.server(database.Address).For(args.User, password)
	}).(pulumi.StringOutput)
	database.URL = pulumi.ToSecret(joined).(pulumi.StringOutput)
	database.Password = pulumi.ToSecret(password.Result).(pulumi.StringOutput)
	return corev1.NewSecret(ctx, name+"-secret", &corev1.SecretArgs{
		Metadata: args.spec().Metadata(args.Namespace, SecretName),
		StringData: pulumi.StringMap{
			"url":      database.URL,
			"username": pulumi.String(args.User),
			"password": password.Result,
		},
	}, opts...)
}

// server has no TLS: the connection does not leave the VPC, whose addresses AWS does
// not let others listen on, and the image comes without a certificate.
func (a Args) server(host string) pgurl.Server {
	return pgurl.Server{Hosts: []string{host}, Port: a.Port, Database: a.Database, TLS: pgurl.Plain}
}

func (a Args) spec() podspec.Spec {
	return podspec.Spec{Names: a.Names, App: App}
}

// store is the pod. The first variables are the image's own; TS_TUNE are those
// of TimescaleDB's tuner, which sizes the buffers when the volume is empty:
// https://github.com/timescale/timescaledb-docker
func (a Args) store() kubestore.Store {
	return kubestore.Store{
		Names: a.Names, Namespace: a.Namespace, App: App, Image: cmp.Or(a.Pulled[Image], Image), Port: a.Port, User: user,
		CPURequest: a.CPURequest, CPULimit: a.CPULimit, MemoryRequest: a.MemoryRequest, MemoryLimit: a.MemoryLimit,
		StorageClass: a.StorageClass, Storage: a.Storage, MountPath: mountPath,
		Scratch:      []string{"/var/run/postgresql"},
		SharedMemory: a.MemoryRequest / 8,
		Env: []kubestore.Variable{
			{Name: "PGPORT", Value: strconv.Itoa(a.Port)},
			// A volume's root has a folder of its file system's own, and initdb wants
			// an empty one.
			{Name: "PGDATA", Value: mountPath + "/pgdata"},
			{Name: "POSTGRES_DB", Value: a.Database},
			{Name: "POSTGRES_USER", Secret: SecretName, Key: "username"},
			{Name: "POSTGRES_PASSWORD", Secret: SecretName, Key: "password"},
			{Name: "POSTGRES_INITDB_ARGS", Value: "--data-checksums"},
			{Name: "TIMESCALEDB_TELEMETRY", Value: "off"},
			{Name: "TS_TUNE_MEMORY", Value: fmt.Sprintf("%dMB", a.MemoryRequest>>20)},
			{Name: "TS_TUNE_NUM_CPUS", Value: strconv.Itoa(max(1, a.CPURequest/1000))},
		},
		// By TCP: while initdb runs, the server listens on its socket only.
		Check:       []string{"pg_isready", "--host=127.0.0.1", "--dbname=" + a.Database, "--username=" + a.User},
		StopSeconds: stopSeconds,
		FromApps:    append([]string{dumpApp}, a.FromApps...),
	}
}
