package spec

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// meantUnit is what was meant by a text that is no value with a unit.
func meantUnit(text string, t reflect.Type, example string) string {
	unit, is := reflect.New(t).Interface().(interface {
		UnmarshalText(text []byte) error
	})
	if !is {
		return ""
	}
	meant := map[string]func(string, string) string{"Bytes": meantBytes, "CPU": meantCPU, "Duration": meantDuration, "Rate": meantRate}[t.Name()]
	if meant == nil {
		return ""
	}
	if value := meant(strings.ToLower(strings.TrimSpace(text)), example); value != "" && unit.UnmarshalText([]byte(value)) == nil {
		return value
	}
	return ""
}

// amountForm is a number with a unit behind it, each as somebody may write it.
var amountForm = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)\s*([a-z/ ]*)$`)

// amount is the number and the unit of a text.
func amount(text string) (number float64, unit string, ok bool) {
	parts := amountForm.FindStringSubmatch(text)
	if parts == nil {
		return 0, "", false
	}
	number, err := strconv.ParseFloat(parts[1], 64)
	return number, strings.TrimSpace(parts[2]), err == nil && number <= 1<<40
}

func meantBytes(text, example string) string {
	number, unit, ok := amount(text)
	if !ok {
		return ""
	}
	sizes := map[byte]Bytes{'k': Ki, 'm': Mi, 'g': Gi, 't': Ti}
	size, known := Bytes(1), false
	if unit == "" {
		example = strings.ToLower(strings.TrimLeft(example, "0123456789."))
		unit = example
	}
	if unit != "" {
		size, known = sizes[unit[0]]
	}
	if !known {
		if strings.HasPrefix(unit, "b") {
			size = 1
		} else {
			return ""
		}
	}
	total := Bytes(number * float64(size))
	if total < Ki {
		return "1Ki"
	}
	return total.String()
}

func meantCPU(text, _ string) string {
	number, unit, ok := amount(text)
	switch {
	case !ok:
		return ""
	case strings.HasPrefix(unit, "m"):
		return fmt.Sprintf("%dm", int64(math.Ceil(number)))
	case unit == "" || strings.HasPrefix(unit, "c") || strings.HasPrefix(unit, "v"):
		return CPU(math.Ceil(number * 1000)).String()
	}
	return ""
}

var spans = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": day, "w": week, "mo": 30 * day, "y": year,
}

func meantDuration(text, example string) string {
	number, unit, ok := amount(text)
	if !ok {
		return ""
	}
	if unit == "" {
		unit = strings.TrimLeft(example, "0123456789")
		if unit == "" {
			unit = "s"
		}
	}
	for _, name := range []string{"ms", "mo", "s", "m", "h", "d", "w", "y"} {
		if length := spans[name]; strings.HasPrefix(unit, name) && number < float64(math.MaxInt64)/float64(length) {
			return Duration(number * float64(length)).String()
		}
	}
	return ""
}

func meantRate(text, _ string) string {
	number, unit, ok := amount(text)
	if !ok || number < 1 {
		return ""
	}
	unit = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(unit, "requests"), "req"), "r")
	unit = strings.TrimLeft(strings.Replace(unit, "per", "", 1), " /a")
	unit = strings.TrimLeft(strings.TrimPrefix(unit, "p"), " /")
	per := map[byte]string{'s': "s", 'm': "min", 'h': "h"}
	if unit == "" {
		return fmt.Sprintf("%d/s", int64(number))
	}
	if name := per[unit[0]]; name != "" {
		return fmt.Sprintf("%d/%s", int64(number), name)
	}
	return ""
}
