package kubernetes

import (
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"

	"groundwork/internal/localcloud"
)

// admission is what admission controllers and webhooks refuse, by token.
var admission = map[string]func(tx *localcloud.Tx, object fields) error{
	"kubernetes:core/v1:Pod": admitPod,
	serviceType:              admitService,
	targetGroupBindingType:   admitBinding,
	scaledObjectType:         admitScaled,
}

// changes is what they refuse of an update, by token.
var changes = map[string]func(tx *localcloud.Tx, old, object fields) error{targetGroupBindingType: admitRebinding}

// admitPod: a pod made directly is refused where a controller's would be late.
func admitPod(tx *localcloud.Tx, pod fields) error {
	name := textAt(pod, "metadata", "name")
	if class := textAt(pod, "spec", "priorityClassName"); class != "" && !present(tx, priorityClassType, "", class) {
		return tx.Fail(403, forbidden, "pods %q is forbidden: no PriorityClass with name %s was found", name, class)
	}
	namespace, account := textAt(pod, "metadata", "namespace"), textAt(pod, "spec", "serviceAccountName")
	if account != "" && !present(tx, serviceAccountType, namespace, account) {
		return tx.Fail(403, forbidden, "pods %q is forbidden: error looking up service account %s/%s: serviceaccount %q not found",
			name, namespace, account, account)
	}
	var spec corev1.PodSpec
	if decode(pod["spec"], &spec) != nil {
		return nil
	}
	if words := insecure(tx, &spec, namespace); words != "" {
		return tx.Fail(403, forbidden, "pods %q is forbidden: %s", name, words)
	}
	if problems := outOfRange(tx, &spec, namespace); len(problems) > 0 {
		return tx.Fail(403, forbidden, "pods %q is forbidden: %s", name, listed(problems))
	}
	return nil
}

// admitService hands out the address that was asked for, if it is free and in
// the range.
// https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/
func admitService(tx *localcloud.Tx, service fields) error {
	address := textAt(service, "spec", "clusterIP")
	if address == "" || address == "None" {
		return nil
	}
	refuse := func(format string, args ...any) error {
		return tx.Fail(422, invalid, "Service %q is invalid: spec.clusterIPs: Invalid value: [%q]: failed to allocate IP %s: %s",
			textAt(service, "metadata", "name"), address, address, fmt.Sprintf(format, args...))
	}
	block := serviceRange(tx)
	if parsed, err := netip.ParseAddr(address); err != nil || !block.Contains(parsed) {
		return refuse("the provided IP (%s) is not in the valid range. The range of valid IPs is %s", address, block)
	}
	id := objectID(textAt(service, "metadata", "namespace"), textAt(service, "metadata", "name"))
	for _, other := range tx.Where(serviceType, "spec.clusterIP", address) {
		if other.ID != id {
			return refuse("provided IP is already allocated")
		}
	}
	return nil
}
