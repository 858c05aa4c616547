package kubeservice

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/podspec"
	"groundwork/internal/sdk/kubernetes/apiextensions"
	corev1 "groundwork/internal/sdk/kubernetes/core/v1"
	metav1 "groundwork/internal/sdk/kubernetes/meta/v1"
)

// plainAddress ends the logical name of the Service that has the app's plain
// name, with colours and without: one resource under one physical name, so that
// the step to blue-green updates it instead of deleting what it just made.
const plainAddress = "-address"

// makeEntry creates a variant's way in, before its pods: the Service that its target
// group is filled from, and the binding. A singleton's Service names its one pod.
func (b *builder) makeEntry(variant Variant) ([]pulumi.Resource, error) {
	switch {
	case b.args.Singleton:
		service, err := b.makeService(b.name+plainAddress, b.metadata(variant), variant)
		return []pulumi.Resource{service}, err
	case b.args.Port == 0 || variant.Colour == "" && variant.TargetGroupARN == nil:
		return nil, nil
	}
	metadata := b.args.spec(variant).Metadata(b.args.Namespace, b.args.entrance(variant))
	service, err := b.makeService(b.logical(variant), metadata, variant)
	if err != nil || variant.TargetGroupARN == nil {
		return []pulumi.Resource{service}, err
	}
	binding, err := b.bindTargetGroup(variant, service)
	return []pulumi.Resource{service, binding}, err
}

// makeLiveAddress gives the live variant the service's plain name, once its pods
// run: until then callers inside the cluster reach those that ran before. What
// fills a target group is never this Service, which changes its pods.
func (b *builder) makeLiveAddress() error {
	if b.args.Port == 0 || b.args.Singleton {
		return nil
	}
	live := Variant{Colour: b.args.live()}
	metadata := b.args.spec(live).Metadata(b.args.Namespace, b.args.App)
	address, err := b.makeService(b.name+plainAddress, metadata, live, b.out.Ready...)
	b.out.Reached = append(slices.Clone(b.out.Ready), address)
	return err
}

// makeService creates a Service on the port of the pods: network policies work
// only where both are the same. Pulumi must not wait for its endpoints, because
// the pods come after it. A singleton's has no address of its own.
func (b *builder) makeService(logical string, metadata *metav1.ObjectMetaArgs, variant Variant, after ...pulumi.Resource) (*corev1.Service, error) {
	metadata.Annotations = pulumi.StringMap{"pulumi.com/skipAwait": pulumi.String("true")}
	spec := &corev1.ServiceSpecArgs{
		Type:     pulumi.String("ClusterIP"),
		Selector: pulumi.ToStringMap(b.args.spec(variant).Selector()),
	}
	if b.args.Singleton {
		spec.ClusterIP = pulumi.String("None")
	}
	if b.args.Port > 0 {
		spec.Ports = corev1.ServicePortArray{&corev1.ServicePortArgs{
			Name:       pulumi.String(podspec.PortName),
			Protocol:   pulumi.String("TCP"),
			Port:       pulumi.Int(b.args.Port),
			TargetPort: pulumi.String(podspec.PortName),
		}}
	}
	return corev1.NewService(b.ctx, logical, &corev1.ServiceArgs{Metadata: metadata, Spec: spec}, b.child(after...)...)
}

// bindTargetGroup keeps a target group's members in step with the pods. Its
// networking part is left out: the rules that let the load balancer in are
// Pulumi's, and the controller may not change security groups.
//
// The step between a tag and a release binds the same group to other pods, and for
// a while to both. The controller allows that to bindings that say so, of which each
// then registers and deregisters its own pods alone:
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/4021
// It refuses another target group on the same binding, so such a change removes the
// binding first.
func (b *builder) bindTargetGroup(variant Variant, service *corev1.Service) (pulumi.Resource, error) {
	return apiextensions.NewCustomResource(b.ctx, b.logical(variant)+"-targets", &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String("elbv2.k8s.aws/v1beta1"),
		Kind:       pulumi.String("TargetGroupBinding"),
		Metadata:   b.metadata(variant),
		OtherFields: map[string]any{"spec": pulumi.Map{
			"targetGroupARN":          variant.TargetGroupARN,
			"targetType":              pulumi.String("ip"),
			"multiClusterTargetGroup": pulumi.Bool(true),
			"serviceRef": pulumi.Map{
				"name": pulumi.String(b.args.entrance(variant)),
				"port": pulumi.String(podspec.PortName),
			},
		}},
	}, append(b.child(service),
		pulumi.ReplaceOnChanges([]string{"spec.targetGroupARN"}),
		pulumi.DeleteBeforeReplace(true))...)
}
