// Package pgparam knows the PostgreSQL parameters that people tune: it takes a
// value the way PostgreSQL's manual writes it ("8GB", "30s", "on") and gives
// the bare number that an RDS parameter group takes, which counts some
// parameters in 8 kB blocks, some in kB, some in milliseconds.
// It is pure.
package pgparam

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/agext/levenshtein"
)

// parameter is one row of the table: what kind of value it takes, in which
// unit, in which range, and whether a change waits for a reboot.
type parameter struct {
	kind kind
	// unit is what RDS counts a size (in bytes) or a time (in microseconds) in.
	unit int64
	// min and max are in that unit; both inclusive.
	min, max float64
	// words are an enum's values, or the items a list may hold.
	words []string
	// static parameters change at a reboot only.
	static bool
}

type kind int

const (
	boolean kind = iota
	integer
	real
	size
	duration
	enum
	list
	identifier
)

// reserved parameters are set by the program; the text tells why.
var reserved = map[string]string{
	"rds.force_ssl": "it is always 1: connections without TLS are refused",
	"ssl":           "RDS keeps it on; rds.force_ssl is always 1",
	"port":          "set the database's port instead",
}

// Convert gives the value of a parameter as an RDS parameter group takes it.
// static tells that a change takes effect at the next reboot only, so the group
// must apply it "pending-reboot". Equal values in different spellings ("1GB",
// "1024MB") convert to the same text.
func Convert(name, human string) (value string, static bool, err error) {
	if why, ok := reserved[name]; ok {
		return "", false, fmt.Errorf("parameter %q cannot be set: %s", name, why)
	}
	p, ok := table[name]
	if !ok {
		return "", false, fmt.Errorf("parameter %q is not known: did you mean %q?", name, nearest(name, Names()))
	}
	value, err = p.convert(strings.TrimSpace(human))
	if err != nil {
		return "", false, fmt.Errorf("parameter %q cannot be %q: %w", name, human, err)
	}
	return value, p.static, nil
}

// Names are the known parameters in alphabetical order.
func Names() []string { return slices.Sorted(maps.Keys(table)) }

// nearest is the candidate with the smallest edit distance to name.
func nearest(name string, candidates []string) string {
	return slices.MinFunc(candidates, func(a, b string) int {
		return levenshtein.Distance(name, a, nil) - levenshtein.Distance(name, b, nil)
	})
}
