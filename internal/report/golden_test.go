package report

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

func TestReportsAreAsTheGoldensHaveThem(t *testing.T) {
	for _, s := range samples() {
		limit := s.limit
		if limit == 0 {
			limit = githubLimit
		}
		markdown := Markdown(s.review, limit)
		assert.LessOrEqual(t, utf8.RuneCountInString(markdown), limit)
		asJSON, err := JSON(s.review)
		require.NoError(t, err)
		for ending, got := range map[string]string{"md": markdown, "txt": Text(s.review), "json": string(asJSON)} {
			name := filepath.Join("testdata", s.name+"."+ending)
			if *update {
				require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
			}
			want, err := os.ReadFile(name)
			require.NoError(t, err)
			assert.Equal(t, string(want), got, "%s: rewrite with go test ./internal/report -update if this is meant", name)
		}
	}
}
