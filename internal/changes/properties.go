package changes

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// properties are what changes of a resource: what the provider says differs,
// or where it does not say, what differs in the inputs.
func (v view) properties(e *entry, s step, before, after pair) []Property {
	switch operation := v.operations[e.urn]; operation {
	case Update, Replace, Import:
	default:
		return nil
	}
	if s.old == nil || s.new == nil {
		return nil
	}
	d := differ{redactor: v.redactor, found: map[string]Property{}}
	sides := v.sides(e, s, before, after)
	for _, path := range slices.Sorted(maps.Keys(s.detail)) {
		d.told(parsePath(path), s.detail[path], sides)
	}
	if len(d.found) == 0 {
		for _, key := range keysOf(mapOf(before.real), mapOf(after.real)) {
			d.compare([]any{key}, before.at(key), after.at(key), slices.Contains(s.keys, key))
		}
	}
	if len(d.found) == 0 {
		for _, key := range append(slices.Clone(s.diffs), s.keys...) {
			d.told([]any{key}, difference{kind: apitype.DiffUpdate}, sides)
		}
	}
	return d.sorted()
}

func mapOf(value any) map[string]any {
	object, _ := value.(map[string]any)
	return object
}

// sides are where a difference's values are looked up, best first.
type sides struct{ inputs, outputs [2]func() pair }

// sides makes what is dear to make only when it is asked for.
func (v view) sides(e *entry, s step, before, after pair) sides {
	once := func(properties map[string]any) func() pair {
		var made *pair
		return func() pair {
			if made == nil {
				p := v.pair(e.typ, notNil(properties))
				made = &p
			}
			return *made
		}
	}
	given := func(p pair) func() pair { return func() pair { return p } }
	if e.refreshed() {
		return sides{
			inputs:  [2]func() pair{once(s.old.inputs), once(s.new.inputs)},
			outputs: [2]func() pair{given(before), given(after)},
		}
	}
	return sides{inputs: [2]func() pair{given(before), given(after)}, outputs: [2]func() pair{once(s.old.outputs), given(after)}}
}

// look is a value at a path before (0) or after (1).
func (s sides) look(which int, path []any, inputs bool) pair {
	first, second := s.outputs[which], s.inputs[which]
	if inputs {
		first, second = second, first
	}
	if found := first().under(path); found.exists {
		return found
	}
	return second().under(path)
}

// told adds a difference that the provider tells. Old values are from the
// outputs, or from the inputs where it compared those; new ones are from the
// inputs. In a refresh new ones are what the cloud has.
// https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/engine/detailedDiff.go
func (d differ) told(path []any, told difference, sides sides) {
	if len(path) == 0 {
		return
	}
	if key, ok := path[0].(string); ok && strings.HasPrefix(key, "__") {
		return
	}
	var before, after pair
	kind, replaces := strings.CutSuffix(string(told.kind), "-replace")
	if kind != string(apitype.DiffAdd) {
		before = sides.look(0, path, told.inputs)
	}
	if kind != string(apitype.DiffDelete) {
		after = sides.look(1, path, told.inputs)
	}
	if !before.exists || !after.exists || reflect.DeepEqual(before.real, after.real) {
		d.add(path, before, after, replaces)
		return
	}
	d.compare(path, before, after, replaces)
}

// parsePath reads the engine's notation; what it is not is one key.
func parsePath(text string) []any {
	path, err := resource.ParsePropertyPath(text)
	if err != nil || len(path) == 0 {
		return []any{text}
	}
	return path
}

// because are the paths that force a replacement: those that the provider
// tells, and the keys of which it tells none.
func (v view) because(r Resource, s step) []string {
	if r.Operation != Replace {
		return nil
	}
	reasons := map[string]bool{}
	roots := map[string]bool{}
	for _, property := range r.Properties {
		if property.Replaces {
			reasons[property.Path] = true
			if path := parsePath(property.Path); len(path) > 0 {
				root, _ := path[0].(string)
				roots[root] = true
			}
		}
	}
	for _, key := range s.keys {
		if shown := v.redactor.Text(key); !roots[shown] && !strings.HasPrefix(key, "__") {
			reasons[shown] = true
		}
	}
	if len(reasons) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(reasons))
}
