package kubernetes

import (
	"strings"

	"groundwork/internal/localcloud"
)

// remove takes along what goes with an object: all that is in a namespace, all
// objects of a definition.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
func remove(tx *localcloud.Tx, t *resourceType, obj *localcloud.Object) error {
	if reach(tx) != nil {
		return tx.Fail(0, unreachable, "configured Kubernetes cluster is unreachable. If the cluster was deleted, "+
			"you can remove this resource from Pulumi state by rerunning the operation with the "+
			"PULUMI_K8S_DELETE_UNREACHABLE environment variable set to \"true\"")
	}
	switch t.token() {
	case serviceType, ingressType:
		return unbalance(tx, t, live(obj.Outputs))
	case namespaceType:
		for _, token := range []string{serviceType, ingressType} {
			if err := unbalanceAll(tx, token, obj.Name); err != nil {
				return err
			}
		}
		for _, token := range tokens(tx) {
			empty(tx, token, obj.Name)
		}
	case scaledObjectType:
		removeScaler(tx, live(obj.Outputs))
	case statefulSetType:
		leaveClaims(tx, live(obj.Outputs))
	case crdType:
		for _, version := range obj.Outputs.Maps("spec.versions") {
			custom := resourceType{group: obj.String("spec.group"), version: version.String("name"), kind: obj.String("spec.names.kind")}
			for _, object := range tx.Select(custom.token(), nil) {
				tx.Remove(object.Type, object.ID)
			}
		}
	}
	return nil
}

// unbalanceAll: a namespace goes when the finalizers of what is in it are done.
func unbalanceAll(tx *localcloud.Tx, token, namespace string) error {
	for _, object := range tx.Where(token, "metadata.namespace", namespace) {
		if err := unbalance(tx, builtin[token], live(object.Outputs)); err != nil {
			return err
		}
	}
	return nil
}

func empty(tx *localcloud.Tx, token, namespace string) {
	path := "metadata.namespace"
	if token == releaseType {
		path = "namespace"
	}
	for _, object := range tx.Where(token, path, namespace) {
		tx.Remove(object.Type, object.ID)
	}
}

// tokens are the types that objects of the cluster can have.
func tokens(tx *localcloud.Tx) []string {
	list := []string{releaseType}
	for token := range builtin {
		list = append(list, token)
	}
	add := func(defines map[string][]string) {
		for version, kinds := range defines {
			for _, kind := range kinds {
				list = append(list, packageName+":"+version+":"+strings.TrimPrefix(kind, "*"))
			}
		}
	}
	add(managed)
	for _, known := range charts {
		add(known.defines)
	}
	for _, crd := range tx.Select(crdType, nil) {
		for _, version := range crd.Outputs.Maps("spec.versions") {
			add(map[string][]string{
				crd.String("spec.group") + "/" + version.String("name"): {crd.String("spec.names.kind")},
			})
		}
	}
	return list
}
