package kubernetes

import (
	"fmt"

	"groundwork/internal/localcloud"
)

const statefulSetType = "kubernetes:apps/v1:StatefulSet"

// makeClaims makes the claims of a StatefulSet's pods, where they are not there
// from an earlier one: "<template>-<set>-<number>".
// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage
func makeClaims(tx *localcloud.Tx, set fields) {
	templates, _ := at(set, "spec", "volumeClaimTemplates").([]any)
	for _, template := range templates {
		for i := range int(numberAt(set, "spec", "replicas")) {
			makeClaim(tx, set, template, i)
		}
	}
}

func makeClaim(tx *localcloud.Tx, set fields, template any, number int) {
	namespace := textAt(set, "metadata", "namespace")
	name := fmt.Sprintf("%s-%s-%d", textAt(template, "metadata", "name"), textAt(set, "metadata", "name"), number)
	id := objectID(namespace, name)
	if tx.Get(claimType, id) != nil {
		return
	}
	inputs, ok := copyFields(template).(fields)
	if !ok {
		return
	}
	put(inputs, name, "metadata", "name")
	put(inputs, namespace, "metadata", "namespace")
	if labels := at(set, "spec", "selector", "matchLabels"); labels != nil {
		put(inputs, copyFields(labels), "metadata", "labels")
	}
	t := builtin[claimType]
	claim := server{tx, t}.made(inputs)
	report(tx, t, claim, true)
	tx.Put(&localcloud.Object{Type: claimType, ID: id, Name: name, Outputs: propsOf(claim)})
}

// leaveClaims keeps the claims of a StatefulSet that goes, unless it says
// otherwise.
// https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention
func leaveClaims(tx *localcloud.Tx, set fields) {
	if textAt(set, "spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") != "Delete" {
		return
	}
	templates, _ := at(set, "spec", "volumeClaimTemplates").([]any)
	for _, template := range templates {
		for i := range int(numberAt(set, "spec", "replicas")) {
			name := fmt.Sprintf("%s-%s-%d", textAt(template, "metadata", "name"), textAt(set, "metadata", "name"), i)
			tx.Remove(claimType, objectID(textAt(set, "metadata", "namespace"), name))
		}
	}
}
