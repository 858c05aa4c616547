package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestAnArrowThatALongerWaySaysIsLeftOut(t *testing.T) {
	assert.Equal(t, []arrow{{0, 1}, {1, 2}}, direct([]arrow{{0, 1}, {0, 2}, {1, 2}}))
	assert.Equal(t, []arrow{{0, 1}, {1, 0}}, direct([]arrow{{0, 1}, {1, 0}}), "a circle stays")
}

// Whatever is left out, everything is still reached.
func TestDirectArrowsReachAsFar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		node := rapid.IntRange(0, 7)
		all := rapid.SliceOfDistinct(rapid.Custom(func(t *rapid.T) arrow { return arrow{node.Draw(t, "from"), node.Draw(t, "to")} }),
			func(a arrow) arrow { return a }).Filter(func(all []arrow) bool {
			for _, a := range all {
				if a.from == a.to {
					return false
				}
			}
			return true
		}).Draw(t, "arrows")
		assert.Equal(t, reachOf(all), reachOf(direct(all)))
	})
}
