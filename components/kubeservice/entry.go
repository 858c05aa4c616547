package kubeservice

import (
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

// makeEntry creates a variant's Service and target group binding, as far as it
// has them.
func (b *builder) makeEntry(variant Variant) ([]pulumi.Resource, error) {
	if b.args.Port == 0 && !b.args.Singleton {
		return nil, nil
	}
	logical := b.logical(variant)
	if variant.Colour == "" {
		logical = b.name + plainAddress
	}
	service, err := b.makeService(logical, b.metadata(variant), variant)
	if err != nil {
		return nil, err
	}
	entry := []pulumi.Resource{service}
	if variant.TargetGroupARN != nil {
		binding, err := b.bindTargetGroup(variant, service)
		if err != nil {
			return nil, err
		}
		entry = append(entry, binding)
	}
	return entry, nil
}

// makeLiveAddress gives the live colour the service's plain name. Without
// colours the only Service has it already.
func (b *builder) makeLiveAddress() error {
	live := Variant{Colour: b.args.live()}
	if b.args.Port == 0 || live.Colour == "" {
		return nil
	}
	spec := b.args.spec(live)
	_, err := b.makeService(b.name+plainAddress, spec.Metadata(b.args.Namespace, b.args.App), live, b.out.Ready...)
	return err
}

// makeService creates a Service on the port of the pods: network policies work
// only where both are the same. Pulumi must not wait for its endpoints, because
// the pods come after it. A singleton's has no address of its own: it names the
// one pod.
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
// Pulumi's, and the controller may not change security groups. The controller
// refuses another target group on the same binding and a second binding of one
// target group, so such a change removes the binding first:
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/webhooks/elbv2/targetgroupbinding_validator.go
func (b *builder) bindTargetGroup(variant Variant, service *corev1.Service) (pulumi.Resource, error) {
	return apiextensions.NewCustomResource(b.ctx, b.logical(variant)+"-targets", &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String("elbv2.k8s.aws/v1beta1"),
		Kind:       pulumi.String("TargetGroupBinding"),
		Metadata:   b.metadata(variant),
		OtherFields: map[string]any{"spec": pulumi.Map{
			"targetGroupARN": variant.TargetGroupARN,
			"targetType":     pulumi.String("ip"),
			"serviceRef": pulumi.Map{
				"name": pulumi.String(b.args.instance(variant.Colour)),
				"port": pulumi.String(podspec.PortName),
			},
		}},
	}, append(b.child(service),
		pulumi.ReplaceOnChanges([]string{"spec.targetGroupARN"}),
		pulumi.DeleteBeforeReplace(true))...)
}
