package toggles

import (
	"fmt"
	"reflect"
	"slices"

	"groundwork/spec"
)

// units are a larger and a smaller value.
func units(t reflect.Type, now reflect.Value, example string, known []any) []choices {
	syntax := reflect.Zero(t).Interface().(spec.Unit).Syntax()
	texts := append([]any{}, known...)
	if example != "" {
		texts = append(texts, example)
	}
	for _, one := range syntax.Examples {
		texts = append(texts, one)
	}
	var up, down choices
	for _, times := range [][2]int64{{2, 1}, {3, 2}, {1, 2}, {9, 10}, {0, 1}} {
		texts = slices.Insert(texts, 0, any(scaled(now, times[0], times[1])))
	}
	slices.Reverse(texts[:5])
	for _, text := range texts {
		switch compared(t, text, now) {
		case 1:
			up = append(up, text)
		case -1:
			down = append(down, text)
		}
	}
	return []choices{up, down}
}

// scaled is a multiple of a value with a unit, as a stack file writes it.
func scaled(now reflect.Value, times, by int64) string {
	value := reflect.New(now.Type()).Elem()
	value.Set(now)
	number := value
	if rate, is := now.Interface().(spec.Rate); is {
		rate.Count = max(int(int64(rate.Count)*times/by), 0)
		return rate.String()
	}
	number.SetInt(number.Int() * times / by)
	return fmt.Sprint(value.Interface())
}

// compared is 1 for a text that means more than a value, -1 for less, 0 for the same
// or for no value.
func compared(t reflect.Type, text any, now reflect.Value) int {
	value := reflect.New(t)
	reader, is := value.Interface().(interface{ UnmarshalText([]byte) error })
	if !is || reader.UnmarshalText([]byte(fmt.Sprint(text))) != nil {
		return 0
	}
	is64, was := amount(value.Elem()), amount(now)
	switch {
	case is64 > was:
		return 1
	case is64 < was:
		return -1
	}
	return 0
}

func amount(value reflect.Value) float64 {
	if rate, is := value.Interface().(spec.Rate); is {
		if rate.Per == 0 {
			return 0
		}
		return float64(rate.Count) / rate.Per.Seconds()
	}
	return float64(value.Int())
}
