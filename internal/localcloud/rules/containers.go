package rules

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

func (d *differ) lists(at string, p *facts.Property, a, b []resource.PropertyValue, replace bool) {
	item := itemOf(p)
	for i := 0; i < max(len(a), len(b)); i++ {
		path := fmt.Sprintf("%s[%d]", at, i)
		switch {
		case d.ignored(path):
		case i >= len(a):
			d.edit(path, Add, replace)
		case i >= len(b):
			d.edit(path, Delete, replace)
		default:
			d.values(path, item, a[i], b[i], replace)
		}
	}
}

// bags compares sets: an unknown item makes the whole set unknown.
func (d *differ) bags(at string, p *facts.Property, a, b []resource.PropertyValue, replace bool) {
	for _, v := range b {
		if v.ContainsUnknowns() {
			d.edit(at, Update, replace || nestedReplace(p))
			return
		}
	}
	item := itemOf(p)
	gone, come := unmatched(a, b, func(x, y resource.PropertyValue) bool { return d.alike(at, item, x, y, replace) })
	if p.Element == facts.Object && len(gone) == 1 && len(come) == 1 {
		d.values(fmt.Sprintf("%s[%d]", at, come[0]), item, a[gone[0]], b[come[0]], replace)
		return
	}
	for _, i := range gone {
		d.edit(fmt.Sprintf("%s[%d]", at, i), Delete, replace)
	}
	for _, i := range come {
		d.edit(fmt.Sprintf("%s[%d]", at, i), Add, replace)
	}
	for i := 0; i < min(len(gone), len(come)); i++ {
		d.edits[fmt.Sprintf("%s[%d]", at, come[i])] = Edit{Kind: Update, Replace: replace || nestedReplace(p)}
	}
}

// alike reports whether an item of a set may stand for another: it says nothing
// else, though it may leave to the cloud what the other one names.
func (d *differ) alike(at string, item *facts.Property, a, b resource.PropertyValue, replace bool) bool {
	if item.Element != facts.Object {
		return Equal(item, a, b)
	}
	inner := &differ{in: d.in, edits: map[string]Edit{}, ignore: d.ignore}
	inner.values(at, item, a, b, replace)
	return len(inner.edits) == 0
}

// nestedReplace reports whether every property of a set's items forces
// replacement, so that exchanging an item does.
func nestedReplace(p *facts.Property) bool {
	if p.Element != facts.Object || len(p.Nested) == 0 {
		return false
	}
	for _, inner := range p.Nested {
		if inner.Settable() && !inner.ForceNew {
			return false
		}
	}
	return true
}

func (d *differ) maps(at string, p *facts.Property, a, b resource.PropertyMap, replace bool) {
	item := itemOf(p)
	for key := range union(a, b) {
		path := member(at, string(key))
		switch {
		case d.ignored(path):
		case isNull(a[key]) && isNull(b[key]):
		case isNull(a[key]):
			d.edit(path, Add, replace)
		case isNull(b[key]):
			d.edit(path, Delete, replace)
		default:
			d.values(path, item, a[key], b[key], replace)
		}
	}
}
