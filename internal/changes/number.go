package changes

import "encoding/json"

// Number reads a property's value that is a number, of any kind that JSON or a Go
// literal may hold.
func Number(value any) (float64, bool) {
	switch n := value.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil
	}
	return 0, false
}
