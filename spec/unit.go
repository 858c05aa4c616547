package spec

// Syntax is how a value with a unit is written: what editors, the reference
// page and error messages tell about it.
type Syntax struct {
	// Pattern is a regular expression that every accepted text matches.
	Pattern string
	// Wanted names the value, such as "a size".
	Wanted string
	// Examples are accepted texts, the best one first.
	Examples []string
}

// Unit is a value written as text with a unit. Every unit type also has an
// UnmarshalText on its pointer; String gives the canonical text, which parses
// back to the same value.
type Unit interface {
	String() string
	Syntax() Syntax
}
