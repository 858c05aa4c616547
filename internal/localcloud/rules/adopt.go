package rules

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// Adopt returns the inputs of an object that no program has described yet, as
// an import needs them: whatever a program may say and the object shows, but
// for what would be there anyhow. The bridge leaves the same out
// (isDefaultOrZeroValue in pkg/tfbridge/schema.go):
// https://github.com/pulumi/pulumi-terraform-bridge
func Adopt(schema *facts.Resource, outputs resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for name, p := range schema.Properties {
		key := resource.PropertyKey(name)
		is, shown := outputs[key]
		if !shown || !p.Settable() || p.NotInSDK || usual(p, is) {
			continue
		}
		out[key] = adopt(p, is)
	}
	if !schema.IsPlugin() {
		out[DefaultsKey] = resource.NewProperty([]resource.PropertyValue{})
	}
	return out
}

// usual reports whether a value is the default, or nothing where there is none.
func usual(p *facts.Property, v resource.PropertyValue) bool {
	if isNull(v) || p.Default == nil {
		return zero(v)
	}
	return Equal(p, v, defaultOf(p))
}

// adopt takes the same part of the objects inside a value.
func adopt(p *facts.Property, v resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(adopt(p, v.SecretValue().Element))
	case v.IsArray():
		items := make([]resource.PropertyValue, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			items[i] = adopt(itemOf(p), item)
		}
		return resource.NewProperty(items)
	case v.IsObject() && p.Container == facts.Single && p.Nested != nil:
		out := resource.PropertyMap{}
		for key, inner := range v.ObjectValue() {
			property := p.Nested[string(key)]
			if property != nil && property.Settable() && !zero(inner) {
				out[key] = adopt(property, inner)
			}
		}
		return resource.NewProperty(out)
	}
	return strip(v)
}
