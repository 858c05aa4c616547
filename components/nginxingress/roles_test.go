package nginxingress

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNoRoleOfTheClusterReadsSecrets(t *testing.T) {
	recorder := run(t, screener())
	roles := recorder.All("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")
	require.Len(t, roles, 1)
	assert.Equal(t, []any{map[string]any{
		"apiGroups": []any{"networking.k8s.io"}, "resources": []any{"ingressclasses"}, "verbs": []any{"get"}, "resourceNames": []any{"nginx"},
	}}, roles[0].Get("rules"))
	assert.Equal(t, false, recorder.One(t, tokenRelease).Get("values", "rbac", "create"), "the chart's own reads all secrets")
}

func TestTheRoleIsOfTheNamespaceThatIsServed(t *testing.T) {
	recorder := run(t, screener())
	role := recorder.One(t, "kubernetes:rbac.authorization.k8s.io/v1:Role")
	assert.Equal(t, "screener", role.Get("metadata", "namespace"))
	for _, listed := range role.Get("rules").([]any) {
		made := listed.(map[string]any)
		assert.NotContains(t, append(made["verbs"].([]any), made["resources"].([]any)...), "*")
		if slices.Contains(made["resources"].([]any), any("secrets")) {
			assert.Equal(t, []any{"get", "list", "watch"}, made["verbs"])
		}
	}
	release := recorder.One(t, tokenRelease)
	for _, kind := range []string{"Role", "ClusterRole"} {
		binding := recorder.One(t, "kubernetes:rbac.authorization.k8s.io/v1:"+kind+"Binding")
		assert.Equal(t, kind, binding.Get("roleRef", "kind"))
		subject := binding.Get("subjects").([]any)[0].(map[string]any)
		assert.Equal(t, release.Get("values", "controller", "serviceAccount", "name"), subject["name"])
		assert.Equal(t, "screener", subject["namespace"])
	}
	assert.Equal(t, release.Get("values", "controller", "serviceAccount", "name"),
		recorder.One(t, "kubernetes:core/v1:ServiceAccount").Get("metadata", "name"))
}
