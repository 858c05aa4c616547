package kubernetes

import (
	"path"
	"slices"

	"groundwork/internal/localcloud"
)

const crdType = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"

// definition says that objects of a custom kind may exist.
type definition struct {
	cluster bool
	// schema is the version's openAPIV3Schema; nil takes everything.
	schema fields
}

// define finds what a type's objects must look like. Types of the API itself
// are always defined.
func define(tx *localcloud.Tx, t *resourceType) (definition, bool) {
	if !t.custom {
		return definition{cluster: t.cluster}, true
	}
	for _, object := range tx.Where(crdType, "spec.group", t.group) {
		if found, ok := fromObject(object, t); ok {
			return found, true
		}
	}
	for _, release := range tx.Select(releaseType, nil) {
		if found, ok := fromKinds(installs(release), t); ok {
			return found, true
		}
	}
	if eks(tx) != nil {
		return fromKinds(managed, t)
	}
	return definition{}, false
}

func fromObject(object *localcloud.Object, t *resourceType) (definition, bool) {
	if object.String("spec.names.kind") != t.kind {
		return definition{}, false
	}
	for _, version := range object.Outputs.Maps("spec.versions") {
		if version.String("name") == t.version && version.Bool("served") {
			schema, _ := plainFields(version.Map("schema"))["openAPIV3Schema"].(fields)
			return definition{cluster: object.String("spec.scope") == "Cluster", schema: schema}, true
		}
	}
	return definition{}, false
}

func fromKinds(defines map[string][]string, t *resourceType) (definition, bool) {
	kinds := defines[t.apiVersion()]
	switch {
	case slices.Contains(kinds, "*"+t.kind):
		return definition{cluster: true, schema: schemas()[t.token()]}, true
	case slices.Contains(kinds, t.kind):
		return definition{schema: schemas()[t.token()]}, true
	}
	return definition{}, false
}

// installs are the definitions that come with a release. Helm leaves those of
// a chart's crds folder behind when the release goes; here they go with it.
// https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
func installs(release *localcloud.Object) map[string][]string {
	found := charts[path.Base(release.String("chart"))]
	if !found.rendered && release.Outputs.Bool("skipCrds") {
		return nil
	}
	for _, option := range found.opted {
		if release.Outputs.Bool("values." + option) {
			return found.defines
		}
	}
	if len(found.opted) > 0 {
		return nil
	}
	return found.defines
}

// namespaced reports whether a type's objects live in namespaces. What is not
// defined yet is taken to, as the provider takes it.
func namespaced(tx *localcloud.Tx, t *resourceType) bool {
	if !t.custom {
		return !t.cluster
	}
	found, ok := define(tx, t)
	return !ok || !found.cluster
}
