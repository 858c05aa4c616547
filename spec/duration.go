package spec

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time. Besides Go's units it knows d (24 hours),
// w (7 days) and y (365 days).
type Duration time.Duration

const durationPattern = `^(0|([0-9]+(y|w|d|h|ms|m|s|us|ns))+)$`

const (
	day  = 24 * time.Hour
	week = 7 * day
	year = 365 * day
)

var (
	durationForm  = regexp.MustCompile(durationPattern)
	durationPart  = regexp.MustCompile(`([0-9]+)(y|w|d|h|ms|m|s|us|ns)`)
	durationUnits = map[string]time.Duration{
		"y": year, "w": week, "d": day, "h": time.Hour, "m": time.Minute,
		"s": time.Second, "ms": time.Millisecond, "us": time.Microsecond, "ns": time.Nanosecond,
	}
	// durationCanonical leaves weeks out: "14d" is plainer than "2w".
	durationCanonical = []string{"d", "h", "m", "s", "ms", "us", "ns"}
)

// ParseDuration reads "7d", "10m", "1h30m" or "10y".
func ParseDuration(text string) (Duration, error) {
	if !durationForm.MatchString(text) {
		return 0, fmt.Errorf("%q is not a length of time", text)
	}
	var sum time.Duration
	for _, part := range durationPart.FindAllStringSubmatch(text, -1) {
		unit := durationUnits[part[2]]
		count, err := strconv.ParseInt(part[1], 10, 64)
		if err != nil || count > int64(math.MaxInt64-sum)/int64(unit) {
			return 0, fmt.Errorf("%q is too long a time", text)
		}
		sum += time.Duration(count) * unit
	}
	return Duration(sum), nil
}

// UnmarshalText reads a length of time.
func (d *Duration) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDuration(string(text))
	return err
}

// String is the canonical text: whole years as such, all else from days down.
func (d Duration) String() string {
	rest := time.Duration(d)
	if rest <= 0 {
		return "0"
	}
	if rest%year == 0 {
		return strconv.FormatInt(int64(rest/year), 10) + "y"
	}
	var text strings.Builder
	for _, name := range durationCanonical {
		unit := durationUnits[name]
		if count := rest / unit; count > 0 {
			text.WriteString(strconv.FormatInt(int64(count), 10) + name)
			rest -= count * unit
		}
	}
	return text.String()
}

// Std is the length of time as Go's own type.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// Days is the length of time in whole days, rounded down. Where whole days are
// required, validation has refused everything else.
func (d Duration) Days() int { return int(time.Duration(d) / day) }

// Seconds is the length of time in whole seconds, rounded down.
func (d Duration) Seconds() int { return int(time.Duration(d) / time.Second) }

// Syntax tells how a length of time is written.
func (Duration) Syntax() Syntax {
	return Syntax{
		Pattern:  durationPattern,
		Wanted:   "a length of time: a whole number and y, w, d, h, m, s or ms",
		Examples: []string{"7d", "10m", "30s", "10y"},
	}
}
