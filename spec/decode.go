package spec

import (
	"encoding"
	"fmt"
	"reflect"
	"strings"
)

// decoder lays what a stack file says over the defaults, and collects what it
// cannot read.
type decoder struct {
	*collector
	env    Environment
	region string
	// opaqueSecrets: the secrets are there, and not even their names are known.
	opaqueSecrets bool
}

// value reads one node into a target that already holds its default.
func (d *decoder) value(path string, n *node, target reflect.Value, example string) {
	d.written[path] = n.found()
	if n.line > 0 {
		d.lines[path] = n.line
	}
	secrets := reflect.TypeFor[map[string]Secret]()
	switch t := target.Type(); {
	case t.Kind() == reflect.Pointer:
		d.pointer(path, n, target, example)
	case n.kind == null:
		d.unreadable(path, n.found(), "a key without a value says nothing", instead(path, t, example)+", or leave the key out")
	case n.secure && t == secrets && n.kind == text && n.text == "":
		d.opaqueSecrets = true
	case n.secure && t != secrets && t != secrets.Elem():
		d.unreadable(path, raw(hidden), "only the values under groundwork:secrets stay encrypted all the way: from anywhere else they would reach the state and the cluster as plain text",
			fmt.Sprintf("the value in plain text if it is no secret; otherwise pulumi config set --secret --path '%s'", at("secrets", "NAME")))
	case t == secrets.Elem():
		d.secret(path, n, target)
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		d.unit(path, n, target, example)
	default:
		d.plain(path, n, target, example)
	}
}

// pointer reads a section that is only there when the file names it. It is set
// whatever the file says, so that no reader ever meets a nil one in a map.
func (d *decoder) pointer(path string, n *node, target reflect.Value, example string) {
	fresh := reflect.New(target.Type().Elem())
	if value, ok := Default(target.Type().Elem(), d.env, d.region); ok {
		fresh.Elem().Set(reflect.ValueOf(value))
	}
	d.value(path, n, fresh.Elem(), example)
	target.Set(fresh)
}

// plain reads what is neither a secret nor a value with a unit.
func (d *decoder) plain(path string, n *node, target reflect.Value, example string) {
	switch target.Kind() {
	case reflect.Struct:
		d.section(path, n, target)
	case reflect.Map:
		d.entries(path, n, target, example)
	case reflect.Slice:
		d.list(path, n, target, example)
	default:
		d.scalar(path, n, target, example)
	}
}

// section reads a section's known keys. Keys that are not there keep their
// default; sections that are not there are gone through all the same, for what
// they require.
func (d *decoder) section(path string, n *node, target reflect.Value) {
	if !d.is(object, path, n, target.Type(), "") {
		return
	}
	known := fieldsOf(target.Type())
	for _, field := range n.twice {
		d.lines[under(path, field.key)] = field.value.line
		d.unreadable(under(path, field.key), field.value.found(), "a key is written once: of two values one would be lost", "nothing: leave out one of the two")
	}
	for _, field := range n.fields {
		if _, ok := known.byKey[field.key]; !ok {
			d.unknown(path, field, n, known.keys)
		}
	}
	for _, key := range known.keys {
		field := known.byKey[key]
		value, place := n.get(key), under(path, key)
		example := field.Tag.Get("example")
		into := target.FieldByIndex(field.Index)
		switch {
		case value != nil:
			d.value(place, value, into, example)
		case field.Tag.Get("required") != "":
			d.unreadable(place, missing{}, "this key is required: "+strings.TrimSuffix(lowerFirst(field.Tag.Get("doc")), "."), instead(place, field.Type, example))
		case into.Kind() == reflect.Struct && !isUnit(field.Type):
			d.section(place, &node{kind: object}, into)
		}
	}
}

func (d *decoder) unknown(above string, field field, section *node, known []string) {
	path := under(above, field.key)
	if field.value.line > 0 {
		d.lines[path] = field.value.line
	}
	suggestion := "nothing: leave the key out, or one of the known keys: " + strings.Join(known, ", ")
	if near := nearest(field.key, known); near != "" && !section.has(near) {
		suggestion = written(keyOf(under(above, near)), field.value)
	}
	d.unreadable(path, field.value.found(), "there is no such key: what is not known is refused, because it would silently do nothing", suggestion)
}

// entries reads a map of names to values.
func (d *decoder) entries(path string, n *node, target reflect.Value, example string) {
	if !d.is(object, path, n, target.Type(), example) {
		return
	}
	for _, field := range n.twice {
		d.lines[under(path, field.key)] = field.value.line
		d.unreadable(under(path, field.key), raw("(twice)"), "a key is written once: of two values one would be lost", "nothing: leave out one of the two")
	}
	_, example, _ = strings.Cut(example, ": ")
	entries := reflect.MakeMap(target.Type())
	for _, field := range n.fields {
		entry := reflect.New(target.Type().Elem()).Elem()
		d.value(under(path, field.key), field.value, entry, example)
		entries.SetMapIndex(reflect.ValueOf(field.key), entry)
	}
	target.Set(entries)
}

func (d *decoder) list(path string, n *node, target reflect.Value, example string) {
	if !d.is(list, path, n, target.Type(), example) {
		return
	}
	items := reflect.MakeSlice(target.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		d.value(under(path, i), item, items.Index(i), example)
	}
	target.Set(items)
}

// is tells whether the node is of the wanted kind, and records a problem when
// it is not.
func (d *decoder) is(wanted kind, path string, n *node, t reflect.Type, example string) bool {
	if n.kind == wanted {
		return true
	}
	d.wrongKind(path, n, t, example)
	return false
}

func (d *decoder) wrongKind(path string, n *node, t reflect.Type, example string) {
	if meant := meantInstead(n, t); meant != "" {
		d.unreadable(path, n.found(), fmt.Sprintf("this is %s; wanted is %s", n.kind, wanted(t)), listed(path, meant))
		return
	}
	d.unreadable(path, n.found(), fmt.Sprintf("this is %s; wanted is %s", n.kind, wanted(t)), instead(path, t, example))
}

// fields are the keys of a section, in the order of its type.
type fields struct {
	keys  []string
	byKey map[string]reflect.StructField
}

func fieldsOf(t reflect.Type) fields {
	known := fields{byKey: map[string]reflect.StructField{}}
	for _, field := range reflect.VisibleFields(t) {
		key := field.Tag.Get("json")
		if key == "" || key == "-" {
			continue
		}
		known.keys = append(known.keys, key)
		known.byKey[key] = field
	}
	return known
}
