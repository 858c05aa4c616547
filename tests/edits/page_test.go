package edits

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/cli"
	"groundwork/internal/engine"
)

// shown are the edits that the page about pull requests shows: one that works, one
// without a way back, one that fails, one that loses data, one that is refused.
var shown = []string{"a tag becomes a release", commented, "a boundary for roles", "a bucket renamed, dev", "dev without the zone that the database is in"}

// commented is the edit whose comment the page shows.
const commented = "storage that grows"

const (
	page    = "../../docs/pull-requests.md"
	comment = "testdata/comment.md"
)

// What the page shows is what came, and is written by go test -update.
func TestThePageShowsWhatCame(t *testing.T) {
	written, err := os.ReadFile(page)
	require.NoError(t, err)
	want := string(written)
	for name, shows := range map[string]string{"answers.txt": rows(t), "comment.md": quotedComment(t)} {
		head, rest, found := strings.Cut(want, "tests/edits/testdata/"+name+"; go test ./tests/edits -run Page -update -->\n")
		require.True(t, found, name)
		marker := want[len(head) : len(want)-len(rest)]
		_, rest, found = strings.Cut(rest, "<!-- to here -->")
		require.True(t, found, name)
		want = head + marker + "\n" + shows + "\n<!-- to here -->" + rest
	}
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, string(written), "go test ./tests/edits -run Page -update writes it")
}

// rows are the first lines of the edits that are shown.
func rows(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(golden)
	require.NoError(t, err)
	var table strings.Builder
	table.WriteString("| edit of a living stack | first line | exit code |\n| --- | --- | ---: |\n")
	for _, name := range shown {
		_, answer, found := strings.Cut("\n\n"+string(content), "\n\n"+name+"\n  ")
		require.True(t, found, "no answer to %q is recorded", name)
		came, line, _ := strings.Cut(answer, "\n  ")
		code, _, _ := strings.Cut(came, " ")
		line, _, _ = strings.Cut(line, "\n")
		fmt.Fprintf(&table, "| %s | %s | %s |\n", name, line, code)
	}
	return table.String()
}

// quotedComment is the whole comment, as a quotation.
func quotedComment(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(comment)
	require.NoError(t, err)
	var quotation strings.Builder
	for line := range strings.Lines(string(content)) {
		quotation.WriteString(strings.TrimRight("> "+line, " \n") + "\n")
	}
	return quotation.String()
}

// The comment that the page shows is the one that the command writes.
func TestTheCommentIsWhatTheCommandWrites(t *testing.T) {
	t.Parallel()
	if os.Getenv("GROUNDWORK_EDITS") == "" {
		t.Skip("make edits writes the comment")
	}
	project, err := engine.FindProject(".")
	require.NoError(t, err)
	edits := readEdits(t)
	at := slices.IndexFunc(edits, func(e edit) bool { return e.Name == commented })
	require.GreaterOrEqual(t, at, 0)
	process := exec.CommandContext(t.Context(), os.Args[0], "preview-comment", "--local", "--no-post", "--base", "HEAD", "--system", edits[at].System, "--format", "markdown")
	process.Dir = checkout(t, project, edits[at])
	process.Env = append(os.Environ(), asCommand+"=1", "GROUNDWORK_HOME="+t.TempDir(), "GITHUB_ACTIONS=", "GITEA_ACTIONS=",
		"PATH="+project.CommandDir()+string(os.PathListSeparator)+os.Getenv("PATH"))
	var said bytes.Buffer
	process.Stderr = &said
	came, err := process.Output()
	require.Equal(t, cli.ExitOK, process.ProcessState.ExitCode(), "%v: %s", err, said.String())
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(comment), 0o755))
		require.NoError(t, os.WriteFile(comment, came, 0o600))
		return
	}
	recorded, err := os.ReadFile(comment)
	require.NoError(t, err)
	assert.Equal(t, string(recorded), string(came), "GROUNDWORK_EDITS=1 go test ./tests/edits -run Comment -update writes it, then -run Page -update")
}
