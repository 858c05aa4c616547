package rules

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// The kinds of an edit; each has a twin that replaces.
const (
	Add EditKind = iota
	Delete
	Update
)

// Change is what Diff compares.
type Change struct {
	// Schema is the type's. Required.
	Schema *facts.Resource
	// OldInputs are the last checked inputs, OldOutputs what the object
	// showed, News the inputs checked now.
	OldInputs, OldOutputs, News resource.PropertyMap
	// Ignore lists the paths of ignoreChanges.
	Ignore []string
	// Unsettles says that the facts tell which computed values an update may
	// change, so that those count as differing (Cloudflare).
	Unsettles bool
}

// Verdict is the answer of Diff.
type Verdict struct {
	// Edits by path, as "vpcConfig.subnetIds[0]".
	Edits map[string]Edit
	// Diffs and Replaces are top-level property names, sorted.
	Diffs, Replaces []string
	// DeleteFirst says that old and new cannot stand side by side, because
	// both would have the name the program gave.
	DeleteFirst bool
}

// Changed reports whether anything differs.
func (v Verdict) Changed() bool { return len(v.Diffs) > 0 }

// Diff compares what was asked with what is asked.
func Diff(in Change) Verdict {
	d := &differ{in: in, edits: map[string]Edit{}, ignore: propertyPaths(in.Ignore)}
	d.object("", in.Schema.Properties, in.OldInputs, in.News, in.OldOutputs, false)
	verdict := Verdict{Edits: d.edits}
	diffs, replaces := map[string]bool{}, map[string]bool{}
	for path, edit := range d.edits {
		top := root(path)
		diffs[top] = true
		if edit.Replace || bool(in.Schema.NoUpdate) && in.Schema.Properties[top] != nil && in.Schema.Properties[top].ForceNew {
			replaces[top] = true
		}
	}
	if len(diffs) > 0 && in.Unsettles {
		d.unsettled(diffs, replaces)
	}
	verdict.Diffs, verdict.Replaces = sortedSet(diffs), sortedSet(replaces)
	verdict.DeleteFirst = len(replaces) > 0 && namedByProgram(in.Schema, in.News)
	return verdict
}

// namedByProgram reports whether a property that would be named automatically
// has a name from the program. The bridge then deletes before it replaces,
// whether or not the name changes.
func namedByProgram(schema *facts.Resource, news resource.PropertyMap) bool {
	if note, ok := news[DefaultsKey]; !ok || !note.IsArray() {
		return false
	}
	for _, name := range schema.Auto {
		if _, given := news[resource.PropertyKey(name)]; given && !wasDefault(news, name) {
			return true
		}
	}
	return false
}

type differ struct {
	in     Change
	edits  map[string]Edit
	ignore []resource.PropertyPath
}

func (d *differ) edit(path string, kind EditKind, replace bool) {
	d.edits[path] = Edit{Kind: kind, Replace: replace}
}

// object compares property by property. outputs are nil below the top.
func (d *differ) object(path string, props facts.Properties, old, news, outputs resource.PropertyMap, replace bool) {
	keys := union(old, news)
	if d.in.Schema.IsPlugin() && outputs != nil {
		keys = union(news, union2(old, outputs))
	}
	for key := range keys {
		at := join(path, string(key))
		p := props[string(key)]
		if p == nil {
			p = &facts.Property{Element: facts.Any}
			if outputs != nil && isAbsent(old, key) && isAbsent(news, key) {
				continue
			}
		}
		if d.ignored(at) {
			continue
		}
		d.property(at, p, old[key], news[key], outputs[key], replace)
	}
}

func (d *differ) property(at string, p *facts.Property, old, news, output resource.PropertyValue, inherited bool) {
	had, has := !isNull(old), !isNull(news)
	plugin := d.in.Schema.IsPlugin()
	replace := p.ForceNew && (!p.ReplaceIfGiven || has) || inherited
	if plugin && !had && !isNull(output) && p.Settable() && !p.Computed {
		old, had = output, true // the API filled in what the program left out
	}
	if plugin && p.Default != nil {
		fill := resource.NewPropertyValue(p.Default)
		if !had {
			old, had = fill, true
		}
		if !has {
			news, has = fill, true
		}
	}
	switch {
	case !had && !has, !p.Settable() && p.Element != facts.Any:
	case !has && p.Computed: // the cloud keeps the value
	case !plugin && (!had || !has) && !block(p) && zero(old) && zero(news):
	case !had && !isNull(output) && Equal(p, output, news):
	case !had:
		d.added(at, p, output, replace)
	case !has:
		d.edit(at, Delete, replace)
	default:
		d.values(at, p, old, news, replace)
	}
}

// block reports whether a property is a block of the SDK, which counts even
// when it is empty.
func block(p *facts.Property) bool { return p.Container == facts.Single && p.Element == facts.Object }

// added notes a new property: as a change of what the cloud had put there, if
// it had.
func (d *differ) added(at string, p *facts.Property, output resource.PropertyValue, replace bool) {
	kind := Add
	if !isNull(output) && p.Container == facts.Single && p.Element != facts.Object {
		kind = Update
	}
	d.edit(at, kind, replace)
}

func (d *differ) values(at string, p *facts.Property, old, news resource.PropertyValue, replace bool) {
	if Equal(p, old, news) && !isUnknown(news) {
		return
	}
	a, b := Reveal(old), Reveal(news)
	nested := replace && d.in.Schema.IsPlugin()
	switch {
	case p.Container == facts.Bag && a.IsArray() && b.IsArray():
		d.bags(at, p, a.ArrayValue(), b.ArrayValue(), replace)
	case a.IsArray() && b.IsArray():
		d.lists(at, p, a.ArrayValue(), b.ArrayValue(), replace)
	case a.IsObject() && b.IsObject() && p.Container == facts.Map:
		d.maps(at, p, a.ObjectValue(), b.ObjectValue(), replace)
	case a.IsObject() && b.IsObject() && p.Nested != nil:
		d.object(at, p.Nested, a.ObjectValue(), b.ObjectValue(), nil, nested)
	default:
		d.edit(at, Update, replace)
	}
}
