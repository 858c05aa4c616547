package engine

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAProgramGetsItsConfigurationAsFromTheCLI(t *testing.T) {
	const source = `
encryptionsalt: v1:somebody's
config:
  aws:region: us-east-1
  short: plain
  groundwork:startWorkloads: false
  groundwork:count: 3
  groundwork:token: {secure: v1:not-our-key}
  groundwork:database:
    replicas: 2
    parameters: {shared_buffers: 8GB}
  groundwork:secrets:
    - {secure: v1:another}
    - open
`
	read, err := ReadConfig([]byte(source), "shop")
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"aws:region": "us-east-1", "shop:short": "plain", "groundwork:startWorkloads": "false", "groundwork:count": "3",
		"groundwork:token":    "local-groundwork:token",
		"groundwork:database": `{"parameters":{"shared_buffers":"8GB"},"replicas":2}`,
		"groundwork:secrets":  `["local-groundwork:secrets[0]","open"]`,
	}, read.Values)
	assert.Equal(t, []string{"groundwork:secrets", "groundwork:token"}, read.Secrets)
}

// The YAML library writes some texts of several lines so that it can't read them itself.
func TestTextsOfSeveralLinesArrive(t *testing.T) {
	for _, text := range []string{" a\nb", "\ta\nb", "\n\na\n b\n", " a\n", "a\n b\n", "\n"} {
		source, err := json.Marshal(map[string]any{"config": map[string]any{"groundwork:jobs": map[string]any{"command": []string{text, "x"}}, "a": text}})
		require.NoError(t, err)
		read, err := ReadConfig(source, "shop")
		require.NoError(t, err, "%q", text)
		assert.Equal(t, text, read.Values["shop:a"])
		var jobs map[string][]string
		require.NoError(t, json.Unmarshal([]byte(read.Values["groundwork:jobs"]), &jobs))
		assert.Equal(t, text, jobs["command"][0])
		local, err := localStackFile(source, nil, madeUp)
		require.NoError(t, err)
		again, err := ReadConfig(local, "shop")
		require.NoError(t, err, "%s", local)
		assert.Equal(t, read, again)
	}
}

func TestAStackFileWithoutConfigurationIsEmpty(t *testing.T) {
	for _, source := range []string{"", "config:\n", "config: {}\n"} {
		read, err := ReadConfig([]byte(source), "shop")
		require.NoError(t, err)
		assert.Empty(t, read.Values)
		assert.Empty(t, read.Secrets)
	}
}

func TestAStackFileThatIsNoneIsRefused(t *testing.T) {
	for _, source := range []string{"config: [1]", "config: {a: b", "config: {'a:b:c:d': x}"} {
		_, err := ReadConfig([]byte(source), "shop")
		assert.Error(t, err, source)
	}
	system := System{Name: "shop", Dir: t.TempDir()}
	_, err := system.Config("dev")
	assert.ErrorContains(t, err, `no stack "dev" in system "shop"`)
}
