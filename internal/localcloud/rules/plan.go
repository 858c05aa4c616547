package rules

import (
	"encoding/json"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// Unknown is a value that only the cloud can tell.
func Unknown() resource.PropertyValue {
	return resource.MakeComputed(resource.NewProperty(""))
}

// Planned is what Plan shows.
type Planned struct {
	// Schema is the type's. Required.
	Schema *facts.Resource
	// Inputs are the checked inputs.
	Inputs resource.PropertyMap
	// OldOutputs are what the object showed before an Update.
	OldOutputs resource.PropertyMap
	// Update tells an update from a create.
	Update bool
	// Unsettles: see Change.
	Unsettles bool
}

// Plan returns what a preview shows of a create or an update: given values as
// they are, unknown where only the cloud can tell, null where there is none.
func Plan(in Planned) resource.PropertyMap {
	p := &planner{in: in, plugin: in.Schema.IsPlugin()}
	out := p.object(in.Schema.Properties, in.Inputs, in.OldOutputs, false)
	for key, v := range in.Inputs {
		if _, known := in.Schema.Properties[string(key)]; !known && !internalKey(key) {
			out[key] = v
		}
	}
	for name := range in.Schema.Properties {
		key := resource.PropertyKey(name)
		if v, ok := out[key]; ok && in.Schema.Secret(name) && !v.IsSecret() && !v.IsComputed() {
			out[key] = resource.MakeSecret(v)
		}
	}
	return out
}

type planner struct {
	in     Planned
	plugin bool
}

func (p *planner) object(props facts.Properties, given, old resource.PropertyMap, inSet bool) resource.PropertyMap {
	out := resource.PropertyMap{}
	for name, property := range props {
		key := resource.PropertyKey(name)
		if property.NotInSDK {
			continue
		}
		if v, ok := given[key]; ok && !isNull(v) {
			out[key] = p.echo(property, v, old[key])
			continue
		}
		if v, ok := p.missing(property, name, props, given, old, inSet); ok {
			out[key] = v
		}
	}
	return out
}

// missing is what is shown of a property that the program does not give.
func (p *planner) missing(property *facts.Property, name string, props facts.Properties,
	given, old resource.PropertyMap, inSet bool,
) (resource.PropertyValue, bool) {
	key := resource.PropertyKey(name)
	switch {
	case property.WriteOnly:
		return resource.PropertyValue{}, false
	case property.Default != nil && !displaced(name, props, given):
		return defaultOf(property), true
	case property.Computed && p.in.Update && !(p.in.Unsettles && !property.Kept):
		if v, ok := old[key]; ok {
			return v, true
		}
		return Unknown(), true
	case property.Computed:
		return Unknown(), true
	case p.plugin:
		return resource.PropertyValue{}, false
	case property.Element == facts.Object && (property.Container == facts.List || property.Container == facts.Bag):
		return resource.NewProperty([]resource.PropertyValue{}), true
	case inSet:
		return emptyItem(property), true
	}
	return resource.NewNullProperty(), true
}

// emptyItem is what an item of a set shows for a property it was not given:
// the SDK hashes an item by its zero values.
func emptyItem(p *facts.Property) resource.PropertyValue {
	switch {
	case p.Container == facts.List || p.Container == facts.Bag:
		return resource.NewProperty([]resource.PropertyValue{})
	case p.Container == facts.Map || p.Element == facts.Object:
		return resource.NewNullProperty()
	case p.Element == facts.String:
		return resource.NewProperty("")
	}
	return resource.NewNullProperty()
}

func defaultOf(p *facts.Property) resource.PropertyValue {
	v := resource.NewPropertyValue(p.Default)
	if p.Container == facts.Single {
		if typed, ok := coerce(p.Element, v); ok {
			return typed
		}
	}
	return v
}

// echo shows a given value, with the blanks inside objects filled in.
func (p *planner) echo(property *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		return resource.MakeSecret(p.echo(property, v.SecretValue().Element, Reveal(old)))
	case isUnknown(v):
		return Unknown()
	case v.IsOutput():
		return p.echo(property, v.OutputValue().Element, Reveal(old))
	case p.plugin && property.Container == facts.Single && property.Element != facts.Object:
		if typed, ok := coerce(property.Element, v); ok {
			return typed
		}
		return v
	case v.IsString() && property.Format == "json":
		return resource.NewProperty(canonicalJSON(v.StringValue()))
	case v.IsArray():
		return p.items(property, v, old)
	case v.IsObject() && property.Container == facts.Map:
		out := resource.PropertyMap{}
		item := itemOf(property)
		for key, inner := range v.ObjectValue() {
			if !internalKey(key) {
				out[key] = p.echo(item, inner, within(old, key))
			}
		}
		return resource.NewProperty(out)
	case v.IsObject() && property.Nested != nil:
		var before resource.PropertyMap
		if o := Reveal(old); o.IsObject() {
			before = o.ObjectValue()
		}
		return resource.NewProperty(p.object(property.Nested, v.ObjectValue(), before, false))
	}
	return v
}

func (p *planner) items(property *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	set := property.Container == facts.Bag && !p.plugin
	if set && property.Element != facts.Object && v.ContainsUnknowns() {
		return Unknown()
	}
	item := itemOf(property)
	out := make([]resource.PropertyValue, len(v.ArrayValue()))
	for i, inner := range v.ArrayValue() {
		var before resource.PropertyValue
		if o := Reveal(old); o.IsArray() && i < len(o.ArrayValue()) {
			before = o.ArrayValue()[i]
		}
		if in := Reveal(inner); set && in.IsObject() && property.Nested != nil {
			out[i] = resource.NewProperty(p.object(property.Nested, in.ObjectValue(), nil, true))
			continue
		}
		out[i] = p.echo(item, inner, before)
	}
	return resource.NewProperty(out)
}

func within(v resource.PropertyValue, key resource.PropertyKey) resource.PropertyValue {
	if o := Reveal(v); o.IsObject() {
		return o.ObjectValue()[key]
	}
	return resource.PropertyValue{}
}

// canonicalJSON is how the SDK keeps JSON: brief, and with sorted names.
func canonicalJSON(text string) string {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return text
	}
	brief, err := json.Marshal(value)
	if err != nil {
		return text
	}
	return string(brief)
}
