package localcloud

import (
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/rules"
)

// Props are properties with readers that never fail: what is absent, null,
// unknown or of another type reads as the zero value. A path is dotted, with
// numbers for list items: "vpcConfig.subnetIds", "rules.0.port". Secrets are
// looked through.
type Props resource.PropertyMap

// Get returns the value at a path, null when there is none. A secret is
// returned as what it holds.
func (p Props) Get(path string) resource.PropertyValue {
	name, rest, nested := strings.Cut(path, ".")
	value := rules.Reveal(p[resource.PropertyKey(name)])
	for nested {
		name, rest, nested = strings.Cut(rest, ".")
		value = rules.Reveal(step(value, name))
	}
	return value
}

func step(value resource.PropertyValue, name string) resource.PropertyValue {
	switch {
	case value.IsObject():
		return value.ObjectValue()[resource.PropertyKey(name)]
	case value.IsArray():
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(value.ArrayValue()) {
			return value.ArrayValue()[i]
		}
	case value.IsComputed():
		return value
	}
	return resource.NewNullProperty()
}

// Has reports whether a path has a value, known or not.
func (p Props) Has(path string) bool { return !p.Get(path).IsNull() }

// Known reports whether a path has a value that is known throughout.
func (p Props) Known(path string) bool {
	value := p.Get(path)
	return !value.IsNull() && !value.ContainsUnknowns()
}

// Unknown reports whether the value at a path is not known yet.
func (p Props) Unknown(path string) bool { return p.Get(path).ContainsUnknowns() }

// String reads a string.
func (p Props) String(path string) string { return text(p.Get(path)) }

func text(value resource.PropertyValue) string {
	if value.IsString() {
		return value.StringValue()
	}
	return ""
}

// Number reads a number.
func (p Props) Number(path string) float64 {
	if value := p.Get(path); value.IsNumber() {
		return value.NumberValue()
	}
	return 0
}

// Int reads a whole number.
func (p Props) Int(path string) int { return int(p.Number(path)) }

// Bool reads a truth value.
func (p Props) Bool(path string) bool {
	value := p.Get(path)
	return value.IsBool() && value.BoolValue()
}

// Strings reads a list of strings; items that are not known are left out.
func (p Props) Strings(path string) []string {
	var list []string
	for _, item := range p.items(path) {
		if item.IsString() {
			list = append(list, item.StringValue())
		}
	}
	return list
}

// Map reads an object.
func (p Props) Map(path string) Props {
	if value := p.Get(path); value.IsObject() {
		return Props(value.ObjectValue())
	}
	return nil
}

// Maps reads a list of objects.
func (p Props) Maps(path string) []Props {
	var list []Props
	for _, item := range p.items(path) {
		if item.IsObject() {
			list = append(list, Props(item.ObjectValue()))
		}
	}
	return list
}

// StringMap reads a map of strings, such as tags.
func (p Props) StringMap(path string) map[string]string {
	out := map[string]string{}
	for name, value := range p.Map(path) {
		if value = rules.Reveal(value); value.IsString() && !strings.HasPrefix(string(name), "__") {
			out[string(name)] = value.StringValue()
		}
	}
	return out
}

func (p Props) items(path string) []resource.PropertyValue {
	value := p.Get(path)
	if !value.IsArray() {
		return nil
	}
	list := make([]resource.PropertyValue, len(value.ArrayValue()))
	for i, item := range value.ArrayValue() {
		list[i] = rules.Reveal(item)
	}
	return list
}
