package graphs

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// most is how many lines of a difference are told: the rest is for git.
const most = 40

// difference is the lines that only one of two graphs has, under the resource they
// belong to.
func difference(want, got string) []string {
	olds, news := blocks(want), blocks(got)
	all := maps.Clone(olds)
	maps.Copy(all, news)
	var told []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var lines []string
		for _, line := range without(olds[name], news[name]) {
			lines = append(lines, "-"+line)
		}
		for _, line := range without(news[name], olds[name]) {
			lines = append(lines, "+"+line)
		}
		if len(lines) > 0 {
			told = append(append(told, name), lines...)
		}
	}
	if len(told) > most {
		told = append(told[:most], fmt.Sprintf("... and %d lines more", len(told)-most))
	}
	if len(told) == 0 && want != got {
		return []string{"the same lines in another order"}
	}
	return told
}

// blocks are the lines of each resource, by their first.
func blocks(text string) map[string][]string {
	found := map[string][]string{}
	name := ""
	for line := range strings.Lines(text) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, " ") {
			name = line
		}
		found[name] = append(found[name], line)
	}
	return found
}

// without is the lines that others do not have, as often as they do not.
func without(lines, others []string) []string {
	others = slices.Clone(others)
	var left []string
	for _, line := range lines {
		if at := slices.Index(others, line); at >= 0 {
			others = slices.Delete(others, at, at+1)
		} else {
			left = append(left, line)
		}
	}
	return left
}

func TestADifferenceIsToldByResource(t *testing.T) {
	const before = "a T\n  x: 1\n  y: 2\n\nb T\n  x: 1\n"
	assert.Empty(t, difference(before, before))
	assert.Equal(t, []string{"a T", "-  y: 2", "+  y: 3", "b T", "+  z: 4"}, difference(before, "a T\n  x: 1\n  y: 3\n\nb T\n  x: 1\n  z: 4\n"))
	assert.Equal(t, []string{"b T", "-b T", "-  x: 1"}, difference(before, "a T\n  x: 1\n  y: 2\n\n"))
	assert.Equal(t, []string{"the same lines in another order"}, difference(before, "a T\n  y: 2\n  x: 1\n\nb T\n  x: 1\n"))
	assert.Len(t, difference(before, before+strings.Repeat("  more: 1\n", 100)), most+1)
}
