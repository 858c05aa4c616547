package share

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// roundsOf are lives in which each step takes the product so many seconds and the
// echo 10.
func roundsOf(seconds ...float64) [][]Pair {
	var rounds [][]Pair
	for _, took := range seconds {
		var round []Pair
		for range Life {
			round = append(round, Pair{{CPU: took}, {CPU: 10}})
		}
		rounds = append(rounds, round)
	}
	return rounds
}

func TestTheLeastOfTheRoundsCounts(t *testing.T) {
	for name, test := range map[string]struct {
		seconds []float64
		missed  []string
	}{
		"one round above some":         {[]float64{7.5}, []string{"first up", "unchanged up", "refresh preview", "destroy"}},
		"a slow round beside a better": {[]float64{50, 3.5}, nil},
		"exactly what it may take":     {[]float64{3.5}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			rounds := roundsOf(test.seconds...)
			var out bytes.Buffer
			assert.Equal(t, test.missed, Compare(&out, "prod", rounds, rounds[0]))
			assert.Contains(t, out.String(), "refresh preview")
		})
	}
}

func TestSidesThatDidNotDoTheSameAreNotCompared(t *testing.T) {
	same := map[string]int{"same": 228}
	require.NoError(t, SameWork(Life[2], Pair{{Changes: same}, {Changes: same}}))
	err := SameWork(Life[2], Pair{{Changes: same}, {Changes: map[string]int{"same": 227, "update": 1}}})
	assert.ErrorContains(t, err, "unchanged up: the product did map[same:228]")
}
