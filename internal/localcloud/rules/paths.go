package rules

import (
	"sort"

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
