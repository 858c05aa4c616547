package report

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"groundwork/internal/changes"
)

func TestOnlyLinesAroundADifferenceAreShown(t *testing.T) {
	before := strings.Split("a b c d e f g h", " ")
	after := strings.Split("a b c d X f g h i", " ")
	assert.Equal(t, []string{"    [2 lines]", "    c", "    d", "-   e", "+   X", "    f", "    g", "    h", "+   i"}, compared(before, after))
}

func TestVeryLongTextsAreComparedInPart(t *testing.T) {
	line := func(n int, with string) []string { return strings.Split(strings.Repeat(with+"\n", n)+"end", "\n") }
	got := compared(line(2_000, "a"), line(2_000, "b"))
	assert.LessOrEqual(t, len(got), linesAtMost+3)
	assert.Equal(t, "# and 1400 lines that are not compared", got[len(got)-1])
}

// What the marks say turns one text into the other.
func TestMarksLeadFromOneTextToTheOther(t *testing.T) {
	lines := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "c", "- x", "+ x"}), 0, 30)
	rapid.Check(t, func(t *rapid.T) {
		before, after := lines.Draw(t, "before"), lines.Draw(t, "after")
		old, new := []string{}, []string{}
		for _, line := range marks(before, after) {
			if line[0] != '+' {
				old = append(old, line[1:])
			}
			if line[0] != '-' {
				new = append(new, line[1:])
			}
		}
		assert.Equal(t, append([]string{}, before...), old)
		assert.Equal(t, append([]string{}, after...), new)
	})
}

func TestPropertiesAreShownByWhatTheyAre(t *testing.T) {
	policy := `{"Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::a-bucket-with-a-name/*"}]}`
	trials := []struct {
		name     string
		property changes.Property
		want     []string
	}{
		{"a number", changes.Property{Path: "size", Before: 1.0, After: 2.0}, []string{"- size: 1", "+ size: 2"}},
		{"a large number", changes.Property{Path: "size", After: 10_000_000.0}, []string{"+ size: 10000000"}},
		{"one that is removed", changes.Property{Path: "size", Before: "x"}, []string{`- size: "x"`}},
		{"one that replaces by being removed", changes.Property{Path: "size", Before: "x", Replaces: true}, []string{`- size: "x"   (replaces it)`}},
		{"a secret", changes.Property{Path: "key", Before: changes.Secret, After: changes.Secret}, []string{"! key: another [secret]"}},
		{"a text that looks like markup", changes.Property{Path: "key", After: "<b>&"}, []string{`+ key: "<b>&"`}},
		{"a policy", changes.Property{Path: "policy", Before: policy, After: strings.Replace(policy, "PutObject", "*", 1)}, []string{
			"! policy:", "    [3 lines]", `          "Action": [`, `            "s3:GetObject",`, `-           "s3:PutObject"`, `+           "s3:*"`, `          ],`,
			`          "Effect": "Allow",`, "    [4 lines]"}},
		{"a text that gets a second line", changes.Property{Path: "note", Before: "one", After: "one\ntwo\n"}, []string{"! note:", "    one", "+   two"}},
	}
	for _, tr := range trials {
		t.Run(tr.name, func(t *testing.T) { assert.Equal(t, tr.want, propertyLines(tr.property)) })
	}
}
