package edits

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shown are the edits that the page about pull requests shows: one that works, one
// without a way back, one that loses data, one that is refused.
var shown = []string{"a tag becomes a release", "storage that grows", "a bucket renamed, dev", "dev without the zone that the database is in"}

const page = "../../docs/pull-requests.md"

// What the page shows is what came, and is written by go test -update.
func TestThePageShowsWhatCame(t *testing.T) {
	content, err := os.ReadFile(golden)
	require.NoError(t, err)
	var rows strings.Builder
	rows.WriteString("\n| edit of a living stack | first line | exit code |\n| --- | --- | ---: |\n")
	for _, name := range shown {
		_, answer, found := strings.Cut("\n\n"+string(content), "\n\n"+name+"\n  ")
		require.True(t, found, "no answer to %q is recorded", name)
		came, line, _ := strings.Cut(answer, "\n  ")
		code, _, _ := strings.Cut(came, " ")
		line, _, _ = strings.Cut(line, "\n")
		fmt.Fprintf(&rows, "| %s | %s | %s |\n", name, line, code)
	}
	written, err := os.ReadFile(page)
	require.NoError(t, err)
	head, rest, found := strings.Cut(string(written), "-update -->\n")
	require.True(t, found)
	_, rest, found = strings.Cut(rest, "<!-- to here -->")
	require.True(t, found)
	want := head + "-update -->\n" + rows.String() + "\n<!-- to here -->" + rest
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(want), 0o644))
		return
	}
	assert.Equal(t, want, string(written), "go test ./tests/edits -run Page -update writes it")
}
