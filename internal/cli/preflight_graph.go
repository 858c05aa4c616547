package cli

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/graph"
	"groundwork/internal/preflight"
)

// registered are the resources of a recorded plan as plain values.
func registered(recorded *graph.Graph) []preflight.Resource {
	resources := make([]preflight.Resource, 0, len(recorded.Resources))
	for _, one := range recorded.Resources {
		from := make(map[string][]string, len(one.Needs))
		for input, urns := range one.Needs {
			for _, urn := range urns {
				from[input] = append(from[input], string(urn))
			}
		}
		resources = append(resources, preflight.Resource{
			URN: string(one.URN), Type: string(one.URN.Type()), Name: one.URN.Name(),
			Inputs: knownMap(one.Inputs), From: from,
		})
	}
	return resources
}

func knownMap(values resource.PropertyMap) map[string]any {
	plain := make(map[string]any, len(values))
	for key, value := range values {
		if value := knownValue(value); value != nil {
			plain[string(key)] = value
		}
	}
	return plain
}

// knownValue is a value without what is secret or not known yet, which are nil.
func knownValue(value resource.PropertyValue) any {
	switch {
	case value.IsSecret(), value.IsComputed():
		return nil
	case value.IsOutput():
		if output := value.OutputValue(); output.Known && !output.Secret {
			return knownValue(output.Element)
		}
		return nil
	case value.IsArray():
		list := make([]any, len(value.ArrayValue()))
		for i, item := range value.ArrayValue() {
			list[i] = knownValue(item)
		}
		return list
	case value.IsObject():
		return knownMap(value.ObjectValue())
	case value.IsString(), value.IsNumber(), value.IsBool():
		return value.V
	}
	return nil
}
