package rules

import (
	"slices"
	"sort"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"

	"groundwork/internal/localcloud/facts"
)

func internalKey(key resource.PropertyKey) bool {
	return len(key) > 2 && key[:2] == "__"
}

func isNull(v resource.PropertyValue) bool {
	return v.IsNull() || (v.IsSecret() && v.SecretValue().Element.IsNull())
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// member is the path of a map's entry: a key that a path could not tell from
// several names stands in quotes.
func member(path, key string) string {
	if key == "" || strings.ContainsAny(key, `."[]`) {
		return path + `["` + strings.ReplaceAll(key, `"`, `\"`) + `"]`
	}
	return join(path, key)
}

// propertyPaths reads paths as a program writes them, `tags["a.b"]` or
// `rules[*].port`.
func propertyPaths(texts []string) []resource.PropertyPath {
	var paths []resource.PropertyPath
	for _, text := range texts {
		if path, err := resource.ParsePropertyPath(text); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

func (d *differ) ignored(at string) bool {
	if len(d.ignore) == 0 {
		return false
	}
	path, err := resource.ParsePropertyPath(at)
	return err == nil && slices.ContainsFunc(d.ignore, func(p resource.PropertyPath) bool { return p.Contains(path) })
}

func sortedKeys(m resource.PropertyMap) []resource.PropertyKey {
	keys := make([]resource.PropertyKey, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}

func sortedNames(props facts.Properties) []string {
	names := make([]string, 0, len(props))
	for name := range props {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
