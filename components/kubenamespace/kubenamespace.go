// Package kubenamespace is a namespace that is closed until something opens it:
// pods must be hardened, and nothing may connect to or from them.
package kubenamespace

import (
	"maps"
	"regexp"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/problem"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	networkingv1 "groundwork/internal/sdk/kubernetes/networking/v1"
	"groundwork/naming"
)

// Args describe a namespace. The Kubernetes provider comes from the component's
// options.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Name is the namespace's name. Empty: the prefix of Names.
	Name string
	// Files are ConfigMaps that any pod of the namespace may mount, by name: what is in
	// each file. A name must change with its content. Empty: none.
	Files map[string]map[string]string
}

// Namespace is a namespace with its rules.
type Namespace struct {
	pulumi.ResourceState

	// Name is known at plan time.
	Name string
	// Ready must exist before anything in the namespace, which is removed before
	// it.
	Ready []pulumi.Resource
}

// namePattern is a DNS label, which a namespace must be.
var namePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

func (a Args) validate() error {
	problems := problem.List{About: "kubenamespace: "}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	name := a.name()
	problems.Require(namePattern.MatchString(name), "%q must be lower-case letters, digits and dashes, 63 at most", name)
	return problems.Err()
}

func (a Args) name() string {
	if a.Name == "" {
		return a.Names.Prefix()
	}
	return a.Name
}

// New creates a namespace.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Namespace, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	namespace := &Namespace{Name: args.name()}
	if err := ctx.RegisterComponentResource("groundwork:kubenamespace:Namespace", name, namespace, opts...); err != nil {
		return nil, err
	}
	made, err := corev1.NewNamespace(ctx, name+"-namespace", &corev1.NamespaceArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String(namespace.Name), Labels: pulumi.ToStringMap(labels(args.Names))},
	}, pulumi.Parent(namespace))
	if err != nil {
		return nil, err
	}
	within := []pulumi.ResourceOption{pulumi.Parent(namespace), pulumi.DependsOn([]pulumi.Resource{made})}
	closed, err := denyAll(ctx, name, namespace.Name, within)
	if err != nil {
		return nil, err
	}
	limits, err := limitContainers(ctx, name, namespace.Name, within)
	if err != nil {
		return nil, err
	}
	namespace.Ready = []pulumi.Resource{made, closed, limits}
	for _, object := range slices.Sorted(maps.Keys(args.Files)) {
		files, err := corev1.NewConfigMap(ctx, name+"-files-"+object, &corev1.ConfigMapArgs{
			Metadata:  &metav1.ObjectMetaArgs{Name: pulumi.String(object), Namespace: pulumi.String(namespace.Name)},
			Data:      pulumi.ToStringMap(args.Files[object]),
			Immutable: pulumi.Bool(true),
		}, within...)
		if err != nil {
			return nil, err
		}
		namespace.Ready = append(namespace.Ready, files)
	}
	return namespace, ctx.RegisterResourceOutputs(namespace, pulumi.Map{"name": pulumi.String(namespace.Name)})
}

// labels refuse pods below the restricted standard (CIS Kubernetes 5.2.1), and
// let the load balancer controller hold a rollout until the load balancer calls
// a new pod healthy:
// https://kubernetes.io/docs/concepts/security/pod-security-admission/
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
func labels(names naming.Scope) map[string]string {
	return map[string]string{
		"app.kubernetes.io/part-of":               names.System,
		"app.kubernetes.io/managed-by":            "groundwork",
		"pod-security.kubernetes.io/enforce":      "restricted",
		"pod-security.kubernetes.io/audit":        "restricted",
		"pod-security.kubernetes.io/warn":         "restricted",
		"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
	}
}

// denyAll closes the namespace both ways for every pod that no other policy
// opens (CIS Kubernetes 5.3.2).
func denyAll(ctx *pulumi.Context, name, namespace string, opts []pulumi.ResourceOption) (pulumi.Resource, error) {
	return networkingv1.NewNetworkPolicy(ctx, name+"-deny-all", &networkingv1.NetworkPolicyArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String("deny-all"), Namespace: pulumi.String(namespace)},
		Spec: &networkingv1.NetworkPolicySpecArgs{
			PodSelector: &metav1.LabelSelectorArgs{},
			PolicyTypes: pulumi.ToStringArray([]string{"Ingress", "Egress"}),
		},
	}, opts...)
}

// limitContainers is what a container gets that asks for nothing, such as one
// started by hand: enough to look around, too little to push out a service.
func limitContainers(ctx *pulumi.Context, name, namespace string, opts []pulumi.ResourceOption) (pulumi.Resource, error) {
	return corev1.NewLimitRange(ctx, name+"-limits", &corev1.LimitRangeArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String("defaults"), Namespace: pulumi.String(namespace)},
		Spec: &corev1.LimitRangeSpecArgs{Limits: corev1.LimitRangeItemArray{&corev1.LimitRangeItemArgs{
			Type:           pulumi.String("Container"),
			DefaultRequest: pulumi.StringMap{"cpu": pulumi.String("50m"), "memory": pulumi.String("64Mi")},
			Default:        pulumi.StringMap{"memory": pulumi.String("256Mi")},
		}}},
	}, opts...)
}
