package version

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestVersionsAreComparedByTheirNumbers(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       int
	}{
		{"a major", "16", "17", -1},
		{"a minor of two digits", "16.10", "16.4", 1},
		{"the same", "1.34", "1.34", 0},
		{"what one leaves open decides nothing", "16", "16.4", 0},
		{"a major decides before what is left open", "17", "16.4", 1},
		{"with a letter before", "v1.9.0", "v1.10.0", -1},
		{"no version at all", "", "17", 0},
		{"what follows the numbers is left out", "7.x", "7.1", 0},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, Compare(c.a, c.b)) })
	}
	assert.Equal(t, []int{1, 36, 0}, []int{Major("1.36"), Minor("1.36"), Minor("7")})
}
