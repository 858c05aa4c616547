package kubernetes

import (
	"fmt"

	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"groundwork/internal/localcloud"
)

// resize refuses a claim that is to become smaller than its volume, and one that is
// to grow where its class lets no volume grow.
// https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims
func resize(tx *localcloud.Tx, t *resourceType, old, inputs fields) string {
	if t.token() != claimType {
		return ""
	}
	const at = "spec.resources.requests.storage"
	before, wrong := apiresource.ParseQuantity(textAt(old, "spec", "resources", "requests", "storage"))
	after, err := apiresource.ParseQuantity(textAt(inputs, "spec", "resources", "requests", "storage"))
	if wrong != nil || err != nil {
		return ""
	}
	switch order := after.Cmp(before); {
	case order < 0:
		return at + ": Forbidden: field can not be less than status.capacity"
	case order > 0 && !expandable(tx, textAt(old, "spec", "storageClassName")):
		return at + ": Forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"
	}
	return ""
}

// expandable tells whether a class lets its volumes grow.
func expandable(tx *localcloud.Tx, class string) bool {
	found := tx.Get(storageClassType, class)
	return found != nil && fmt.Sprint(live(found.Outputs)["allowVolumeExpansion"]) == "true"
}
