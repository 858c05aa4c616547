package drift

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gmtext "github.com/yuin/goldmark/text"

	"groundwork/internal/changes"
	"groundwork/internal/forge"
)

var update = flag.Bool("update", false, "rewrite the golden issues and reports")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// ofEveryKind is drift of every kind.
func ofEveryKind() Drift {
	d := Find(state(), []Tagged{
		carrying(account+"volume/vol-9", "Name", "copy-of-the-database"),
		carrying("arn:aws:workspaces:us-east-1:123456789012:workspace/ws-1"),
		carrying(account+"instance/i-1", "aws:autoscaling:groupName", "eks-1"),
	})
	d.Folder = "systems/shop"
	return d
}

// huge is 3,000 machines that nobody declared, and as many changed logs.
func huge() Drift {
	set := changes.Set{System: "shop", Stack: "prod"}
	var listed []Tagged
	for n := range 3000 {
		listed = append(listed, carrying(fmt.Sprintf("%sinstance/i-%d", account, n)))
		set.Resources = append(set.Resources, changes.Resource{
			URN: fmt.Sprintf("urn:logs-%04d", n), Type: "aws:cloudwatch/logGroup:LogGroup", Name: fmt.Sprintf("logs-%04d", n), Operation: changes.Update,
			Properties: []changes.Property{{Path: "retentionInDays", Before: 30.0, After: 7.0}},
		})
	}
	return Find(set, listed)
}

// hostileDrift has a text in every place where a cloud's text may stand.
func hostileDrift(said string) Drift {
	set := changes.Set{System: "shop", Stack: "prod", Resources: []changes.Resource{
		{URN: "urn:data" + said, Type: rdsInstance, Name: said, ID: said, Operation: changes.Delete},
		{URN: "urn:" + said, Type: "aws:x/" + said, Name: said, ID: said, Parents: []string{said}, Operation: changes.Delete},
		{URN: "urn:changed" + said, Type: said, Name: said, ID: said, Parents: []string{said + "x"}, Operation: changes.Update,
			Properties: []changes.Property{
				{Path: said, Before: said, After: map[string]any{said: []any{said}}},
				{Path: "plain", Before: nil, After: said},
			}},
	}}
	return Find(set, []Tagged{
		{ARN: "arn:aws:ec2:us-east-1:1:volume/" + said, Type: "ec2:volume", Tags: map[string]string{"Name": said}},
		{ARN: said, Type: said, Tags: map[string]string{"Name": said}},
	})
}

const marker = "EVIL"

var hostileTexts = []string{
	marker, "@everyone " + marker, "<script>" + marker + "</script>", "<!-- " + marker + " -->", "--> " + marker, "`" + marker, marker + "`",
	"```\n" + marker + "\n```\n<b>", "~~~\n" + marker, "\n\n# " + marker + "\n", "[" + marker + "](https://example.com)", "https://example.com/" + marker,
	"\x1b[31m" + marker + "\x1b[0m", "\u202e" + marker, "| " + marker + " |", "#1 " + marker, "'; rm -rf / #" + marker, "$(" + marker + ")", " " + marker + " ",
	"``" + marker + "```` ", "\r\n- " + marker, "\u2028# " + marker, "<details>" + marker, "&lt;" + marker, "\\" + marker + "\\`", strings.Repeat("`", 300) + marker,
	marker + strings.Repeat("a", 5000),
}

func issueOf(t *testing.T, d Drift) string {
	t.Helper()
	body, err := d.openBody(record{}.next(d, noon), true)
	require.NoError(t, err)
	return body
}

// assertInert parses Markdown as forges do, and holds that the text of clouds
// stands in code only, where nothing in it does anything.
func assertInert(t *testing.T, markdown string) {
	t.Helper()
	source := []byte(markdown)
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gmtext.NewReader(source))
	err := ast.Walk(document, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := node.(type) {
		case *ast.CodeSpan, *ast.FencedCodeBlock:
			return ast.WalkSkipChildren, nil
		case *ast.HTMLBlock:
			if block := string(n.Lines().Value(source)); entering && !assert.Regexp(t, `^<!-- groundwork[^<>]* -->\n(<!-- groundwork-record [^<>]* -->\n)?$`, block) {
				return ast.WalkStop, nil
			}
		case *ast.RawHTML, *ast.AutoLink:
			t.Errorf("%T in %s", n, markdown)
		case *ast.Text:
			said := string(n.Value(source))
			assert.NotContains(t, said, marker, markdown)
			assert.NotContains(t, said, "@", markdown)
		case *ast.Link:
			assert.Regexp(t, `^https://(github\.com|www\.pulumi\.com|docs\.aws\.amazon\.com|www\.rfc-editor\.org|kubernetes\.io)/`, string(n.Destination))
		}
		return ast.WalkContinue, nil
	})
	require.NoError(t, err)
}

func TestTheIssueOfEveryKind(t *testing.T) {
	d := ofEveryKind()
	body := issueOf(t, d)
	golden(t, "issue.md", body)
	assertInert(t, body)
}

func TestTheIssueOnceTheDriftIsGone(t *testing.T) {
	body, err := Drift{System: "shop", Stack: "prod"}.closedBody(record{Since: noon}.ended(noon.Add(90 * time.Minute)))
	require.NoError(t, err)
	golden(t, "closed.md", body)
}

func TestThousandsOfDriftsFitAndTheRestIsCounted(t *testing.T) {
	d := huge()
	body := issueOf(t, d)
	assert.LessOrEqual(t, length(body), forge.BodyLimit)
	assert.Greater(t, length(body), forge.BodyLimit*9/10, "the room is used")
	assert.Regexp(t, `And \d{4} more, for which there is no room here`, body)
	assert.Contains(t, body, "## The two ways on")
	read, whole := recordOf(body)
	require.True(t, whole)
	assert.True(t, read.Cut)
	later := read.next(d, noon.Add(time.Hour))
	assert.Equal(t, read, later, "what could not be kept is as old as the drift")
	assertInert(t, body)
}

func TestHostileTextDoesNothingAnywhere(t *testing.T) {
	for _, said := range hostileTexts {
		d := hostileDrift(said)
		body := issueOf(t, d)
		assert.Equal(t, "<!-- groundwork:drift:shop:prod -->", forge.TagOf(body))
		assertInert(t, body)
		assertInert(t, Markdown(60_000, d))
		assertCalm(t, Text(d))
	}
	golden(t, "hostile.md", issueOf(t, hostileDrift("</code>`@everyone` <img src=x onerror=alert(1)> ```\n# [x](javascript:y) \x1b[31m\u202e$(id)'")))
}

// assertCalm holds that a terminal is not made to do anything.
func assertCalm(t *testing.T, said string) {
	t.Helper()
	for _, r := range said {
		if r < ' ' && r != '\n' || r == 0x7f || r == 0x202e || r == 0x9b {
			t.Fatalf("%U in %q", r, said)
		}
	}
}

func FuzzHostileText(f *testing.F) {
	for _, said := range hostileTexts {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		// The marker tells the cloud's text from ours.
		d := hostileDrift(said + marker)
		body := issueOf(t, d)
		if length(body) > forge.BodyLimit {
			t.Fatalf("%d characters", length(body))
		}
		if _, whole := recordOf(body); !whole {
			t.Fatal("the record can't be read back")
		}
		assertInert(t, body)
		assertCalm(t, Text(d))
	})
}
