// Package kubestore is what a data store inside Kubernetes needs whatever its
// engine: one pod of a StatefulSet on one volume, the address it has, and who
// may reach it.
//
// The volume's claim is an object of its own and not a template of the set: it
// grows in place when its size does, and a set that must be replaced finds it
// again. One pod is all the set ever has, since the engines here have no
// replication of their own to fill a second one. There is no disruption budget:
// one that kept the pod would hold up every drain for ever, and one that did not
// would say nothing. The cluster autoscaler is told to leave its node alone.
package kubestore

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	"groundwork/naming"
)

// Store describes a data store.
type Store struct {
	// Names is required.
	Names naming.Scope
	// Namespace is an existing namespace. Required.
	Namespace string
	// App is its name there: of its pods, and the host name under which the
	// namespace reaches it. Required.
	App string
	// Image is the full image reference at a fixed version. Required.
	Image string
	// Command replaces the image's command. Empty keeps it.
	Command []string
	// Port is the TCP port. Required.
	Port int
	// User is the numeric user and group that the image's program runs as, and
	// that owns the volume. Required, not 0.
	User int
	// CPURequest and CPULimit are in thousandths of a processor; limit 0 means
	// none. MemoryRequest and MemoryLimit are in bytes; limit 0 means the request.
	CPURequest, CPULimit       int
	MemoryRequest, MemoryLimit int64
	// StorageClass names an existing class, Storage is the volume's size in bytes,
	// MountPath where the program keeps its data. Required.
	StorageClass string
	Storage      int64
	MountPath    string
	// Scratch are the folders that it writes to besides, each an empty one at the
	// start of each pod. /tmp is always one.
	Scratch []string
	// SharedMemory is the size of /dev/shm in bytes, part of the memory it may
	// use. 0 leaves the runtime's 64 MiB.
	SharedMemory int64
	// Env are its variables, in this order.
	Env []Variable
	// Check is a command that succeeds when the program answers. Required.
	Check []string
	// StopSeconds is how long it may take to stop. Required.
	StopSeconds int
	// FromApps are the apps of the namespace that may connect.
	FromApps []string
	// FromOutside are pods of other namespaces that may.
	FromOutside []podspec.Outsider
}

// Variable is an environment variable: a plain value, or a key of a Secret.
type Variable struct {
	Name, Value string
	// Secret and Key say where a secret value is. Empty: Value.
	Secret, Key string
}

// spec is the part of the description that podspec knows.
func (s Store) spec() podspec.Spec {
	return podspec.Spec{Names: s.Names, App: s.App, Image: pulumi.String(s.Image), Port: s.Port,
		CPURequest: s.CPURequest, CPULimit: s.CPULimit, MemoryRequest: s.MemoryRequest, MemoryLimit: s.MemoryLimit}
}

// Address is the host name under which every namespace reaches the store.
func (s Store) Address() string {
	return fmt.Sprintf("%s.%s.svc.cluster.local", s.App, s.Namespace)
}

// Make creates the store below a component, with logical names that begin with
// name. It gives what must exist before a client.
func (s Store) Make(ctx *pulumi.Context, name string, opts ...pulumi.ResourceOption) ([]pulumi.Resource, error) {
	account, err := podspec.NewServiceAccount(ctx, name, s.Namespace, s.spec(), opts...)
	if err != nil {
		return nil, err
	}
	policy, err := podspec.NewNetworkPolicy(ctx, name, s.Namespace, s.spec(), podspec.Access{FromApps: s.FromApps, FromOutside: s.FromOutside}, opts...)
	if err != nil {
		return nil, err
	}
	claim, err := s.makeClaim(ctx, name, opts)
	if err != nil {
		return nil, err
	}
	service, err := s.makeService(ctx, name, opts)
	if err != nil {
		return nil, err
	}
	set, err := s.makeSet(ctx, name, append(opts, pulumi.DependsOn([]pulumi.Resource{account, policy, claim, service})))
	if err != nil {
		return nil, err
	}
	return []pulumi.Resource{service, set}, nil
}

// makeClaim asks for the volume. It is bound when the pod is placed, since a
// volume stands in one zone, so nobody waits for it here.
func (s Store) makeClaim(ctx *pulumi.Context, name string, opts []pulumi.ResourceOption) (pulumi.Resource, error) {
	metadata := s.spec().Metadata(s.Namespace, s.App+"-storage")
	metadata.Annotations = pulumi.StringMap{"pulumi.com/skipAwait": pulumi.String("true")}
	return corev1.NewPersistentVolumeClaim(ctx, name+"-storage", &corev1.PersistentVolumeClaimArgs{
		Metadata: metadata,
		Spec: &corev1.PersistentVolumeClaimSpecArgs{
			AccessModes:      pulumi.ToStringArray([]string{"ReadWriteOnce"}),
			StorageClassName: pulumi.String(s.StorageClass),
			Resources: &corev1.VolumeResourceRequirementsArgs{
				Requests: pulumi.StringMap{"storage": pulumi.String(podspec.Memory(s.Storage))},
			},
		},
	}, opts...)
}

// makeService gives the pod its name. It has no address of its own: there is one
// pod, and clients connect to it directly.
func (s Store) makeService(ctx *pulumi.Context, name string, opts []pulumi.ResourceOption) (pulumi.Resource, error) {
	metadata := s.spec().Metadata(s.Namespace, s.App)
	metadata.Annotations = pulumi.StringMap{"pulumi.com/skipAwait": pulumi.String("true")}
	return corev1.NewService(ctx, name+"-address", &corev1.ServiceArgs{
		Metadata: metadata,
		Spec: &corev1.ServiceSpecArgs{
			ClusterIP: pulumi.String("None"),
			Selector:  pulumi.ToStringMap(s.spec().Selector()),
			Ports: corev1.ServicePortArray{&corev1.ServicePortArgs{
				Name: pulumi.String(portName), Protocol: pulumi.String("TCP"),
				Port: pulumi.Int(s.Port), TargetPort: pulumi.String(portName),
			}},
		},
	}, opts...)
}
