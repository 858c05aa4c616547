package spec

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Rate is a number of events per time. The zero value means no limit.
type Rate struct {
	// Count is the number of events.
	Count int
	// Per is the time they are counted over: a second, a minute or an hour.
	Per time.Duration
}

const ratePattern = `^(0|[1-9][0-9]*/(s|min|h))$`

var (
	rateForm  = regexp.MustCompile(ratePattern)
	rateUnits = map[string]time.Duration{"s": time.Second, "min": time.Minute, "h": time.Hour}
)

// ParseRate reads "100/s", "500/min" or "1000/h".
func ParseRate(text string) (Rate, error) {
	if !rateForm.MatchString(text) {
		return Rate{}, fmt.Errorf("%q is not a rate", text)
	}
	if text == "0" {
		return Rate{}, nil
	}
	digits, unit, _ := strings.Cut(text, "/")
	count, err := strconv.Atoi(digits)
	if err != nil || count > math.MaxInt32 {
		return Rate{}, fmt.Errorf("%q is too high a rate", text)
	}
	return Rate{Count: count, Per: rateUnits[unit]}, nil
}

// UnmarshalText reads a rate.
func (r *Rate) UnmarshalText(text []byte) (err error) {
	*r, err = ParseRate(string(text))
	return err
}

// String is the canonical text.
func (r Rate) String() string {
	for name, per := range rateUnits {
		if r.Count > 0 && r.Per == per {
			return strconv.Itoa(r.Count) + "/" + name
		}
	}
	return "0"
}

// Syntax tells how a rate is written.
func (Rate) Syntax() Syntax {
	return Syntax{
		Pattern:  ratePattern,
		Wanted:   "a rate: a whole number per s, min or h",
		Examples: []string{"100/s", "500/min", "1000/h"},
	}
}
