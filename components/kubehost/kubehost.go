// Package kubehost is one host name of a system behind the NGINX ingress
// controller: its certificate, and the ways from its paths to the services.
//
// One Ingress holds the host and its certificate, and each way is one of its
// own that joins it, "master" and "minion" in the controller's words. So each
// service has its own rate limit, and cert-manager's answer to Let's Encrypt
// joins the host like any other way; two plain Ingresses on one host would be
// refused:
// https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/cross-namespace-configuration/
package kubehost

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	"groundwork/internal/problem"
	"groundwork/internal/sdk/kubernetes/apiextensions"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
	networkingv1 "groundwork/internal/sdk/kubernetes/networking/v1"
	"groundwork/naming"
)

// joining says which part of a host an Ingress is.
const joining = "nginx.org/mergeable-ingress-type"

// Joined are the annotations of an Ingress that joins a host: what cert-manager
// puts on the one that answers Let's Encrypt.
func Joined() map[string]string { return map[string]string{joining: "minion"} }

// Args describe a host. The Kubernetes provider comes from the component's
// options, and so does what must exist first: the controller's Ready and
// cert-manager's.
type Args struct {
	// Names is required.
	Names naming.Scope
	// Namespace is an existing namespace. Required.
	Namespace string
	// Host is the full host name. Required.
	Host string
	// Class is the ingress class, Issuer the name of the ClusterIssuer. Required.
	Class, Issuer string
	// Routes are the ways, one at least.
	Routes []Route
}

// Route is the way from a path to a service.
type Route struct {
	// App is the service's name in the namespace, Port its port. Required.
	App  string
	Port int
	// Path is a prefix. Required.
	Path string
	// RequestsPerSecond is what one client address may send. 0 sets no limit.
	RequestsPerSecond int
}

// Host is a host name that answers.
type Host struct {
	pulumi.ResourceState
}

func (a Args) validate() error {
	problems := problem.List{About: fmt.Sprintf("kubehost %q: ", a.Host)}
	problems.Require(a.Names.System != "" && a.Names.Environment != "", "names need a system and an environment")
	problems.Require(a.Namespace != "" && a.Host != "" && a.Class != "" && a.Issuer != "", "namespace, host, class and issuer are required")
	problems.Require(len(a.Routes) > 0, "a route is required")
	for _, route := range a.Routes {
		problems.Require(route.App != "" && route.Port > 0 && strings.HasPrefix(route.Path, "/"), "route to %q needs a name, a port and a path that begins with /", route.App)
		problems.Require(route.RequestsPerSecond >= 0, "requests per second of %q must not be negative", route.App)
	}
	return problems.Err()
}

// New makes a host.
func New(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (*Host, error) {
	if err := args.validate(); err != nil {
		return nil, err
	}
	host := &Host{}
	if err := ctx.RegisterComponentResource("groundwork:kubehost:Host", name, host, opts...); err != nil {
		return nil, err
	}
	child := pulumi.Parent(host)
	certificate, err := makeCertificate(ctx, name, args, child)
	if err != nil {
		return nil, err
	}
	made, err := makeHost(ctx, name, args, child, pulumi.DependsOn([]pulumi.Resource{certificate}))
	if err != nil {
		return nil, err
	}
	for _, route := range args.Routes {
		if err := makeRoute(ctx, name, args, route, child, pulumi.DependsOn([]pulumi.Resource{made})); err != nil {
			return nil, err
		}
	}
	return host, ctx.RegisterResourceOutputs(host, pulumi.Map{"url": pulumi.String("https://" + args.Host)})
}

// object is the name of the host's objects: a DNS name is one already.
func (a Args) object() string { return a.Host }

// secret is the name of the Secret that cert-manager keeps the certificate in.
func (a Args) secret() string { return a.Host + "-tls" }

// metadata of one of the host's objects. Pulumi does not wait for an Ingress:
// its address is the load balancer's, which is there before.
func (a Args) metadata(name string, annotations map[string]string) *metav1.ObjectMetaArgs {
	spec := podspec.Spec{Names: a.Names, App: "ingress"}
	metadata := spec.Metadata(a.Namespace, name)
	metadata.Annotations = pulumi.ToStringMap(annotations)
	return metadata
}

// makeCertificate asks for the certificate. Until it is there cert-manager puts
// in one that it signed itself: Let's Encrypt's question is redirected to HTTPS,
// where NGINX needs some certificate and Let's Encrypt does not mind which.
// https://letsencrypt.org/docs/challenge-types/#http-01-challenge
func makeCertificate(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	return apiextensions.NewCustomResource(ctx, name+"-certificate", &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String("cert-manager.io/v1"),
		Kind:       pulumi.String("Certificate"),
		Metadata:   args.metadata(args.object(), map[string]string{"cert-manager.io/issue-temporary-certificate": "true"}),
		OtherFields: map[string]any{"spec": pulumi.Map{
			"secretName": pulumi.String(args.secret()),
			"dnsNames":   pulumi.ToStringArray([]string{args.Host}),
			"issuerRef": pulumi.Map{
				"group": pulumi.String("cert-manager.io"), "kind": pulumi.String("ClusterIssuer"), "name": pulumi.String(args.Issuer),
			},
			"privateKey": pulumi.Map{
				"algorithm": pulumi.String("ECDSA"), "size": pulumi.Int(256), "rotationPolicy": pulumi.String("Always"),
			},
		}},
	}, opts...)
}

