package mocks

import "github.com/pulumi/pulumi/sdk/v3/go/common/resource"

// Registration is one resource as the program registered it.
type Registration struct {
	// Type is the Pulumi token, Name the logical name.
	Type, Name string
	// Parent is the parent's URN; the stack's own URN for top-level resources.
	Parent string
	// Inputs are the inputs with secrets unwrapped to plain values.
	Inputs resource.PropertyMap
	// Component is true for component resources.
	Component bool
	// DependsOn are the URNs of what must exist first.
	DependsOn []string
	// Protected tells whether Pulumi's protect option is on.
	Protected bool
	// IgnoreChanges are the property paths whose changes are ignored.
	IgnoreChanges []string
	// Aliases are the logical names that it also has, those of aliases by name.
	Aliases []string
	// Provider is the provider reference ("urn::id"); empty for the default one.
	Provider string
}

// Get is the input property as a plain Go value (nil when it is absent); path
// steps into objects by key.
func (r Registration) Get(path ...string) any {
	value := resource.NewProperty(r.Inputs)
	for _, key := range path {
		if !value.IsObject() {
			return nil
		}
		value = value.ObjectValue()[resource.PropertyKey(key)]
	}
	return value.Mappable()
}

func plain(properties resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for key, value := range properties {
		out[key] = plainValue(value)
	}
	return out
}

func plainValue(value resource.PropertyValue) resource.PropertyValue {
	switch {
	case value.IsSecret():
		return plainValue(value.SecretValue().Element)
	case value.IsOutput():
		return plainValue(value.OutputValue().Element)
	case value.IsObject():
		return resource.NewProperty(plain(value.ObjectValue()))
	case value.IsArray():
		items := make([]resource.PropertyValue, 0, len(value.ArrayValue()))
		for _, item := range value.ArrayValue() {
			items = append(items, plainValue(item))
		}
		return resource.NewProperty(items)
	default:
		return value
	}
}
