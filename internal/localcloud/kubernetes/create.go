package kubernetes

import (
	"strings"

	appsv1 "k8s.io/api/apps/v1"

	"groundwork/internal/localcloud"
)

// create makes an object for real, after everything that the server asks of
// one: a cluster, a definition, a namespace, valid fields, and the consent of
// admission. What its pods refer to may be missing: then the provider waits
// for it, and when nothing brings it the object exists and is not ready.
func create(tx *localcloud.Tx, t *resourceType, obj *localcloud.Object) error {
	object := live(obj.Outputs)
	if err := accept(tx, t, object); err != nil {
		return err
	}
	if isInherent(t.token(), textAt(object, "metadata", "namespace"), obj.Name) {
		return alreadyExists(tx, t, obj.Name)
	}
	reasons, err := settle(tx, t, object)
	if err != nil {
		return err
	}
	write(obj, object)
	if len(reasons) > 0 {
		return tx.Await(late(obj, "create", reasons))
	}
	return nil
}

// update changes an object for real.
func update(tx *localcloud.Tx, t *resourceType, old, obj *localcloud.Object) error {
	object := live(obj.Outputs)
	if err := accept(tx, t, object); err != nil {
		return err
	}
	before := live(old.Outputs)
	if consent, ok := changes[t.token()]; ok {
		if err := consent(tx, before, object); err != nil {
			return err
		}
	}
	advance(before, object)
	reasons, err := settle(tx, t, object)
	if err != nil {
		return err
	}
	write(obj, object)
	obj.Note(applied, "true")
	if len(reasons) > 0 {
		return tx.Await(late(obj, "update", reasons))
	}
	return nil
}

// write takes over what was worked out on the object; secrets stay secret.
func write(obj *localcloud.Object, object fields) {
	for name, value := range conceal(propsOf(object), obj.Inputs) {
		obj.Outputs[name] = value
	}
}

// accept is the server's way to an object, in its order. The provider tries
// again for a while when a kind or a namespace is not there yet.
// https://kubernetes.io/docs/concepts/security/controlling-access/
func accept(tx *localcloud.Tx, t *resourceType, object fields) error {
	if err := reach(tx); err != nil {
		return err
	}
	if _, defined := define(tx, t); !defined {
		return tx.Await(noKind(tx, t))
	}
	namespace := textAt(object, "metadata", "namespace")
	if namespace != "" && !hasNamespace(tx, namespace) {
		return tx.Await(missing(tx, "namespaces", namespace))
	}
	if problems := refusals(tx, t, object); len(problems) > 0 {
		return tx.Fail(422, invalid, "%s", strings.Join(problems, "; "))
	}
	if consent, ok := admission[t.token()]; ok {
		return consent(tx, object)
	}
	return nil
}

// settle fills in the status, as it is once everything is ready, and returns
// what keeps it from that. With skipAwait the provider does not look.
// https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/
func settle(tx *localcloud.Tx, t *resourceType, object fields) ([]string, error) {
	reasons, err := balance(tx, t, object)
	if err != nil {
		return nil, err
	}
	if textAt(object, "metadata", "annotations", skipAwait) == "true" {
		if blank, ok := blankStatus[t.token()]; ok && object["status"] == nil {
			object["status"] = copyFields(blank)
		}
		return nil, nil
	}
	reasons = append(hindrances(tx, t, object), reasons...)
	report(tx, t, object, len(reasons) == 0)
	if len(reasons) == 0 {
		settleVolumes(tx, t, object)
	}
	switch t.token() {
	case hpaType:
		scale(tx, object)
	case scaledObjectType:
		makeScaler(tx, object)
	case statefulSetType:
		makeClaims(tx, object)
	}
	return reasons, nil
}

// advance counts rollouts: a new template is a new revision of a Deployment,
// and a new generation of a DaemonSet's.
// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#checking-rollout-history-of-a-deployment
func advance(old, object fields) {
	if same(at(old, "spec", "template"), at(object, "spec", "template")) {
		return
	}
	for _, counter := range []string{revisionAnnotation, appsv1.DeprecatedTemplateGeneration} {
		if count := textAt(old, "metadata", "annotations", counter); count != "" {
			put(object, successor(count), "metadata", "annotations", counter)
		}
	}
}

// observe brings an object's status up to date: what was missing may have come.
func observe(tx *localcloud.Tx, t *resourceType, obj *localcloud.Object) {
	object := live(obj.Outputs)
	if _, ok := statuses[t.token()]; !ok {
		return
	}
	report(tx, t, object, len(hindrances(tx, t, object)) == 0)
	write(obj, object)
}
