package rules

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

// Equal reports whether two values of a property mean the same: secrets and
// the notes on defaults do not count, nor the order of a set, nor the layout
// of JSON. A nil property compares plainly.
func Equal(p *facts.Property, a, b resource.PropertyValue) bool {
	a, b = Reveal(a), Reveal(b)
	if a.IsComputed() || b.IsComputed() {
		return a.IsComputed() && b.IsComputed()
	}
	if p == nil {
		p = &facts.Property{Element: facts.Any}
	}
	switch {
	case a.IsArray() && b.IsArray():
		return equalLists(p, a.ArrayValue(), b.ArrayValue())
	case a.IsObject() && b.IsObject():
		return equalObjects(p, a.ObjectValue(), b.ObjectValue())
	case a.IsString() && b.IsString():
		return equalText(p, a.StringValue(), b.StringValue())
	}
	return a.DeepEquals(b)
}

func equalText(p *facts.Property, a, b string) bool {
	switch {
	case a == b:
		return true
	case p.Fold:
		return strings.EqualFold(a, b)
	case p.Format == "json" || p.Equal == "json":
		return sameJSON(a, b)
	case p.Equal == "rfc3339":
		x, errX := time.Parse(time.RFC3339, a)
		y, errY := time.Parse(time.RFC3339, b)
		return errX == nil && errY == nil && x.Equal(y)
	}
	return false
}

func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

func equalLists(p *facts.Property, a, b []resource.PropertyValue) bool {
	if len(a) != len(b) {
		return false
	}
	item := itemOf(p)
	if p.Container != facts.Bag {
		for i := range a {
			if !Equal(item, a[i], b[i]) {
				return false
			}
		}
		return true
	}
	onlyA, onlyB := unmatched(a, b, func(x, y resource.PropertyValue) bool { return Equal(item, x, y) })
	return len(onlyA) == 0 && len(onlyB) == 0
}

// unmatched pairs equal items of two sets and returns the indexes left over.
func unmatched(a, b []resource.PropertyValue, same func(x, y resource.PropertyValue) bool) (onlyA, onlyB []int) {
	used := make([]bool, len(b))
	for i := range a {
		found := false
		for j := range b {
			if !used[j] && same(a[i], b[j]) {
				used[j], found = true, true
				break
			}
		}
		if !found {
			onlyA = append(onlyA, i)
		}
	}
	for j := range b {
		if !used[j] {
			onlyB = append(onlyB, j)
		}
	}
	return onlyA, onlyB
}

func equalObjects(p *facts.Property, a, b resource.PropertyMap) bool {
	for key := range union(a, b) {
		var inner *facts.Property
		if p.Container == facts.Map {
			inner = itemOf(p)
		} else if p.Nested != nil {
			inner = p.Nested[string(key)]
		}
		if !Equal(inner, a[key], b[key]) {
			return false
		}
	}
	return true
}

// itemOf is the property of one item of a container.
func itemOf(p *facts.Property) *facts.Property {
	item := *p
	item.Container = facts.Single
	return &item
}

// union returns the keys of both maps without the notes.
func union(a, b resource.PropertyMap) map[resource.PropertyKey]bool {
	keys := make(map[resource.PropertyKey]bool, len(a)+len(b))
	for key := range a {
		if !internalKey(key) {
			keys[key] = true
		}
	}
	for key := range b {
		if !internalKey(key) {
			keys[key] = true
		}
	}
	return keys
}

// Reveal strips secrets and known outputs; an output that is not known yet
// becomes a computed value.
func Reveal(v resource.PropertyValue) resource.PropertyValue {
	for {
		switch {
		case v.IsSecret():
			v = v.SecretValue().Element
		case v.IsOutput() && v.OutputValue().Known:
			v = v.OutputValue().Element
		case v.IsOutput():
			return resource.MakeComputed(resource.NewProperty(""))
		default:
			return v
		}
	}
}

// zero reports whether a value is what the provider's SDK cannot tell from
// nothing: "", false, 0 or an empty container.
func zero(v resource.PropertyValue) bool {
	v = Reveal(v)
	switch {
	case v.IsNull():
		return true
	case v.IsString():
		return v.StringValue() == ""
	case v.IsBool():
		return !v.BoolValue()
	case v.IsNumber():
		return v.NumberValue() == 0
	case v.IsArray():
		return len(v.ArrayValue()) == 0
	case v.IsObject():
		return len(union(v.ObjectValue(), nil)) == 0
	}
	return false
}
