package pgparam

import (
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

type unit struct {
	name  string
	value int64
}

// sizes and times are the units PostgreSQL reads, in bytes and microseconds.
// Their case matters to PostgreSQL, so it matters here.
// https://www.postgresql.org/docs/16/config-setting.html#CONFIG-SETTING-NAMES-VALUES
var (
	sizes = []unit{{"B", 1}, {"kB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}, {"TB", 1 << 40}}
	times = []unit{{"us", 1}, {"ms", 1_000}, {"s", 1_000_000}, {"min", 60_000_000}, {"h", 3_600_000_000}, {"d", 86_400_000_000}}
)

// on and off are PostgreSQL's spellings of a boolean; RDS takes 1 and 0.
var (
	on  = []string{"on", "true", "yes", "1"}
	off = []string{"off", "false", "no", "0"}
)

var (
	number = regexp.MustCompile(`^-?\d{1,18}(\.\d{1,9})?$`)
	amount = regexp.MustCompile(`^(-?\d{1,18}(?:\.\d{1,9})?)\s*([A-Za-z]*)$`)
	// name is an unquoted PostgreSQL identifier.
	name = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)
)

func (p parameter) convert(human string) (string, error) {
	switch p.kind {
	case boolean:
		return convertBoolean(human)
	case integer, real:
		return p.convertNumber(human)
	case size:
		return p.convertAmount(human, sizes, "8GB or 64MB")
	case duration:
		return p.convertAmount(human, times, "30s or 500ms")
	case enum:
		if !slices.Contains(p.words, human) {
			return "", fmt.Errorf("write one of %s", strings.Join(p.words, ", "))
		}
		return human, nil
	case identifier:
		if !name.MatchString(human) {
			return "", errors.New("write a lower-case name of letters, digits and underscores, at most 63 characters")
		}
		return human, nil
	default:
		return p.convertList(human)
	}
}

func convertBoolean(human string) (string, error) {
	switch lower := strings.ToLower(human); {
	case slices.Contains(on, lower):
		return "1", nil
	case slices.Contains(off, lower):
		return "0", nil
	}
	return "", errors.New("write on or off")
}

func (p parameter) convertNumber(human string) (string, error) {
	if !number.MatchString(human) {
		return "", errors.New("write a plain number, without a unit")
	}
	value, _ := new(big.Rat).SetString(human)
	if p.kind == integer && !value.IsInt() {
		return "", errors.New("write a whole number")
	}
	return p.inRange(value, "")
}

// convertAmount turns a number with a unit into a count of p.unit. A bare
// number is refused although PostgreSQL reads it in the parameter's own unit:
// nobody remembers that 8192 means 64 MB here and 8 MB there. 0 and -1 need no
// unit.
func (p parameter) convertAmount(human string, units []unit, example string) (string, error) {
	parts := amount.FindStringSubmatch(human)
	if parts == nil {
		return "", fmt.Errorf("write a number and one of the units %s, such as %s", unitNames(units), example)
	}
	value, _ := new(big.Rat).SetString(parts[1])
	if parts[2] == "" {
		if parts[1] != "0" && parts[1] != "-1" {
			return "", fmt.Errorf("write its unit, one of %s, such as %s", unitNames(units), example)
		}
		return p.inRange(value, p.unitName(units))
	}
	at := slices.IndexFunc(units, func(u unit) bool { return u.name == parts[2] })
	if at < 0 {
		return "", fmt.Errorf("its unit must be one of %s, such as %s (PostgreSQL tells MB from mb)", unitNames(units), example)
	}
	value.Mul(value, big.NewRat(units[at].value, p.unit))
	if !value.IsInt() {
		return "", fmt.Errorf("write a multiple of %s", p.unitName(units))
	}
	return p.inRange(value, p.unitName(units))
}

// inRange checks a value against the range and writes it the shortest way.
func (p parameter) inRange(value *big.Rat, unit string) (string, error) {
	float, _ := value.Float64()
	if float < p.min || float > p.max {
		limits := fmt.Sprintf("between %s and %s", plain(p.min), plain(p.max))
		if unit != "" {
			limits += " times " + unit
		}
		return "", fmt.Errorf("write a value %s", limits)
	}
	if value.IsInt() {
		return value.Num().String(), nil
	}
	return plain(float), nil
}

func (p parameter) convertList(human string) (string, error) {
	var items []string
	for _, item := range strings.Split(human, ",") {
		item = strings.TrimSpace(item)
		if !slices.Contains(p.words, item) {
			return "", fmt.Errorf("%q is not offered by RDS: did you mean %q? Write a comma-separated list of %s",
				item, nearest(item, p.words), strings.Join(p.words, ", "))
		}
		items = append(items, item)
	}
	// Sorted and without repetition, so that an order in the stack file is no
	// change of the group.
	slices.Sort(items)
	return strings.Join(slices.Compact(items), ","), nil
}

// unitName is the unit RDS counts the parameter in, for people.
func (p parameter) unitName(units []unit) string {
	for _, u := range slices.Backward(units) {
		if p.unit%u.value == 0 {
			return strconv.FormatInt(p.unit/u.value, 10) + u.name
		}
	}
	return ""
}

func unitNames(units []unit) string {
	names := make([]string, len(units))
	for i, u := range units {
		names[i] = u.name
	}
	return strings.Join(names, ", ")
}

func plain(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
