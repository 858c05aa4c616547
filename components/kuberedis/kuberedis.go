// Package kuberedis is Redis inside Kubernetes: one pod on one volume, and the
// Secret that tells how to connect.
package kuberedis

import (
	"cmp"
	"fmt"
	"net"
	"net/url"
	"strconv"

	"github.com/pulumi/pulumi-random/sdk/v4/go/random"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/kubestore"
	"groundwork/internal/podspec"
	"groundwork/internal/problem"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	"groundwork/naming"
)

const (
	// App is the cache's name in its namespace: of its pods, and of the host.
	App = "redis"
	// Port is what it listens on.
	Port = 6379
	// SecretName and its key are what Screener's document calls them. The key
	// password is for the program itself.
	SecretName = "redis-secret"

	// Image is the last line of Redis 7, which the document asks for.
	Image = "docker.io/library/redis:7.4.6-alpine"
	// user is redis in that image.
	user           = 999
	mountPath      = "/data"
	stopSeconds    = 60
	passwordLength = 32
)

// Args describe a cache. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the cluster's Ready, the
// namespace's Ready and the storage class.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Pulled are what is pulled in place of images, such as from a cache. Empty: nothing.
	Pulled map[string]string
	// Namespace is an existing namespace. Required.
	Namespace string
	// CPURequest is in thousandths of a processor, Memory in bytes: asked for, and
	// the most it may use. Required.
	CPURequest int
	Memory     int64
	// StorageClass names an existing class, Storage is the volume's size in bytes.
	// Required.
	StorageClass string
	Storage      int64
	// FromApps are the apps of the namespace that may connect.
	FromApps []string
	// FromOutside are pods of other namespaces that may, such as what measures the
	// queues. Empty: none.
	FromOutside []podspec.Outsider
}

// Cache is a running cache.
type Cache struct {
	pulumi.ResourceState

	// URL is the connection URL; a secret.
	URL pulumi.StringOutput
	// Address is its host name, known at plan time.
	Address string
	// Ready must exist before a client.
	Ready []pulumi.Resource
}

// validate returns every problem of the arguments in one error.
func (a Args) validate() error {
	problems := problem.List{About: "kuberedis: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(a.Namespace != "", "namespace is required")
	problems.Require(a.CPURequest > 0 && a.Memory > 0, "cpu request and memory must be positive")
	problems.Require(a.StorageClass != "" && a.Storage > 0, "a storage class and a size are required")
	return problems.Err()
}

// New creates a cache.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Cache, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	store := args.store()
	cache := &Cache{Address: store.Address()}
	if err := ctx.RegisterComponentResource("groundwork:kuberedis:Cache", name, cache, opts...); err != nil {
		return nil, err
	}
	child := pulumi.Parent(cache)
	secret, err := makeSecret(ctx, name, args, cache, child)
	if err != nil {
		return nil, err
	}
	cache.Ready, err = store.Make(ctx, name, child, pulumi.DependsOn([]pulumi.Resource{secret}))
	if err != nil {
		return nil, err
	}
	return cache, ctx.RegisterResourceOutputs(cache, pulumi.Map{
		"address": pulumi.String(cache.Address),
		"url":     cache.URL,
	})
}

func makeSecret(ctx *pulumi.Context, name string, args Args, cache *Cache, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	password, err := random.NewRandomPassword(ctx, name+"-password", &random.RandomPasswordArgs{
		Length:  pulumi.Int(passwordLength),
		Special: pulumi.Bool(false),
	}, opts...)
	if err != nil {
		return nil, err
	}
	joined := password.Result.ApplyT(func(password string) string {
		return (&url.URL{Scheme: "redis", User: url.UserPassword("", password), Host: net.JoinHostPort(cache.Address, strconv.Itoa(Port)), Path: "/0"}).String()
	}).(pulumi.StringOutput)
	cache.URL = pulumi.ToSecret(joined).(pulumi.StringOutput)
	spec := podspec.Spec{Names: args.Names, App: App}
	return corev1.NewSecret(ctx, name+"-secret", &corev1.SecretArgs{
		Metadata:   spec.Metadata(args.Namespace, SecretName),
		StringData: pulumi.StringMap{"url": cache.URL, "password": password.Result},
	}, opts...)
}

// startScript writes the password into a file that only Redis reads, since the
// arguments of a program are for all to see, and becomes Redis.
const startScript = `umask 077
printf 'requirepass %%s\n' "$REDISCLI_AUTH" > /tmp/password.conf
exec redis-server /tmp/password.conf --dir %s --port %d --appendonly yes --appendfsync everysec --maxmemory %d --maxmemory-policy %s
`

// policy refuses writes when the memory is full. The broker of the background
// jobs is this Redis too, and evicting its lists would lose jobs silently.
const policy = "noeviction"

func (a Args) store() kubestore.Store {
	return kubestore.Store{
		Names: a.Names, Namespace: a.Namespace, App: App, Image: cmp.Or(a.Pulled[Image], Image), Port: Port, User: user,
		// A quarter of the memory is left for connections and for the copy while the
		// log is rewritten.
		Command:    []string{"/bin/sh", "-c", fmt.Sprintf(startScript, mountPath, Port, a.Memory/4*3, policy)},
		CPURequest: a.CPURequest, MemoryRequest: a.Memory,
		StorageClass: a.StorageClass, Storage: a.Storage, MountPath: mountPath,
		Env: []kubestore.Variable{{Name: "REDISCLI_AUTH", Secret: SecretName, Key: "password"}},
		// A server that still loads its data answers LOADING, and is not ready.
		Check:       []string{"/bin/sh", "-c", fmt.Sprintf("redis-cli -p %d ping | grep -q PONG", Port)},
		StopSeconds: stopSeconds,
		FromApps:    a.FromApps,
		FromOutside: a.FromOutside,
	}
}
