package cli

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/forge/forgetest"
)

// recordedPreview is a preview of the reference system that was recorded.
func recordedPreview(t *testing.T, what string) string {
	t.Helper()
	packed, err := os.Open(filepath.Join("..", "changes", "testdata", "streams", "stockindicator-dev-"+what+".jsonl.gz"))
	require.NoError(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), what+".jsonl")
	file, err := os.Create(path)
	require.NoError(t, err)
	_, err = io.Copy(file, unpacked)
	require.NoError(t, err)
	require.NoError(t, file.Close())
	return path
}

// inJob makes the test a job about a pull request, and gives the server and where
// the job's summary goes.
func inJob(t *testing.T, self forgetest.User) (server *forgetest.Server, pull int, summary string) {
	t.Helper()
	server = forgetest.NewGitHub("acme/shop")
	t.Cleanup(server.Close)
	pull = server.OpenPull("ann", "A change", "")
	summary = filepath.Join(t.TempDir(), "summary.md")
	for name, value := range map[string]string{
		"GITHUB_ACTIONS": "true", "GITEA_ACTIONS": "", "GITHUB_REPOSITORY": "acme/shop", "GITHUB_API_URL": server.URL,
		"GITHUB_SERVER_URL": server.Site, "GITHUB_TOKEN": server.Token(self), "GITHUB_EVENT_PATH": "", "GITHUB_RUN_ID": "7",
		"GITHUB_REF": "refs/pull/1/merge", "GITHUB_STEP_SUMMARY": summary,
	} {
		t.Setenv(name, value)
	}
	require.Equal(t, 1, pull)
	return server, pull, summary
}

func TestARecordedPreviewIsToldOnThePullRequest(t *testing.T) {
	server, pull, summary := inJob(t, forgetest.User{Login: "github-actions[bot]", App: true})
	lost := recordedPreview(t, "database-replaced")
	code, stdout, stderr := run(t, Program{}, "preview-comment --format json --from "+lost)
	assert.Equal(t, ExitBlocked, code, stderr)
	assert.True(t, json.Valid([]byte(stdout)), stdout)
	require.Len(t, server.Comments(pull), 1)
	assert.Contains(t, server.Comments(pull)[0].Body, "its data would be lost")
	told, err := os.ReadFile(summary)
	require.NoError(t, err)
	assert.Contains(t, string(told), "its data would be lost")

	code, _, stderr = run(t, Program{}, "preview-comment --from "+recordedPreview(t, "same"))
	assert.Equal(t, ExitOK, code, stderr)
	require.Len(t, server.Comments(pull), 1)
	assert.Contains(t, server.Comments(pull)[0].Body, "no change")
}

func TestWhatCannotBePostedIsStillInTheFileAndTheSummary(t *testing.T) {
	server, pull, summary := inJob(t, forgetest.User{Login: "github-actions[bot]", App: true, ReadOnly: true})
	output := filepath.Join(t.TempDir(), "report.md")
	code, stdout, stderr := run(t, Program{}, "preview-comment --output "+output+" --from "+recordedPreview(t, "innocuous"))
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, stderr, "pull-requests: write")
	assert.Contains(t, stdout, "1 to change")
	for _, path := range []string{output, summary} {
		told, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Contains(t, string(told), "1 to change")
	}
	assert.Empty(t, server.Comments(pull))
}

func TestARecordedPreviewThatFailedIsAFailure(t *testing.T) {
	code, stdout, stderr := run(t, Program{}, "preview-comment --no-post --from "+recordedPreview(t, "failed"))
	assert.Equal(t, ExitFailed, code, stderr)
	assert.Contains(t, stdout, "the preview failed")
}

func TestAPreviewThatCannotBeReadIsAFailure(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	code, _, stderr := run(t, Program{}, "preview-comment --no-post --from "+empty)
	assert.Equal(t, ExitFailed, code)
	assert.Contains(t, stderr, "neither what pulumi preview --json writes nor an event log")
}

func TestAWrongPreviewCommentDoesNothing(t *testing.T) {
	t.Setenv("GITHUB_ACTIONS", "")
	t.Setenv("GITEA_ACTIONS", "")
	t.Setenv("GITHUB_REPOSITORY", "")
	for line, want := range map[string]string{
		"preview-comment": "--no-post",
		"preview-comment --no-post --from x --base main":           "exclude each other",
		"preview-comment --no-post --local --from x":               "exclude each other",
		"preview-comment --no-post --format html":                  "want text, markdown or json",
		"preview-comment --no-post --local --base x --stack never": `no system has a stack "never"`,
	} {
		checkout(t)
		code, stdout, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitUsage, code, line)
		assert.Contains(t, stderr, want, line)
		assert.Empty(t, stdout, line)
	}
}

func TestForDriftTwoMeansDriftAndNeverAMistake(t *testing.T) {
	checkout(t)
	for line, want := range map[string]string{
		"drift --stak dev":                  "unknown flag",
		"drift --local --stack never":       `no system has a stack "never"`,
		"drift --local --format html":       "want text, markdown or json",
		"drift --local --issue --stack dev": "leave out --issue",
	} {
		t.Setenv("GITHUB_ACTIONS", "")
		t.Setenv("GITEA_ACTIONS", "")
		t.Setenv("GITHUB_REPOSITORY", "")
		code, _, stderr := run(t, Program{}, line)
		assert.Equal(t, ExitFailed, code, line)
		assert.Contains(t, stderr, want, line)
	}
}
