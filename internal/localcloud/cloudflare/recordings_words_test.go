package cloudflare

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What recordings have and we do not: the order of a list of legal values,
// zeros behind the point, and lists that were cut short.
var (
	legalValues = regexp.MustCompile(`(one of): \[.*`)
	zeros       = regexp.MustCompile(`\.0+\b`)
	place       = regexp.MustCompile(`\.+ (Examine values at '[^.']*\.|at ')([^']*)'\.$`)
)

func plainly(reason string) string {
	reason = zeros.ReplaceAllString(place.ReplaceAllString(reason, " at $2"), "")
	given := ""
	if _, after, ok := strings.Cut(reason, "], got"); ok {
		given = after
	}
	return legalValues.ReplaceAllString(reason, "$1") + given
}

// refusesAlike holds failures to the words of the recorded ones. Ours place the
// missing properties; more may be wrong by our own rules.
func refusesAlike(t *testing.T, line recording, failures []string) {
	t.Helper()
	ours := make([]string, len(failures))
	for i, failure := range failures {
		ours[i] = plainly(failure)
	}
	for _, recorded := range line.Failures {
		words := plainly(recorded.Reason)
		found := false
		for _, own := range ours {
			found = found || strings.HasPrefix(own, words)
		}
		assert.True(t, found, "%s: recorded %q, got %q", line.Name, words, ours)
	}
}
