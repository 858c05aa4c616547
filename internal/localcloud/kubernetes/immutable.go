package kubernetes

import (
	"fmt"
	"reflect"
	"strings"

	"groundwork/internal/localcloud"
)

// fixed are fields that the server refuses to change and for which the
// provider does not replace the object, with the server's words; %v is the new
// value.
var fixed = map[string][]struct{ path, words string }{
	// https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass
	priorityClassType: {
		{"value", "Forbidden: may not be changed in an update."},
		{"preemptionPolicy", "Forbidden: may not be changed in an update."},
	},
	// https://kubernetes.io/docs/concepts/storage/storage-classes/
	storageClassType: {
		{"reclaimPolicy", "Forbidden: updates to reclaimPolicy are forbidden."},
		{"volumeBindingMode", "Invalid value: %q: field is immutable"},
	},
	// https://kubernetes.io/docs/concepts/workloads/controllers/job/
	"kubernetes:batch/v1:Job": {
		{"spec.completionMode", "Invalid value: %q: field is immutable"},
		{"spec.podFailurePolicy", "Invalid value: %v: field is immutable"},
		{"spec.backoffLimitPerIndex", "Invalid value: %v: field is immutable"},
	},
	claimType: {{"spec.volumeMode", "Invalid value: %q: field is immutable"}},
	// https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-class-v1/
	"kubernetes:networking.k8s.io/v1:IngressClass": {{"spec.controller", "Invalid value: %q: field is immutable"}},
}

// immutable are the server's refusals of an update. Where the object is going
// to be replaced there is none.
func immutable(c *localcloud.Check, t *resourceType, inputs fields) []string {
	shown := c.Tx.Get(c.Type, objectID(c.Olds.String("metadata.namespace"), c.Olds.String("metadata.name")))
	if shown == nil || shown.URN != c.URN {
		return nil
	}
	d := &localcloud.Diff{Tx: c.Tx, Type: c.Type, OldInputs: c.Olds, OldOutputs: shown.Outputs, News: c.Inputs}
	diffObject(d)
	if len(d.Verdict.Replaces) > 0 {
		return nil
	}
	old := live(shown.Outputs)
	var problems []string
	for _, rule := range fixed[t.token()] {
		path := strings.Split(rule.path, ".")
		now := at(inputs, path...)
		if now == nil || reflect.DeepEqual(at(old, path...), now) {
			continue
		}
		words := rule.words
		if strings.Contains(words, "%") {
			words = fmt.Sprintf(words, now)
		}
		problems = append(problems, rule.path+": "+words)
	}
	if problem := thaw(t, old, inputs); problem != "" {
		problems = append(problems, problem)
	}
	if problem := resize(c.Tx, t, old, inputs); problem != "" {
		problems = append(problems, problem)
	}
	problems = append(problems, unnamedPorts(t, shown, inputs)...)
	if len(problems) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the Kubernetes API server reported that %q failed to fully initialize or become live: "+
		"%s %q is invalid: %s", shown.ID, t.qualified(), shown.Name, listed(problems))}
}

// thaw refuses to make an immutable ConfigMap or Secret mutable again.
// https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable
func thaw(t *resourceType, old, inputs fields) string {
	holds := t.token() == configMapType || t.token() == secretType
	if holds && old["immutable"] == true && inputs["immutable"] != true {
		return "immutable: Forbidden: field is immutable when `immutable` is set"
	}
	return ""
}

// applied notes that an object was updated, which hands all its fields to one
// manager.
const applied = "applied"

// unnamedPorts: in the preview of its first update a Service still has the
// ports of its creation, which belong to another manager's name; a port of
// another number comes beside them, and two ports need names. The recordings
// have it.
func unnamedPorts(t *resourceType, shown *localcloud.Object, inputs fields) []string {
	if t.token() != serviceType || shown.Notes[applied] != "" {
		return nil
	}
	ports, _ := at(inputs, "spec", "ports").([]any)
	var names []string
	numbers := map[float64]bool{}
	for _, port := range ports {
		names = append(names, textAt(port, "name"))
		numbers[numberAt(port, "port")] = true
	}
	for _, old := range shown.Outputs.Maps("spec.ports") {
		if !numbers[old.Number("port")] {
			names = append(names, old.String("name"))
		}
	}
	var problems []string
	for i, name := range names {
		if name == "" && len(names) > len(ports) {
			problems = append(problems, fmt.Sprintf("spec.ports[%d].name: Required value", i))
		}
	}
	return problems
}
