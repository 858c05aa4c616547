package cloudtest

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud"
	"groundwork/internal/localcloud/facts"
	"groundwork/internal/localcloud/rules"
)

// Sampler makes inputs that a schema allows.
type Sampler struct {
	// Known gives a property a value that means something, such as the id of a
	// VPC that exists; nil, or false, leaves it to the schema.
	Known func(p *facts.Property) (resource.PropertyValue, bool)
}

// Inputs are the least inputs of a type: what is required, and one of each
// group of which one must be given.
func (s Sampler) Inputs(r *facts.Resource) localcloud.Props {
	return localcloud.Props(s.object("", r.Properties))
}

func (s Sampler) object(path string, props facts.Properties) resource.PropertyMap {
	out := resource.PropertyMap{}
	for _, name := range names(props) {
		if props[name].Required {
			s.give(out, path, props, name)
		}
	}
	for _, name := range names(props) {
		p := props[name]
		for _, group := range [][]string{p.ExactlyOneOf, p.AtLeastOneOf} {
			if len(group) > 0 {
				s.choose(out, path, props, append([]string{inside(path, name)}, group...))
			}
		}
	}
	return out
}

// give sets a property and what it must not be without.
func (s Sampler) give(out resource.PropertyMap, path string, props facts.Properties, name string) {
	p := props[name]
	key := resource.PropertyKey(name)
	if _, given := out[key]; given || p == nil || !p.Settable() || p.NotInSDK {
		return
	}
	value, ok := s.Value(inside(path, name), p, 0)
	if !ok {
		return
	}
	out[key] = value
	for _, other := range p.RequiredWith {
		if local, ok := within(path, other); ok {
			s.give(out, path, props, local)
		}
	}
}

// choose gives one of a group, the first that nothing else excludes.
func (s Sampler) choose(out resource.PropertyMap, path string, props facts.Properties, group []string) {
	sort.Strings(group)
	var free []string
	for _, member := range group {
		name, ok := within(path, member)
		if !ok || props[name] == nil {
			continue
		}
		if _, given := out[resource.PropertyKey(name)]; given {
			return
		}
		if p := props[name]; !p.Deprecated && !p.NotInSDK && p.Settable() && !excluded(out, props, name) {
			free = append(free, name)
		}
	}
	if len(free) > 0 {
		s.give(out, path, props, free[0])
	}
}

func excluded(out resource.PropertyMap, props facts.Properties, name string) bool {
	for given := range out {
		other := props[string(given)]
		if slices.Contains(props[name].Conflicts, string(given)) || other != nil && slices.Contains(other.Conflicts, name) {
			return true
		}
	}
	return false
}

// Value makes the nth value of a property; false when there is no such value.
func (s Sampler) Value(path string, p *facts.Property, nth int) (resource.PropertyValue, bool) {
	if s.Known != nil && nth == 0 {
		if value, ok := s.Known(p); ok {
			return value, true
		}
	}
	item, ok := s.item(path, p, nth)
	if !ok {
		return item, false
	}
	switch p.Container {
	case facts.List, facts.Bag:
		list := []resource.PropertyValue{item}
		for i := 1; p.Min != nil && i < int(*p.Min); i++ {
			next, _ := s.item(path, p, nth+i)
			list = append(list, next)
		}
		return resource.NewProperty(list), true
	case facts.Map:
		return resource.NewProperty(resource.PropertyMap{"key": item}), true
	}
	return item, true
}

func (s Sampler) item(path string, p *facts.Property, nth int) (resource.PropertyValue, bool) {
	if p.Element == facts.Object {
		inner := s.object(path, p.Nested)
		if nth > 0 && !s.vary(inner, path, p.Nested, nth) {
			return resource.PropertyValue{}, false
		}
		return resource.NewProperty(inner), true
	}
	single := *p
	single.Container, single.Conflicts, single.RequiredWith = facts.Single, nil, nil
	single.ExactlyOneOf, single.AtLeastOneOf, single.WriteOnly = nil, nil, false
	if p.Container != facts.Single {
		single.Min, single.Max = nil, nil
	}
	candidates := candidates(&single)
	allowed := candidates[:0]
	for _, value := range candidates {
		if allows(&single, value) && !slices.ContainsFunc(allowed, value.DeepEquals) {
			allowed = append(allowed, value)
		}
	}
	if nth >= len(allowed) {
		return resource.PropertyValue{}, false
	}
	return allowed[nth], true
}

// vary changes the first property of an object that can be changed.
func (s Sampler) vary(out resource.PropertyMap, path string, props facts.Properties, nth int) bool {
	for _, name := range names(props) {
		p, key := props[name], resource.PropertyKey(name)
		if _, given := out[key]; !p.Settable() || p.WriteOnly || !given && excluded(out, props, name) {
			continue
		}
		value, ok := s.Value(inside(path, name), p, nth)
		if ok && value.V != false && value.V != 0.0 { // as good as none
			out[key] = value
			return true
		}
	}
	return false
}

// allows asks the rules themselves.
func allows(p *facts.Property, value resource.PropertyValue) bool {
	alone := &facts.Resource{Framework: facts.Plugin, Properties: facts.Properties{p.Name: p}}
	_, failures := rules.Check(rules.Checked{Schema: alone, News: resource.PropertyMap{resource.PropertyKey(p.Name): value}})
	return len(failures) == 0
}

func inside(path, name string) string {
	if path == "" {
		return name
	}
	return fmt.Sprint(path, ".", name)
}

// within is a path's last name when it lies directly below another path.
func within(path, member string) (string, bool) {
	if path != "" {
		rest, below := strings.CutPrefix(member, path+".")
		if !below {
			return "", false
		}
		member = rest
	}
	return member, !strings.Contains(member, ".")
}

func names(props facts.Properties) []string {
	list := make([]string, 0, len(props))
	for name := range props {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}
