package apiserver

import (
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/spec"
)

// Every Kubernetes object of every stack on EKS is one that a real cluster takes.
func TestEveryObjectOfEveryStackIsAccepted(t *testing.T) {
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	systems, err := project.Systems()
	require.NoError(t, err)
	for _, system := range systems {
		for _, name := range system.Stacks() {
			described, err := spec.LoadFile(system.StackFile(name), system.Name, name)
			require.NoError(t, err)
			if described.Compute.Platform != spec.PlatformEKS {
				continue
			}
			t.Run(system.Name+"/"+name, func(t *testing.T) {
				t.Parallel()
				stack := bringUp(t, project, system, name)
				objects := stack.objects()
				require.NotEmpty(t, objects)
				for _, problem := range judged(t, objects) {
					t.Error(problem)
				}
			})
		}
	}
}

// judged lets the server judge the objects of one stack at a time: those outside
// of namespaces have the same names in every stack.
func judged(t *testing.T, objects []Object) []error {
	t.Helper()
	judge := server(t)
	running.one.Lock()
	defer running.one.Unlock()
	return judge.Judge(t.Context(), objects)
}
