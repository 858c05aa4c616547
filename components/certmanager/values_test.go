package certmanager

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chartModule is the module that carries the chart.
const chartModule = "github.com/cert-manager/cert-manager"

// The values are ours to type, and the chart ignores a key that it does not
// know. Its module carries its schema, so each key is held against that.
func TestTheChartKnowsEveryValue(t *testing.T) {
	schema := chartSchema(t)
	ours, err := json.Marshal(newValues(true))
	require.NoError(t, err)
	var set map[string]any
	require.NoError(t, json.Unmarshal(ours, &set))
	checkKeys(t, schema, schema["$defs"].(map[string]any)["helm-values"].(map[string]any), set, "")
}

func TestAKeyThatTheChartDoesNotKnowIsFound(t *testing.T) {
	schema := chartSchema(t)
	top := schema["$defs"].(map[string]any)["helm-values"].(map[string]any)
	assert.Equal(t, []string{"webhook.replicas"}, unknownKeys(schema, top, map[string]any{"webhook": map[string]any{"replicas": 2}}, ""))
}

func checkKeys(t *testing.T, schema, section map[string]any, set map[string]any, path string) {
	t.Helper()
	assert.Empty(t, unknownKeys(schema, section, set, path), "keys that chart %s does not know", chartVersion)
}

// unknownKeys are the keys that a section of the schema does not have. A section
// without keys of its own, such as a container's resources, takes what
// Kubernetes takes.
func unknownKeys(schema, section map[string]any, set map[string]any, path string) []string {
	known, _ := resolved(schema, section)["properties"].(map[string]any)
	if known == nil {
		return nil
	}
	var unknown []string
	for key, value := range set {
		next, ok := known[key].(map[string]any)
		if !ok {
			unknown = append(unknown, strings.TrimPrefix(path+"."+key, "."))
			continue
		}
		if inner, ok := value.(map[string]any); ok {
			unknown = append(unknown, unknownKeys(schema, next, inner, path+"."+key)...)
		}
	}
	return unknown
}

// resolved follows references inside the schema.
func resolved(schema, section map[string]any) map[string]any {
	for {
		reference, ok := section["$ref"].(string)
		if !ok {
			return section
		}
		section = schema["$defs"].(map[string]any)[strings.TrimPrefix(reference, "#/$defs/")].(map[string]any)
	}
}

// chartSchema is the schema of the chart's values. The module comes from the Go
// module proxy once and is checked against the checksum database.
func chartSchema(t *testing.T) map[string]any {
	t.Helper()
	output, err := exec.Command("go", "mod", "download", "-json", chartModule+"@"+chartVersion).Output()
	require.NoError(t, err)
	var module struct{ Dir string }
	require.NoError(t, json.Unmarshal(output, &module))
	content, err := os.ReadFile(filepath.Join(module.Dir, "deploy/charts/cert-manager/values.schema.json"))
	require.NoError(t, err)
	var schema map[string]any
	require.NoError(t, json.Unmarshal(content, &schema))
	return schema
}
