package kubernetes

import (
	"fmt"

	"groundwork/internal/localcloud"
)

const targetGroupBindingType = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"

// targetGroupTypes are the tokens of one AWS resource.
var targetGroupTypes = []string{"aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"}

// targetGroup finds a binding's target group, in whichever region.
func targetGroup(tx *localcloud.Tx, binding fields) *localcloud.Object {
	for _, token := range targetGroupTypes {
		for path, property := range map[string]string{"targetGroupARN": "arn", "targetGroupName": "name"} {
			value := textAt(binding, "spec", path)
			if value == "" {
				continue
			}
			if found := tx.World().Where(token, property, value); len(found) > 0 {
				return found[0]
			}
		}
	}
	return nil
}

// addTargetGroup is the controller's mutating webhook: it asks AWS about the
// target group.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v2.13.4/webhooks/elbv2/targetgroupbinding_mutator.go
func addTargetGroup(s server, binding fields) {
	group := targetGroup(s.tx, binding)
	if group == nil {
		return
	}
	for name, value := range map[string]string{
		"targetType": group.String("targetType"), "vpcID": group.String("vpcId"), "ipAddressType": "ipv4",
	} {
		if at(binding, "spec", name) == nil && value != "" {
			put(binding, value, "spec", name)
		}
	}
}

// admitBinding is the webhooks' refusal.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v2.13.4/webhooks/elbv2/targetgroupbinding_validator.go
func admitBinding(tx *localcloud.Tx, binding fields) error {
	deny := func(hook, format string, args ...any) error {
		return tx.Fail(403, forbidden, "admission webhook %q denied the request: %s",
			hook+".elbv2.k8s.aws", fmt.Sprintf(format, args...))
	}
	group := targetGroup(tx, binding)
	if group == nil {
		return deny("mtargetgroupbinding", "unable to get target group type: operation error Elastic Load Balancing v2: "+
			"DescribeTargetGroups, https response error StatusCode: 400, api error TargetGroupNotFound: One or more target groups not found")
	}
	kind, wanted := textAt(binding, "spec", "targetType"), group.String("targetType")
	if kind != "" && wanted != "" && kind != wanted {
		return deny("vtargetgroupbinding", "invalid targetType %s for TargetGroup %s", kind, group.String("arn"))
	}
	id := objectID(textAt(binding, "metadata", "namespace"), textAt(binding, "metadata", "name"))
	for _, other := range tx.Where(targetGroupBindingType, "spec.targetGroupARN", group.String("arn")) {
		if other.ID != id {
			return deny("vtargetgroupbinding", "TargetGroup %s is already bound to TargetGroupBinding %s",
				group.String("arn"), other.ID)
		}
	}
	return nil
}

// unbound: the controller registers no targets while the Service is missing.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
func unbound(tx *localcloud.Tx, namespace string, binding fields) []string {
	name := textAt(binding, "spec", "serviceRef", "name")
	if !present(tx, serviceType, namespace, name) {
		return []string{fmt.Sprintf("[BackendNotFound] backend not found: Service %q not found", name)}
	}
	service := tx.Get(serviceType, objectID(namespace, name))
	if service == nil || hasPort(service, at(binding, "spec", "serviceRef", "port")) {
		return nil
	}
	return []string{fmt.Sprintf("[BackendNotFound] backend not found: unable to find port %v on service %s/%s",
		at(binding, "spec", "serviceRef", "port"), namespace, name)}
}

func hasPort(service *localcloud.Object, wanted any) bool {
	for _, port := range service.Outputs.Maps("spec.ports") {
		if port.String("name") == wanted || port.Number("port") == wanted {
			return true
		}
	}
	return false
}
