package rules

import (
	"sort"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// defaults fills in automatic names and schema defaults and notes them under
// DefaultsKey. A default of an earlier Check is kept. Nothing is filled in
// beside a property that conflicts with it or stands in its place.
func (c *checker) defaults(path, kind string, props facts.Properties, out, olds resource.PropertyMap) {
	if !c.fills {
		return
	}
	filled := []string{}
	if path == "" {
		filled = c.autoNames(props, out, olds)
	}
	for _, name := range sortedNames(props) {
		p, key := props[name], resource.PropertyKey(name)
		if _, given := out[key]; given || !c.fillable(join(kind, name), p) || displaced(name, props, out) {
			continue
		}
		value := resource.NewPropertyValue(p.Default)
		if old, ok := olds[key]; ok && wasDefault(olds, name) {
			value = old
		}
		out[key] = c.sensitive(p, value)
		filled = append(filled, name)
	}
	sort.Strings(filled)
	list := make([]resource.PropertyValue, len(filled))
	for i, name := range filled {
		list[i] = resource.NewProperty(name)
	}
	out[DefaultsKey] = resource.NewProperty(list)
}

// fillable reports whether Check fills the default in. A default whose type is
// not the property's (a number for a nullable string) is left to the plan, as
// the bridge does.
func (c *checker) fillable(kind string, p *facts.Property) bool {
	if p.Default == nil || p.Deprecated || !p.Settable() || c.in.NoDefault[kind] {
		return false
	}
	if p.Container != facts.Single {
		return false
	}
	switch p.Default.(type) {
	case string:
		return p.Element == facts.String
	case float64:
		return p.Element == facts.Int || p.Element == facts.Float
	case bool:
		return p.Element == facts.Bool
	}
	return false
}

// displaced reports whether another property excludes this one, or has a
// default of its own that would.
func displaced(name string, props facts.Properties, out resource.PropertyMap) bool {
	p := props[name]
	for _, other := range p.Conflicts {
		if _, given := out[resource.PropertyKey(other)]; given {
			return true
		}
		if o := props[other]; o != nil && o.Default != nil {
			return true
		}
	}
	for _, other := range p.ExactlyOneOf {
		if other == name {
			continue
		}
		if _, given := out[resource.PropertyKey(other)]; given {
			return true
		}
		if o := props[other]; o != nil && o.Default != nil {
			return true
		}
	}
	for other, o := range props {
		if _, given := out[resource.PropertyKey(other)]; given && contains(o.Conflicts, name) {
			return true
		}
	}
	return false
}

func (c *checker) autoNames(props facts.Properties, out, olds resource.PropertyMap) []string {
	filled := []string{}
	for _, name := range c.in.Schema.Auto {
		key := resource.PropertyKey(name)
		p := props[name]
		if _, given := out[key]; given || p == nil || c.in.Name == nil || excluded(name, props, out) {
			continue
		}
		if old, ok := olds[key]; ok && wasDefault(olds, name) && old.IsString() {
			out[key] = old
			filled = append(filled, name)
			continue
		}
		made, err := c.in.Name(name)
		if err != nil {
			c.fail(name, "%s", err)
			continue
		}
		out[key] = resource.NewProperty(made)
		c.allowed(name, p, out[key])
		filled = append(filled, name)
	}
	return filled
}

// excluded is displaced for automatic names, which yield only to what is given.
func excluded(name string, props facts.Properties, out resource.PropertyMap) bool {
	for other, o := range props {
		if _, given := out[resource.PropertyKey(other)]; !given || other == name {
			continue
		}
		if contains(o.Conflicts, name) || contains(props[name].Conflicts, other) ||
			contains(props[name].ExactlyOneOf, other) {
			return true
		}
	}
	return false
}

// wasDefault reports whether an earlier Check filled a property in. Inputs
// without the note come from before it existed, or from an import: there every
// value may serve as a default.
func wasDefault(olds resource.PropertyMap, name string) bool {
	note, ok := olds[DefaultsKey]
	if !ok || !note.IsArray() {
		return true
	}
	for _, item := range note.ArrayValue() {
		if item.IsString() && item.StringValue() == name {
			return true
		}
	}
	return false
}

// Defaulted reports whether the last Check filled a property in.
func Defaulted(inputs resource.PropertyMap, name string) bool {
	_, noted := inputs[DefaultsKey]
	return noted && wasDefault(inputs, name)
}

func contains(list []string, name string) bool {
	for _, item := range list {
		if item == name {
			return true
		}
	}
	return false
}
