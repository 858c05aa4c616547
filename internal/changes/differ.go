package changes

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/redact"
)

// differ finds the leaves in which two values differ.
type differ struct {
	redactor *redact.Redactor
	found    map[string]Property
}

// compare adds what differs under a path. Objects and lists are gone into, and
// so is JSON in a text.
func (d differ) compare(path []any, before, after pair, replaces bool) {
	if reflect.DeepEqual(before.real, after.real) {
		return
	}
	known := len(d.found)
	switch old := before.real.(type) {
	case map[string]any:
		if new, ok := after.real.(map[string]any); ok && !before.hidden() && !after.hidden() {
			d.objects(path, before, after, keysOf(old, new), replaces)
			return
		}
	case []any:
		if new, ok := after.real.([]any); ok && !before.hidden() && !after.hidden() {
			d.lists(path, before, after, old, new, replaces)
		}
	case string:
		opened, isJSON := before.opened()
		other, bothJSON := after.opened()
		if isJSON && bothJSON {
			d.compare(path, opened, other, replaces)
		}
	}
	// What differs only in its order or its form is told as a whole.
	if len(d.found) == known {
		d.add(path, before, after, replaces)
	}
}

func keysOf(old, new map[string]any) []string {
	keys := maps.Clone(old)
	if keys == nil {
		keys = map[string]any{}
	}
	maps.Copy(keys, new)
	return slices.Sorted(maps.Keys(keys))
}

func (d differ) objects(path []any, before, after pair, keys []string, replaces bool) {
	for _, key := range keys {
		d.compare(append(slices.Clone(path), key), before.at(key), after.at(key), replaces)
	}
}

// lists compares two lists: items that both have are left aside wherever they
// stand, what remains is compared in order. So an item put in front is one
// addition and not a change of all that follow.
func (d differ) lists(path []any, before, after pair, old, new []any, replaces bool) {
	olds, news := restOf(old, new)
	for i := range max(len(olds), len(news)) {
		switch {
		case i >= len(news):
			d.add(append(slices.Clone(path), olds[i]), before.at(olds[i]), pair{}, replaces)
		case i >= len(olds):
			d.add(append(slices.Clone(path), news[i]), pair{}, after.at(news[i]), replaces)
		default:
			d.compare(append(slices.Clone(path), news[i]), before.at(olds[i]), after.at(news[i]), replaces)
		}
	}
}

// restOf are the places of the items that only one of two lists has.
func restOf(old, new []any) (olds, news []int) {
	places := map[string][]int{}
	for i, item := range new {
		if i >= len(old) || !reflect.DeepEqual(old[i], item) {
			form := formOf(item)
			places[form] = append(places[form], i)
		}
	}
	for i, item := range old {
		if i < len(new) && reflect.DeepEqual(item, new[i]) {
			continue
		}
		form := formOf(item)
		if matches := places[form]; len(matches) > 0 {
			places[form] = matches[1:]
			continue
		}
		olds = append(olds, i)
	}
	for _, left := range places {
		news = append(news, left...)
	}
	slices.Sort(news)
	return olds, news
}

// formOf is the same for equal values.
func formOf(value any) string {
	form, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(form)
}

// add adds one difference. Where one side is secret the other may be the same
// secret in plain text, so both are hidden.
func (d differ) add(path []any, before, after pair, replaces bool) {
	at := d.pathText(path)
	property := Property{Path: at, Before: before.show, After: after.show, Replaces: replaces || d.found[at].Replaces}
	if property.Before == Secret && property.After != nil && property.After != Unknown {
		property.After = Secret
	}
	if property.After == Secret && property.Before != nil && property.Before != Unknown {
		property.Before = Secret
	}
	d.found[at] = property
}

// pathText is a path in the engine's notation, without secrets in its keys.
func (d differ) pathText(path []any) string {
	shown := make(resource.PropertyPath, len(path))
	for i, element := range path {
		if key, ok := element.(string); ok {
			element = d.redactor.Text(key)
		}
		shown[i] = element
	}
	// A secret with a dot in it is in two elements of the path.
	return d.redactor.Text(shown.String())
}

func (d differ) sorted() []Property {
	var list []Property
	for _, path := range slices.Sorted(maps.Keys(d.found)) {
		list = append(list, d.found[path])
	}
	return list
}
