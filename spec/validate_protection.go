package spec

import (
	"fmt"
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
			v.add(path, thing, "nothing that is protected has this key; what is gone needs no mention any more. There are: "+strings.Join(things, ", "), fmt.Sprintf("- %s, or leave it out", nearestOf(thing, things)))
		case !v.sys.Protection:
			v.add(path, thing, "nothing of this stack is protected, so there is nothing to lift", "protection: true, or leave groundwork:unprotect out")
		}
	}
}

// nearestOf is the name that is meant, or else the first.
func nearestOf(name string, names []string) string {
	if near := nearest(name, names); near != "" {
		return near
	}
	return names[0]
}
