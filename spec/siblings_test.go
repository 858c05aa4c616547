package spec

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shop is a stack file with a host of its own.
func shop(environment, host, more string) string {
	return fmt.Sprintf(`config:
  aws:region: us-east-1
  groundwork:environment: %s
  groundwork:domain: {name: example.com, zoneId: 0da42c8d2132a9ddaf714f9e7c920711%s}
  groundwork:services:
    api: {kind: web, port: 8080, host: %s, tag: "1", cpu: 100m, memory: 128Mi, readiness: {path: /}}
`, environment, more, host)
}

// problemsBeside checks each of some stack files in one folder.
func problemsBeside(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	dir, problems := t.TempDir(), map[string]string{}
	for stack, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi."+stack+".yaml"), []byte(content), 0o600))
	}
	for stack := range files {
		if _, err := LoadFileAt(filepath.Join(dir, "Pulumi."+stack+".yaml"), "shop", stack, today); err != nil {
			problems[stack] = err.Error()
		}
	}
	return problems
}

func TestAHostBelongsToOneStack(t *testing.T) {
	found := problemsBeside(t, map[string]string{
		"staging": shop("staging", "staging.example.com", ""),
		"qa":      shop("staging", "staging.example.com", ""),
	})
	assert.Contains(t, found["qa"], `groundwork:services.api.host: "staging.example.com"`)
	assert.Contains(t, found["qa"], "Pulumi.staging.yaml has this host already")
	assert.NotContains(t, found, "staging", "it was there first")
	assert.Empty(t, problemsBeside(t, map[string]string{
		"staging": shop("staging", "staging.example.com", ""),
		"qa":      shop("staging", "qa.example.com", ""),
		"broken":  "config: [",
	})["qa"], "another host is fine, and another file's problems are told there")
}

func TestAZoneHasOneOwner(t *testing.T) {
	found := problemsBeside(t, map[string]string{
		"prod":    shop("prod", "example.com", ""),
		"prod-eu": shop("prod", "eu.example.com", ""),
	})
	assert.Contains(t, found["prod-eu"], "Pulumi.prod.yaml manages this zone already")
	assert.NotContains(t, found, "prod")
	assert.Empty(t, problemsBeside(t, map[string]string{
		"prod":    shop("prod", "example.com", ""),
		"prod-eu": shop("prod", "eu.example.com", ", manageZone: false"),
	}))
}

func TestAStackIsNamedByItself(t *testing.T) {
	sys, err := parseFile([]byte(shop("staging", "qa.example.com", "")), "Pulumi.qa.yaml", "shop", "qa", today)
	require.NoError(t, err)
	assert.Equal(t, "qa", sys.Stack)
	assert.Equal(t, Staging, sys.Environment)
	assert.Equal(t, "shop-qa", sys.Compute.EKS.Namespace)
	for stack, fine := range map[string]bool{"qa": true, "prod-eu": true, "preview-123": true, "a-name-of-28-characters-now1": true, "a-name-of-29-characters-now-12": false, "QA": false, "qa_2": false, "2nd": false, "eu.prod": false, "qa-": false} {
		_, err := parseFile([]byte(shop("staging", "qa.example.com", "")), "Pulumi."+stack+".yaml", "shop", stack, today)
		assert.Equal(t, fine, err == nil, "%s: %v", stack, err)
	}
}
