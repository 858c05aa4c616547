package toggles

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"groundwork/spec"
)

// choices are values for one toggle, of which the first that the check accepts is
// taken.
type choices []any

// others are what a key may have in place of what it means now, each choices a
// toggle. known are the values that stack files write at such a key.
func others(field reflect.StructField, now reflect.Value, known []any) []choices {
	t := field.Type
	example := field.Tag.Get("example")
	if also := field.Tag.Get("also"); also != "" {
		known = append([]any{also}, known...)
	}
	switch {
	case isUnit(t):
		return units(t, now, example, known)
	case values(t) != nil:
		return enums(t, now)
	}
	switch t.Kind() {
	case reflect.Bool:
		return []choices{{!now.Bool()}}
	case reflect.Int:
		return numbers(now.Int(), known)
	case reflect.String:
		return []choices{texts(now.String(), example, known)}
	case reflect.Slice:
		return lists(now, example, known)
	}
	return nil
}

func isUnit(t reflect.Type) bool { return t.Implements(reflect.TypeFor[spec.Unit]()) }

// values are an enumeration's, nil for other types.
func values(t reflect.Type) []string {
	if enum, is := reflect.Zero(t).Interface().(interface{ Values() []string }); is {
		return enum.Values()
	}
	return nil
}

func enums(t reflect.Type, now reflect.Value) []choices {
	var all []choices
	if only := values(t); len(only) == 1 {
		return []choices{{only[0]}}
	}
	for _, value := range values(t) {
		if value != now.String() {
			all = append(all, choices{value})
		}
	}
	return all
}

// numbers are one more and one fewer, by as little as is legal.
func numbers(now int64, known []any) []choices {
	up, down := choices{now + 1, now * 2, now + 60}, choices{now - 1, now / 2, int64(0)}
	for _, value := range known {
		if number, err := strconv.ParseInt(fmt.Sprint(value), 10, 64); err == nil {
			if number > now {
				up = append(up, number)
			} else {
				down = append(down, number)
			}
		}
	}
	up, down = without(up, fmt.Sprint(now)), without(down, fmt.Sprint(now))
	return []choices{up, slices.DeleteFunc(down, func(value any) bool { return strings.HasPrefix(fmt.Sprint(value), "-") })}
}

var digits = regexp.MustCompile(`[0-9]+`)

// texts are the example, what stack files write, and where the example begins with a
// number, as a version does, the text itself with a number one more or one less.
func texts(now, example string, known []any) choices {
	var all choices
	for _, value := range append([]any{example}, known...) {
		if text, is := value.(string); is && text != "" {
			all = append(all, text)
		}
	}
	if example == "" || !strings.ContainsRune("0123456789", rune(example[0])) {
		return without(all, now)
	}
	for _, from := range []string{now, example} {
		places := digits.FindAllStringIndex(from, -1)
		for _, place := range slices.Backward(places) {
			number, err := strconv.Atoi(from[place[0]:place[1]])
			for _, by := range []int{1, -1} {
				if err == nil && number+by >= 0 {
					all = append(all, fmt.Sprintf("%s%0*d%s", from[:place[0]], place[1]-place[0], number+by, from[place[1]:]))
				}
			}
		}
	}
	return without(all, now)
}

// lists are the list with an item more, with one less and with another one.
func lists(now reflect.Value, example string, known []any) []choices {
	items := make([]any, now.Len())
	for i := range items {
		items[i] = now.Index(i).String()
	}
	var more, other choices
	add := func(value any) {
		if text, is := value.(string); is && text != "" && !slices.Contains(items, value) {
			more = append(more, append(slices.Clone(items), value))
			if len(items) > 0 {
				other = append(other, append(slices.Clone(items[:len(items)-1]), value))
			}
		}
	}
	add(example)
	for _, value := range known {
		add(value)
		if list, is := value.([]any); is {
			for _, item := range list {
				add(item)
			}
		}
	}
	all := []choices{more}
	if len(items) > 1 {
		all = append(all, choices{items[:len(items)-1], items[1:]})
	}
	if len(items) > 0 {
		last := now.Index(len(items) - 1).String()
		for _, text := range texts(last, example, nil) {
			other = append(other, append(slices.Clone(items[:len(items)-1]), text))
		}
		all = append(all, other)
	}
	return all
}

// without leaves a value out, and repetitions.
func without(all choices, now string) choices {
	var left choices
	seen := map[string]bool{now: true}
	for _, value := range all {
		if text := fmt.Sprint(value); !seen[text] {
			seen[text] = true
			left = append(left, value)
		}
	}
	return left
}
