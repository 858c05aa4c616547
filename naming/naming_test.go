package naming_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"groundwork/naming"
)

var prod = naming.Scope{System: "stockindicator", Environment: "prod", Extra: map[string]string{"Team": "data", "System": "x"}}

func TestNameJoinsPrefixAndParts(t *testing.T) {
	assert.Equal(t, "stockindicator-prod", prod.Name())
	assert.Equal(t, "stockindicator-prod-api-blue", prod.Name("api", "", "blue"))
}

func TestTagsKeepTheStandardOnes(t *testing.T) {
	assert.Equal(t, map[string]string{
		"Name": "stockindicator-prod-db", "System": "stockindicator",
		"Environment": "prod", "ManagedBy": "groundwork", "Team": "data",
	}, prod.Tags("db"))
}

func TestFitKeepsTheLimitAndTellsNamesApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := rapid.StringMatching(`[a-z][a-z0-9-]{0,80}`)
		a, b := alphabet.Draw(t, "a"), alphabet.Draw(t, "b")
		limit := rapid.IntRange(16, 64).Draw(t, "limit")
		fitA, fitB := naming.Fit(a, limit), naming.Fit(b, limit)
		assert.LessOrEqual(t, len(fitA), limit)
		if a != b && len(a) > limit && len(b) > limit {
			assert.NotEqual(t, fitA, fitB)
		}
		assert.False(t, len(a) > limit && strings.HasSuffix(fitA, "-"))
	})
}
