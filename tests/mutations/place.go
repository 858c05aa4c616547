package mutations

import (
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"

	"groundwork/spec"
)

// namespace begins the configuration keys of a system.
const namespace = "groundwork:"

// place is a value in a stack file.
type place struct {
	// parent is the section or list that holds it, at is where in its contents.
	parent *yaml.Node
	at     int
	// t is the type that the value is read as, nil where there is none such.
	t reflect.Type
	// field is the key's field, of a list's item the list's; key names it by its type,
	// as in Service.cpu.
	field reflect.StructField
	key   string
}

func (p place) value() *yaml.Node { return p.parent.Content[p.at] }

// name is the key's node; nil in a list.
func (p place) name() *yaml.Node {
	if p.parent.Kind != yaml.MappingNode {
		return nil
	}
	return p.parent.Content[p.at-1]
}

func (p place) set(value *yaml.Node) { p.parent.Content[p.at] = value }

// remove takes the value out, with its key.
func (p place) remove() {
	from := p.at
	if p.parent.Kind == yaml.MappingNode {
		from--
	}
	p.parent.Content = slices.Delete(p.parent.Content, from, p.at+1)
}

// gap is a known key that a section does not have.
type gap struct {
	section *yaml.Node
	t       reflect.Type
	field   reflect.StructField
	name    string
}

// survey is what a stack file has: its values and its gaps.
type survey struct {
	places []place
	gaps   []gap
}

// look goes through a whole stack file.
func look(top *yaml.Node) *survey {
	s := &survey{}
	for i := 1; i < len(top.Content); i += 2 {
		at := place{parent: top, at: i, key: top.Content[i-1].Value}
		s.places = append(s.places, at)
		if at.key == "config" && at.value().Kind == yaml.MappingNode {
			s.section(at.value(), reflect.TypeFor[spec.System](), namespace)
		}
	}
	return s
}

// section goes through the keys of a struct's section.
func (s *survey) section(node *yaml.Node, t reflect.Type, prefix string) {
	for name, field := range fieldsOf(t) {
		if !hasKey(node, prefix+name) {
			s.gaps = append(s.gaps, gap{node, t, field, prefix + name})
		}
	}
	for i := 1; i < len(node.Content); i += 2 {
		at := place{parent: node, at: i}
		if field, known := fieldOf(t, node.Content[i-1].Value, prefix); known {
			at.t, at.field, at.key = field.Type, field, t.Name()+"."+field.Tag.Get("json")
		}
		s.add(at)
	}
}

// add takes a place in, and what is below it.
func (s *survey) add(at place) {
	s.places = append(s.places, at)
	value, t := at.value(), at.t
	if t == nil {
		return
	}
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	inside := func(i int, t reflect.Type) { s.add(place{value, i, t, at.field, at.key}) }
	switch {
	case isUnit(t):
	case value.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		s.section(value, t, "")
	case value.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		for i := 1; i < len(value.Content); i += 2 {
			inside(i, t.Elem())
		}
	case value.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for i := range value.Content {
			inside(i, t.Elem())
		}
	}
}

// keys are the fields of sections by their type, as keyed has them.
var keys sync.Map

// keyed is a field with its key.
type keyed struct {
	name  string
	field reflect.StructField
}

// fieldsOf are a section's fields by their keys, in their order.
func fieldsOf(t reflect.Type) iter.Seq2[string, reflect.StructField] {
	known, there := keys.Load(t)
	if !there {
		var all []keyed
		for _, field := range reflect.VisibleFields(t) {
			if name := field.Tag.Get("json"); name != "" && name != "-" {
				all = append(all, keyed{name, field})
			}
		}
		known, _ = keys.LoadOrStore(t, all)
	}
	fields, _ := known.([]keyed)
	return func(yield func(string, reflect.StructField) bool) {
		for _, one := range fields {
			if !yield(one.name, one.field) {
				return
			}
		}
	}
}

func fieldOf(t reflect.Type, key, prefix string) (reflect.StructField, bool) {
	name, is := strings.CutPrefix(key, prefix)
	for known, field := range fieldsOf(t) {
		if is && known == name {
			return field, true
		}
	}
	return reflect.StructField{}, false
}

func hasKey(section *yaml.Node, key string) bool {
	for i := 0; i+1 < len(section.Content); i += 2 {
		if section.Content[i].Value == key {
			return true
		}
	}
	return false
}

func isUnit(t reflect.Type) bool { return t.Implements(reflect.TypeFor[spec.Unit]()) }

// clone is a deep copy. What an alias refers to stays one.
func clone(node *yaml.Node) *yaml.Node {
	fresh := *node
	fresh.Anchor = "" // an anchor stands once
	fresh.Content = make([]*yaml.Node, len(node.Content))
	for i, inside := range node.Content {
		fresh.Content[i] = clone(inside)
	}
	return &fresh
}

func scalar(text string) *yaml.Node {
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	return node
}

// plain is a scalar as somebody would write it, without quotes: YAML decides what it is.
func plain(text string) *yaml.Node {
	var document yaml.Node
	if yaml.Unmarshal([]byte(text), &document) == nil && len(document.Content) == 1 && document.Content[0].Kind == yaml.ScalarNode {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: document.Content[0].Tag, Value: document.Content[0].Value}
	}
	return scalar(text)
}

func mapping(pairs ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: pairs}
}

func list(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: items, Style: yaml.FlowStyle}
}
