package spec

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mistake is a stack file with one mistake: what it says beside the minimum, and what
// the check answers.
type mistake struct {
	// name says what is wrong, more is what stands under config: beside region and
	// domain.
	name, more string
	// path and value are where and what, write is what to write; an empty one may be
	// anything.
	path, value, write string
}

// file is the stack file: what it says of region and domain stands in place of the
// minimum's.
func (m mistake) file() string {
	file := minimal
	if strings.HasPrefix(m.more, "groundwork:domain:") {
		file = strings.Join(strings.SplitAfter(minimal, "\n")[:3], "")
	}
	more, region, other := strings.Cut(m.more, "\nregion: ")
	if other {
		file = strings.Replace(file, "us-east-1", region, 1)
	}
	return file + indented(more)
}

func (m mistake) answered(t *testing.T, problems Problems) {
	t.Helper()
	for _, problem := range problems {
		if (m.path == "" || problem.Path == m.path) && (m.value == "" || problem.Value == m.value) && (m.write == "" || problem.Instead == m.write) {
			return
		}
	}
	assert.Fail(t, "not answered", "%s\n%s", m.name, problems.Error())
}

// indented puts lines under config:.
func indented(more string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(more), "\n", "\n  ") + "\n"
}

func TestMistakesAreRefused(t *testing.T) {
	for _, m := range append(slices.Clone(mistakes), ruled...) {
		t.Run(m.name, func(t *testing.T) { m.answered(t, problemsOf(t, m.file())) })
	}
}

// web is a web service with what it lacks replaced.
func web(more string) string {
	return "groundwork:services: {web: {kind: web, tag: 1.0.0, port: 8000, host: example.com, cpu: 100m, memory: 64Mi, " + more + "}}"
}

// manyHosts are as many web services, each on a host of its own.
func manyHosts(count int) string {
	var services strings.Builder
	for i := range count {
		fmt.Fprintf(&services, "  h%02d: {kind: web, tag: 1.0.0, port: 8000, host: h%02d.example.com, cpu: 1m, memory: 16Mi, readiness: {path: /}}\n", i, i)
	}
	return services.String()
}

func manyVariables(count int) string {
	var list []string
	for i := range count {
		list = append(list, fmt.Sprintf("V%d: %s", i, strings.Repeat("x", 100_000)))
	}
	return strings.Join(list, ", ")
}

func TestNamespacesOfProvidersAreLegal(t *testing.T) {
	sys := read(t, "dev", minimal+`
  aws:profile: me
  kubernetes:context: x
  cloudflare:apiToken: {secure: AAAB}
  random:x: y
  pulumi:tags: {a: b}
  example:own: 1
  own: 1
`)
	assert.Equal(t, "us-east-1", sys.Region)
}

func TestEveryAnswerIsVisible(t *testing.T) {
	for _, m := range append(slices.Clone(mistakes), ruled...) {
		text := problemsOf(t, m.file()).Error()
		for _, letter := range strings.ReplaceAll(text, "\n", "") {
			require.True(t, letter >= ' ' && letter != 0x7f && letter != '\u202e', "%s: %q", m.name, text)
		}
		assert.Equal(t, 3*strings.Count(text, "\n    rule:"), strings.Count(text, "\n"), fmt.Sprintf("three lines a problem: %q", text))
	}
}

// brokenFiles are files that do not parse: what the lines are, which is the broken one, and
// what to write there.
var brokenFiles = []struct {
	name, content string
	line          int
	write         string
}{
	{"a brace that is not closed", "config:\n  groundwork:domain: {name: example.com\n  aws:region: us-east-1\n", 2, "groundwork:domain: {name: example.com}"},
	{"a bracket that is not closed", "config:\n  a: [b, c\n  d: e\n", 2, "a: [b, c]"},
	{"a quote that is not closed", "config:\n  a: b\n  c: \"d\n  e: f\n", 3, "c: \"d\""},
	{"a tab", "config:\n  a: b\n\tc: d\n  e: f\n", 3, "c: d, indented by 2 spaces as the line above it"},
	{"a second colon", "config:\n  a: b\n  c: d: e\n", 3, "c: \"d: e\""},
	{"a key too deep", "config:\n  a: b\n    c: d\n  e: f\n", 3, "c: d, indented by 2 spaces as the line above it"},
	{"a key not deep enough", "config:\n  a:\n    b: c\n   d: e\n", 4, "d: e, indented by 4 spaces as the line above it"},
	{"a character that begins nothing", "config:\n  a: @b\n", 2, "a: \"@b\""},
	{"a percent sign", "config:\n  a: %b\n", 2, "a: \"%b\""},
	{"a star", "config:\n  a: *\n", 2, "a: \"*\""},
	{"an alias of nothing", "config:\n  a: *b\n", 2, "a: \"*b\""},
	{"an unknown escape", "config:\n  a: \"\\d\"\n", 2, "a: '\\d'"},
	{"a key without a colon", "config:\n  a: b\n  c\n  d: e\n", 3, "c: with its value behind the colon"},
	{"a control character", "config:\n  a: b\x01\n", 2, "a: b"},
	{"no UTF-8", "config:\n  a: b\n  c: \xff\n", 3, "c:"},
	{"a second document", "config:\n  a: b\n---\nconfig: {}\n", 3, "nothing: leave out the line with --- or ..."},
	{"a list", "- a\n", 1, ""},
	{"a text", "a\n", 1, ""},
}

func TestABrokenFileIsAnsweredWithItsLineAndWhatToWrite(t *testing.T) {
	for _, test := range brokenFiles {
		t.Run(test.name, func(t *testing.T) {
			problems := problemsOf(t, test.content)
			require.Len(t, problems, 1)
			assert.Equal(t, test.line, problems[0].Line, problems.Error())
			if test.write != "" {
				assert.Equal(t, test.write, problems[0].Instead)
			}
			assert.NotContains(t, problems[0].Rule, "yaml:")
			assert.NotContains(t, problems[0].Rule, "did not find expected")
		})
	}
}
