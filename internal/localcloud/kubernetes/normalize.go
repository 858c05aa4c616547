package kubernetes

import (
	"encoding/base64"
	"reflect"
)

// readOnly is metadata that only the server writes.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/
var readOnly = []string{
	"creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp",
	"generation", "managedFields", "resourceVersion", "uid",
}

// normalize brings inputs into the form in which the server would show them,
// so that two ways to write a quantity are no change. As in the provider, an
// object with something unknown stays as it was written.
func normalize(t *resourceType, object fields) fields {
	if !t.custom && !hasUnknown(object) {
		object = canonical(t, object)
	}
	if metadata, ok := object["metadata"].(fields); ok {
		for _, name := range readOnly {
			delete(metadata, name)
		}
	}
	return object
}

func canonical(t *resourceType, object fields) fields {
	switch t.token() {
	case secretType:
		return encodedSecret(object)
	case crdType:
		drop(object, "status")
		return object
	}
	if t.shape == nil {
		return object
	}
	typed := reflect.New(t.shape).Interface()
	if decode(object, typed) != nil {
		return object
	}
	encoded, err := encode(typed)
	if err != nil {
		return object
	}
	return prune(encoded, object)
}

// encodedSecret moves stringData to data, which it overrides.
// https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data
func encodedSecret(object fields) fields {
	plain, _ := object["stringData"].(fields)
	data, ok := object["data"].(fields)
	for name, value := range data {
		if decoded, err := base64.StdEncoding.DecodeString(textOf(value)); err == nil {
			data[name] = base64.StdEncoding.EncodeToString(decoded)
		}
	}
	if len(plain) == 0 {
		return object
	}
	if !ok {
		data = fields{}
	}
	for name, value := range plain {
		content, isText := value.(string)
		if !isText {
			return object
		}
		data[name] = base64.StdEncoding.EncodeToString([]byte(content))
	}
	object["data"] = data
	delete(object, "stringData")
	return object
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

// prune leaves of an object only what a shape has too: what a program asked
// for, as the server shows it. Lists are matched by position.
func prune(object, shape fields) fields {
	out := fields{}
	for name, value := range object {
		wanted, ok := shape[name]
		if !ok {
			continue
		}
		out[name] = pruneValue(value, wanted)
	}
	return out
}

func pruneValue(value, shape any) any {
	switch v := value.(type) {
	case fields:
		if wanted, ok := shape.(fields); ok {
			return prune(v, wanted)
		}
	case []any:
		if wanted, ok := shape.([]any); ok {
			return pruneList(v, wanted)
		}
	}
	return value
}

func pruneList(list, shape []any) []any {
	out := []any{}
	for i, wanted := range shape {
		if i < len(list) {
			out = append(out, pruneValue(list[i], wanted))
		}
	}
	return out
}
