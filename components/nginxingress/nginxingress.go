// Package nginxingress installs the NGINX ingress controller of F5 into a
// system's namespace, as the target of a network load balancer that is not its
// own.
//
// It stands in the namespace that it serves and may look into no other one. So the
// namespace's rules hold for it too: hardened pods, no connection that no policy
// opens. Its roles are made here, as the chart's read the whole cluster's secrets.
//
// Not the controller of the Kubernetes project (kubernetes/ingress-nginx): that
// one was retired in March 2026 and gets no more fixes.
package nginxingress

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/helmrelease"
	"groundwork/internal/podspec"
	"groundwork/internal/problem"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	networkingv1 "groundwork/internal/sdk/kubernetes/networking/v1"
	"groundwork/naming"
)

const (
	// App is the controller's name in the namespace: of its pods, its address and
	// its release.
	App = "ingress"
	// Class is the class of the ingresses it serves.
	Class = "nginx"
	// HTTPPort and HTTPSPort are what it listens on. They are the public ones: a
	// redirect to HTTPS names the port it listens on.
	HTTPPort, HTTPSPort = 80, 443
	// HealthPort and HealthPath say over HTTP that it is ready.
	HealthPort = 8081
	HealthPath = "/nginx-ready"

	chart        = "nginx-ingress"
	chartVersion = "2.6.4"
	repository   = "https://helm.nginx.com/stable"
	// chartTimeout is how many seconds its pods have to become ready; the load
	// balancer takes some minutes to call the first ones healthy.
	chartTimeout = 900
)

// Args describe a controller. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the namespace's Ready, the load
// balancer's and the controller that binds its targets.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Namespace is an existing namespace, the one it serves. Required.
	Namespace string
	// Replicas is the number of its pods. Required.
	Replicas int
	// Trusted says that the certificates are ones that browsers trust: only then
	// are browsers told to insist on HTTPS for a year.
	Trusted bool
	// Address is the load balancer's name. Required.
	Address pulumi.StringInput
	// HTTPTargets and HTTPSTargets are the ARNs of the load balancer's target
	// groups. Required.
	HTTPTargets, HTTPSTargets pulumi.StringInput
	// HealthCIDRs are where the load balancer asks from whether a pod is ready.
	// Required.
	HealthCIDRs []string
	// APICIDRs are the addresses of the Kubernetes API. Required.
	APICIDRs []string
	// Backends are the apps of the namespace that it hands requests to.
	Backends []Backend
}

// Backend is an app that gets requests.
type Backend struct {
	// App is its name in the namespace, Port its TCP port. Required.
	App  string
	Port int
}

// Controller is a running controller.
type Controller struct {
	pulumi.ResourceState

	// Ready must exist before an ingress of its class.
	Ready []pulumi.Resource
}

func (a Args) validate() error {
	problems := problem.List{About: "nginxingress: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(a.Namespace != "", "namespace is required")
	problems.Require(a.Replicas >= 1, "replicas %d must be at least 1", a.Replicas)
	problems.Require(a.Address != nil && a.HTTPTargets != nil && a.HTTPSTargets != nil, "the load balancer's address and target groups are required")
	problems.Require(len(a.HealthCIDRs) > 0 && len(a.APICIDRs) > 0, "health and api addresses are required")
	for _, backend := range a.Backends {
		problems.Require(backend.App != "" && backend.Port > 0, "backend %q needs a name and a port, not %d", backend.App, backend.Port)
	}
	return problems.Err()
}

// New installs a controller.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Controller, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	controller := &Controller{}
	if err := ctx.RegisterComponentResource("groundwork:nginxingress:Controller", name, controller, opts...); err != nil {
		return nil, err
	}
	b := &builder{ctx: ctx, name: name, args: args, out: controller}
	for _, step := range []func() error{b.makeClass, b.grant, b.openWays, b.makeEntry, b.install} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return controller, ctx.RegisterResourceOutputs(controller, pulumi.Map{"class": pulumi.String(Class)})
}

// builder carries what must exist before the pods.
type builder struct {
	ctx   *pulumi.Context
	name  string
	args  Args
	out   *Controller
	first []pulumi.Resource
}

func (b *builder) child(after ...pulumi.Resource) []pulumi.ResourceOption {
	options := []pulumi.ResourceOption{pulumi.Parent(b.out)}
	if len(after) > 0 {
		options = append(options, pulumi.DependsOn(after))
	}
	return options
}

func (b *builder) spec() podspec.Spec {
	return podspec.Spec{Names: b.args.Names, App: App}
}

// makeClass makes the class here and not through the chart, so that it is there
// for whoever looks for it.
func (b *builder) makeClass() error {
	class, err := networkingv1.NewIngressClass(b.ctx, b.name+"-class", &networkingv1.IngressClassArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String(Class), Labels: pulumi.ToStringMap(b.spec().Labels())},
		Spec:     &networkingv1.IngressClassSpecArgs{Controller: pulumi.String("nginx.org/ingress-controller")},
	}, b.child()...)
	b.first = append(b.first, class)
	return err
}

// makeEntry makes the Service that the load balancer's targets are taken from,
// and the bindings; before the pods, which become ready only once the load
// balancer calls them healthy.
func (b *builder) makeEntry() error {
	metadata := b.spec().Metadata(b.args.Namespace, App)
	metadata.Annotations = pulumi.StringMap{"pulumi.com/skipAwait": pulumi.String("true")}
	service, err := corev1.NewService(b.ctx, b.name+"-address", &corev1.ServiceArgs{
		Metadata: metadata,
		Spec: &corev1.ServiceSpecArgs{
			Type:     pulumi.String("ClusterIP"),
			Selector: pulumi.ToStringMap(podspec.AppSelector(App)),
			Ports:    corev1.ServicePortArray{servicePort("http", HTTPPort), servicePort("https", HTTPSPort)},
		},
	}, b.child()...)
	if err != nil {
		return err
	}
	b.first = append(b.first, service)
	for _, entry := range []struct {
		port    string
		targets pulumi.StringInput
	}{{"http", b.args.HTTPTargets}, {"https", b.args.HTTPSTargets}} {
		binding, err := b.bind(entry.port, entry.targets, service)
		if err != nil {
			return err
		}
		b.first = append(b.first, binding)
	}
	return nil
}

// servicePort names the container's port by its number, as the chart's pods
// call them http and https too, but may call them otherwise tomorrow.
func servicePort(name string, port int) *corev1.ServicePortArgs {
	return &corev1.ServicePortArgs{
		Name: pulumi.String(name), Protocol: pulumi.String("TCP"), Port: pulumi.Int(port), TargetPort: pulumi.Int(port),
	}
}

// install installs the chart. Its release has the App's name, which the names of
// all its objects begin with.
func (b *builder) install() error {
	values, err := newValues(b.args).with(b.args.Address)
	if err != nil {
		return err
	}
	release, err := helmrelease.New(b.ctx, b.name+"-release", helmrelease.Args{
		Name: App, Namespace: b.args.Namespace, Chart: chart, Version: chartVersion, Repository: repository,
		Values: values, TimeoutSeconds: chartTimeout,
	}, b.child(b.first...)...)
	b.out.Ready = append(b.first, release)
	return err
}
