package specgen_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"groundwork/spec"
	"groundwork/spec/specgen"
)

const root = "../.."

var update = flag.Bool("update", false, "rewrite the generated files")

func TestTheGeneratedFilesAreFresh(t *testing.T) {
	if *update {
		require.NoError(t, specgen.Write(root))
	}
	files, err := specgen.Files()
	require.NoError(t, err)
	for path, want := range files {
		got, err := os.ReadFile(filepath.Join(root, path))
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "%s is stale: go run ./spec/specgen/cmd", path)
	}
}

// schema is the generated schema, compiled: a schema that is none fails here.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := specgen.Schema()
	require.NoError(t, err)
	compiled, err := jsonschema.CompileString("stack.schema.json", string(text))
	require.NoError(t, err)
	return compiled
}

// tree is a YAML text as a schema sees it.
func tree(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	require.NoError(t, yaml.Unmarshal(text, &value))
	asJSON, err := json.Marshal(value)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(asJSON, &value))
	return value
}

func TestTheSchemaAcceptsTheStackFiles(t *testing.T) {
	compiled := schema(t)
	for _, stack := range []string{"dev", "staging", "prod"} {
		text, err := os.ReadFile(filepath.Join(root, "Pulumi."+stack+".yaml"))
		require.NoError(t, err)
		assert.NoError(t, compiled.Validate(tree(t, text)), stack)
		assert.True(t, strings.HasPrefix(string(text), "# yaml-language-server: $schema=./"+specgen.SchemaFile+"\n"), stack)
	}
}

const head = "config:\n  aws:region: us-east-1\n  groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711}\n"

func TestTheSchemaRefusesWhatTheDecoderRefuses(t *testing.T) {
	compiled := schema(t)
	assert.NoError(t, compiled.Validate(tree(t, []byte(head))))
	for name, line := range map[string]string{
		"an unknown key":            "groundwork:databse: {}",
		"an unknown key inside":     "groundwork:database: {clas: x}",
		"a wrong enum":              "groundwork:environment: production",
		"a size without a unit":     "groundwork:database: {storage: 500}",
		"a fraction for a text":     "groundwork:compute: {eks: {version: 1.30}}",
		"a text for a list":         "groundwork:network: {zones: use1-az1}",
		"a secret in plain text":    "groundwork:secrets: {TOKEN: plain}",
		"a missing required key":    "groundwork:services: {api: {kind: worker}}",
		"a name that is no label":   "groundwork:buckets: {Logs_Bucket: {role: logs}}",
		"a rate in words":           "groundwork:edge: {rateLimit: 100 per second}",
		"a section that is nothing": "groundwork:network:",
	} {
		text := []byte(head + "  " + line + "\n")
		assert.Error(t, compiled.Validate(tree(t, text)), name)
		file := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
		require.NoError(t, os.WriteFile(file, text, 0o600))
		_, err := spec.LoadFile(file, "example", "dev")
		assert.Error(t, err, name)
	}
}

func TestTheSchemaAcceptsWhatOnlyLooksWrong(t *testing.T) {
	compiled := schema(t)
	for _, line := range []string{
		"groundwork:secrets: {TOKEN: {secure: AAAB}}",
		"groundwork:secrets: {secure: AAAB}",
		"groundwork:database: {backups: 0, version: 16}",
		"groundwork:services: {w: {kind: worker, cpu: 0.5, memory: 1Gi}}",
		"cloudflare:apiToken: {secure: AAAB}",
	} {
		assert.NoError(t, compiled.Validate(tree(t, []byte(head+"  "+line+"\n"))), line)
	}
}

func TestEveryKeyIsDocumented(t *testing.T) {
	text, err := specgen.Schema()
	require.NoError(t, err)
	var whole map[string]any
	require.NoError(t, json.Unmarshal(text, &whole))
	for section, definition := range whole["definitions"].(map[string]any) {
		for key, property := range definition.(map[string]any)["properties"].(map[string]any) {
			assert.NotEmpty(t, property.(map[string]any)["description"], "%s.%s", section, key)
		}
	}
}

func TestTheExampleOfThePageLoads(t *testing.T) {
	_, rest, _ := strings.Cut(string(specgen.Markdown()), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	file := filepath.Join(t.TempDir(), "Pulumi.dev.yaml")
	require.NoError(t, os.WriteFile(file, []byte(example), 0o600))
	_, err := spec.LoadFileAt(file, "example", "dev", time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	assert.NoError(t, err)
}
