package apiserver

import (
	"maps"
	"reflect"
	"strings"
)

// Object is a Kubernetes object as JSON has it.
type Object map[string]any

// Kind is the object's kind.
func (o Object) Kind() string { return o.text("kind") }

// Name and Namespace are its metadata's; outside of namespaces the latter is
// empty.
func (o Object) Name() string      { return o.metadata().text("name") }
func (o Object) Namespace() string { return o.metadata().text("namespace") }

// String names the object for people: kind, namespace and name.
func (o Object) String() string {
	if namespace := o.Namespace(); namespace != "" {
		return o.Kind() + " " + namespace + "/" + o.Name()
	}
	return o.Kind() + " " + o.Name()
}

// At is the value below the names of fields; nil where there is none.
func (o Object) At(fields ...string) any {
	var value any = map[string]any(o)
	for _, field := range fields {
		holder, _ := value.(map[string]any)
		value = holder[field]
	}
	return value
}

func (o Object) metadata() Object {
	metadata, _ := o["metadata"].(map[string]any)
	return metadata
}

func (o Object) text(field string) string {
	text, _ := o[field].(string)
	return text
}

func (o Object) version() string { return o.metadata().text("resourceVersion") }

// equals tells whether two readings of an object say the same. Their versions may
// differ: the server stores a volume's claim anew on the first update, whatever
// that says.
func (o Object) equals(other Object) bool {
	return reflect.DeepEqual(o.unversioned(), other.unversioned())
}

func (o Object) unversioned() map[string]any {
	content, metadata := maps.Clone(map[string]any(o)), maps.Clone(map[string]any(o.metadata()))
	delete(metadata, "resourceVersion")
	content["metadata"] = metadata
	return content
}

// podTemplate is the template of what the object starts; nil for what starts
// nothing.
func (o Object) podTemplate() Object {
	path := []string{"spec", "template"}
	switch o.Kind() {
	case "CronJob":
		path = []string{"spec", "jobTemplate", "spec", "template"}
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job":
	default:
		return nil
	}
	template, _ := o.At(path...).(map[string]any)
	return template
}

// pod is one pod of the object as a controller would create it.
func (o Object) pod() Object {
	template := o.podTemplate()
	if template == nil {
		return nil
	}
	metadata := map[string]any{"name": strings.ToLower(o.Kind()) + "-" + o.Name(), "namespace": o.Namespace()}
	for _, kept := range []string{"labels", "annotations"} {
		if value := template.At("metadata", kept); value != nil {
			metadata[kept] = value
		}
	}
	return Object{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"]}
}
