// Package kubeservice is one long-running program on Kubernetes: its pods in one
// or two colours, the address they share, who may reach them, how many there
// are, and the binding to the load balancer's target groups.
//
// Blue-green: each colour that has an image is a Deployment with a Service, a
// target group binding, an autoscaler and a disruption budget of its own. The
// account, the configuration and the network policy are shared. The weights that
// shift the traffic belong to the load balancer.
package kubeservice

import (
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	"groundwork/naming"
)

// Args describe a service. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the cluster's Ready, the
// namespace's Ready, its pod role, and for a target group the load balancer with
// its listener rules and the controller that binds.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Namespace is an existing namespace. Required.
	Namespace string
	// App is the service's name in the namespace. Required.
	App string
	// Variants are what runs: one without a colour, or one or two with. Required.
	Variants []Variant
	// Live is the colour that callers inside the cluster reach. Empty: the first
	// variant's.
	Live string
	// Command replaces the image's command and arguments. Empty keeps them.
	Command []string
	// Port is the TCP port it listens on. 0 means none: no Service, no binding.
	Port int
	// CPURequest and CPULimit are in thousandths of a processor, per pod. The
	// request is required; limit 0 means none.
	CPURequest, CPULimit int
	// MemoryRequest and MemoryLimit are in bytes, per pod. The request is required;
	// limit 0 means the request.
	MemoryRequest, MemoryLimit int64
	// Singleton: there are never two pods at once, not while a new version is
	// rolled out nor while a node is drained. One variant, no Replicas, no
	// Autoscale.
	Singleton bool
	// Replicas is the number of pods per variant without Autoscale. 0 means 1.
	Replicas int
	// Autoscale scales each variant by itself. nil means Replicas.
	Autoscale *Autoscale
	// Startup holds the other probes back until it succeeded once, Liveness
	// restarts a pod, Readiness takes it out of service. nil means none.
	Startup, Liveness, Readiness *podspec.Probe
	// Writable are folders besides /tmp that it may write to. Empty: none.
	Writable []string
	// Mounts are folders with the contents of ConfigMaps. Empty: none.
	Mounts []podspec.Mount
	// Token mounts the service account's token for the Kubernetes API.
	Token bool
	// Env are plain variables, Secrets secret ones, by name. Empty: none.
	Env     map[string]string
	Secrets map[string]pulumi.StringInput
	// Access is the network it may use besides DNS.
	Access podspec.Access
	// Drain is how long a pod keeps answering after it was told to stop: the
	// deregistration delay of its target group. 0 means it stops at once.
	Drain time.Duration
	// Grace is how long it may then take to stop. 0 means 30 s.
	Grace time.Duration
}

// Variant is one version of the service.
type Variant struct {
	// Colour is blue or green; empty for the only variant.
	Colour string
	// Image is the full image reference. Required.
	Image pulumi.StringInput
	// TargetGroupARN is the target group, of type ip, that its pods are registered
	// in. A listener rule must name it: the pods are ready only once it calls them
	// healthy. nil means none.
	TargetGroupARN pulumi.StringInput
}

// Service is a running service.
type Service struct {
	pulumi.ResourceState

	// Address is where callers inside the cluster reach it, as host:port. Empty
	// without a port.
	Address string
	// ServiceAccount is whom its pods run as: what a pod role names.
	ServiceAccount string
	// Ready are its workloads, in the order of the variants: what must run before
	// something that comes after this service.
	Ready []pulumi.Resource
	// Reached are Ready and its address: what must be there before a caller inside
	// the cluster. Empty without a port.
	Reached []pulumi.Resource
}

// New creates a service.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Service, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	service := &Service{Address: args.address(), ServiceAccount: args.App}
	if err := ctx.RegisterComponentResource("groundwork:kubeservice:Service", name, service, opts...); err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, name: name, args: args, out: service}
	for _, step := range []func() error{b.makeShared, b.makeSources, b.makeVariants, b.makeLiveAddress} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return service, ctx.RegisterResourceOutputs(service, pulumi.Map{
		"address":        pulumi.String(service.Address),
		"serviceAccount": pulumi.String(service.ServiceAccount),
	})
}

// builder carries what the variants share.
type builder struct {
	ctx     *pulumi.Context
	name    string
	args    Args
	out     *Service
	config  *podspec.Config
	shared  []pulumi.Resource
	sources map[source]pulumi.Resource
}

// child is the options of a child: the parent, and what must exist before it.
func (b *builder) child(after ...pulumi.Resource) []pulumi.ResourceOption {
	options := []pulumi.ResourceOption{pulumi.Parent(b.out)}
	if len(after) > 0 {
		options = append(options, pulumi.DependsOn(after))
	}
	return options
}

// makeShared creates what all variants use, before the first pod: a pod that
// starts before its network policy would be open for that time.
func (b *builder) makeShared() error {
	spec := b.args.spec(Variant{})
	account, err := podspec.NewServiceAccount(b.ctx, b.name, b.args.Namespace, spec, b.child()...)
	if err != nil {
		return err
	}
	policy, err := podspec.NewNetworkPolicy(b.ctx, b.name, b.args.Namespace, spec, b.args.Access, b.child()...)
	if err != nil {
		return err
	}
	b.config, err = podspec.NewConfig(b.ctx, b.name, b.args.Namespace, spec, b.args.Env, b.args.Secrets, b.child()...)
	if err != nil {
		return err
	}
	b.shared = append([]pulumi.Resource{account, policy}, b.config.Objects...)
	return nil
}

// makeVariants creates each variant: first its way in, so that the controller
// knows a pod's target group when the pod is created and makes its readiness
// wait for the load balancer; then the pods; then what counts them.
func (b *builder) makeVariants() error {
	for _, variant := range b.args.Variants {
		entry, err := b.makeEntry(variant)
		if err != nil {
			return err
		}
		workload, err := b.makeWorkload(variant, entry)
		if err != nil {
			return err
		}
		if err := b.makeScaling(variant, workload); err != nil {
			return err
		}
		b.out.Ready = append(b.out.Ready, workload)
	}
	return nil
}

// makeWorkload creates the pods of a variant.
func (b *builder) makeWorkload(variant Variant, entry []pulumi.Resource) (pulumi.Resource, error) {
	if b.args.Singleton {
		return b.makeStatefulSet(variant, entry)
	}
	return b.makeDeployment(variant, entry)
}
