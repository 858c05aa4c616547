package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"groundwork/internal/changes"
)

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
	for _, address := range []string{"", "javascript:alert(1)", "//host/x", "ftp://host/x", "https:///x", "not an address\n", "https://ci.example/" + strings.Repeat("x", longestAddress)} {
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
