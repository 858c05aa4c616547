package facts

import (
	"strconv"
)

// Bounds are a least and a greatest value; nil where there is none.
type Bounds [2]*float64

// Set reports whether there is a bound at all.
func (b Bounds) Set() bool { return b[0] != nil || b[1] != nil }

// Allow reports whether a value lies within.
func (b Bounds) Allow(n float64) bool {
	return (b[0] == nil || n >= *b[0]) && (b[1] == nil || n <= *b[1])
}

// String is "(7 - 30)".
func (b Bounds) String() string { return "(" + bound(b[0]) + " - " + bound(b[1]) + ")" }

func bound(n *float64) string {
	if n == nil {
		return "any"
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}
