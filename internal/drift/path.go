package drift

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// steps are the parts of a path in the engine's notation: names as string,
// places in a list as int. A path that is not in that notation has none, and so
// fits no pattern: what can't be read is not excused.
func steps(path string) []any {
	parsed, err := resource.ParsePropertyPath(path)
	if err != nil {
		return nil
	}
	return parsed
}

// below is the path of a name within what is at a path, in the engine's notation.
func below(path []any, name string) string {
	return resource.PropertyPath(append(slices.Clone(path), name)).String()
}

// fits tells whether a path is at or below a pattern of dotted names, in which *
// stands for any one part: "tags.*" fits tags["a.b"].
func fits(pattern string, path []any) bool {
	parts := strings.Split(pattern, ".")
	if len(path) < len(parts) {
		return false
	}
	for i, part := range parts {
		if name, named := path[i].(string); part != "*" && (!named || name != part) {
			return false
		}
	}
	return true
}

// at is the value at a pattern without *, nil where there is none.
func at(value map[string]any, pattern string) any {
	var found any = value
	for part := range strings.SplitSeq(pattern, ".") {
		fields, is := found.(map[string]any)
		if !is {
			return nil
		}
		found = fields[part]
	}
	return found
}

// text is a text, "" for anything else.
func text(value any) string {
	said, _ := value.(string)
	return said
}

// list is a list, nil for anything else.
func list(value any) []any {
	items, _ := value.([]any)
	return items
}

// fieldsOf is an object, nil for anything else.
func fieldsOf(value any) map[string]any {
	fields, _ := value.(map[string]any)
	return fields
}

// plain is a value as JSON, so that two of them can be compared: keys sorted,
// numbers of one kind.
func plain(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(encoded)
}
