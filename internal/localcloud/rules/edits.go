package rules

import (
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// EditKind says what happens to one property.
type EditKind int

// Edit is a change of one property.
type Edit struct {
	// Kind is what happens to the property.
	Kind EditKind
	// Replace says that the resource has to be replaced for it.
	Replace bool
}

// unsettled adds the computed properties that the update makes unknown.
func (d *differ) unsettled(diffs, replaces map[string]bool) {
	planned := Plan(Planned{
		Schema: d.in.Schema, Inputs: d.in.News, OldOutputs: d.in.OldOutputs, Update: true, Unsettles: true,
	})
	for name, p := range d.in.Schema.Properties {
		key := resource.PropertyKey(name)
		if v, ok := planned[key]; ok && v.ContainsUnknowns() && !Equal(p, v, d.in.OldOutputs[key]) {
			diffs[name] = true
		}
	}
	flags := d.in.Schema.IDFlags
	if strings.Contains(flags, "c") && !strings.Contains(flags, "u") {
		diffs["id"] = true
		if strings.Contains(flags, "f") {
			replaces["id"] = true
		}
	}
}

// root is the top-level property of a path.
func root(path string) string {
	if i := strings.IndexAny(path, ".["); i >= 0 {
		return path[:i]
	}
	return path
}

func isAbsent(m resource.PropertyMap, key resource.PropertyKey) bool {
	v, ok := m[key]
	return !ok || isNull(v)
}

func union2(a, b resource.PropertyMap) resource.PropertyMap {
	both := make(resource.PropertyMap, len(a)+len(b))
	for key, v := range b {
		both[key] = v
	}
	for key, v := range a {
		both[key] = v
	}
	return both
}

func sortedSet(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
