package kubernetes

import (
	"groundwork/internal/localcloud"
)

// planObject shows what a create or an update would give. A preview is a dry
// run on the server, or the inputs as they are where that is not possible:
// something is unknown, the kind or the namespace does not exist yet, the
// object is there already, or server-side apply is off.
func planObject(p *localcloud.Plan) {
	t, ok := parseToken(p.Type)
	if !ok {
		p.Outputs = p.Inputs.Clone()
		return
	}
	inputs := plainFields(p.Inputs)
	if _, patch := patched(p.Type); patch {
		planPatch(p, inputs)
		return
	}
	if hasUnknown(inputs) || p.Tx.Preview() && !previewable(p, t, inputs) {
		p.Outputs = p.Inputs.Clone()
		return
	}
	live := server{p.Tx, t}.made(inputs)
	if p.Update {
		live = server{p.Tx, t}.changed(plainFields(p.OldOutputs), inputs)
	}
	if p.Tx.Preview() && !p.Update {
		delete(live, "status")
	}
	p.Outputs = checkpoint(p, live)
}

// planPatch shows the inputs of a new patch, and of one that changes the object
// with the new values.
func planPatch(p *localcloud.Plan, inputs fields) {
	if !p.Update || hasUnknown(inputs) {
		p.Outputs = p.Inputs.Clone()
		return
	}
	object := live(p.OldOutputs)
	retract(object, plainFields(p.OldOutputs.Map("__inputs")), inputs, nil)
	shown, _ := overlay(object, inputs).(fields)
	p.Outputs = checkpoint(p, shown)
}

func previewable(p *localcloud.Plan, t *resourceType, inputs fields) bool {
	if _, defined := define(p.Tx, t); !defined || reach(p.Tx) != nil {
		return false
	}
	if p.Update {
		return true
	}
	namespace := textAt(inputs, "metadata", "namespace")
	id := objectID(namespace, textAt(inputs, "metadata", "name"))
	return !clientSide(p.Tx.Config()) && (namespace == "" || hasNamespace(p.Tx, namespace)) && p.Tx.Get(p.Type, id) == nil
}

// checkpoint is an object as the provider keeps it: what the server shows, and
// beside it what was asked for.
func checkpoint(p *localcloud.Plan, live fields) localcloud.Props {
	out := conceal(propsOf(live), p.Inputs)
	out.Set("__inputs", conceal(propsOf(plainFields(p.Inputs)), p.Inputs))
	version, manager := p.OldOutputs.String("__initialApiVersion"), p.OldOutputs.String("__fieldManager")
	if version == "" {
		version = p.Inputs.String("apiVersion")
	}
	switch {
	case clientSide(p.Tx.Config()):
		manager = "pulumi-kubernetes"
	case p.Inputs.Has("metadata.annotations"):
		if given := textAt(plainFields(p.Inputs), "metadata", "annotations", "pulumi.com/patchFieldManager"); given != "" {
			manager = given
		}
	}
	if manager == "" {
		manager = "pulumi-kubernetes-" + p.Tx.Hex(8)
	}
	out.Set("__initialApiVersion", version)
	out.Set("__fieldManager", manager)
	return out
}

// live is an object as the server shows it.
func live(outputs localcloud.Props) fields {
	object := plainFields(outputs)
	for _, name := range []string{"__inputs", "__initialApiVersion", "__fieldManager", "id"} {
		delete(object, name)
	}
	return object
}

// projectObject says what the inputs would be if the program had asked for what
// the server shows: the same fields, with its values. An import has no inputs
// and gets everything but what only the server writes.
func projectObject(obj *localcloud.Object, inputs localcloud.Props) localcloud.Props {
	object := live(obj.Outputs)
	if len(inputs) > 0 {
		return conceal(propsOf(prune(object, plainFields(inputs))), inputs)
	}
	delete(object, "status")
	if metadata, ok := object["metadata"].(fields); ok {
		for _, name := range readOnly {
			delete(metadata, name)
		}
		drop(metadata, "annotations", revisionAnnotation)
	}
	return conceal(propsOf(object), obj.Outputs)
}
