package aws

import (
	"regexp"
	"slices"
	"strings"

	"groundwork/internal/localcloud"
)

// filtering is what a data source of EC2 can be asked by: the filters' names
// as the API has them, each with the values that an object shows.
type filtering map[string]func(tx *localcloud.Tx, obj *localcloud.Object) []string

// shows makes a filter of an output.
func shows(path string) func(*localcloud.Tx, *localcloud.Object) []string {
	return func(_ *localcloud.Tx, obj *localcloud.Object) []string { return shown(obj.Outputs, path) }
}

func shown(outputs localcloud.Props, path string) []string {
	value := outputs.Get(path)
	switch {
	case value.IsBool() && value.BoolValue():
		return []string{"true"}
	case value.IsBool(), value.IsNull():
		return []string{"false"}
	case value.IsNumber():
		return []string{number(int(value.NumberValue()))}
	}
	return valuesAt(outputs, path)
}

// itsID is the filter of the id.
func itsID(_ *localcloud.Tx, obj *localcloud.Object) []string { return []string{obj.ID} }

// always is a filter whose value is the same for every object.
func always(value string) func(*localcloud.Tx, *localcloud.Object) []string {
	return func(*localcloud.Tx, *localcloud.Object) []string { return []string{value} }
}

// search keeps the objects that the arguments' filters and tags admit. A filter
// that EC2 does not have is refused:
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
func (f filtering) search(tx *localcloud.Tx, args localcloud.Props, list []*localcloud.Object) ([]*localcloud.Object, error) {
	for _, filter := range args.Maps("filters") {
		if _, known := f[filter.String("name")]; !known && !aboutTags(filter.String("name")) {
			return nil, tx.Fail(400, "InvalidParameterValue", "The filter '%s' is invalid", filter.String("name"))
		}
	}
	return slices.DeleteFunc(list, func(obj *localcloud.Object) bool {
		return !f.admits(tx, args, obj)
	}), nil
}

func aboutTags(filter string) bool {
	return filter == "tag-key" || filter == "tag-value" || strings.HasPrefix(filter, "tag:")
}

func (f filtering) admits(tx *localcloud.Tx, args localcloud.Props, obj *localcloud.Object) bool {
	tags := obj.Outputs.StringMap("tagsAll")
	for name, want := range args.StringMap("tags") {
		if have, ok := tags[name]; !ok || have != want {
			return false
		}
	}
	for _, filter := range args.Maps("filters") {
		name := filter.String("name")
		var have []string
		if aboutTags(name) {
			have = tagged(tags, name)
		} else {
			have = f[name](tx, obj)
		}
		if !anyMatch(filter.Strings("values"), have) {
			return false
		}
	}
	return true
}

func tagged(tags map[string]string, filter string) []string {
	var have []string
	for name, value := range tags {
		switch filter {
		case "tag-key":
			have = append(have, name)
		case "tag-value", "tag:" + name:
			have = append(have, value)
		}
	}
	return have
}

// anyMatch: * stands for any characters and ? for one.
func anyMatch(patterns, have []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		wild := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
		compiled, err := regexp.Compile("^(?s:" + wild + ")$")
		return err == nil && slices.ContainsFunc(have, compiled.MatchString)
	})
}

// only is the one object of a search; the provider refuses none and several
// with words of its own.
func only(tx *localcloud.Tx, what string, list []*localcloud.Object) (*localcloud.Object, error) {
	switch len(list) {
	case 0:
		return nil, tx.Fail(404, "NotFound", "no matching %s found", what)
	case 1:
		return list[0], nil
	}
	return nil, tx.Fail(400, "MultipleMatches", "multiple %ss matched; use additional constraints to reduce matches to a single %s", what, what)
}

// answered is the arguments with what was found on top.
func answered(args localcloud.Props, id string, values map[string]any) localcloud.Props {
	result := args.Clone()
	if result == nil {
		result = localcloud.Props{}
	}
	result.Set("id", id)
	for name, value := range localcloud.PropsOf(values) {
		result[name] = value
	}
	return result
}

// copied are outputs of an object under the same names.
func copied(obj *localcloud.Object, names ...string) map[string]any {
	values := map[string]any{"tags": obj.Outputs.StringMap("tagsAll")}
	for _, name := range names {
		if value := obj.Outputs.Get(name); !value.IsNull() {
			values[name] = value
		}
	}
	return values
}

func idsOf(list []*localcloud.Object) []string {
	ids := []string{}
	for _, obj := range list {
		ids = append(ids, obj.ID)
	}
	return ids
}

// narrowed keeps what the arguments themselves admit, beside the filters: one
// that has a value must be what the object shows.
func narrowed(list []*localcloud.Object, args localcloud.Props, paths map[string]string) []*localcloud.Object {
	return slices.DeleteFunc(list, func(obj *localcloud.Object) bool {
		for argument, path := range paths {
			want := args.String(argument)
			if want == "" {
				continue
			}
			if path == "id" && obj.ID != want || path != "id" && !slices.Contains(shown(obj.Outputs, path), want) {
				return true
			}
		}
		return false
	})
}
