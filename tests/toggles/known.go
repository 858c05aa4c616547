package toggles

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"groundwork/spec"
)

// Known are the values that stack files write, by the key, without repetitions.
type Known map[string][]any

// Add takes what a stack file writes.
func (k Known) Add(base Base) {
	k.section(reflect.TypeFor[spec.System](), base.Config, "groundwork:")
}

func (k Known) section(t reflect.Type, written tree, prefix string) {
	for _, field := range reflect.VisibleFields(t) {
		name := field.Tag.Get("json")
		value, there := written[prefix+name]
		if name == "" || name == "-" || !there {
			continue
		}
		k.keep(t.Name()+"."+name, field.Type, value)
	}
}

func (k Known) keep(key string, t reflect.Type, value any) {
	section, is := value.(tree)
	switch {
	case isUnit(t) || !is:
		if !slices.ContainsFunc(k[key], func(known any) bool { return fmt.Sprint(known) == fmt.Sprint(value) }) {
			k[key] = append(k[key], value)
		}
	case t.Kind() == reflect.Struct:
		k.section(t, section, "")
	case t.Kind() == reflect.Pointer:
		k.section(t.Elem(), section, "")
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Pointer:
		for _, name := range slices.Sorted(maps.Keys(section)) {
			k.keep(key, t.Elem(), section[name])
		}
	case t.Kind() == reflect.Map:
		for _, name := range slices.Sorted(maps.Keys(section)) {
			k[key] = append(k[key], tree{name: section[name]})
		}
	}
}

// entries are what can be added to a section of texts: the key's example, and what
// stack files write there.
func (k Known) entries(key string, field reflect.StructField, secret bool) []any {
	if secret {
		return []any{tree{strings.ToUpper(added): tree{"secure": "AAAB"}}}
	}
	var example tree
	if yaml.Unmarshal([]byte(field.Tag.Get("example")), &example) != nil || len(example) == 0 {
		return k[key]
	}
	return append([]any{example}, k[key]...)
}

// reached is the value at a path below a section.
func reached(from reflect.Value, at path) reflect.Value {
	for _, name := range at {
		name = strings.TrimPrefix(name, "groundwork:")
		from = reflect.Indirect(from)
		if from.Kind() == reflect.Map {
			from = from.MapIndex(reflect.ValueOf(name))
			continue
		}
		for _, field := range reflect.VisibleFields(from.Type()) {
			if field.Tag.Get("json") == name {
				from = from.FieldByIndex(field.Index)
				break
			}
		}
	}
	return from
}
