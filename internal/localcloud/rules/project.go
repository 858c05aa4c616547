package rules

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// Project returns what the inputs would be if the program had asked for the
// outputs: the keys of the inputs with the values of the outputs. A value that
// means the same keeps its form, so that a refresh of an untouched object
// shows no change. rewritten are outputs that differed from their input right
// after the last operation, because the cloud normalises them: they count only
// once they differ again.
func Project(schema *facts.Resource, inputs, outputs, rewritten resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for key, was := range inputs {
		is, shown := outputs[key]
		p := schema.Properties[string(key)]
		switch normal, ok := rewritten[key]; {
		case internalKey(key), !shown, p != nil && p.WriteOnly:
			out[key] = was
		case ok && Equal(p, normal, is):
			out[key] = was
		default:
			out[key] = project(p, was, is)
		}
	}
	return out
}

// Rewritten returns the outputs that do not agree with their inputs.
func Rewritten(schema *facts.Resource, inputs, outputs resource.PropertyMap) resource.PropertyMap {
	var out resource.PropertyMap
	for key, was := range inputs {
		is, shown := outputs[key]
		if internalKey(key) || !shown || isUnknown(was) {
			continue
		}
		p := schema.Properties[string(key)]
		if !Equal(p, was, project(p, was, is)) {
			if out == nil {
				out = resource.PropertyMap{}
			}
			out[key] = is
		}
	}
	return out
}

func project(p *facts.Property, was, is resource.PropertyValue) resource.PropertyValue {
	a, b := Reveal(was), Reveal(is)
	switch {
	case Equal(p, a, b):
		return was
	case zero(a) && zero(b):
		return was
	case was.IsSecret():
		return resource.MakeSecret(project(p, a, b))
	case a.IsObject() && b.IsObject() && (p == nil || p.Container != facts.Map):
		return resource.NewProperty(projectObject(p, a.ObjectValue(), b.ObjectValue()))
	case a.IsArray() && b.IsArray() && len(a.ArrayValue()) == len(b.ArrayValue()):
		return resource.NewProperty(projectItems(p, a.ArrayValue(), b.ArrayValue()))
	}
	return strip(b)
}

func projectObject(p *facts.Property, was, is resource.PropertyMap) resource.PropertyMap {
	out := resource.PropertyMap{}
	for key, inner := range was {
		var property *facts.Property
		if p != nil {
			property = p.Nested[string(key)]
		}
		if live, ok := is[key]; ok && !internalKey(key) {
			out[key] = project(property, inner, live)
			continue
		}
		out[key] = inner
	}
	return out
}

// projectItems pairs the items of a set by likeness, those of a list by place.
func projectItems(p *facts.Property, was, is []resource.PropertyValue) []resource.PropertyValue {
	var item *facts.Property
	if p != nil {
		item = itemOf(p)
	}
	out := make([]resource.PropertyValue, len(was))
	used := make([]bool, len(is))
	for i := range was {
		match := i
		if p != nil && p.Container == facts.Bag {
			match = alike(item, was[i], is, used)
		}
		used[match] = true
		out[i] = project(item, was[i], is[match])
	}
	return out
}

// alike is the unused item whose projection is the same, or else the first
// unused one.
func alike(item *facts.Property, was resource.PropertyValue, is []resource.PropertyValue, used []bool) int {
	first := -1
	for j := range is {
		if used[j] {
			continue
		}
		if first < 0 {
			first = j
		}
		if Equal(item, was, project(item, was, is[j])) {
			return j
		}
	}
	return first
}

// strip drops nulls, which a program never writes.
func strip(v resource.PropertyValue) resource.PropertyValue {
	if !v.IsObject() {
		return v
	}
	out := resource.PropertyMap{}
	for key, inner := range v.ObjectValue() {
		if !isNull(inner) {
			out[key] = strip(inner)
		}
	}
	return resource.NewProperty(out)
}
