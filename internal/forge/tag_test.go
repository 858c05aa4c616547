package forge_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"groundwork/internal/forge"
)

func TestATagIsAnHTMLCommentThatNamesWhatItIsOf(t *testing.T) {
	require.Equal(t, "<!-- groundwork:drift:stockindicator:prod -->", forge.Tag("drift", "stockindicator", "prod"))
	require.Equal(t, "<!-- groundwork:preview -->", forge.Tag("preview"))
	require.Equal(t, "<!-- groundwork:drift:a%3Ab%20-%2D%3E -->", forge.Tag("drift", "a:b -->"))
}

func FuzzTagsOfDifferentNamesDifferAndAreFoundAgain(f *testing.F) {
	f.Add("stockindicator", "prod", "screener", "prod")
	f.Add("a--b", "c", "a-b", "c")
	f.Add("a:b", "c", "a", "b:c")
	f.Add("", "0", "0", "")
	f.Add("-->", "<script>", "%2D", "-")
	f.Fuzz(func(t *testing.T, system, stack, otherSystem, otherStack string) {
		one, other := forge.Tag("drift", system, stack), forge.Tag("drift", otherSystem, otherStack)
		same := system == otherSystem && stack == otherStack
		require.Equal(t, same, one == other)
		require.Equal(t, one, forge.TagOf(one+"\n"+other))
		require.Equal(t, one, forge.TagOf("\r\n "+one))
		inside := strings.TrimSuffix(strings.TrimPrefix(one, "<!--"), "-->")
		require.NotContains(t, inside, "--", "it would end the HTML comment")
		require.NotContains(t, inside, ">")
	})
}
