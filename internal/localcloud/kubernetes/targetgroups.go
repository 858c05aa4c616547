package kubernetes

import (
	"cmp"
	"fmt"
	"strings"

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
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/webhooks/elbv2/targetgroupbinding_mutator.go
func addTargetGroup(s server, binding fields) {
	group := targetGroup(s.tx, binding)
	if group == nil {
		return
	}
	for name, value := range map[string]string{
		"targetGroupARN": group.String("arn"), "targetType": group.String("targetType"), "vpcID": group.String("vpcId"),
		"ipAddressType": cmp.Or(group.String("ipAddressType"), "ipv4"), "targetGroupProtocol": group.String("protocol"),
	} {
		if at(binding, "spec", name) == nil && value != "" {
			put(binding, value, "spec", name)
		}
	}
}

// denied is a refusal of one of the controller's webhooks.
func denied(tx *localcloud.Tx, hook, format string, args ...any) error {
	return tx.Fail(403, forbidden, "admission webhook %q denied the request: %s",
		hook+".elbv2.k8s.aws", fmt.Sprintf(format, args...))
}

// admitBinding is what the webhooks refuse of a new binding.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/webhooks/elbv2/targetgroupbinding_validator.go
func admitBinding(tx *localcloud.Tx, binding fields) error {
	if textAt(binding, "spec", "targetGroupARN")+textAt(binding, "spec", "targetGroupName") == "" {
		return denied(tx, "mtargetgroupbinding", "must provide either TargetGroupARN or TargetGroupName")
	}
	group := targetGroup(tx, binding)
	if group == nil {
		return denied(tx, "mtargetgroupbinding", "unable to get target group IP address type: operation error "+
			"Elastic Load Balancing v2: DescribeTargetGroups, https response error StatusCode: 400, "+
			"TargetGroupNotFound: One or more target groups not found")
	}
	if textAt(binding, "spec", "targetType") == "ip" && at(binding, "spec", "nodeSelector") != nil {
		return denied(tx, "vtargetgroupbinding", "TargetGroupBinding cannot set NodeSelector when TargetType is ip")
	}
	if vpc := textAt(binding, "spec", "vpcID"); vpc != "" && vpc != group.String("vpcId") {
		return denied(tx, "vtargetgroupbinding", "invalid VpcID %s doesn't match VpcID from TargetGroup %s", vpc, group.String("arn"))
	}
	return admitSharing(tx, binding, group.String("arn"))
}

// admitSharing: bindings share a target group only if each of them says so.
// https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/4021
func admitSharing(tx *localcloud.Tx, binding fields, group string) error {
	id := objectID(textAt(binding, "metadata", "namespace"), textAt(binding, "metadata", "name"))
	shared, others := at(binding, "spec", "multiClusterTargetGroup") == true, []string{}
	for _, other := range tx.Where(targetGroupBindingType, "spec.targetGroupARN", group) {
		if other.ID != id {
			shared, others = shared && other.Outputs.Bool("spec.multiClusterTargetGroup"), append(others, other.ID)
		}
	}
	if len(others) == 0 || shared {
		return nil
	}
	return denied(tx, "vtargetgroupbinding", "TargetGroup %s is already bound to following TargetGroupBindings %v. Please enable MultiCluster mode on all "+
		"TargetGroupBindings referencing %s or choose a different Target Group ARN.", group, others, group)
}

// admitRebinding is what they refuse of a change.
func admitRebinding(tx *localcloud.Tx, old, binding fields) error {
	var changed []string
	for _, name := range []string{"targetGroupARN", "targetType", "ipAddressType", "vpcID"} {
		if !same(at(old, "spec", name), at(binding, "spec", name)) {
			changed = append(changed, "spec."+name)
		}
	}
	if len(changed) > 0 {
		return denied(tx, "vtargetgroupbinding", "TargetGroupBinding update may not change these fields: %s", strings.Join(changed, ","))
	}
	return admitSharing(tx, binding, textAt(binding, "spec", "targetGroupARN"))
}

// unbound is why the controller registers no targets, in its events' words but
// for that of the type, which only AWS would say.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
func unbound(tx *localcloud.Tx, namespace string, binding fields) []string {
	kind := textAt(binding, "spec", "targetType")
	if group := targetGroup(tx, binding); group != nil && group.String("targetType") != kind {
		return []string{fmt.Sprintf("[FailedRegisterTargets] targets of type %q do not fit target group %s of type %q",
			kind, group.String("arn"), group.String("targetType"))}
	}
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
