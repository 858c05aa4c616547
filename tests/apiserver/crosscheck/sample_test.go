package crosscheck

import (
	"bytes"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
	corev1 "k8s.io/api/core/v1"
)

// sample is the system of testdata/sample.yaml, which a test may break.
type sample struct {
	t       *testing.T
	objects []map[string]any
}

func newSample(t *testing.T) *sample {
	t.Helper()
	source, err := os.ReadFile("testdata/sample.yaml")
	require.NoError(t, err)
	s := &sample{t: t}
	for _, text := range bytes.Split(source, []byte("\n---\n")) {
		var object map[string]any
		require.NoError(t, yaml.Unmarshal(text, &object))
		s.objects = append(s.objects, object)
	}
	return s
}

// set changes a field of the object "Kind name": names of fields and positions in
// lists, joined by dots. nil takes the field away.
func (s *sample) set(object, path string, value any) {
	s.t.Helper()
	var at any = s.find(object)
	steps := strings.Split(path, ".")
	for _, step := range steps[:len(steps)-1] {
		at = below(s.t, at, step)
	}
	last := steps[len(steps)-1]
	if list, ok := at.([]any); ok {
		position, err := strconv.Atoi(last)
		require.NoError(s.t, err)
		list[position] = value
		return
	}
	at.(map[string]any)[last] = value
}

func below(t *testing.T, at any, step string) any {
	t.Helper()
	if list, ok := at.([]any); ok {
		position, err := strconv.Atoi(step)
		require.NoError(t, err)
		return list[position]
	}
	fields, ok := at.(map[string]any)
	require.True(t, ok, "no fields at %s", step)
	return fields[step]
}

func (s *sample) find(name string) map[string]any {
	s.t.Helper()
	for _, object := range s.objects {
		if nameOf(object) == name {
			return object
		}
	}
	require.Fail(s.t, "no "+name)
	return nil
}

func nameOf(object map[string]any) string {
	return object["kind"].(string) + " " + object["metadata"].(map[string]any)["name"].(string)
}

// remove takes an object away.
func (s *sample) remove(name string) {
	s.t.Helper()
	var kept []map[string]any
	for _, object := range s.objects {
		if nameOf(object) != name {
			kept = append(kept, object)
		}
	}
	require.Len(s.t, kept, len(s.objects)-1)
	s.objects = kept
}

func (s *sample) decode() *Cluster {
	s.t.Helper()
	cluster, err := Decode(s.objects, "IngressClass nginx")
	require.NoError(s.t, err)
	return cluster
}

var (
	podAddress = netip.MustParseAddr("10.0.8.9")
	others     = []Party{
		{Name: "internet", Address: netip.MustParseAddr("93.184.215.14")},
		{Name: "balancer", Address: netip.MustParseAddr("10.0.0.5")},
		{Name: "metadata", Address: netip.MustParseAddr("169.254.169.254")},
		{Name: "stranger", Namespace: "default", Address: netip.MustParseAddr("10.0.8.10")},
	}
	arrows = []Arrow{
		{"balancer", "web", Route{corev1.ProtocolTCP, 3000}},
		{"web", "api", Route{corev1.ProtocolTCP, 8000}},
		{"api", "postgres", Route{corev1.ProtocolTCP, 5432}},
		{"worker", "postgres", Route{corev1.ProtocolTCP, 5432}},
		{"api", "internet", Route{corev1.ProtocolTCP, 443}},
	}
	// small is what the sample just fits on: the pods of the smallest scale take
	// 2100m on nodes of 1500m, those of the largest 4100m.
	small = Nodes{Name: "small", Room: Room{1500, 4 << 30, 10}, Least: 3, Most: 4, Zones: 2}
)

func (s *sample) everything() []Problem {
	cluster := s.decode()
	problems := append(cluster.Check(), cluster.Capacity(small)...)
	return append(problems, cluster.Network(podAddress, others, arrows)...)
}
