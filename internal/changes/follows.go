package changes

import (
	"maps"
	"slices"
	"strings"
)

// owners are the resources that are replaced or deleted, by what others may
// refer to them with: ids and outputs. A value of several is nobody's.
type owners map[string]string

// shortestReference keeps words such as "default" from being references.
const shortestReference = 8

// findOwners looks only when the stream does not say what depends on what.
func (v view) findOwners() owners {
	found := owners{}
	for _, e := range v.entries {
		s := e.main()
		for _, one := range []*state{s.old, s.new} {
			if one != nil && (len(one.dependencies) > 0 || len(one.byProperty) > 0) {
				return nil
			}
		}
		if operation := v.operations[e.urn]; operation != Replace && operation != Delete || s.old == nil || ofEngine(e.typ) {
			continue
		}
		for _, value := range s.old.outputs {
			text, _ := value.(string)
			found.claim(text, e.urn)
		}
	}
	// An id is its resource's, whoever else has it among the outputs.
	for _, e := range v.entries {
		if s := e.main(); s.old != nil && len(s.old.id) >= shortestReference {
			if _, wanted := found[s.old.id]; wanted {
				found[s.old.id] = e.urn
			}
		}
	}
	return found
}

func (o owners) claim(text, urn string) {
	if len(text) < shortestReference {
		return
	}
	if owner, claimed := o[text]; claimed && owner != urn {
		urn = ""
	}
	o[text] = urn
}

// follows are the URNs of what is replaced, created or deleted and so changes
// this resource.
func (v view) follows(e *entry, s step, properties []Property) []string {
	found := map[string]bool{}
	add := func(urns ...string) {
		for _, urn := range urns {
			if urn == e.urn || ofEngine(identify(urn).typ) {
				continue
			}
			switch v.operations[urn] {
			case Replace, Create, Delete:
				found[v.redactor.Text(urn)] = true
			}
		}
	}
	changed := map[string]bool{}
	for _, property := range properties {
		if root, ok := parsePath(property.Path)[0].(string); ok {
			changed[root] = true
		}
		if old, ok := property.Before.(string); ok && mentionsUnknown(property.After) {
			add(v.owners[old])
		}
	}
	for _, one := range []*state{s.old, s.new} {
		if one == nil {
			continue
		}
		if len(one.byProperty) == 0 && len(properties) == 0 {
			add(one.dependencies...)
		}
		for name, urns := range one.byProperty {
			if len(properties) == 0 || changed[name] {
				add(urns...)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(found))
}

func mentionsUnknown(value any) bool {
	text, ok := value.(string)
	return ok && strings.Contains(text, Unknown)
}
