// Package rules decides what the engine asks of a provider, from a schema
// alone: whether inputs are allowed and what their defaults are (Check), what
// a change means (Diff), what a preview shows (Plan), and what an object's
// live values say about its inputs (Project). It knows no cloud and keeps no
// state.
//
// The rules are those of pulumi-terraform-bridge, which stands under the real
// AWS and Cloudflare providers; the recordings replayed in the tests of
// localcloud/aws and localcloud/cloudflare are the evidence.
package rules

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// DefaultsKey is where Check notes which properties it filled in, so that a
// later Check and Diff can tell a default from a wish.
const DefaultsKey = resource.PropertyKey("__defaults")

// Failure is one reason why inputs are refused.
type Failure struct {
	// Path is the property, as in "vpcConfig.subnetIds[1]".
	Path string
	// Reason names the value and the rule.
	Reason string
}

// Checked are the inputs of one Check.
type Checked struct {
	// Schema is the type's. Required.
	Schema *facts.Resource
	// News are the inputs of the program; Olds those of the last Check, empty
	// for a new or a replaced resource.
	News, Olds resource.PropertyMap
	// Name makes an automatic name; nil when the type has none.
	Name func(property string) (string, error)
	// NoDefault names property paths, without indexes, whose default the
	// provider applies later than Check.
	NoDefault map[string]bool
}

// Check returns the inputs with defaults filled in, and every failure at once.
func Check(in Checked) (resource.PropertyMap, []Failure) {
	c := &checker{in: in, fills: !in.Schema.IsPlugin()}
	inputs := c.object("", "", in.Schema.Properties, in.News, in.Olds)
	c.relations(in.Schema.Properties, inputs)
	slices.SortStableFunc(c.failures, func(a, b Failure) int {
		switch {
		case a.Path < b.Path:
			return -1
		case a.Path > b.Path:
			return 1
		}
		return 0
	})
	return inputs, c.failures
}

// Arguments checks the arguments of a data source the same way; defaults are
// not filled in.
func Arguments(f *facts.Function, args resource.PropertyMap) []Failure {
	schema := &facts.Resource{Token: f.Token, Framework: facts.Plugin, Properties: f.Arguments()}
	_, failures := Check(Checked{Schema: schema, News: args})
	return failures
}

type checker struct {
	in    Checked
	fills bool
	// seen says that what is held is what a thing shows, not what a program gives.
	seen     bool
	failures []Failure
	// veiled counts the secrets around the value at hand: a message about it
	// must not show it.
	veiled int
}

// quote shows a value in a message, unless it is secret.
func (c *checker) quote(text string) string {
	if c.veiled > 0 {
		return "a secret value"
	}
	return strconv.Quote(text)
}

func (c *checker) fail(path, format string, args ...any) {
	c.failures = append(c.failures, Failure{Path: path, Reason: fmt.Sprintf(format, args...)})
}

// object checks the properties of the resource (path "") or of a nested
// object. kind is the path without indexes.
func (c *checker) object(path, kind string, props facts.Properties,
	news, olds resource.PropertyMap,
) resource.PropertyMap {
	out := resource.PropertyMap{}
	for _, key := range sortedKeys(news) {
		value := news[key]
		if internalKey(key) {
			continue
		}
		at, name := join(path, string(key)), join(kind, string(key))
		property := props[string(key)]
		switch {
		case property == nil && c.undescribed(path, string(key)):
			out[key] = value
		case property == nil:
			c.unknownProperty(at, string(key), props)
		case isNull(value):
		case c.seen:
			out[key] = c.sensitive(property, c.veil(property, func() resource.PropertyValue {
				return c.value(at, name, property, value, olds[key])
			}))
		case property.WriteOnly:
			c.fail(at, "WriteOnly Attribute Not Allowed. The resource contains a non-null value for WriteOnly attribute %s. "+
				"Write-only attributes are only supported in Terraform 1.11 and later", c.terraformPath(at))
		case !property.Settable():
			c.fail(at, "%q is computed by the provider and cannot be set", key)
		default:
			out[key] = c.sensitive(property, c.veil(property, func() resource.PropertyValue {
				return c.value(at, name, property, value, olds[key])
			}))
		}
	}
	if !c.seen {
		c.defaults(path, kind, props, out, olds)
		c.required(path, props, out)
	}
	return out
}

// undescribed reports whether a property is known to the SDK and not to the
// facts.
func (c *checker) undescribed(path, name string) bool {
	if path != "" {
		return false
	}
	return name == "timeouts" || slices.Contains(c.in.Schema.Newer, name)
}

func (c *checker) unknownProperty(at, name string, props facts.Properties) {
	known := make([]string, 0, len(props))
	for candidate, p := range props {
		if p.Settable() {
			known = append(known, candidate)
		}
	}
	if near := Nearest(name, known); near != "" {
		c.fail(at, "unknown property %q; the nearest known one is %q", name, near)
		return
	}
	c.fail(at, "unknown property %q", name)
}

func (c *checker) required(path string, props facts.Properties, out resource.PropertyMap) {
	for _, name := range sortedNames(props) {
		if _, given := out[resource.PropertyKey(name)]; given || !props[name].Required {
			continue
		}
		c.fail(join(path, name), "Missing required property '%s'", name)
	}
}

// veil checks a value that the schema calls sensitive as a secret.
func (c *checker) veil(p *facts.Property, check func() resource.PropertyValue) resource.PropertyValue {
	if !p.Sensitive {
		return check()
	}
	c.veiled++
	defer func() { c.veiled-- }()
	return check()
}

func (c *checker) sensitive(p *facts.Property, v resource.PropertyValue) resource.PropertyValue {
	if p.Sensitive && !v.IsSecret() && !v.IsComputed() {
		return resource.MakeSecret(v)
	}
	return v
}