// headers are what every response carries: no guessing of types, no address of
// the page to other sites.
const headers = "X-Content-Type-Options:nosniff:always,Referrer-Policy:strict-origin-when-cross-origin:always"

func makeHost(ctx *pulumi.Context, name string, args Args, opts ...pulumi.ResourceOption) (pulumi.Resource, error) {
	return networkingv1.NewIngress(ctx, name+"-host", &networkingv1.IngressArgs{
		Metadata: args.metadata(args.object(), map[string]string{
			joining: "master", "nginx.org/add-header": headers, skipAwait: "true",
		}),
		Spec: &networkingv1.IngressSpecArgs{
			IngressClassName: pulumi.String(args.Class),
			Tls: networkingv1.IngressTLSArray{&networkingv1.IngressTLSArgs{
				Hosts: pulumi.ToStringArray([]string{args.Host}), SecretName: pulumi.String(args.secret()),
			}},
			Rules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{Host: pulumi.String(args.Host)}},
		},
	}, opts...)
}

const skipAwait = "pulumi.com/skipAwait"

func makeRoute(ctx *pulumi.Context, name string, args Args, route Route, opts ...pulumi.ResourceOption) error {
	_, err := networkingv1.NewIngress(ctx, name+"-"+route.App, &networkingv1.IngressArgs{
		Metadata: args.metadata(args.object()+"-"+route.App, route.annotations()),
		Spec: &networkingv1.IngressSpecArgs{
			IngressClassName: pulumi.String(args.Class),
			Rules: networkingv1.IngressRuleArray{&networkingv1.IngressRuleArgs{
				Host: pulumi.String(args.Host),
				Http: &networkingv1.HTTPIngressRuleValueArgs{Paths: networkingv1.HTTPIngressPathArray{&networkingv1.HTTPIngressPathArgs{
					Path:     pulumi.String(route.Path),
					PathType: pulumi.String("Prefix"),
					Backend: &networkingv1.IngressBackendArgs{Service: &networkingv1.IngressServiceBackendArgs{
						Name: pulumi.String(route.App),
						Port: &networkingv1.ServiceBackendPortArgs{Number: pulumi.Int(route.Port)},
					}},
				}}},
			}},
		},
	}, opts...)
	return err
}

// annotations of a way. The limit is the client's for all pods of the
// controller together: each takes its share of it. A burst of a second's worth
// passes at once.
// https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/advanced-configuration-with-annotations/#rate-limiting
func (r Route) annotations() map[string]string {
	annotations := Joined()
	annotations[skipAwait] = "true"
	if r.RequestsPerSecond > 0 {
		count := strconv.Itoa(r.RequestsPerSecond)
		annotations["nginx.org/limit-req-rate"] = count + "r/s"
		annotations["nginx.org/limit-req-key"] = "${binary_remote_addr}"
		annotations["nginx.org/limit-req-zone-size"] = "10m"
		annotations["nginx.org/limit-req-burst"] = count
		annotations["nginx.org/limit-req-no-delay"] = "true"
		annotations["nginx.org/limit-req-reject-code"] = "429"
		annotations["nginx.org/limit-req-scale"] = "true"
	}
	return annotations
}
