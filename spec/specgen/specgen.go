// Package specgen writes what people and editors read about stack files: the
// reference page docs/configuration.md and the JSON Schema
// docs/stack.schema.json, both from the types of package spec.
package specgen

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"groundwork/spec"
)

// The files, from the root of the repository.
const (
	MarkdownFile = "docs/configuration.md"
	SchemaFile   = "docs/stack.schema.json"
)

// exampleRegion is the region whose zones the defaults are shown for.
const exampleRegion = "us-east-1"

var environments = []spec.Environment{spec.Dev, spec.Staging, spec.Prod}

// key is one key of a section.
type key struct {
	name, doc, example string
	required           bool
	t                  reflect.Type
	// defaults are its defaults in dev, staging and prod; nil in a section that
	// has none.
	defaults []reflect.Value
}

// section is a type whose keys the stack file may hold, and where.
type section struct {
	t     reflect.Type
	paths []string
	keys  []key
}

// sections are all sections, the top first and each after the one it belongs to.
func sections() []section {
	var all []section
	var walk func(path string, t reflect.Type, defaults []reflect.Value)
	walk = func(path string, t reflect.Type, defaults []reflect.Value) {
		if at := slices.IndexFunc(all, func(s section) bool { return s.t == t }); at >= 0 {
			all[at].paths = append(all[at].paths, path)
			return
		}
		at := len(all)
		all = append(all, section{t: t, paths: []string{path}})
		var keys []key
		for _, field := range reflect.VisibleFields(t) {
			name := field.Tag.Get("json")
			if name == "" || name == "-" {
				continue
			}
			k := key{name: name, doc: field.Tag.Get("doc"), example: field.Tag.Get("example"), required: field.Tag.Get("required") != "", t: field.Type}
			for _, section := range defaults {
				k.defaults = append(k.defaults, section.FieldByIndex(field.Index))
			}
			keys = append(keys, k)
		}
		all[at].keys = keys
		for _, k := range keys {
			if inner, below := innerSection(k.t); inner != nil {
				walk(below(path, k.name), inner, innerDefaults(k, inner))
			}
		}
	}
	top := reflect.TypeFor[spec.System]()
	walk("groundwork", top, defaultsOf(top))
	return all
}

// innerSection is the section that a key holds, if it holds one, and how the
// section's path is made.
func innerSection(t reflect.Type) (reflect.Type, func(path, name string) string) {
	below := func(path, name string) string {
		if path == "groundwork" {
			return path + ":" + name
		}
		return path + "." + name
	}
	named := func(path, name string) string { return below(path, name) + ".<name>" }
	switch {
	case isUnit(t):
		return nil, nil
	case t.Kind() == reflect.Struct:
		return t, below
	case t.Kind() == reflect.Pointer:
		return t.Elem(), below
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Pointer:
		return t.Elem().Elem(), named
	}
	return nil, nil
}

// innerDefaults are the defaults of a section: part of the outer section's, or
// its own where it is only there when named.
func innerDefaults(k key, inner reflect.Type) []reflect.Value {
	if k.t.Kind() == reflect.Struct {
		return k.defaults
	}
	return defaultsOf(inner)
}

func defaultsOf(t reflect.Type) []reflect.Value {
	values := make([]reflect.Value, 0, len(environments))
	for _, env := range environments {
		value, ok := spec.Default(t, env, exampleRegion)
		if !ok {
			value = reflect.Zero(t).Interface()
		}
		values = append(values, reflect.ValueOf(value))
	}
	return values
}

func isUnit(t reflect.Type) bool { return t.Implements(reflect.TypeFor[spec.Unit]()) }

// values are a type's legal values, nil where it is not an enum.
func values(t reflect.Type) []string {
	if enum, ok := reflect.Zero(t).Interface().(interface{ Values() []string }); ok {
		return enum.Values()
	}
	return nil
}

// written is a value as it stands in a stack file, "" for one that says
// nothing.
func written(v reflect.Value) string {
	switch {
	case isUnit(v.Type()):
		return fmt.Sprint(v.Interface())
	case v.Kind() == reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = written(v.Index(i))
		}
		return strings.Join(items, ", ")
	case v.Kind() == reflect.String:
		return v.String()
	case v.Kind() == reflect.Bool, v.Kind() == reflect.Int:
		return fmt.Sprint(v.Interface())
	}
	return ""
}

// defaultText is a key's default: one where all environments have the same.
func (k key) defaultText(quote func(string) string) string {
	if k.t == reflect.TypeFor[spec.Environment]() {
		return "the stack's name"
	}
	if k.required || len(k.defaults) == 0 || holdsSection(k.t) {
		return ""
	}
	var parts []string
	for i := 0; i < len(k.defaults); {
		text, from := written(k.defaults[i]), i
		for i < len(k.defaults) && written(k.defaults[i]) == text {
			i++
		}
		switch same := environments[from:i]; {
		case len(same) == len(environments) && text == "":
			return ""
		case len(same) == len(environments):
			return quote(text)
		default:
			parts = append(parts, names(same)+" "+quote(cmp.Or(text, "nothing")))
		}
	}
	return strings.Join(parts, "; ")
}

func names(environments []spec.Environment) string {
	texts := make([]string, len(environments))
	for i, env := range environments {
		texts[i] = string(env)
	}
	return strings.Join(texts, " and ")
}

// holdsSection tells whether a key holds a section, whose keys have the defaults.
func holdsSection(t reflect.Type) bool {
	inner, _ := innerSection(t)
	return inner != nil
}
