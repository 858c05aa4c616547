package rules

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

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
		out[key] = c.nestedValue(join(path, string(key)), kind, p, v.ObjectValue()[key], before)
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

// allowed holds a value against its bounds, and against its enum, pattern and
// format, of which one must do.
func (c *checker) allowed(path string, p *facts.Property, v resource.PropertyValue) {
	text, name := scalarText(v), p.TerraformName()
	if v.IsString() {
		c.length(path, p, text)
	}
	if v.IsNumber() {
		c.bounds(path, p, v.NumberValue())
	}
	var refused []string
	for _, rule := range []string{
		enumRule(p, name, text), rangeRule(p, name, v), patternRule(p, name, v), formatRule(p, name, v),
	} {
		switch rule {
		case "":
		case fits:
			return
		default:
			refused = append(refused, rule)
		}
	}
	if len(refused) > 0 {
		c.fail(path, "%s, got %s", strings.Join(refused, ", or "), c.quote(text))
	}
}

// fits is what a rule says of a value that it allows; "" when there is no such
// rule.
const fits = "fits"

func enumRule(p *facts.Property, name, text string) string {
	if len(p.Enum) == 0 {
		return ""
	}
	for _, legal := range p.Enum {
		if legal == text || (p.Fold && strings.EqualFold(legal, text)) {
			return fits
		}
	}
	return fmt.Sprintf("expected %s to be one of %q", name, p.Enum)
}

func rangeRule(p *facts.Property, name string, v resource.PropertyValue) string {
	switch {
	case !p.Range.Set() || !v.IsNumber():
		return ""
	case p.Range.Allow(v.NumberValue()):
		return fits
	case p.Range[1] == nil:
		return fmt.Sprintf("expected %s to be at least (%s)", name, formatNumber(*p.Range[0]))
	case p.Range[0] == nil:
		return fmt.Sprintf("expected %s to be at most (%s)", name, formatNumber(*p.Range[1]))
	}
	return fmt.Sprintf("expected %s to be in the range %s", name, p.Range)
}

func patternRule(p *facts.Property, name string, v resource.PropertyValue) string {
	if len(p.Patterns) == 0 || !v.IsString() {
		return ""
	}
	for _, pattern := range p.Patterns {
		if pattern.MatchString(v.StringValue()) {
			return fits
		}
	}
	return fmt.Sprintf("invalid value for %s (must match %s)", name, p.Patterns[0])
}

func formatRule(p *facts.Property, name string, v resource.PropertyValue) string {
	if !v.IsString() || p.Format == "" || v.StringValue() == "" {
		return ""
	}
	text := v.StringValue()
	switch p.Format {
	case "arn":
		if !strings.HasPrefix(text, "arn:") || strings.Count(text, ":") < 5 {
			return fmt.Sprintf("expected %s to be an ARN (invalid prefix or not enough sections)", name)
		}
	case "cidr":
		if _, err := netip.ParsePrefix(text); err != nil {
			return fmt.Sprintf("expected %s to be a valid CIDR Value", name)
		}
	case "json":
		if !json.Valid([]byte(text)) {
			return fmt.Sprintf("expected %s to be valid JSON", name)
		}
	}
	return fits
}

func (c *checker) length(path string, p *facts.Property, text string) {
	length := float64(len(text))
	if p.Length.Set() && !p.Length.Allow(length) {
		c.fail(path, "expected length of %s to be in the range %s, got %s", p.TerraformName(), p.Length, c.quote(text))
	}
	if p.MaxLen != nil && length > *p.MaxLen {
		c.fail(path, "expected length of %s to be at most %v, got %s", p.TerraformName(), *p.MaxLen, c.quote(text))
	}
}

func (c *checker) bounds(path string, p *facts.Property, n float64) {
	if p.Min != nil && n < *p.Min {
		c.fail(path, "expected %s to be at least (%v), got %s", p.TerraformName(), *p.Min, c.quote(formatNumber(n)))
	}
	if p.Max != nil && n > *p.Max {
		c.fail(path, "expected %s to be at most (%v), got %s", p.TerraformName(), *p.Max, c.quote(formatNumber(n)))
	}
}

func scalarText(v resource.PropertyValue) string {
	switch {
	case v.IsString():
		return v.StringValue()
	case v.IsNumber():
		return formatNumber(v.NumberValue())
	case v.IsBool():
		return strconv.FormatBool(v.BoolValue())
	}
	return ""
}

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

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
