package price

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"groundwork/internal/changes"
)

// inputs are a resource's, or a part of them.
type inputs map[string]any

// at finds a value below nested objects: at("scalingConfig", "desiredSize").
func (in inputs) at(path ...string) any {
	var value any = map[string]any(in)
	for _, key := range path {
		object, ok := value.(map[string]any)
		if !ok {
			if hidden(value) {
				return value
			}
			return nil
		}
		value = object[key]
	}
	return value
}

// hidden tells whether a value is there and can't be read.
func hidden(value any) bool { return value == changes.Unknown || value == changes.Secret }

// text is a value as text; otherwise when it is absent, not ok when it is hidden.
func (in inputs) text(otherwise string, path ...string) (text string, ok bool) {
	switch value := in.at(path...).(type) {
	case nil:
		return otherwise, true
	case string:
		return value, !hidden(value)
	case json.Number:
		return value.String(), true
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), true
	default:
		return "", false
	}
}

// most is the largest number that anything here is counted by: what is larger is a
// mistake, and would leave the numbers that Money can hold.
const most = 1_000_000_000

// number is a value as a whole number; otherwise when it is absent, not ok when it
// is hidden, none or out of all bounds.
func (in inputs) number(otherwise int64, path ...string) (n int64, ok bool) {
	n, ok = in.integer(otherwise, path...)
	return n, ok && -most <= n && n <= most
}

func (in inputs) integer(otherwise int64, path ...string) (n int64, ok bool) {
	switch value := in.at(path...).(type) {
	case nil:
		return otherwise, true
	case float64:
		return int64(value), value == math.Trunc(value) && math.Abs(value) < 1<<53
	case int:
		return int64(value), true
	case int64:
		return value, true
	case json.Number:
		n, err := value.Int64()
		return n, err == nil
	case string:
		n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
		return n, err == nil
	default:
		return 0, false
	}
}

// on tells whether a value is true, in whichever type.
func (in inputs) on(path ...string) bool {
	value := in.at(path...)
	return value == true || value == "true"
}

// list is a value as a list; not ok when it is hidden as a whole.
func (in inputs) list(path ...string) (items []any, ok bool) {
	switch value := in.at(path...).(type) {
	case nil:
		return nil, true
	case []any:
		return value, true
	default:
		return nil, false
	}
}

// objects are the objects of a list; a value that is one object is a list of one.
func (in inputs) objects(path ...string) []inputs {
	value := in.at(path...)
	if object, ok := value.(map[string]any); ok {
		return []inputs{object}
	}
	items, _ := value.([]any)
	var all []inputs
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}
