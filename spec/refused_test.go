package spec

import (
	"fmt"
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
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) { m.answered(t, problemsOf(t, minimal+indented(m.more))) })
	}
}

var mistakes = []mistake{
	{"a mistyped namespace", "groundwrok:services: {}", "groundwrok:services", "{...}", "groundwork:services: {...}"},
	{"a namespace in capitals", "Groundwork:cache: {}", "Groundwork:cache", "{...}", "groundwork:cache: {...}"},
	{"a longer namespace", "xgroundwork:databse: {}", "xgroundwork:databse", "{...}", "groundwork:database: {...}"},
	{"a namespace of nobody", "gcp:project: x", "gcp:project", `"x"`, "nothing: leave the key out"},
	{"a key of three parts", "groundwork:config:cache: {}", "groundwork:config:cache", "", ""},
	{"a provider's key of three parts", "aws:config:region: eu-west-1", "aws:config:region", "", `aws:region: "eu-west-1"`},
	{"a key without a name", "\"aws:\": x", "aws:", "", ""},
	{"the region twice", "aws:region: eu-west-1", "aws:region", "", ""},
	{"a provider's key twice", "aws:profile: a\naws:profile: b", "aws:profile", "", ""},
	{"a provider's key twice in a section", "aws:defaultTags: {tags: {a: b, a: c}}", "aws:defaultTags.tags.a", "", ""},
	{"a list merged into a section", "groundwork:cache:\n  <<: [a]", "groundwork:cache", "", ""},
	{"a text merged into a section", "groundwork:cache: {<<: x}", "groundwork:cache", "", ""},
	{"two merges in a section", "groundwork:cache: {<<: {}, <<: {}}", "groundwork:cache", "", ""},
	{"a list as a key", "groundwork:cache: {? [a, b] : c}", "groundwork:cache", "", ""},
	{"escapes in a key", "\"groundwork:zz\\e[2J\": 1", `groundwork:zz\u001b[2J`, "", ""},
	{"escapes in a name", "groundwork:generatedSecrets: [\"\\e[31mRED\\e]0;x\\a\"]", "groundwork:generatedSecrets[0]", `\u001b[31mRED\u001b]0;x\u0007`, ""},
	{"a letter that turns text round", "\"groundwork:\\u202ex\": 1", `groundwork:\u202ex`, "", ""},
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
	for _, m := range mistakes {
		text := problemsOf(t, minimal+indented(m.more)).Error()
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
