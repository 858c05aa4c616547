package rules

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// Settle replaces what is still unknown after the cloud has acted: first by
// what fill knows of the top-level property, then by the type's empty value.
// Nothing unknown is left.
func Settle(schema *facts.Resource, outputs resource.PropertyMap,
	fill func(name string, p *facts.Property) (resource.PropertyValue, bool),
) {
	for key, v := range outputs {
		p := schema.Properties[string(key)]
		if !v.ContainsUnknowns() {
			continue
		}
		if p != nil && isUnknown(v) {
			if known, ok := fill(string(key), p); ok {
				outputs[key] = veil(schema, string(key), known)
				continue
			}
		}
		outputs[key] = veil(schema, string(key), settled(p, v))
	}
}

func veil(schema *facts.Resource, name string, v resource.PropertyValue) resource.PropertyValue {
	if schema.Secret(name) && !v.IsSecret() {
		return resource.MakeSecret(v)
	}
	return v
}

func settled(p *facts.Property, v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(settled(p, v.SecretValue().Element))
	case isUnknown(v):
		return empty(p)
	case v.IsArray():
		var item *facts.Property
		if p != nil {
			item = itemOf(p)
		}
		out := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, inner := range v.ArrayValue() {
			out[i] = settled(item, inner)
		}
		return resource.NewProperty(out)
	case v.IsObject():
		out := resource.PropertyMap{}
		for key, inner := range v.ObjectValue() {
			out[key] = settled(innerProperty(p, string(key)), inner)
		}
		return resource.NewProperty(out)
	}
	return v
}

func innerProperty(p *facts.Property, name string) *facts.Property {
	switch {
	case p == nil:
		return nil
	case p.Container == facts.Map:
		return itemOf(p)
	}
	return p.Nested[name]
}

func empty(p *facts.Property) resource.PropertyValue {
	switch {
	case p == nil:
		return resource.NewProperty("")
	case p.Container == facts.Map:
		return resource.NewProperty(resource.PropertyMap{})
	case p.Container != facts.Single || p.Element == facts.String || p.Element == facts.Object:
		return emptyItem(p)
	case p.Element == facts.Bool:
		return resource.NewProperty(false)
	case p.Element == facts.Int || p.Element == facts.Float:
		return resource.NewProperty(0.0)
	}
	return resource.NewNullProperty()
}
