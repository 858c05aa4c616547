package spec

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Bytes is a size. GB, Gi and GiB all mean 2^30: PostgreSQL and RDS count that
// way under the first name and Kubernetes under the second, and one stack file
// that meant two different things by the same figure would be a trap.
type Bytes int64

// The sizes.
const (
	Ki Bytes = 1 << 10
	Mi Bytes = 1 << 20
	Gi Bytes = 1 << 30
	Ti Bytes = 1 << 40
)

const bytesPattern = `^(0|[0-9]+(Ki|Mi|Gi|Ti|KiB|MiB|GiB|TiB|kB|KB|MB|GB|TB))$`

var (
	bytesForm  = regexp.MustCompile(bytesPattern)
	bytesUnits = map[string]Bytes{"k": Ki, "K": Ki, "M": Mi, "G": Gi, "T": Ti}
	// bytesCanonical is tried from the largest unit down.
	bytesCanonical = []struct {
		name string
		size Bytes
	}{{"Ti", Ti}, {"Gi", Gi}, {"Mi", Mi}, {"Ki", Ki}}
)

// ParseBytes reads a size such as "512Mi" or "500GB".
func ParseBytes(text string) (Bytes, error) {
	if !bytesForm.MatchString(text) {
		return 0, fmt.Errorf("%q is not a size", text)
	}
	if text == "0" {
		return 0, nil
	}
	digits := strings.TrimRight(text, "kKMGTiB")
	count, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is too large a size", text)
	}
	unit := bytesUnits[text[len(digits):len(digits)+1]]
	if count > math.MaxInt64/int64(unit) {
		return 0, fmt.Errorf("%q is too large a size", text)
	}
	return Bytes(count) * unit, nil
}

// UnmarshalText reads a size.
func (b *Bytes) UnmarshalText(text []byte) (err error) {
	*b, err = ParseBytes(string(text))
	return err
}

// String is the size in the largest unit that leaves no fraction, the way
// Kubernetes writes it. Sizes are whole kibibytes; what is not (it cannot come
// from a stack file) is rounded down.
func (b Bytes) String() string {
	for _, unit := range bytesCanonical {
		if b >= unit.size && (b%unit.size == 0 || unit.size == Ki) {
			return strconv.FormatInt(int64(b/unit.size), 10) + unit.name
		}
	}
	return "0"
}

// GiB is the size in whole gibibytes, rounded up: what RDS and EBS take.
func (b Bytes) GiB() int { return int((b + Gi - 1) / Gi) }

// Syntax tells how a size is written.
func (Bytes) Syntax() Syntax {
	return Syntax{
		Pattern:  bytesPattern,
		Wanted:   "a size: a whole number and Ki, Mi, Gi, Ti (or KB, MB, GB, TB, which mean the same)",
		Examples: []string{"512Mi", "1Gi", "500GB"},
	}
}
