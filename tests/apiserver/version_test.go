package apiserver

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/spec"
)

func TestTheServerIsTheOneThatIsPinned(t *testing.T) {
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	pinned, err := Version(project.Root)
	require.NoError(t, err)
	got, err := server(t).ask(t.Context(), http.MethodGet, "/version", "", nil)
	require.NoError(t, err)
	parts := strings.Split(pinned, ".")
	assert.Equal(t, "v"+pinned, got.object["gitVersion"])
	assert.Equal(t, parts[0], got.object["major"])
	assert.Equal(t, parts[1], got.object["minor"])
}

// A verdict of another version is one about another cluster: fields come and go.
func TestTheServerIsOfTheVersionThatStacksDeclare(t *testing.T) {
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	pinned, err := Version(project.Root)
	require.NoError(t, err)
	systems, err := project.Systems()
	require.NoError(t, err)
	declared := map[string]string{}
	for _, env := range []spec.Environment{spec.Dev, spec.Staging, spec.Prod} {
		said, ok := spec.Default(reflect.TypeFor[spec.System](), env, "us-east-1")
		require.True(t, ok)
		declared["the default of "+string(env)] = said.(spec.System).Compute.EKS.Version
	}
	for _, system := range systems {
		for _, name := range system.Stacks() {
			described, err := spec.LoadFile(system.StackFile(name), system.Name, name)
			require.NoError(t, err)
			declared[system.Name+"/"+name] = described.Compute.EKS.Version
		}
	}
	assert.GreaterOrEqual(t, len(declared), 9)
	assert.Empty(t, strings.Join(apart(pinned, declared), "\n"))
}

func TestAnotherVersionIsTold(t *testing.T) {
	assert.Empty(t, apart("1.36.3", map[string]string{"shop/dev": "1.36"}))
	told := strings.Join(apart("1.36.3", map[string]string{"shop/dev": "1.36", "shop/prod": "1.35", "shop/qa": "1.37"}), "\n")
	assert.Contains(t, told, "shop/prod declares Kubernetes 1.35, and the API server that judges it is 1.36.3, newer: pin k8s.io/kubernetes v1.35.x")
	assert.Contains(t, told, "shop/qa declares Kubernetes 1.37, and the API server that judges it is 1.36.3, older: ")
	assert.NotContains(t, told, "shop/dev")
}
