package retention_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"groundwork/internal/retention"
)

const day = 24 * time.Hour

func TestDaysRoundsUpToTheNextLegalValue(t *testing.T) {
	for _, test := range []struct {
		name string
		in   time.Duration
		want int
	}{
		{"nothing stays nothing", 0, 0},
		{"less than nothing is nothing", -day, 0},
		{"an hour is kept for a day", time.Hour, 1},
		{"a legal value is kept", 30 * day, 30},
		{"a moment more goes to the next", 30*day + time.Nanosecond, 60},
		{"two days become three", 2 * day, 3},
		{"a year", 365 * day, 365},
		{"the longest", 3653 * day, 3653},
		{"more than the longest gives the longest", 5000 * day, 3653},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, retention.Days(test.in)) })
	}
}

func TestDaysIsLegalEnoughAndNeverShrinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := rapid.IntRange(1, 3653*24)
		a, b := hours.Draw(t, "a"), hours.Draw(t, "b")
		daysA := retention.Days(time.Duration(a) * time.Hour)
		assert.True(t, retention.Legal(daysA))
		assert.GreaterOrEqual(t, daysA*24, a)
		if a <= b {
			assert.LessOrEqual(t, daysA, retention.Days(time.Duration(b)*time.Hour))
		}
	})
}

func TestNothingIsNotALegalRetention(t *testing.T) {
	assert.False(t, retention.Legal(0))
	assert.False(t, retention.Legal(2))
}
