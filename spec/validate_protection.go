package spec

import (
	"slices"
	"strings"
)

// Protects tells whether a thing is protected from deletion: one of things, by its
// key in the stack file.
func (s *System) Protects(thing string) bool {
	return s.Protection && !slices.Contains(s.Unprotect, thing)
}

// things are what the system has that can be protected.
func (s *System) things() []string {
	things := []string{"cluster", "network", "loadBalancer", "repositories"}
	if s.Database != nil {
		things = append(things, "database")
	}
	if s.Cache != nil {
		things = append(things, "cache")
	}
	for _, bucket := range sorted(s.Buckets) {
		things = append(things, "buckets."+bucket)
	}
	for _, name := range s.Generated {
		things = append(things, "generatedSecrets."+name)
	}
	return things
}

func (v *validator) protection() {
	things := v.sys.things()
	for i, thing := range v.sys.Unprotect {
		path := under(at("unprotect"), i)
		switch {
		case !slices.Contains(things, thing):
			v.add(path, thing, "nothing that is protected has this key; what is gone needs no mention any more. There are: "+strings.Join(things, ", "), "nothing: leave it out"+nearestThing(thing, things, v.sys.Unprotect))
		case !v.sys.Protection:
			v.add(path, thing, "nothing of this stack is protected, so there is nothing to lift", "nothing: leave it out, or groundwork:protection: true")
		}
	}
}

// nearestThing is the name that is meant, unless it is named already.
func nearestThing(name string, names, named []string) string {
	if near := nearest(name, names); near != "" && !slices.Contains(named, near) {
		return ", or " + near
	}
	return ""
}
