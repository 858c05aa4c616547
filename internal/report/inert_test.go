package report

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"groundwork/internal/changes"
	"groundwork/internal/danger"
)

// tagLines stand in front of the report in a comment.
const tagLines = "<!-- groundwork:preview -->\n<!-- groundwork:lost:0123 -->\n"

// ours is the only raw HTML there may be.
var ours = regexp.MustCompile(`^(<details><summary>[A-Za-z0-9 ,:]+</summary>|</details>|</?sub>|<!-- groundwork:preview -->|<!-- groundwork:lost:0123 -->)\n?$`)

// acting is text outside of code that a forge would make something of.
var acting = regexp.MustCompile(`@[A-Za-z0-9]|#[0-9]|\bGH-[0-9]|\b[0-9a-f]{7,}\b|www\.|://|:[a-z+][a-z0-9_+-]*:`)

// mermaidLine is all that a picture may consist of.
var mermaidLine = regexp.MustCompile(`^(flowchart LR|  n\d+\["[\pL\p{Nd}\p{Mn} ._/\[\]-]*(<br>[0-9a-z ,]+)?"\]:::[a-z]+|  n\d+ --> n\d+|  classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#ffffff|)$`)

// tags are what a rendered report consists of.
var tags = strings.Fields("p strong em code pre table thead tbody tr th td ul li blockquote h3 details summary sub a del br hr")

// requireInert holds a comment against all that names and values might do to it.
func requireInert(t *testing.T, markdown string) {
	t.Helper()
	whole := []byte(tagLines + markdown)
	root := asForge.Parser().Parse(text.NewReader(whole))
	open, hidden := 0, 0
	raw := func(written string) {
		require.Regexp(t, ours, written)
		open += strings.Count(written, "<details>") - strings.Count(written, "</details>")
		hidden += strings.Count(written, "<!--")
		require.GreaterOrEqual(t, open, 0)
	}
	require.NoError(t, ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := node.(type) {
		case *ast.HTMLBlock:
			written := string(n.Lines().Value(whole))
			if n.HasClosure() {
				written += string(n.ClosureLine.Value(whole))
			}
			raw(written)
		case *ast.RawHTML:
			raw(string(n.Segments.Value(whole)))
		case *ast.AutoLink, *ast.Image, *ast.CodeBlock:
			require.Fail(t, "a value became markup", "%T", node)
		case *ast.Link:
			require.Regexp(t, `^https://ci\.example/[!-~]*$`, string(n.Destination))
		case *ast.FencedCodeBlock:
			language := string(n.Language(whole))
			require.Contains(t, []string{"diff", "mermaid"}, language)
			if language == "mermaid" {
				for line := range strings.SplitSeq(string(n.Lines().Value(whole)), "\n") {
					require.Regexp(t, mermaidLine, line)
				}
			}
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			require.NotRegexp(t, acting, string(n.Segment.Value(whole)))
		}
		return ast.WalkContinue, nil
	}))
	require.Zero(t, open, "every part that opens is closed")
	require.Equal(t, 2, hidden, "the tag and the mark are there once")
	requireVisible(t, markdown)
	requireTags(t, rendered(t, string(whole)))
}

// requireVisible finds characters that can't be seen, or that act on a terminal.
func requireVisible(t *testing.T, shown string) {
	t.Helper()
	hidden := strings.IndexFunc(shown, func(r rune) bool { return r != '\n' && (!strconv.IsPrint(r) || blank(r)) })
	require.Equal(t, -1, hidden, "%q", shown[max(0, hidden):min(len(shown), max(0, hidden)+8)])
}

// requireTags reads what a browser would.
func requireTags(t *testing.T, page string) {
	t.Helper()
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			require.ErrorIs(t, tokens.Err(), io.EOF)
			return
		}
		token := tokens.Token()
		if kind == html.TextToken || kind == html.CommentToken {
			continue
		}
		require.Contains(t, tags, token.Data)
		for _, attribute := range token.Attr {
			require.Contains(t, []string{"class", "href", "style", "align"}, attribute.Key)
		}
	}
}

