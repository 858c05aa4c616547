package account

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden messages")

// Each testdata/*.yaml is a bad stack file; the exact message stands beside it.
func TestBadStackFilesGetTheirExactMessage(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			err := Check(file, "bootstrap", "account")
			var problems Problems
			require.ErrorAs(t, err, &problems)
			golden := strings.TrimSuffix(file, ".yaml") + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o600))
			}
			want, readErr := os.ReadFile(golden)
			require.NoError(t, readErr)
			assert.Equal(t, string(want), err.Error()+"\n")
			assert.NotEmpty(t, problems.Lines())
		})
	}
}

func TestTheExampleIsAGoodStackFile(t *testing.T) {
	require.NoError(t, Check("../Pulumi.account.yaml", "bootstrap", "account"))
}

func TestAStackFileIsCompletedFromWhatItSays(t *testing.T) {
	config, err := decode(map[string]any{
		"aws:region":         "eu-central-1",
		"groundwork:systems": []any{"shop"},
		"groundwork:github":  map[string]any{"repository": "org/shop"},
		"groundwork:gitea":   map[string]any{"issuer": "https://git.example.com/api/actions", "repository": "org/shop", "subject": "repo:org@1/shop@2", "branch": "trunk"},
		"other:key":          true,
	})
	require.NoError(t, err)
	assert.Equal(t, Config{
		Region: "eu-central-1", Name: "groundwork", Systems: []string{"shop"}, OldStates: 90, Protection: true,
		EBSEncryption: true, S3PublicAccessBlock: true, TrailDays: 365,
		Environments: []string{"dev", "staging", "prod"}, Previews: []string{"dev", "staging", "prod"}, StaticBuckets: []string{"static"},
		GitHub: &GitHub{Repository: "org/shop", Subject: "repo:org/shop", Branch: "main"},
		Gitea:  &Gitea{Issuer: "https://git.example.com/api/actions", Repository: "org/shop", Subject: "repo:org@1/shop@2", Branch: "trunk"},
	}, config)
}

func TestPreviewsMayBeForFewerEnvironments(t *testing.T) {
	values := map[string]any{
		"aws:region": "eu-central-1", "groundwork:systems": []any{"shop"}, "groundwork:previews": []any{"dev"},
		"groundwork:github": map[string]any{"repository": "org/shop"},
	}
	config, err := decode(values)
	require.NoError(t, err)
	assert.Equal(t, []string{"dev"}, config.Previews)
	values["groundwork:previews"] = []any{}
	_, err = decode(values)
	require.ErrorContains(t, err, "groundwork:previews: one at least is required")
}

func TestEveryKeyIsInTheDocuments(t *testing.T) {
	operations, err := os.ReadFile("../../docs/operations.md")
	require.NoError(t, err)
	for _, name := range names() {
		assert.Regexp(t, "\\| `"+name+"[`.]", string(operations))
	}
}

func TestAnEnvironmentIsLeftOutWhereAnAccountSaysSo(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	source := "config: {aws:region: us-east-1, groundwork:systems: [shop], groundwork:github: {repository: org/shop}"
	assert.False(t, LeftOut(folder, "prod"), "there is no account")
	write("Pulumi.first.yaml", source+", groundwork:environments: [dev]}\n")
	assert.False(t, LeftOut(folder, "prod"), "another account has it")
	write("Pulumi.second.yaml", source+", groundwork:environments: [prod, qa], groundwork:previews: [qa]}\n")
	assert.True(t, LeftOut(folder, "prod"))
	assert.False(t, LeftOut(folder, "qa"))
	assert.False(t, LeftOut(folder, "dev"))
	write("Pulumi.second.yaml", "config: [")
	assert.False(t, LeftOut(folder, "prod"))
}
