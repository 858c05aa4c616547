package cli

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/deploy"
)

// outsideOfJobs leaves nothing of a forge in the environment.
func outsideOfJobs(t *testing.T) {
	t.Helper()
	for _, name := range []string{"GITHUB_ACTIONS", "GITEA_ACTIONS", "GITHUB_REPOSITORY", "GITHUB_OUTPUT"} {
		t.Setenv(name, "")
	}
}

func TestTheStacksOfACheckoutAreListed(t *testing.T) {
	outsideOfJobs(t)
	checkout(t)
	require.NoError(t, os.MkdirAll("systems/forum", 0o755))
	for path, text := range map[string]string{
		"systems/forum/Pulumi.yaml": "name: forum\n", "systems/forum/Pulumi.dev.yaml": "config: {}\n", "Pulumi.qa.yaml": "config: {}\n",
		deploy.File: "stacks: {dev: {when: push}}\n",
	} {
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	for line, want := range map[string]string{
		"deploy list":                               "stockindicator/dev\nstockindicator/qa\nforum/dev\n",
		"deploy list --pushed":                      "stockindicator/dev\nforum/dev\n",
		"deploy list --pushed --json":               `[{"system":"stockindicator","stack":"dev"},{"system":"forum","stack":"dev"}]` + "\n",
		"deploy list --pushed --json --stack qa":    "[]\n",
		"deploy list --system forum --stack dev,qa": "forum/dev\n",
	} {
		code, stdout, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitOK, code, "%s: %s", line, stderr)
		assert.Equal(t, want, stdout, line)
	}
}

func TestAWrongDeploymentChangesNothing(t *testing.T) {
	outsideOfJobs(t)
	for line, want := range map[string]string{
		"deploy up":                                  "say which stacks: --stack, or --pushed",
		"deploy plan --stack nosuch":                 `no system has a stack "nosuch"`,
		"deploy up --system nosuch --stack dev":      `no system "nosuch" in this checkout`,
		"deploy up --stack dev prod":                 "takes no argument",
		"deploy upp --stack dev":                     "there is: up",
		"deploy up --stack dev --approved 0123":      "unknown flag: --approved",
		"deploy list --format json":                  "unknown flag: --format",
		"deploy plan --stack dev --allow-loss":       "flag needs an argument",
		"preview-comment --no-post --local --base x": "deployments.yaml has 1 problem; nothing was done",
	} {
		checkout(t)
		if line[:7] == "preview" {
			require.NoError(t, os.WriteFile(deploy.File, []byte("stacks: {prod: {}}\n"), 0o600))
		}
		code, stdout, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitUsage, code, line)
		assert.Contains(t, stderr, want, line)
		assert.Empty(t, stdout, line)
	}
}

func TestAJobWithoutATokenSaysWhatItLacks(t *testing.T) {
	outsideOfJobs(t)
	checkout(t)
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_REPOSITORY", "acme/web")
	t.Setenv("GITHUB_TOKEN", "")
	code, _, stderr := run(t, Program{}, "deploy up --stack dev")
	assert.Equal(t, ExitUsage, code)
	assert.Contains(t, stderr, "GITHUB_TOKEN: ${{ github.token }}")
}