// requireShown finds each loss of data in the comment.
func requireShown(t *testing.T, review Review, markdown string) {
	t.Helper()
	for _, s := range review.Stacks {
		for _, finding := range s.Findings {
			if finding.Level == danger.DataLoss {
				require.Contains(t, markdown, Escape(finding.Name))
			}
		}
	}
}

func TestHostileNamesAreInertAtEveryLimit(t *testing.T) {
	review := hostile()
	for limit := 6_000; limit < 60_000; limit += 997 {
		markdown := Markdown(review, limit)
		require.LessOrEqual(t, utf8.RuneCountInString(markdown), limit)
		requireInert(t, markdown)
		requireShown(t, review, markdown)
	}
}

func FuzzReportsAreInert(f *testing.F) {
	for i, one := range wicked {
		f.Add(one, wicked[(i+1)%len(wicked)], uint16(6_000+i*800), uint8(i))
	}
	kinds := []string{"aws:rds/instance:Instance", "aws:ec2/securityGroup:SecurityGroup", "kubernetes:apps/v1:StatefulSet", "cloudflare:index/dnsRecord:DnsRecord"}
	operations := []changes.Operation{changes.Delete, changes.Replace, changes.Update, changes.Create, changes.Forget, changes.Import}
	f.Fuzz(func(t *testing.T, name, value string, limit uint16, shape uint8) {
		var resources []changes.Resource
		for i := range int(shape%7) + 1 {
			r := resource(operations[(i+int(shape))%len(operations)], kinds[i%len(kinds)], name+strings.Repeat(" ", i), fmt.Sprint(name, i))
			r.ID, r.Because, r.Protected = value, []string{value, name}, i%2 == 0
			r.Before = object{"skipFinalSnapshot": true, "ingress": []any{object{"protocol": "tcp", "fromPort": i, "toPort": i, "cidrBlocks": []any{}}}, "proxied": true}
			r.After = object{"ingress": []any{object{"protocol": value, "fromPort": i, "toPort": i, "cidrBlocks": []any{value, "0.0.0.0/0"}}}, name: value}
			r.Properties = []changes.Property{{Path: name, Before: value, After: name + "\n" + value}, {Path: value, Before: object{name: value}, After: []any{name, value, 1}}}
			if i > 0 {
				r.Follows = []string{resources[i-1].URN, value}
			}
			resources = append(resources, r)
		}
		s := stackOfChanges(name, resources...)
		s.Set.Warnings, s.Set.Outputs = []string{value}, resources[0].Properties
		if shape%3 == 0 {
			s.Set.Errors, s.Error = []string{name}, value
		}
		review := Review{Stacks: []Stack{s, quiet(value)}, Head: value, Base: name, Against: value, RunURL: "https://ci.example/" + value}
		if shape%2 == 0 {
			review.Approval = &Approval{Label: name, By: value, Covers: shape%4 == 0}
		}
		most := 6_000 + int(limit)
		markdown := Markdown(review, most)
		require.LessOrEqual(t, utf8.RuneCountInString(markdown), most)
		requireInert(t, markdown)
		requireShown(t, review, markdown)
		requireVisible(t, Text(review))
		written, err := JSON(review)
		require.NoError(t, err)
		require.True(t, json.Valid(written))
		requireInert(t, Diff(resources[0])+"\n"+Escape(value)+" and "+Escape(name))
	})
}

func TestEscapesShowWhatTheyAreGiven(t *testing.T) {
	for given, want := range map[string]string{
		"plain":             "`plain`",
		"":                  "`\"\"`",
		"a`b":               "``a`b``",
		"`":                 "`` ` ``",
		"a|b":               "`a¦b`",
		"a\nb":              "`a\\nb`",
		"\x1b[1m":           "`\\x1b[1m`",
		"naïve 数":           "`naïve 数`",
		"\u202ea":           "`\\u202ea`",
		"@octocat #1":       "`@octocat #1`",
		"<!-- x -->":        "`<!-- x -->`",
		string([]byte{255}): "`\\xff`",
	} {
		assert.Equal(t, want, Escape(given))
	}
	assert.Len(t, []rune(Escape(strings.Repeat("ä", 1_000_000))), longest+2)
}

