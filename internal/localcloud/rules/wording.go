package rules

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// wording is how one of the two libraries of providers puts a rule about the
// value of an attribute, whose name is the first argument.
type wording struct{ oneOf, least, most, between, match string }

var (
	sdkWords = wording{
		oneOf: "expected %[1]s to be one of %[2]q",
		least: "expected %[1]s to be at least (%[2]s)", most: "expected %[1]s to be at most (%[2]s)",
		between: "expected %[1]s to be in the range (%[2]s - %[3]s)",
		match:   "invalid value for %[1]s (must match %[2]s)",
	}
	// https://github.com/hashicorp/terraform-plugin-framework-validators
	pluginWords = wording{
		oneOf: "value must be one of: %[2]q",
		least: "value must be at least %[2]s", most: "value must be at most %[2]s",
		between: "value must be between %[2]s and %[3]s",
		match:   "value must match regular expression '%[2]s'",
	}
)

func (c *checker) words() wording {
	if c.in.Schema.IsPlugin() {
		return pluginWords
	}
	return sdkWords
}

// got completes a refusal of the value at a path, in the provider's names.
func (w wording) got(path, refused, value string) string {
	switch {
	case w == sdkWords:
		return fmt.Sprintf("%s, got %s", refused, value)
	case strings.Contains(refused, "must be one of") || strings.Contains(refused, "must match"):
		return fmt.Sprintf("Invalid Attribute Value Match. Attribute %s %s, got: %s", path, refused, value)
	}
	return fmt.Sprintf("Invalid Attribute Value. Attribute %s %s, got: %s", path, refused, value)
}

func (w wording) enum(p *facts.Property, name, text string) string {
	if len(p.Enum) == 0 {
		return ""
	}
	for _, legal := range p.Enum {
		if legal == text || (p.Fold && strings.EqualFold(legal, text)) {
			return fits
		}
	}
	return fmt.Sprintf(w.oneOf, name, p.Enum)
}

func (w wording) bounds(p *facts.Property, name string, v resource.PropertyValue) string {
	switch {
	case !p.Range.Set() || !v.IsNumber():
		return ""
	case p.Range.Allow(v.NumberValue()):
		return fits
	case p.Range[1] == nil:
		return fmt.Sprintf(w.least, name, formatNumber(*p.Range[0]))
	case p.Range[0] == nil:
		return fmt.Sprintf(w.most, name, formatNumber(*p.Range[1]))
	}
	return fmt.Sprintf(w.between, name, formatNumber(*p.Range[0]), formatNumber(*p.Range[1]))
}

func (w wording) pattern(p *facts.Property, name string, v resource.PropertyValue) string {
	if len(p.Patterns) == 0 || !v.IsString() {
		return ""
	}
	for _, pattern := range p.Patterns {
		if pattern.MatchString(v.StringValue()) {
			return fits
		}
	}
	return fmt.Sprintf(w.match, name, p.Patterns[0])
}

// terraformPath is a path in the provider's own names, as in
// `rules[0].action_parameters` and `env_vars["A"].type`.
func (c *checker) terraformPath(path string) string {
	parts, err := resource.ParsePropertyPath(path)
	if err != nil {
		return path
	}
	out, props, inMap := "", c.in.Schema.Properties, false
	for _, part := range parts {
		name, named := part.(string)
		switch p := props[name]; {
		case !named:
			out += fmt.Sprintf("[%v]", part)
		case inMap:
			out, inMap = out+"["+strconv.Quote(name)+"]", false
		case p == nil:
			out = join(out, name)
		default:
			out = join(out, p.TerraformName())
			props, inMap = p.Nested, p.Container == facts.Map
		}
	}
	return out
}
