package spec

import (
	"encoding"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSizesMeanPowersOfTwoUnderEveryName(t *testing.T) {
	for text, want := range map[string]Bytes{
		"0": 0, "512Mi": 512 * Mi, "512MB": 512 * Mi, "512MiB": 512 * Mi,
		"500Gi": 500 * Gi, "500GB": 500 * Gi, "8GB": 8 * Gi, "1TB": Ti, "64kB": 64 * Ki, "64KB": 64 * Ki,
	} {
		got, err := ParseBytes(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "512", "512M", "1.5Gi", "-1Gi", "1 Gi", "Gi", "99999999999Ti", "10gb"} {
		_, err := ParseBytes(text)
		assert.Error(t, err, text)
	}
}

func TestCPUIsMillicoresOrCores(t *testing.T) {
	for text, want := range map[string]CPU{"500m": 500, "0.5": 500, "1": 1000, "2000m": 2000, "0.25": 250, "0": 0} {
		got, err := ParseCPU(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	assert.Equal(t, "2", CPU(2000).String())
	assert.Equal(t, "1500m", CPU(1500).String())
	for _, text := range []string{"", "m", "-1", "0.5m", "1.2345", "half", "99999999999"} {
		_, err := ParseCPU(text)
		assert.Error(t, err, text)
	}
}

func TestDurationsKnowDaysWeeksAndYears(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"0": 0, "30s": 30 * time.Second, "10m": 10 * time.Minute, "7d": 7 * day, "2w": 14 * day,
		"10y": 3650 * day, "1h30m": 90 * time.Minute, "500ms": 500 * time.Millisecond,
	} {
		got, err := ParseDuration(text)
		require.NoError(t, err, text)
		assert.Equal(t, Duration(want), got, text)
	}
	assert.Equal(t, "14d", Duration(2*week).String())
	assert.Equal(t, "1h30m", Duration(90*time.Minute).String())
	for _, text := range []string{"", "7", "d", "-1d", "1.5h", "7 d", "1000y", "7D"} {
		_, err := ParseDuration(text)
		assert.Error(t, err, text)
	}
}

func TestRatesArePerSecondMinuteOrHour(t *testing.T) {
	for text, want := range map[string]Rate{
		"0": {}, "100/s": {100, time.Second}, "500/min": {500, time.Minute}, "1000/h": {1000, time.Hour},
	} {
		got, err := ParseRate(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "100", "0/s", "100/m", "/s", "100/day", "99999999999/s"} {
		_, err := ParseRate(text)
		assert.Error(t, err, text)
	}
}

// A unit's canonical text reads back as the same value and matches the pattern
// that editors check with.
func roundTrips[U Unit](t *rapid.T, value U, parse func(string) (U, error)) {
	assert.Regexp(t, regexp.MustCompile(value.Syntax().Pattern), value.String())
	again, err := parse(value.String())
	require.NoError(t, err)
	assert.Equal(t, value, again)
}

func TestEveryValueRoundTripsThroughItsCanonicalText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.Int64Range(0, 1<<20)
		unit := rapid.SampledFrom([]Bytes{Ki, Mi, Gi, Ti}).Draw(t, "unit")
		roundTrips(t, Bytes(count.Draw(t, "size"))*unit, ParseBytes)
		roundTrips(t, CPU(count.Draw(t, "cpu")), ParseCPU)
		roundTrips(t, Duration(rapid.Int64Min(0).Draw(t, "duration")), ParseDuration)
		rate := Rate{Count: rapid.IntRange(1, 1<<30).Draw(t, "count"), Per: rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Hour}).Draw(t, "per")}
		roundTrips(t, rate, ParseRate)
	})
}

func TestWhatParsesMatchesThePatternAndTheOtherWayRound(t *testing.T) {
	units := []interface {
		encoding.TextUnmarshaler
		Unit
	}{new(Bytes), new(CPU), new(Duration), new(Rate)}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{0,4}(\.[0-9])?(/)?(m|s|h|d|w|y|ms|min|Ki|Mi|GB|TB|kB|x)?`).Draw(t, "text")
		for _, unit := range units {
			matches := regexp.MustCompile(unit.Syntax().Pattern).MatchString(text)
			err := unit.UnmarshalText([]byte(text))
			// 503 years have the right form and are more than a time can hold.
			readable := err == nil || strings.Contains(err.Error(), "too long a time")
			assert.Equal(t, matches, readable, "%T %q: %v", unit, text, err)
		}
	})
}

func TestExamplesAreAccepted(t *testing.T) {
	for _, unit := range []interface {
		encoding.TextUnmarshaler
		Unit
	}{new(Bytes), new(CPU), new(Duration), new(Rate)} {
		for _, example := range unit.Syntax().Examples {
			assert.NoError(t, unit.UnmarshalText([]byte(example)), example)
		}
	}
}