func TestProseLeavesWordsAndMarksTheRest(t *testing.T) {
	for given, want := range map[string]string{
		"the database is replaced, its data would be lost": "the database is replaced, its data would be lost",
		`kept in "shop-final"; (10.0.0.0/16).`:             `kept in "shop-final"; (10.0.0.0/16).`,
		"opened to ::/0":                                   "opened to `::/0`",
		"@octocat, see #1":                                 "`@octocat`, see `#1`",
		"commit 7c1d9e0 of GH-1":                           "commit `7c1d9e0` of `GH-1`",
		"isn't known":                                      "isn't known",
		"a_b *c* <d>":                                      "`a_b` `*c*` `<d>`",
		"region us-east-1":                                 "region us-east-1",
	} {
		assert.Equal(t, want, prose(given))
	}
}

// Whatever is cut, it is said, and the more important stays.
func TestWhatHasNoRoomIsNamed(t *testing.T) {
	r := review(many(500))
	whole := Markdown(r, 0)
	assert.NotContains(t, whole, "has no room")
	last := len(whole)
	for _, limit := range []int{60_000, 20_000, 10_000, 5_000, 3_000} {
		cut := Markdown(r, limit)
		assert.LessOrEqual(t, utf8.RuneCountInString(cut), limit)
		assert.Less(t, len(cut), last)
		assert.Contains(t, cut, "This comment has no room for")
		assert.Contains(t, cut, "[the run's summary](<https://github.com/example/")
		assert.Contains(t, cut, "`stockindicator-db-instance`: the database is deleted, its data would be lost")
		last = len(cut)
	}
	withTable, withoutDetail := Markdown(r, 5_000), Markdown(r, 3_000)
	assert.Contains(t, withTable, "| `service-04` |")
	assert.Contains(t, withoutDetail, "all changes in detail")
}

func TestMoreLossesThanFitAreCounted(t *testing.T) {
	var resources []changes.Resource
	for i := range 2_000 {
		r := resource(changes.Delete, "aws:rds/instance:Instance", "database", fmt.Sprintf("database-%d", i))
		r.Before = object{"skipFinalSnapshot": true}
		resources = append(resources, r)
	}
	markdown := Markdown(review(stackOfChanges("prod", resources...)), 30_000)
	assert.LessOrEqual(t, utf8.RuneCountInString(markdown), 30_000)
	listed := strings.Count(markdown, "\n> - `database-")
	assert.Greater(t, listed, 900)
	assert.Contains(t, markdown, fmt.Sprintf("**and %d more resources whose data would be lost**", 2_000-listed))
}

func TestARunsAddressIsALinkOnlyWhenItIsOne(t *testing.T) {
	for _, address := range []string{"", "javascript:alert(1)", "//host/x", "ftp://host/x", "https:///x", "not an address\n"} {
		assert.Empty(t, runLink(Review{RunURL: address}, "the run"))
	}
	assert.Equal(t, "[the run](<https://ci.example/a%3E%29b>)", runLink(Review{RunURL: "https://ci.example/a>)b"}, "the run"))
}

func TestStacksAreNamedWithTheirSystemWhereThereAreSeveral(t *testing.T) {
	other := innocuous("prod")
	other.Set.System = "screener"
	markdown := Markdown(review(innocuous("prod"), other), 0)
	assert.Contains(t, markdown, "### stockindicator/prod: 3 to change")
	assert.Contains(t, markdown, "### screener/prod: 3 to change")
	assert.True(t, slices.Contains(strings.Split(markdown, "\n"), "**stockindicator/prod: 3 to change**; screener/prod: 3 to change"))
}
