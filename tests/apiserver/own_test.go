package apiserver

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/tests/apiserver/crosscheck"
)

// spoilt are breaks of the reference system's own objects, by the kind and the
// name of what is broken: that nothing is wrong with a stack means something only
// if these are found.
var spoilt = []struct {
	name, object string
	spoil        func(Object)
	says         string
}{
	{"web asks the database itself", "NetworkPolicy web", func(o Object) {
		put(o, append(o.At("spec", "egress").([]any), map[string]any{"ports": []any{map[string]any{"protocol": "TCP", "port": 5432.0}}}), "spec", "egress")
	}, " reaches data subnet"},
	{"api can't ask the database", "NetworkPolicy api", func(o Object) {
		put(o, o.At("spec", "egress").([]any)[:1], "spec", "egress")
	}, "must reach data subnet"},
	{"everybody asks api", "NetworkPolicy api", func(o Object) {
		put(o, []any{map[string]any{}}, "spec", "ingress")
	}, "a stranger's pod reaches api"},
	{"the load balancer's Service is misspelt", "TargetGroupBinding web", func(o Object) {
		put(o, "wep", "spec", "serviceRef", "name")
	}, `spec.serviceRef.name: there is no Service "wep"`},
	{"a pod that no node holds", "Deployment worker", func(o Object) {
		put(containerOf(o), "7500m", "resources", "requests", "cpu")
	}, "find no node at the smallest scale"},
	{"a Secret of an older value", "Secret api-secrets", func(o Object) {
		put(o, "api-secrets-older", "metadata", "name")
	}, "envFrom: there is no Secret"},
}

// findsWhatIsSpoilt breaks copies of the stack's objects.
func (s stack) findsWhatIsSpoilt(t *testing.T) {
	t.Helper()
	for _, row := range spoilt {
		objects := copied(s.objects())
		at := slices.IndexFunc(objects, func(o Object) bool {
			kind, name, _ := strings.Cut(row.object, " ")
			return o.Kind() == kind && (o.Name() == name || strings.HasPrefix(o.Name(), name+"-"))
		})
		require.GreaterOrEqual(t, at, 0, row.object)
		row.spoil(objects[at])
		found := slices.ContainsFunc(s.problems(t, objects), func(p crosscheck.Problem) bool { return strings.Contains(p.Error(), row.says) })
		assert.True(t, found, "%s: nobody says %q", row.name, row.says)
	}
}

func copied(objects []Object) []Object {
	copies := make([]Object, 0, len(objects))
	for _, object := range objects {
		copies = append(copies, deepCopy(map[string]any(object)).(map[string]any))
	}
	return copies
}

func deepCopy(value any) any {
	switch value := value.(type) {
	case map[string]any:
		copied := maps.Clone(value)
		for key, inner := range copied {
			copied[key] = deepCopy(inner)
		}
		return copied
	case []any:
		copied := slices.Clone(value)
		for i, inner := range copied {
			copied[i] = deepCopy(inner)
		}
		return copied
	}
	return value
}
