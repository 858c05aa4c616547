package kubernetes

import (
	"fmt"
	"regexp"
	"slices"
	"sort"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

// withDefaults fills in the defaults of a definition's schema.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
func withDefaults(schema fields, object any) {
	switch v := object.(type) {
	case fields:
		properties, _ := schema["properties"].(fields)
		for name, property := range properties {
			described, _ := property.(fields)
			if preset, ok := described["default"]; ok && v[name] == nil {
				v[name] = copyFields(preset)
			}
			withDefaults(described, v[name])
		}
		if each, ok := schema["additionalProperties"].(fields); ok {
			for _, item := range v {
				withDefaults(each, item)
			}
		}
	case []any:
		items, _ := schema["items"].(fields)
		for _, item := range v {
			withDefaults(items, item)
		}
	}
}

// undefined lists what a schema does not have. Metadata is not the schema's.
func undefined(schema, object fields) []string {
	var paths []string
	for name, value := range object {
		if schema != nil && !slices.Contains([]string{"apiVersion", "kind", "metadata"}, name) {
			paths = append(paths, strays(schema, name, name, value)...)
		}
	}
	sort.Strings(paths)
	for i, path := range paths {
		paths[i] = fmt.Sprintf("strict decoding error: unknown field %q", path)
	}
	return paths
}

func strays(schema fields, name, at string, value any) []string {
	properties, closed := schema["properties"].(fields)
	described, ok := properties[name].(fields)
	switch {
	case ok:
		return within(described, at, value)
	case schema["additionalProperties"] != nil:
		each, _ := schema["additionalProperties"].(fields)
		return within(each, at, value)
	case closed && schema["x-kubernetes-preserve-unknown-fields"] != true:
		return []string{at}
	}
	return nil
}

func within(schema fields, at string, value any) []string {
	var paths []string
	switch v := value.(type) {
	case fields:
		for name, item := range v {
			paths = append(paths, strays(schema, name, join(at, name), item)...)
		}
	case []any:
		items, _ := schema["items"].(fields)
		for i, item := range v {
			paths = append(paths, within(items, fmt.Sprintf("%s[%d]", at, i), item)...)
		}
	}
	return paths
}

// schemaProblems hold an object to its definition.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation
func schemaProblems(schema, object fields) field.ErrorList {
	var problems field.ErrorList
	properties, _ := schema["properties"].(fields)
	for _, name := range texts(schema["required"]) {
		if object[name] == nil {
			problems = append(problems, field.Required(field.NewPath(name), ""))
		}
	}
	for name, value := range object {
		described, ok := properties[name].(fields)
		if ok && name != "metadata" {
			problems = append(problems, valueProblems(described, value, field.NewPath(name))...)
		}
	}
	return problems
}

func valueProblems(schema fields, value any, at *field.Path) field.ErrorList {
	if _, hidden := value.(unknown); hidden || value == nil || len(schema) == 0 {
		return nil
	}
	if wanted := textAt(schema, "type"); wanted != "" && schema["x-kubernetes-int-or-string"] != true && !isOf(value, wanted) {
		return field.ErrorList{field.Invalid(at, value, fmt.Sprintf("%s in body must be of type %s: %q", at, wanted, described(value)))}
	}
	problems := limitProblems(schema, value, at)
	switch v := value.(type) {
	case fields:
		for _, name := range texts(schema["required"]) {
			if v[name] == nil {
				problems = append(problems, field.Required(at.Child(name), ""))
			}
		}
		properties, _ := schema["properties"].(fields)
		for name, item := range v {
			if inner, ok := properties[name].(fields); ok {
				problems = append(problems, valueProblems(inner, item, at.Child(name))...)
			}
		}
	case []any:
		items, _ := schema["items"].(fields)
		for i, item := range v {
			problems = append(problems, valueProblems(items, item, at.Index(i))...)
		}
	}
	return problems
}

func limitProblems(schema fields, value any, at *field.Path) field.ErrorList {
	var problems field.ErrorList
	if allowed := texts(schema["enum"]); len(allowed) > 0 && !slices.Contains(allowed, textOf(value)) {
		problems = append(problems, field.NotSupported(at, value, allowed))
	}
	if number, ok := value.(float64); ok {
		if least, ok := schema["minimum"].(float64); ok && number < least {
			problems = append(problems, field.Invalid(at, number, fmt.Sprintf("%s in body should be greater than or equal to %v", at, least)))
		}
		if most, ok := schema["maximum"].(float64); ok && number > most {
			problems = append(problems, field.Invalid(at, number, fmt.Sprintf("%s in body should be less than or equal to %v", at, most)))
		}
	}
	if text, ok := value.(string); ok {
		pattern := textAt(schema, "pattern")
		if expression, err := regexp.Compile(pattern); err == nil && !expression.MatchString(text) {
			problems = append(problems, field.Invalid(at, text, fmt.Sprintf("%s in body should match '%s'", at, pattern)))
		}
	}
	return problems
}

func texts(value any) []string {
	var list []string
	items, _ := value.([]any)
	for _, item := range items {
		if text, ok := item.(string); ok {
			list = append(list, text)
		}
	}
	return list
}

func isOf(value any, wanted string) bool {
	switch v := value.(type) {
	case string:
		return wanted == "string"
	case bool:
		return wanted == "boolean"
	case float64:
		return wanted == "number" || wanted == "integer" && whole(v)
	case []any:
		return wanted == "array"
	case fields:
		return wanted == "object"
	}
	return true
}
