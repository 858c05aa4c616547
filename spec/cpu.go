package spec

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// CPU is processor time in millicores: 1000 is one core.
type CPU int64

const cpuPattern = `^([0-9]+m|[0-9]+(\.[0-9]{1,3})?)$`

var cpuForm = regexp.MustCompile(cpuPattern)

// ParseCPU reads "500m", "0.5" or "2".
func ParseCPU(text string) (CPU, error) {
	if !cpuForm.MatchString(text) {
		return 0, fmt.Errorf("%q is not an amount of CPU", text)
	}
	digits, milli := strings.CutSuffix(text, "m")
	if !milli {
		whole, fraction, _ := strings.Cut(text, ".")
		digits = whole + (fraction + "000")[:3]
	}
	count, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || count > math.MaxInt32 {
		return 0, fmt.Errorf("%q is too much CPU", text)
	}
	return CPU(count), nil
}

// UnmarshalText reads an amount of CPU.
func (c *CPU) UnmarshalText(text []byte) (err error) {
	*c, err = ParseCPU(string(text))
	return err
}

// String is the canonical Kubernetes quantity: whole cores plain, all else in
// millicores.
func (c CPU) String() string {
	if c%1000 == 0 {
		return strconv.FormatInt(int64(c/1000), 10)
	}
	return strconv.FormatInt(int64(c), 10) + "m"
}

// Syntax tells how an amount of CPU is written.
func (CPU) Syntax() Syntax {
	return Syntax{
		Pattern:  cpuPattern,
		Wanted:   "an amount of CPU: millicores, or cores",
		Examples: []string{"500m", "1", "0.5"},
	}
}
