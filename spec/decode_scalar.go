package spec

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// enum is a text with a fixed set of values.
type enum interface{ Values() []string }

// scalar reads a text, a number or true and false. Numbers and booleans may
// come as texts: `pulumi config set --path` writes some of them that way.
func (d *decoder) scalar(path string, n *node, target reflect.Value, example string) {
	switch target.Kind() {
	case reflect.Bool:
		if n.text != "true" && n.text != "false" || n.kind != boolean && n.kind != text {
			d.wrongKind(path, n, target.Type(), example)
			return
		}
		target.SetBool(n.text == "true")
	case reflect.Int:
		whole, err := strconv.ParseInt(n.text, 10, 64)
		if err != nil || n.kind != number && n.kind != text || whole > math.MaxInt32 || whole < math.MinInt32 {
			d.wrongKind(path, n, target.Type(), example)
			return
		}
		target.SetInt(whole)
	default:
		d.text(path, n, target, example)
	}
}

// quoteReasons tell why a text that is something else to YAML must be quoted.
var quoteReasons = map[kind]string{
	number:  "a number may change on the way (1.30 becomes 1.3)",
	moment:  "a date gets a time of day on the way",
	boolean: "nothing says how true or false would be spelled as one",
}

// text reads a text. A whole number will do for one; what YAML would change on
// the way (1.30 is 1.3, 0123 is 83, a date gets a time) must be quoted.
func (d *decoder) text(path string, n *node, target reflect.Value, example string) {
	_, err := strconv.ParseInt(n.text, 10, 64)
	switch whole := n.kind == number && n.exact && err == nil; {
	case n.kind == number && !whole, n.kind == moment, n.kind == boolean:
		write := listed(path, strconv.Quote(n.text)) + " (in quotes)"
		if render(path, n.found()) == hidden {
			write = "the same in quotes"
		}
		d.unreadable(path, n.found(), fmt.Sprintf("this is %s; wanted is a text, and %s", n.kind, quoteReasons[n.kind]), write)
		return
	case n.kind != text && !whole:
		d.wrongKind(path, n, target.Type(), example)
		return
	}
	if enum, ok := target.Interface().(enum); ok && !slices.Contains(enum.Values(), n.text) {
		d.unreadable(path, n.found(), "the values are "+strings.Join(enum.Values(), ", "), listed(path, choose(n.text, enum.Values())))
		return
	}
	target.SetString(n.text)
}

// unit reads a value with a unit.
func (d *decoder) unit(path string, n *node, target reflect.Value, example string) {
	if n.kind != text && n.kind != number {
		d.wrongKind(path, n, target.Type(), example)
		return
	}
	into, ok := target.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok {
		return
	}
	if err := into.UnmarshalText([]byte(n.text)); err != nil {
		target.SetZero()
		if meant := meantUnit(n.text, target.Type(), example); meant != "" {
			example = meant
		}
		d.unreadable(path, n.found(), "wanted is "+wanted(target.Type()), instead(path, target.Type(), example))
	}
}

// secret reads a value that must be stored encrypted.
func (d *decoder) secret(path string, n *node, target reflect.Value) {
	switch {
	case n.kind == object || n.kind == list:
		d.unreadable(path, raw(hidden), fmt.Sprintf("this is %s; wanted is one secret text", n.kind), setSecret(path))
	case !n.secure:
		d.unreadable(path, raw(hidden), "secrets are stored encrypted: this one stands in the file as plain text, so it is known to everyone who can read the repository",
			setSecret(path)+"; then replace the secret at its origin, because version control keeps the old one")
	default:
		target.SetString(n.text)
	}
}

func setSecret(path string) string {
	return fmt.Sprintf("pulumi config set --secret --path '%s'", path)
}

func isUnit(t reflect.Type) bool { return t.Implements(reflect.TypeFor[Unit]()) }

// wanted names a type for people.
func wanted(t reflect.Type) string {
	if unit, ok := reflect.Zero(t).Interface().(Unit); ok {
		return unit.Syntax().Wanted
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "a list"
	case reflect.Map:
		return "a section with a key for each name"
	case reflect.Struct, reflect.Pointer:
		return "a section with its own keys"
	}
	return "a text"
}

// instead is what to write at a path: the last part of its key with an example.
func instead(path string, t reflect.Type, example string) string {
	return listed(path, sample(t, example))
}

func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// sample is an example of a value of a type.
func sample(t reflect.Type, example string) string {
	zero := reflect.Zero(t).Interface()
	if unit, ok := zero.(Unit); ok && example == "" {
		example = unit.Syntax().Examples[0]
	}
	if enum, ok := zero.(enum); ok && example == "" {
		example = strings.Join(enum.Values(), ", or ")
	}
	switch {
	case t.Kind() == reflect.Struct && !isUnit(t), t.Kind() == reflect.Pointer:
		return required(structOf(t))
	case t.Kind() == reflect.Slice:
		return "[" + example + "]"
	case t.Kind() == reflect.Map && example == "":
		return "{}"
	case t.Kind() == reflect.Map:
		return "{" + example + "}"
	case t.Kind() == reflect.Bool:
		return "true"
	case example == "" && t.Kind() == reflect.Int:
		return "1"
	case example == "":
		return "a text"
	}
	return example
}

// choose is the value most like the one found, or all of them.
func choose(found string, values []string) string {
	if near := nearest(found, values); near != "" {
		return near
	}
	return strings.Join(values, ", or ")
}

// required is a section with the keys that it must have, as their examples have them.
func required(t reflect.Type) string {
	var parts []string
	known := fieldsOf(t)
	for _, key := range known.keys {
		if field := known.byKey[key]; field.Tag.Get("required") != "" {
			value, _, _ := strings.Cut(sample(field.Type, field.Tag.Get("example")), ", or ")
			parts = append(parts, key+": "+value)
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func lowerFirst(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
