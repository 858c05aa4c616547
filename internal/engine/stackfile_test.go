package engine

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func TestTheWorkingCopyHoldsNoRealSecretAndKeepsTheRest(t *testing.T) {
	source := `
secretsprovider: awskms://alias/real
encryptedkey: real
config:
  aws:region: us-east-1
  cloudflare:apiToken: {secure: real-ciphertext}
  groundwork:services:
    api: {cpu: 500m, list: [{secure: another}]}
`
	seal := func(path string) string { return "sealed local-" + path }
	local, err := localStackFile([]byte(source), map[string]string{"groundwork:protection": "false"}, seal)
	require.NoError(t, err)
	assert.NotContains(t, string(local), "real")
	var file map[string]map[string]any
	require.NoError(t, yaml.Unmarshal(local, &file))
	assert.Len(t, file, 1, "nothing that says how real secrets are encrypted")
	assert.Equal(t, "us-east-1", file["config"]["aws:region"])
	assert.Equal(t, "false", file["config"]["groundwork:protection"])
	assert.Equal(t, map[string]any{"secure": "sealed local-cloudflare:apiToken"}, file["config"]["cloudflare:apiToken"])
}

func TestAMissingStackFileNamesThoseThereAre(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Pulumi.prod.yaml"), []byte("config: {}"), 0o600))
	_, err := Home{Dir: t.TempDir()}.materialise(System{Name: "shop", Dir: dir}, "test", nil, nil)
	assert.ErrorContains(t, err, `no stack "test" in system "shop"`)
	assert.ErrorContains(t, err, "there are: prod")
}

func TestSystemsAreFoundInTheTree(t *testing.T) {
	root := t.TempDir()
	for file, content := range map[string]string{
		"go.mod": "module groundwork\n", "Pulumi.yaml": "name: stockindicator\n",
		"systems/screener/Pulumi.yaml": "name: screener\n", "systems/notes.txt": "",
		"systems/screener/Pulumi.dev.yaml": "config: {}\n",
	} {
		path := filepath.Join(root, file)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	project, err := FindProject(filepath.Join(root, "systems", "screener"))
	require.NoError(t, err)
	assert.Equal(t, root, project.Root)
	systems, err := project.Systems()
	require.NoError(t, err)
	assert.Equal(t, []System{{"stockindicator", root}, {"screener", filepath.Join(root, "systems/screener")}}, systems)
	assert.Equal(t, []string{"dev"}, systems[1].Stacks())
	_, err = project.System("tequipy")
	assert.ErrorContains(t, err, `no system "tequipy" in this checkout; there are: stockindicator, screener`)
}
