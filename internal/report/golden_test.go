package report

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata")

func TestReportsAreAsTheGoldensHaveThem(t *testing.T) {
	for _, s := range append(samples(), recordedSamples(t)...) {
		limit := s.limit
		if limit == 0 {
			limit = githubLimit
		}
		markdown := Markdown(s.review, limit)
		assert.LessOrEqual(t, utf8.RuneCountInString(markdown), limit)
		asJSON, err := JSON(s.review)
		require.NoError(t, err)
		for ending, got := range map[string]string{"md": markdown, "txt": Text(s.review), "json": string(asJSON)} {
			if s.formats != nil && !slices.Contains(s.formats, ending) {
				continue
			}
			name := filepath.Join("testdata", s.name+"."+ending)
			if *update {
				require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
			}
			want, err := os.ReadFile(name)
			require.NoError(t, err)
			if line, differs := firstDifference(string(want), got); differs {
				t.Errorf("%s differs %s\nrewrite it with go test ./internal/report -update if this is meant", name, line)
			}
		}
	}
}

// firstDifference is the first line that differs: whole reports say too much.
func firstDifference(want, got string) (string, bool) {
	if want == got {
		return "", false
	}
	wanted, found := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(wanted), len(found)) {
		if wanted[i] != found[i] {
			return fmt.Sprintf("in line %d\n- %s\n+ %s", i+1, wanted[i], found[i]), true
		}
	}
	return fmt.Sprintf("in length: %d lines in place of %d", len(found), len(wanted)), true
}
