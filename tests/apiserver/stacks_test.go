package apiserver

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/engine"
	"groundwork/spec"
	"groundwork/tests/apiserver/crosscheck"
)

// reference is the system whose objects the suite breaks.
const reference = "stockindicator"

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
				enforced(t, objects)
				for _, problem := range judged(t, objects) {
					// The newest definition that is to be had as a Go module is older than
					// this field, which is in the controller from v2.10 on:
					// https://github.com/kubernetes-sigs/aws-load-balancer-controller/pull/4021
					if strings.Contains(fmt.Sprint(problem), ".spec.multiClusterTargetGroup: field not declared") {
						continue
					}
					t.Error(problem)
				}
				for _, problem := range stack.problems(t, objects) {
					t.Error(problem)
				}
				stack.definedAsInstalled(t)
				if system.Name == reference {
					stack.findsWhatIsSpoilt(t)
				}
			})
		}
	}
}

// enforced holds every namespace to Pod Security's restricted standard, without
// which the judge would let any pod pass.
func enforced(t *testing.T, objects []Object) {
	t.Helper()
	for _, object := range objects {
		if object.Kind() == "Namespace" {
			assert.Equal(t, "restricted", object.At("metadata", "labels", "pod-security.kubernetes.io/enforce"), "%s: metadata.labels", object)
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

// problems are what is wrong between objects of the stack, with its nodes and with
// the system's arrows.
func (s stack) problems(t *testing.T, objects []Object) []crosscheck.Problem {
	t.Helper()
	var all []map[string]any
	for _, object := range append(objects, s.standIns()...) {
		all = append(all, object)
	}
	cluster, err := crosscheck.Decode(all)
	require.NoError(t, err)
	parties := s.parties(t)
	problems := append(cluster.Check(), cluster.Capacity(s.nodes(t))...)
	return append(problems, cluster.Network(s.podAddress(t), parties, s.arrows(t, cluster, parties))...)
}

// definedAsInstalled holds the definitions that the server has to those that the
// stack's charts install.
func (s stack) definedAsInstalled(t *testing.T) {
	t.Helper()
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	versions, err := pinned(t.Context(), filepath.Join(project.Root, "tools", "definitions"))
	require.NoError(t, err)
	for chart, module := range map[string]string{"cert-manager": "github.com/cert-manager/cert-manager", "keda": "github.com/kedacore/keda/v2"} {
		for _, release := range s.ofType("kubernetes:helm.sh/v3:Release") {
			if release.Inputs["chart"] == chart {
				version, _ := release.Inputs["version"].(string)
				assert.Contains(t, versions, module+"@v"+strings.TrimPrefix(version, "v"), "tools/definitions and the chart go together")
			}
		}
	}
}
