package nginxingress

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"groundwork/internal/sdk/kubernetes/apiextensions"
)

// bind keeps a target group's members in step with the controller's pods. As a
// binding cannot be given another target group, such a change removes it first:
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/webhooks/elbv2/targetgroupbinding_validator.go
func (b *builder) bind(port string, targets pulumi.StringInput, service pulumi.Resource) (pulumi.Resource, error) {
	return apiextensions.NewCustomResource(b.ctx, b.name+"-"+port, &apiextensions.CustomResourceArgs{
		ApiVersion: pulumi.String("elbv2.k8s.aws/v1beta1"),
		Kind:       pulumi.String("TargetGroupBinding"),
		Metadata:   b.spec().Metadata(b.args.Namespace, App+"-"+port),
		OtherFields: map[string]any{"spec": pulumi.Map{
			"targetGroupARN": targets,
			"targetType":     pulumi.String("ip"),
			"serviceRef":     pulumi.Map{"name": pulumi.String(App), "port": pulumi.String(port)},
		}},
	}, append(b.child(service),
		pulumi.ReplaceOnChanges([]string{"spec.targetGroupARN"}),
		pulumi.DeleteBeforeReplace(true))...)
}
