package rules

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// Place is where a value that somebody wrote by hand goes.
type Place struct {
	// Path leads there from the resource; Text is the path as it was written.
	Path resource.PropertyPath
	Text string
	// Property is what the schema says of the place, nil where it does not describe it.
	Property *facts.Property
}

// PlaceAt finds the place of a path. A property that there is not is a failure. A
// schema of nil describes nothing.
func PlaceAt(schema *facts.Resource, text string) (Place, *Failure) {
	refuse := func(format string, args ...any) (Place, *Failure) {
		return Place{}, &Failure{Path: text, Reason: fmt.Sprintf(format, args...)}
	}
	path, err := resource.ParsePropertyPath(text)
	if err != nil || len(path) == 0 {
		return refuse("is no path; write it like tags.Owner or rules[0].port")
	}
	name, named := path[0].(string)
	if !named {
		return refuse("begins with no property's name")
	}
	place := Place{Path: path, Text: text}
	if schema == nil || name == "timeouts" || name == "id" || slices.Contains(schema.Newer, name) {
		return place, nil
	}
	at, names := schema.Properties[name], schema.Properties
	for i := 1; ; i++ {
		if at == nil {
			return refuse("has no property %q%s", name, nearest(name, names))
		}
		if i == len(path) {
			place.Property = at
			return place, nil
		}
		var problem string
		names = at.Nested
		if at, name, problem = inside(at, path[i]); problem != "" {
			return refuse("%s", problem)
		}
		if at == nil && names == nil {
			return place, nil // nobody says what is in there
		}
	}
}

func nearest(name string, props facts.Properties) string {
	known := make([]string, 0, len(props))
	for candidate := range props {
		known = append(known, candidate)
	}
	if near := Nearest(name, known); near != "" {
		return fmt.Sprintf("; the nearest known one is %q", near)
	}
	return ""
}

// inside is the property one step further, nil when there is none of the name or
// nothing is described; problem says why there can't be any.
func inside(p *facts.Property, step any) (inner *facts.Property, name, problem string) {
	name, named := step.(string)
	single := *p
	single.Container, single.Min, single.Max = facts.Single, nil, nil
	switch {
	case p.Container == facts.Map && named:
		return &single, name, ""
	case p.Container == facts.Map:
		return nil, "", fmt.Sprintf("%q is a map: its entries have names, not numbers", p.Name)
	case p.Container != facts.Single && !named:
		return &single, "", ""
	case p.Container != facts.Single:
		return nil, "", fmt.Sprintf("%q is a list: write which of its items, as in %s[0]", p.Name, p.Name)
	case p.Element == facts.Object && named:
		return p.Nested[name], name, ""
	case p.Element == facts.Any || p.Element == facts.Object && p.Nested == nil:
		return nil, "", ""
	}
	return nil, "", fmt.Sprintf("%q is %s: there is nothing in it", p.Name, article(p.Element))
}

// Written is the value that a text stands for: JSON where that can be, but where the
// schema wants a text, such as a policy, it is the text as it was written.
func (p Place) Written(text string) resource.PropertyValue {
	var value any
	if json.Unmarshal([]byte(text), &value) != nil {
		return resource.NewProperty(text)
	}
	_, quoted := value.(string)
	if s := p.Property; s != nil && s.Container == facts.Single && s.Element == facts.String && !quoted && value != nil {
		return resource.NewProperty(text)
	}
	return resource.NewPropertyValue(value)
}

// Shown holds a value that a thing in the cloud is to show against the schema, and
// gives it in the schema's own type. What only the cloud can set may be shown too, and
// nothing is missing from it.
func (p Place) Shown(schema *facts.Resource, value resource.PropertyValue) (resource.PropertyValue, []Failure) {
	if p.Property == nil || value.IsNull() {
		return value, nil
	}
	c := &checker{in: Checked{Schema: schema}, fills: true, seen: true}
	typed := c.veil(p.Property, func() resource.PropertyValue {
		return c.value(p.Text, p.Text, p.Property, value, resource.NewNullProperty())
	})
	return c.sensitive(p.Property, typed), c.failures
}
