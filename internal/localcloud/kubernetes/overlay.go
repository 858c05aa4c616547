package kubernetes

import "slices"

// overlay writes one object's values onto another's. Items of lists are told
// apart by their name, where they have one; other lists are replaced.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
func overlay(there, wanted any) any {
	switch v := wanted.(type) {
	case fields:
		out, ok := copyFields(there).(fields)
		if !ok {
			out = fields{}
		}
		for name, value := range v {
			out[name] = overlay(out[name], value)
		}
		return out
	case []any:
		list, ok := there.([]any)
		if !ok || !slices.ContainsFunc(v, func(item any) bool { return textAt(item, "name") != "" }) {
			return copyFields(v)
		}
		out, _ := copyFields(list).([]any)
		for _, item := range v {
			if i := sibling(out, item); i >= 0 {
				out[i] = overlay(out[i], item)
			} else {
				out = append(out, copyFields(item))
			}
		}
		return out
	}
	return wanted
}

// sibling finds the item of the same name, -1 when there is none.
func sibling(list []any, item any) int {
	name := textAt(item, "name")
	return slices.IndexFunc(list, func(other any) bool { return name != "" && textAt(other, "name") == name })
}

// retract takes out of an object what one manager wrote and no longer wants,
// unless its maker asks for it too.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#clearing-managedfields
func retract(object, written, wanted, owned fields) {
	for name, value := range written {
		if name == "apiVersion" || name == "kind" {
			continue
		}
		inner, deep := value.(fields)
		there, present := object[name].(fields)
		switch {
		case deep && present:
			next, _ := wanted[name].(fields)
			own, _ := owned[name].(fields)
			retract(there, inner, next, own)
			if len(there) == 0 {
				delete(object, name)
			}
		case name == "name" || name == "namespace":
		case wanted[name] == nil && owned[name] == nil:
			delete(object, name)
		}
	}
}
