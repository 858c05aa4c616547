package redact_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"groundwork/internal/redact"
)

var update = flag.Bool("update", false, "rewrite the golden of misses")

// listed is a line of testdata/secrets.txt.
type listed struct {
	section, name, value string
	secret               bool
	// parts are what must not be shown of a secret.
	parts []string
}

var placed = regexp.MustCompile(`\{([waAxn])([0-9]+)\}`)

var alphabets = map[string]string{
	"w": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "a": "0123456789abcdefghijklmnopqrstuvwxyz",
	"A": "234567ABCDEFGHIJKLMNOPQRSTUVWXYZ", "x": "0123456789abcdef", "n": "0123456789",
}

// list is all of testdata/secrets.txt; its values are the same each time.
func list(t *testing.T) []listed {
	t.Helper()
	content, err := os.ReadFile("testdata/secrets.txt")
	require.NoError(t, err)
	random := rand.New(rand.NewPCG(1, 2))
	var all []listed
	section := ""
	for line := range strings.Lines(string(content)) {
		line = strings.TrimSuffix(line, "\n")
		if title, is := strings.CutPrefix(line, "## "); is {
			section = title
			continue
		}
		name, value, is := strings.Cut(line, "\t")
		if !is || strings.HasPrefix(line, "#") {
			continue
		}
		parts := []string{"hunter2", "swordfish"}
		value = placed.ReplaceAllStringFunc(value, func(place string) string {
			parts := placed.FindStringSubmatch(place)
			count, err := strconv.Atoi(parts[2])
			require.NoError(t, err)
			made := make([]byte, count)
			for i := range made {
				made[i] = alphabets[parts[1]][random.IntN(len(alphabets[parts[1]]))]
			}
			if count > 30 {
				parts = append(parts, string(made))
			}
			return string(made)
		})
		all = append(all, listed{section, name, strings.ReplaceAll(value, `\n`, "\n"), strings.HasPrefix(section, "secret"), parts})
	}
	return all
}

// TestTheListIsJudged names every line that is misjudged in a golden.
func TestTheListIsJudged(t *testing.T) {
	all := list(t)
	require.Greater(t, len(all), 200)
	var misses strings.Builder
	for _, one := range all {
		if why := redact.Secret(one.name, one.value); (why != "") != one.secret {
			fmt.Fprintf(&misses, "%s: %s %.12s: %q\n", one.section, one.name, one.value, why)
		}
	}
	const golden = "testdata/misses.txt"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(misses.String()), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), misses.String())
}

// What the check refuses, the comment and the logs hide.
func TestWhatIsASecretIsHiddenWhereItIsShown(t *testing.T) {
	for _, one := range list(t) {
		if redact.Secret(one.name, one.value) == "" {
			continue
		}
		shown := fmt.Sprint(redact.Value("env", map[string]any{one.name: one.value}), "\n", redact.Text(one.name+"="+one.value))
		for _, part := range one.parts {
			assert.NotContains(t, shown, part, "%s %s", one.name, one.value)
		}
		assert.Contains(t, shown, redact.Hidden, "%s %s", one.name, one.value)
	}
}
