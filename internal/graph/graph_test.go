package graph_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the golden")

func TestAGraphIsReadable(t *testing.T) {
	const golden = "testdata/sample.txt"
	got := newSample().record(t).String()
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

// Each change of a program shows as the lines that it is about.
func TestAChangeShows(t *testing.T) {
	for name, test := range map[string]struct {
		change      func(*sample)
		gone, added []string
	}{
		"nothing": {change: func(*sample) {}},
		"an input": {
			change: func(s *sample) { s.bucket["forceDestroy"] = pulumi.Bool(true) },
			added:  []string{"  forceDestroy: true"},
		},
		"a value inside an input": {
			change: func(s *sample) { s.bucket["tags"] = pulumi.StringMap{"Owner": pulumi.String("them")} },
			gone:   []string{"    Owner: us"}, added: []string{"    Owner: them"},
		},
		"a value inside JSON": {
			change: func(s *sample) { s.policy["policy"] = pulumi.String(`{"Version":"2008-10-17","Statement":[]}`) },
			gone:   []string{"    Version: 2012-10-17"}, added: []string{"    Version: 2008-10-17"},
		},
		"an option that is gone": {
			change: func(s *sample) { s.options = nil },
			gone:   []string{"  @protect: true"},
		},
		"more options": {
			change: func(s *sample) {
				s.options = append(s.options, pulumi.IgnoreChanges([]string{"tags", "bucket"}), pulumi.RetainOnDelete(true),
					pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "5m"}), pulumi.DeleteBeforeReplace(true), pulumi.ReplaceOnChanges([]string{"tags"}),
					pulumi.AdditionalSecretOutputs([]string{"arn"}), pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("old")}}), pulumi.Import(pulumi.ID("files")))
			},
			added: []string{
				"  @additionalSecretOutputs: arn", "  @aliases: name=old", "  @customTimeouts: create=5m", "  @deleteBeforeReplace: true",
				"  @ignoreChanges: bucket, tags", "  @import: files", "  @replaceOnChanges: tags", "  @retainOnDelete: true",
			},
		},
		"a parent": {
			change: func(s *sample) { s.policyParent = true },
			gone:   []string{"policy " + policyType}, added: []string{"storage/policy " + policyType},
		},
		"a dependency": {
			change: func(s *sample) { s.policyAfter = true },
			added:  []string{"  @after: password"},
		},
		"where an input comes from": {
			change: func(s *sample) { s.policyOf = "more" },
			gone:   []string{"  bucket: [unknown] <- files"}, added: []string{"  bucket: [unknown] <- more"},
		},
		"a call": {
			change: func(s *sample) { s.calls = 0 },
			gone:   []string{"  @call aws:index/getCallerIdentity:getCallerIdentity: {}"},
		},
		"a call more of what is asked already": {change: func(s *sample) { s.calls = 2 }},
		"an output of the stack": {
			change: func(s *sample) { s.export = pulumi.String("begun") },
			gone:   []string{"  @output state: done"}, added: []string{"  @output state: begun"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			before := newSample().record(t).String()
			changed := newSample()
			test.change(changed)
			gone, added := difference(before, changed.record(t).String())
			assert.ElementsMatch(t, test.gone, gone)
			assert.ElementsMatch(t, test.added, added)
		})
	}
}

// difference is the lines that only one of two texts has.
func difference(before, after string) (gone, added []string) {
	olds, news := strings.Split(before, "\n"), strings.Split(after, "\n")
	for _, line := range olds {
		if at := slices.Index(news, line); at >= 0 {
			news = slices.Delete(news, at, at+1)
		} else {
			gone = append(gone, line)
		}
	}
	return gone, news
}
