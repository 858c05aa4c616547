package kubernetes

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
)

// fields is an object as the API writes it: maps, lists, texts, numbers as
// float64, and booleans. What is not known yet is an unknown.
type fields = map[string]any

// unknown stands for a value that a preview cannot know.
type unknown struct{}

// underscored are the field names of definitions that the provider writes with
// underscores, because property names have no dashes.
// https://www.pulumi.com/registry/packages/kubernetes/api-docs/apiextensions/v1/customresourcedefinition/
const extensionPrefix = "x_kubernetes_"

// plainFields strips secrets: the API server sees none.
func plainFields(props localcloud.Props) fields {
	out := make(fields, len(props))
	for name, value := range props {
		out[dashed(string(name))] = plainField(value)
	}
	return out
}

func dashed(name string) string {
	if strings.HasPrefix(name, extensionPrefix) {
		return strings.ReplaceAll(name, "_", "-")
	}
	return name
}

func underscored(name string) string {
	if strings.HasPrefix(name, "x-kubernetes-") {
		return strings.ReplaceAll(name, "-", "_")
	}
	return name
}

func plainField(value resource.PropertyValue) any {
	switch {
	case value.IsSecret():
		return plainField(value.SecretValue().Element)
	case value.IsOutput() && value.OutputValue().Known:
		return plainField(value.OutputValue().Element)
	case value.IsComputed(), value.IsOutput():
		return unknown{}
	case value.IsObject():
		return plainFields(localcloud.Props(value.ObjectValue()))
	case value.IsArray():
		list := make([]any, len(value.ArrayValue()))
		for i, item := range value.ArrayValue() {
			list[i] = plainField(item)
		}
		return list
	}
	return value.V
}

// propsOf is the way back.
func propsOf(object fields) localcloud.Props {
	out := make(localcloud.Props, len(object))
	for name, value := range object {
		out[resource.PropertyKey(underscored(name))] = propertyOf(value)
	}
	return out
}

func propertyOf(value any) resource.PropertyValue {
	switch v := value.(type) {
	case unknown:
		return resource.MakeComputed(resource.NewProperty(""))
	case fields:
		return resource.NewProperty(resource.PropertyMap(propsOf(v)))
	case []any:
		list := make([]resource.PropertyValue, len(v))
		for i, item := range v {
			list[i] = propertyOf(item)
		}
		return resource.NewProperty(list)
	}
	return resource.NewPropertyValue(value)
}

// hasUnknown reports whether anything is not known yet.
func hasUnknown(value any) bool {
	switch v := value.(type) {
	case unknown:
		return true
	case fields:
		for _, item := range v {
			if hasUnknown(item) {
				return true
			}
		}
	case []any:
		for _, item := range v {
			if hasUnknown(item) {
				return true
			}
		}
	}
	return false
}

// known is a value without what is not known: left out of maps, null in lists,
// so that positions stay.
func known(value any) any {
	switch v := value.(type) {
	case unknown:
		return nil
	case fields:
		out := make(fields, len(v))
		for name, item := range v {
			if _, hidden := item.(unknown); !hidden {
				out[name] = known(item)
			}
		}
		return out
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = known(item)
		}
		return list
	}
	return value
}

// decode reads an object into the API's Go type.
func decode(object any, into any) error {
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// encode writes the API's Go type as an object.
func encode(typed any) (fields, error) {
	text, err := json.Marshal(typed)
	if err != nil {
		return nil, err
	}
	var object fields
	return object, json.Unmarshal(text, &object)
}

func whole(n float64) bool { return n == math.Trunc(n) && math.Abs(n) < 1<<53 }
