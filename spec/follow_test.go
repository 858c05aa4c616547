package spec

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// Every `write:` line is done as it says, in the file that it is about: its problem is
// gone and no other has come. What only a person can do, because it takes knowledge that
// no file has, is named in a golden.
func TestWhatTheCheckSaysToWriteIsRight(t *testing.T) {
	var left []string
	files := badFiles(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		content := files[name]
		before := problemsIn(content)
		for _, problem := range before {
			followed, ok := follow(content, problem)
			if !ok {
				left = append(left, name+" "+problem.Path+"\n  write: "+problem.Instead)
				continue
			}
			after := problemsIn(followed)
			assert.False(t, slices.ContainsFunc(after, problem.again), "%s: it is still there\n%s: %s\nrule: %s\nwrite: %s\n", name, problem.Path, problem.Value, problem.Rule, problem.Instead)
			for _, other := range after {
				if uncovered[name+" "+problem.Path] {
					break
				}
				assert.LessOrEqual(t, breaking(after, other), breaking(before, other), "%s: %s says to write %s, and then comes\n%s: %s\nrule: %s", name, problem.Path, problem.Instead, other.Path, other.Value, other.Rule)
			}
		}
	}
	golden := "testdata/people.txt"
	told := strings.Join(slices.Compact(slices.Sorted(slices.Values(left))), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(told), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), told)
}

// uncovered are problems that cover others: what a value means is judged once it can be
// read, and hosts and zones once it is known whose they are.
var uncovered = map[string]bool{
	"a region of nowhere aws:region":                 true,
	"impossible.yaml groundwork:domain.name":         true,
	"unreadable.yaml groundwork:compute.eks.version": true,
	"unreadable.yaml groundwork:database.storage":    true,
}

var item = regexp.MustCompile(`\[[0-9]+\]$`)

// again tells whether a problem is another one once more. Of an item of a list the value
// tells: where one is taken out, the next stands in its place.
func (p Problem) again(other Problem) bool {
	return p.Path == other.Path && particulars.ReplaceAllString(p.Rule, "_") == particulars.ReplaceAllString(other.Rule, "_") && (p.Value == other.Value || !item.MatchString(p.Path))
}

// badFiles are files with mistakes, by name.
func badFiles(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		all[filepath.Base(file)] = content
	}
	for _, m := range append(slices.Clone(mistakes), ruled...) {
		all[m.name] = []byte(m.file())
	}
	return all
}

func problemsIn(content []byte) Problems {
	_, err := parseFile(content, "Pulumi.dev.yaml", "stockindicator", "dev", today)
	var problems Problems
	errors.As(err, &problems)
	return problems
}

var particulars = regexp.MustCompile(`"[^"]*"|[0-9.]+(Mi|Gi|m)?`)

// breaking is how many problems break the same rule.
func breaking(all Problems, like Problem) int {
	number := 0
	for _, one := range all {
		if particulars.ReplaceAllString(one.Rule, "_") == particulars.ReplaceAllString(like.Rule, "_") {
			number++
		}
	}
	return number
}

// follow does what a problem says to write; ok is false where no program can.
func follow(content []byte, problem Problem) (followed []byte, ok bool) {
	var document yaml.Node
	if yaml.Unmarshal(content, &document) != nil || len(document.Content) == 0 {
		return nil, false
	}
	config := child(document.Content[0], "config")
	if config == nil {
		return nil, false
	}
	f := follower{config, split(problem.Path)}
	if !f.do(problem.Instead) {
		return nil, false
	}
	var buffer bytes.Buffer
	if yaml.NewEncoder(&buffer).Encode(document.Content[0]) != nil {
		return nil, false
	}
	return buffer.Bytes(), true
}
