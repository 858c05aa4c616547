package rules

import (
	"fmt"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// relations checks what properties demand of each other. The names in the
// schema are paths from the resource, so nested ones are looked up from there;
// the inside of a list with several items is left alone, because the schema
// cannot say which item is meant.
func (c *checker) relations(props facts.Properties, inputs resource.PropertyMap) {
	c.relate("", props, inputs, inputs)
}

func (c *checker) relate(path string, props facts.Properties, here, root resource.PropertyMap) {
	oneOf := map[string]bool{}
	for _, name := range sortedNames(props) {
		p, at := props[name], join(path, name)
		value, given := here[resource.PropertyKey(name)]
		if given && !isUnknown(value) {
			c.conflicts(at, p, root)
			c.companions(at, p, root)
		}
		c.exactlyOne(at, p, root, oneOf)
		c.atLeastOne(at, p, root, oneOf)
		if given && p.Nested != nil && p.Element == facts.Object {
			if inner, ok := only(value); ok {
				c.relate(at, p.Nested, inner, root)
			}
		}
	}
}

func (c *checker) conflicts(at string, p *facts.Property, root resource.PropertyMap) {
	for _, other := range p.Conflicts {
		if v, ok := find(root, other); ok && !isUnknown(v) && !Defaulted(root, other) && !Defaulted(root, at) {
			c.fail(at, "%s", c.conflict(at, other))
		}
	}
}

func (c *checker) conflict(at, other string) string {
	if c.in.Schema.IsPlugin() {
		return fmt.Sprintf("Invalid Attribute Combination. Attribute %q cannot be specified when %q is specified",
			c.terraformPath(other), c.terraformPath(at))
	}
	return fmt.Sprintf("%q: conflicts with %s", at, other)
}

func (c *checker) companions(at string, p *facts.Property, root resource.PropertyMap) {
	if Defaulted(root, at) {
		return
	}
	for _, other := range p.RequiredWith {
		if _, ok := find(root, other); !ok {
			c.fail(at, "%q: all of `%s` must be specified", at, strings.Join(group(at, p.RequiredWith), ","))
			return
		}
	}
}

func (c *checker) exactlyOne(at string, p *facts.Property, root resource.PropertyMap, done map[string]bool) {
	if len(p.ExactlyOneOf) == 0 {
		return
	}
	names := group(at, p.ExactlyOneOf)
	id := "=" + strings.Join(names, ",")
	if done[id] {
		return
	}
	done[id] = true
	given, unknown := count(root, names)
	switch {
	case len(given) == 0 && unknown == 0:
		c.fail(at, "%q: one of `%s` must be specified", at, strings.Join(names, ","))
	case len(given) > 1:
		c.fail(at, "%q: only one of `%s` can be specified, but `%s` were specified", at,
			strings.Join(names, ","), strings.Join(given, ","))
	}
}

func (c *checker) atLeastOne(at string, p *facts.Property, root resource.PropertyMap, done map[string]bool) {
	if len(p.AtLeastOneOf) == 0 {
		return
	}
	names := group(at, p.AtLeastOneOf)
	id := "+" + strings.Join(names, ",")
	if done[id] {
		return
	}
	done[id] = true
	if given, unknown := count(root, names); len(given) == 0 && unknown == 0 {
		c.fail(at, "%q: one of `%s` must be specified", at, strings.Join(names, ","))
	}
}

// group adds the property itself, which the schema sometimes leaves out.
func group(at string, names []string) []string {
	all := append([]string{}, names...)
	if !contains(all, at) {
		all = append(all, at)
	}
	sort.Strings(all)
	return all
}

func count(root resource.PropertyMap, names []string) (given []string, unknown int) {
	for _, name := range names {
		v, ok := find(root, name)
		switch {
		case !ok:
		case isUnknown(v):
			unknown++
		case !Defaulted(root, name):
			given = append(given, name)
		}
	}
	return given, unknown
}

// find looks a dotted path up. It does not look into lists of several items.
func find(m resource.PropertyMap, path string) (resource.PropertyValue, bool) {
	name, rest, nested := strings.Cut(path, ".")
	v, ok := m[resource.PropertyKey(name)]
	if !ok || isNull(v) {
		return resource.PropertyValue{}, false
	}
	if !nested {
		return v, true
	}
	if isUnknown(v) {
		return v, true
	}
	inner, ok := only(v)
	if !ok {
		return resource.PropertyValue{}, false
	}
	return find(inner, rest)
}

// only returns the object a value is, or the only object of a list.
func only(v resource.PropertyValue) (resource.PropertyMap, bool) {
	if v.IsSecret() {
		v = v.SecretValue().Element
	}
	if v.IsArray() && len(v.ArrayValue()) == 1 {
		v = v.ArrayValue()[0]
	}
	if !v.IsObject() {
		return nil, false
	}
	return v.ObjectValue(), true
}

// isUnknown reports whether a value itself, not something inside it, is
// unknown.
func isUnknown(v resource.PropertyValue) bool {
	if v.IsSecret() {
		v = v.SecretValue().Element
	}
	return v.IsComputed() || (v.IsOutput() && !v.OutputValue().Known)
}
