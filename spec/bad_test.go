package spec

import (
	"errors"
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
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			_, err := LoadFileAt(file, "stockindicator", "dev", today)
			var problems Problems
			require.True(t, errors.As(err, &problems), "%v", err)
			golden := "testdata/" + name + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o600))
			}
			want, readErr := os.ReadFile(golden)
			require.NoError(t, readErr)
			assert.Equal(t, string(want), err.Error()+"\n")
		})
	}
}

func TestEveryProblemSaysTheRuleAndWhatToWrite(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		_, err := LoadFileAt(file, "stockindicator", "dev", today)
		var problems Problems
		require.True(t, errors.As(err, &problems))
		for _, p := range problems {
			assert.NotEmpty(t, p.Path, file)
			assert.NotEmpty(t, p.Value, p.Path)
			assert.NotEmpty(t, p.Rule, p.Path)
			assert.NotEmpty(t, p.Instead, p.Path)
		}
	}
}

func TestNoMessageShowsASecret(t *testing.T) {
	_, err := LoadFileAt("testdata/secrets.yaml", "stockindicator", "dev", today)
	require.Error(t, err)
	for _, secret := range []string{"hunter2", "AKIAIOSFODNN7EXAMPLE", "BEGIN RSA", "AAABA", "12.5"} {
		assert.NotContains(t, err.Error(), secret)
	}
}

func TestTheMessageIsTheSameEveryTime(t *testing.T) {
	_, first := LoadFileAt("testdata/contradictions.yaml", "stockindicator", "dev", today)
	for range 20 {
		_, again := LoadFileAt("testdata/contradictions.yaml", "stockindicator", "dev", today)
		require.EqualError(t, again, first.Error())
	}
}
