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

// allowed holds a value against its bounds, and against its enum, pattern and
// format, of which one must do.
func (c *checker) allowed(path string, p *facts.Property, v resource.PropertyValue) {
	words, name := c.words(), p.TerraformName()
	if v.IsString() {
		c.length(path, p, v.StringValue())
	}
	if v.IsNumber() {
		c.bounds(path, p, v.NumberValue())
	}
	var refused []string
	for _, rule := range []string{
		words.enum(p, name, scalarText(v)), words.bounds(p, name, v), words.pattern(p, name, v), formatRule(p, name, v),
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
		c.fail(path, "%s", words.got(c.terraformPath(path), strings.Join(refused, ", or "), c.shown(v)))
	}
}

// shown is a value as a message has it: text in quotes, numbers without in the
// plugin framework.
func (c *checker) shown(v resource.PropertyValue) string {
	if c.in.Schema.IsPlugin() && !v.IsString() && c.veiled == 0 {
		return scalarText(v)
	}
	return c.quote(scalarText(v))
}

// fits is what a rule says of a value that it allows; "" when there is no such
// rule.
const fits = "fits"

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
