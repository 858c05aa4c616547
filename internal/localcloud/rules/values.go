package rules

import (
	"fmt"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// value checks one property's value and returns it in the schema's own type:
// the bridge turns "5" into 5 and true into "true" where the schema says so.
func (c *checker) value(path, kind string, p *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	switch {
	case v.IsSecret():
		c.veiled++
		defer func() { c.veiled-- }()
		return resource.MakeSecret(c.value(path, kind, p, v.SecretValue().Element, old))
	case v.IsOutput():
		return c.output(path, kind, p, v.OutputValue(), old)
	case v.IsComputed(), v.IsNull():
		return v
	}
	if old.IsSecret() {
		old = old.SecretValue().Element
	}
	switch p.Container {
	case facts.List, facts.Bag:
		return c.list(path, kind, p, v, old)
	case facts.Map:
		return c.entries(path, kind, p, v, old)
	default:
		return c.element(path, kind, p, v, old)
	}
}

func (c *checker) output(path, kind string, p *facts.Property, o resource.Output, old resource.PropertyValue) resource.PropertyValue {
	if !o.Known {
		return resource.MakeComputed(resource.NewProperty(""))
	}
	value := c.value(path, kind, p, o.Element, old)
	if o.Secret {
		return resource.MakeSecret(value)
	}
	return value
}

func (c *checker) list(path, kind string, p *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	if !v.IsArray() {
		c.fail(path, "expected a list, got %s", c.describe(v))
		return v
	}
	given := v.ArrayValue()
	count := float64(len(given))
	if p.Min != nil && count < *p.Min {
		c.fail(path, "expected at least %v item(s), got %d", *p.Min, len(given))
	}
	if p.Max != nil && count > *p.Max {
		c.fail(path, "expected at most %v item(s), got %d", *p.Max, len(given))
	}
	items := make([]resource.PropertyValue, len(given))
	for i, item := range given {
		var before resource.PropertyValue
		if old.IsArray() && i < len(old.ArrayValue()) {
			before = old.ArrayValue()[i]
		}
		items[i] = c.nestedValue(fmt.Sprintf("%s[%d]", path, i), kind, p, item, before)
	}
	return resource.NewProperty(items)
}

func (c *checker) entries(path, kind string, p *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	if !v.IsObject() {
		c.fail(path, "expected a map, got %s", c.describe(v))
		return v
	}
	out := resource.PropertyMap{}
	for _, key := range sortedKeys(v.ObjectValue()) {
		if internalKey(key) {
			continue
		}
		var before resource.PropertyValue
		if old.IsObject() {
			before = old.ObjectValue()[key]
		}
		out[key] = c.nestedValue(member(path, string(key)), kind, p, v.ObjectValue()[key], before)
	}
	return resource.NewProperty(out)
}

// nestedValue is value for an item of a container: secrets and unknowns may
// stand in each item.
func (c *checker) nestedValue(path, kind string, p *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	single := *p
	single.Container, single.Min, single.Max = facts.Single, nil, nil
	return c.value(path, kind, &single, v, old)
}

func (c *checker) element(path, kind string, p *facts.Property, v, old resource.PropertyValue) resource.PropertyValue {
	if p.Element == facts.Object && p.Nested != nil {
		if !v.IsObject() {
			c.fail(path, "expected an object, got %s", c.describe(v))
			return v
		}
		var before resource.PropertyMap
		if old.IsObject() {
			before = old.ObjectValue()
		}
		return resource.NewProperty(c.object(path, kind, p.Nested, v.ObjectValue(), before))
	}
	typed, ok := coerce(p.Element, v)
	if !ok {
		c.fail(path, "expected %s, got %s", article(p.Element), c.describe(v))
		return v
	}
	c.allowed(path, p, typed)
	if !c.fills {
		return v // the plugin framework keeps the program's own form
	}
	return typed
}

// coerce turns a value into the element's type where the bridge would.
func coerce(e facts.Element, v resource.PropertyValue) (resource.PropertyValue, bool) {
	switch e {
	case facts.String:
		switch {
		case v.IsString(), v.IsAsset(), v.IsArchive():
			return v, true
		case v.IsNumber():
			return resource.NewProperty(formatNumber(v.NumberValue())), true
		case v.IsBool():
			return resource.NewProperty(strconv.FormatBool(v.BoolValue())), true
		}
	case facts.Int, facts.Float:
		if v.IsNumber() {
			whole := v.NumberValue() == float64(int64(v.NumberValue()))
			return v, e == facts.Float || whole
		}
		if v.IsString() {
			number, err := strconv.ParseFloat(v.StringValue(), 64)
			return resource.NewProperty(number), err == nil
		}
	case facts.Bool:
		if v.IsBool() {
			return v, true
		}
		if v.IsString() {
			truth, err := strconv.ParseBool(v.StringValue())
			return resource.NewProperty(truth), err == nil
		}
	case facts.Object:
		return v, v.IsObject()
	default:
		return v, true
	}
	return v, false
}

func article(e facts.Element) string {
	switch e {
	case facts.Int:
		return "a whole number"
	case facts.Float:
		return "a number"
	case facts.Bool:
		return "true or false"
	case facts.Object:
		return "an object"
	default:
		return "a string"
	}
}

func (c *checker) describe(v resource.PropertyValue) string {
	switch {
	case v.IsArray():
		return "a list"
	case v.IsObject():
		return "an object"
	case v.IsString():
		return "the string " + c.quote(v.StringValue())
	case v.IsNumber(), v.IsBool():
		return c.quote(scalarText(v))
	}
	return "a " + v.TypeString()
}
