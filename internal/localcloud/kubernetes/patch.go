package kubernetes

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// patchForce lets a patch take over fields that others manage.
const patchForce = "pulumi.com/patchForce"

// patched is the type of the objects that a patch type changes, as Namespace is
// of NamespacePatch.
func patched(token string) (*resourceType, bool) {
	base, ok := strings.CutSuffix(token, "Patch")
	if !ok {
		return nil, false
	}
	t, known := builtin[base]
	return t, known
}

// patchKind is how a patch behaves: it changes an object that something else
// made, and takes back what it wrote when it goes. Two patches of one object
// share an id, so that the later one's state is kept.
// https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
func patchKind(t *resourceType) localcloud.Kind {
	return localcloud.Kind{
		Upsert: true,
		Create: func(tx *localcloud.Tx, obj *localcloud.Object) error { return applyPatch(tx, t, nil, obj) },
		Update: func(tx *localcloud.Tx, old, obj *localcloud.Object) error { return applyPatch(tx, t, old, obj) },
		Read: func(tx *localcloud.Tx, obj *localcloud.Object) {
			if target := targetOf(tx, t, obj.ID); target != nil {
				write(obj, live(target.Outputs))
			}
		},
		Delete: func(tx *localcloud.Tx, obj *localcloud.Object) error {
			if target := targetOf(tx, t, obj.ID); target != nil {
				object := live(target.Outputs)
				retract(object, plainFields(obj.Inputs), nil, plainFields(target.Inputs))
				return save(tx, t, target, object)
			}
			return nil
		},
	}
}

// targetOf finds what a patch changes. What every cluster has is made for it.
func targetOf(tx *localcloud.Tx, t *resourceType, id string) *localcloud.Object {
	if found := tx.Get(t.token(), id); found != nil {
		return found
	}
	namespace, name, inside := strings.Cut(id, "/")
	if !inside {
		namespace, name = "", id
	}
	if !isInherent(t.token(), namespace, name) {
		return nil
	}
	object := fields{"apiVersion": t.apiVersion(), "kind": t.kind, "metadata": fields{"name": name}}
	if inside {
		put(object, namespace, "metadata", "namespace")
	}
	object = server{tx, t}.made(object)
	report(tx, t, object, true)
	return &localcloud.Object{Type: t.token(), ID: id, Name: name, Outputs: propsOf(object)}
}

// applyPatch writes the patch's fields onto its object.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/
func applyPatch(tx *localcloud.Tx, t *resourceType, old, obj *localcloud.Object) error {
	if err := reach(tx); err != nil {
		return err
	}
	target := targetOf(tx, t, obj.ID)
	if target == nil {
		return tx.Await(missing(tx, t.plural(), obj.Name))
	}
	object, wanted, owned := live(target.Outputs), plainFields(obj.Inputs), plainFields(target.Inputs)
	if textAt(wanted, "metadata", "annotations", patchForce) != "true" {
		if taken := conflicts("", owned, wanted); len(taken) > 0 {
			return conflict(tx, target, taken)
		}
	}
	if old != nil {
		retract(object, plainFields(old.Inputs), wanted, owned)
	}
	object, _ = overlay(object, wanted).(fields)
	if problems := refusals(tx, t, object); len(problems) > 0 {
		return tx.Fail(422, invalid, "%s", strings.Join(problems, "; "))
	}
	if err := save(tx, t, target, object); err != nil {
		return err
	}
	plan := &localcloud.Plan{Tx: tx, Inputs: obj.Inputs, OldOutputs: obj.Outputs}
	obj.Outputs = checkpoint(plan, live(target.Outputs))
	return nil
}

// save keeps a changed object, with what its controllers make of the change.
func save(tx *localcloud.Tx, t *resourceType, target *localcloud.Object, object fields) error {
	before := live(target.Outputs)
	if generation, ok := at(before, "metadata", "generation").(float64); ok && !reflect.DeepEqual(specOf(before), specOf(object)) {
		put(object, generation+1, "metadata", "generation")
	}
	put(object, server{tx, t}.resourceVersion(), "metadata", "resourceVersion")
	if _, err := settle(tx, t, object); err != nil {
		return err
	}
	for name := range before {
		if _, kept := object[name]; !kept {
			delete(target.Outputs, resource.PropertyKey(name))
		}
	}
	write(target, object)
	tx.Put(target)
	return nil
}

// conflict is the server's refusal to change what another manager wrote.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
func conflict(tx *localcloud.Tx, target *localcloud.Object, taken []string) error {
	sort.Strings(taken)
	manager := target.String("__fieldManager")
	if len(taken) == 1 {
		return tx.Fail(409, "Conflict", "Apply failed with 1 conflict: conflict with %q: %s", manager, taken[0])
	}
	return tx.Fail(409, "Conflict", "Apply failed with %d conflicts: conflicts with %q:\n- %s", len(taken), manager, strings.Join(taken, "\n- "))
}

// conflicts are the paths that both ask for, with different values.
func conflicts(path string, owned, wanted any) (list []string) {
	a, okA := owned.(fields)
	b, okB := wanted.(fields)
	if okA && okB {
		for name, value := range b {
			if there, ok := a[name]; ok {
				list = append(list, conflicts(path+"."+name, there, value)...)
			}
		}
		return list
	}
	x, okX := owned.([]any)
	y, okY := wanted.([]any)
	if okX && okY {
		for _, value := range y {
			if i := sibling(x, value); i >= 0 {
				list = append(list, conflicts(fmt.Sprintf("%s[name=%q]", path, textAt(value, "name")), x[i], value)...)
			}
		}
		return list
	}
	if !reflect.DeepEqual(owned, wanted) {
		list = append(list, path)
	}
	return list
}
