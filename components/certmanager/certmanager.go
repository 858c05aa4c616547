// Package certmanager installs cert-manager, and the issuer through which it
// gets certificates from Let's Encrypt.
//
// Let's Encrypt asks a question over HTTP, at the name that the certificate is
// for (HTTP-01), and cert-manager has the ingress controller answer it. The
// other way, a record in the DNS (DNS-01), would need a token in the cluster
// that may change the whole zone.
package certmanager

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/helmrelease"
	"groundwork/internal/helmvalues"
	"groundwork/internal/problem"
	"groundwork/internal/sdk/kubernetes/apiextensions"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
)

const (
	// Issuer is the name of the issuer, of kind ClusterIssuer.
	Issuer = "letsencrypt"

	chart        = "cert-manager"
	chartVersion = "v1.21.2"
	repository   = "https://charts.jetstack.io"
	// chartTimeout is how many seconds its programs have to become ready.
	chartTimeout = 600
)

// Args describe an installation. The Kubernetes provider comes from the
// component's options, and so does what must exist first: the cluster's Ready.
type Args struct {
	// Production takes certificates that browsers trust. False takes those of Let's
	// Encrypt's staging service, which nobody trusts and which has far wider
	// limits: https://letsencrypt.org/docs/staging-environment/
	Production bool
	// Email is the contact of the account. Empty: none.
	Email string
	// IngressClass is the class of the ingress that answers Let's Encrypt. Required.
	IngressClass string
	// SolverAnnotations are what that class needs on the ingress that answers.
	SolverAnnotations map[string]string
	// Spare runs more pods than one of each of its programs, apart and never all
	// drained at once. False: one of each, and without its webhook nobody can write a
	// certificate.
	Spare bool
}

// Manager is cert-manager.
type Manager struct {
	pulumi.ResourceState

	// Ready must exist before a certificate.
	Ready []pulumi.Resource
}

func (a Args) validate() error {
	problems := problem.List{About: "certmanager: "}
	problems.Require(a.IngressClass != "", "ingress class is required")
	return problems.Err()
}

// directory is the address of Let's Encrypt's service.
func (a Args) directory() string {
	if a.Production {
		return "https://acme-v02.api.letsencrypt.org/directory"
	}
	return "https://acme-staging-v02.api.letsencrypt.org/directory"
}

// New installs cert-manager.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Manager, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	manager := &Manager{}
	if err := ctx.RegisterComponentResource("groundwork:certmanager:Manager", name, manager, opts...); err != nil {
		return nil, err
	}
	child := pulumi.Parent(manager)
	namespace, err := corev1.NewNamespace(ctx, name+"-namespace", &corev1.NamespaceArgs{
		Metadata: &metav1.ObjectMetaArgs{Name: pulumi.String(chart), Labels: pulumi.StringMap{
			"app.kubernetes.io/managed-by":       pulumi.String("groundwork"),
			"pod-security.kubernetes.io/enforce": pulumi.String("restricted"),
			"pod-security.kubernetes.io/warn":    pulumi.String("restricted"),
		}},
	}, child)
	if err != nil {
		return nil, err
	}
	values, err := helmvalues.Map(newValues(args.Spare))
	if err != nil {
		return nil, err
	}
	release, err := helmrelease.New(ctx, name+"-release", helmrelease.Args{
		Name: chart, Namespace: chart, Chart: chart, Version: chartVersion, Repository: repository,
		Values: values, TimeoutSeconds: chartTimeout,
	}, child, pulumi.DependsOn([]pulumi.Resource{namespace}))
	if err != nil {
		return nil, err
	}
	issuer, err := makeIssuer(ctx, name, args, child, pulumi.DependsOn([]pulumi.Resource{release}))
	if err != nil {
		return nil, err
	}
	manager.Ready = []pulumi.Resource{release, issuer}
	return manager, ctx.RegisterResourceOutputs(manager, pulumi.Map{"issuer": pulumi.String(Issuer)})
}

// makeIssuer describes the account at Let's Encrypt; its key is cert-manager's
// to make and keep.
func makeIssuer(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	ingress := pulumi.Map{"ingressClassName": pulumi.String(args.IngressClass)}
	if len(args.SolverAnnotations) > 0 {
		ingress["ingressTemplate"] = pulumi.Map{"metadata": pulumi.Map{"annotations": pulumi.ToStringMap(args.SolverAnnotations)}}
	}
	acme := pulumi.Map{
		"server":              pulumi.String(args.directory()),
		"privateKeySecretRef": pulumi.Map{"name": pulumi.String(Issuer + "-account")},
		"solvers":             pulumi.Array{pulumi.Map{"http01": pulumi.Map{"ingress": ingress}}},
	}
	if args.Email != "" {
		acme["email"] = pulumi.String(args.Email)
	}
	return apiextensions.NewCustomResource(ctx, name+"-issuer", &apiextensions.CustomResourceArgs{
		ApiVersion:  pulumi.String("cert-manager.io/v1"),
		Kind:        pulumi.String("ClusterIssuer"),
		Metadata:    &metav1.ObjectMetaArgs{Name: pulumi.String(Issuer)},
		OtherFields: map[string]any{"spec": pulumi.Map{"acme": acme}},
	}, opts...)
}
