package apiserver

import (
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/spec"
	"groundwork/tests/apiserver/crosscheck"
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
				stack.crossCheck(t)
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

// crossCheck finds what is wrong between the objects, with the nodes and with the
// system's arrows.
func (s stack) crossCheck(t *testing.T) {
	t.Helper()
	var objects []map[string]any
	for _, object := range append(s.objects(), s.standIns()...) {
		objects = append(objects, object)
	}
	cluster, err := crosscheck.Decode(objects)
	require.NoError(t, err)
	parties := s.parties(t)
	problems := append(cluster.Check(), cluster.Capacity(s.nodes(t))...)
	problems = append(problems, cluster.Network(s.podAddress(t), parties, s.arrows(t, cluster, parties))...)
	for _, problem := range problems {
		t.Error(problem)
	}
}
