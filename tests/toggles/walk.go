package toggles

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"groundwork/spec"
)

// added is the name of what is added to a section of named things.
const added = "extra"

// walker goes through a stack file beside the types that say what it may hold.
type walker struct {
	base  Base
	known Known
	found []Toggle
	// absent are the keys of sections that the file lacks, each walked once.
	absent map[string]bool
	err    error
}

// Walk gives the toggles of a stack.
func Walk(base Base, known Known) ([]Toggle, error) {
	w := walker{base: base, known: known, absent: map[string]bool{}}
	w.section(nil, place{reflect.ValueOf(*base.Spec), base.Config, true})
	var found []Toggle
	seen := map[string]bool{} // what is added may mean what is there
	for _, one := range w.found {
		if name := one.String(); !seen[name] {
			seen[name] = true
			found = append(found, one)
		}
	}
	return found, w.err
}

// place is a section: what it means, what the file writes of it, and whether the
// file has it.
type place struct {
	now     reflect.Value
	written tree
	there   bool
}

func (w *walker) section(at path, p place) {
	for _, field := range reflect.VisibleFields(p.now.Type()) {
		name := field.Tag.Get("json")
		if name == "" || name == "-" {
			continue
		}
		key := p.now.Type().Name() + "." + name
		if at == nil {
			name = "groundwork:" + name
		}
		value, there := p.written[name]
		w.key(at.below(name), key, field, p.now.FieldByIndex(field.Index), value, there)
	}
}

// key walks one key.
func (w *walker) key(at path, key string, field reflect.StructField, now reflect.Value, written any, there bool) {
	if there {
		w.try(key, edit{at: at, remove: true})
	}
	section, _ := written.(tree)
	switch t := field.Type; {
	case isUnit(t) || t.Kind() != reflect.Struct && t.Kind() != reflect.Pointer && t.Kind() != reflect.Map:
		w.leaf(at, key, field, now)
	case t.Kind() == reflect.Struct:
		w.section(at, place{now, section, there})
	case t.Kind() == reflect.Pointer && !there:
		w.lacking(at, key, t.Elem())
	case t.Kind() == reflect.Pointer:
		w.section(at, place{now.Elem(), section, true})
	case t.Elem().Kind() == reflect.Pointer:
		w.named(at, key, t.Elem().Elem(), now, section)
	default:
		w.entries(at, key, field, now)
	}
}

// leaf gives a key each of its other values.
func (w *walker) leaf(at path, key string, field reflect.StructField, now reflect.Value) {
	for _, values := range others(field, now, w.known[key]) {
		w.first(key, at, values)
	}
}

// lacking adds a section that the file lacks, and each of its keys in it: once for
// each key of the program, since all such places are alike.
func (w *walker) lacking(at path, key string, t reflect.Type) {
	added := w.first(key, at, append(choices{tree{}}, w.smallest(t)...))
	if added.Refused != nil || w.absent[key] {
		return
	}
	w.absent[key] = true
	inside := w.base
	inside.Config = edited(w.base.Config, added.edits)
	var err error
	if inside.Spec, err = inside.load(inside.Config); err != nil {
		w.fail(err)
		return
	}
	inner := walker{base: inside, known: w.known, absent: w.absent}
	inner.section(at, place{reflect.Indirect(reached(reflect.ValueOf(*inside.Spec), at)), section(inside.Config, at), true})
	for _, one := range inner.found {
		own := one.edits[0]
		// Taking out again is the section's way back.
		if one.Refused == nil && !own.remove {
			one.edits = folded(append(slices.Clone(added.edits), one.edits...))
			w.found = append(w.found, one)
		}
	}
	w.fail(inner.err)
}

// smallest are sections of one key, for those that need one.
func (w *walker) smallest(t reflect.Type) choices {
	var all choices
	for _, field := range reflect.VisibleFields(t) {
		name := field.Tag.Get("json")
		if name == "" || name == "-" || field.Type.Kind() == reflect.Pointer {
			continue
		}
		for _, values := range others(field, reflect.Zero(field.Type), w.known[t.Name()+"."+name]) {
			for _, value := range values[:min(len(values), 1)] {
				all = append(all, tree{name: value})
			}
		}
	}
	return all
}

// named walks a section of named things.
func (w *walker) named(at path, key string, t reflect.Type, now reflect.Value, section tree) {
	for _, name := range slices.Sorted(maps.Keys(section)) {
		w.try(key, edit{at: at.below(name), remove: true})
		below, _ := section[name].(tree)
		w.section(at.below(name), place{now.MapIndex(reflect.ValueOf(name)).Elem(), below, true})
	}
	if len(section) > 0 { // whose keys are the added one's
		w.first(key, at.below(added), append(choices{tree{}}, w.smallest(t)...))
		return
	}
	w.lacking(at.below(added), key, t)
}

// entries adds an entry to a section of texts, changes the first and takes it out.
func (w *walker) entries(at path, key string, field reflect.StructField, now reflect.Value) {
	names := now.MapKeys()
	slices.SortFunc(names, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
	secret := field.Type.Elem() == reflect.TypeFor[spec.Secret]()
	if len(names) > 0 {
		first := at.below(names[0].String())
		w.try(key, edit{at: first, remove: true})
		if !secret {
			w.first(key, first, texts(now.MapIndex(names[0]).String(), "", nil))
		}
	}
	var more choices
	for _, entry := range w.known.entries(key, field, secret) {
		more = append(more, entry)
	}
	for _, entry := range more {
		one, _ := entry.(tree)
		for name, value := range one {
			if now.MapIndex(reflect.ValueOf(name)).IsValid() {
				continue
			}
			if toggle := w.made(key, edit{at: at.below(name), value: value}); toggle.Refused == nil {
				w.found = append(w.found, toggle)
				return
			}
		}
	}
}
