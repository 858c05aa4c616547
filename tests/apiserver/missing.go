package apiserver

import (
	"fmt"
	"maps"
	"slices"

	apiresource "k8s.io/apimachinery/pkg/api/resource"
)

// missing tells what was sent and is not there, or is there with another value.
// The server may add fields and write quantities in their shortest form.
func missing(path string, sent, kept any) []error {
	switch sent := sent.(type) {
	case map[string]any:
		return missingFields(path, sent, kept)
	case []any:
		items, _ := kept.([]any)
		if len(items) != len(sent) {
			return []error{fmt.Errorf("%s: sent %d items, the server keeps %d", path, len(sent), len(items))}
		}
		var problems []error
		for i := range sent {
			problems = append(problems, missing(fmt.Sprintf("%s[%d]", path, i), sent[i], items[i])...)
		}
		return problems
	case nil:
		return nil
	}
	if same(sent, kept) {
		return nil
	}
	return []error{fmt.Errorf("%s: sent %v, the server keeps %v", path, sent, kept)}
}

func missingFields(path string, sent map[string]any, kept any) []error {
	fields, ok := kept.(map[string]any)
	if !ok && len(sent) > 0 {
		return []error{fmt.Errorf("%s: the server does not keep it", path)}
	}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		below := name
		if path != "" {
			below = path + "." + name
		}
		problems = append(problems, missing(below, sent[name], fields[name])...)
	}
	return problems
}

func same(sent, kept any) bool {
	one, other := fmt.Sprint(sent), fmt.Sprint(kept)
	if one == other {
		return true
	}
	amount, err := apiresource.ParseQuantity(one)
	if err != nil {
		return false
	}
	there, err := apiresource.ParseQuantity(other)
	return err == nil && amount.Cmp(there) == 0
}
