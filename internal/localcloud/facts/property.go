package facts

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Container says what holds the values of a property.
type Container string

// The containers. A Bag is a list whose order means nothing.
const (
	Single Container = ""
	List   Container = "list"
	Bag    Container = "set"
	Map    Container = "map"
)

// Element says what the values of a property are.
type Element string

// The elements. Any is a value that the facts do not describe.
const (
	String Element = "string"
	Int    Element = "int"
	Float  Element = "float"
	Bool   Element = "bool"
	Object Element = "obj"
	Any    Element = "any"
)

// Property is the schema of one property.
type Property struct {
	// Name is the Pulumi name, Terraform the provider's own where it is not
	// the same in snake case.
	Name, Terraform string
	// Container and Element are the shape: a List of String, a Single Object.
	Container Container
	Element   Element

	// The schema's own flags. Optional and Computed together: the cloud decides
	// unless the program does.
	Required   bool
	Optional   bool
	Computed   bool
	ForceNew   bool
	Sensitive  bool
	WriteOnly  bool
	Deprecated bool
	// Kept says that an update keeps the computed value in the preview
	// instead of showing it as unknown (Cloudflare).
	Kept bool
	// ReplaceIfGiven says that ForceNew counts only when the program gives a
	// value.
	ReplaceIfGiven bool
	// NotInSDK marks what the provider has and the SDK cannot say.
	NotInSDK bool

	// Default is nil where there is none.
	Default any
	// Enum, empty for any value.
	Enum []string
	// Fold compares values without regard to case.
	Fold bool
	// Length bounds a string, Range a number.
	Length, Range Bounds
	// Min and Max bound the count of a list or the value of a number, MaxLen
	// the length of a string; nil is no limit.
	Min, Max, MaxLen *float64
	// Patterns are alternatives.
	Patterns []*regexp.Regexp
	// Format is "arn", "cidr", "json" or "". Enum, Range, Patterns and Format
	// are alternatives where several are given: 0, or 7 to 30.
	Format string
	// Equal names how two values compare: "json", "rfc3339" or "".
	Equal string

	// Names of other properties: those that exclude this one, that it needs, of
	// which, itself included, exactly or at least one must be given.
	Conflicts, RequiredWith, ExactlyOneOf, AtLeastOneOf []string

	// Nested are the properties of an object; nil when undescribed.
	Nested Properties
}

// Settable reports whether a program may give the property.
func (p *Property) Settable() bool { return p.Required || p.Optional }

type rawProperty struct {
	Type     string            `json:"t"`
	Flags    string            `json:"f"`
	TF       string            `json:"tf"`
	Nested   Properties        `json:"p"`
	Default  any               `json:"def"`
	Enum     []any             `json:"enum"`
	Fold     flag              `json:"ci"`
	Length   Bounds            `json:"len"`
	Range    Bounds            `json:"rng"`
	Min      *float64          `json:"min"`
	Max      *float64          `json:"max"`
	MaxLen   *float64          `json:"maxLen"`
	Patterns []string          `json:"re"`
	Format   string            `json:"fmt"`
	Equal    string            `json:"eq"`
	Mods     []json.RawMessage `json:"mods"`
	NotInSDK flag              `json:"notInSdk"`

	Conflicts    []string `json:"conflictsWith"`
	RequiredWith []string `json:"requiredWith"`
	ExactlyOneOf []string `json:"exactlyOneOf"`
	AtLeastOneOf []string `json:"atLeastOneOf"`
}

// UnmarshalJSON reads the facts' terse form; their first line is its legend.
func (p *Property) UnmarshalJSON(data []byte) error {
	var raw rawProperty
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("decoding a property: %w", err)
	}
	*p = Property{
		Terraform: raw.TF, Nested: raw.Nested, Default: raw.Default, Fold: bool(raw.Fold),
		Length: raw.Length, Range: raw.Range, Min: raw.Min, Max: raw.Max, MaxLen: raw.MaxLen,
		Format: raw.Format, Equal: raw.Equal, NotInSDK: bool(raw.NotInSDK),
		Conflicts: raw.Conflicts, RequiredWith: raw.RequiredWith,
		ExactlyOneOf: raw.ExactlyOneOf, AtLeastOneOf: raw.AtLeastOneOf,
		ReplaceIfGiven: len(raw.Mods) > 0,
	}
	p.Container, p.Element = shape(raw.Type)
	p.setFlags(raw.Flags)
	for _, value := range raw.Enum {
		p.Enum = append(p.Enum, legal(p.Element, value))
	}
	for _, source := range raw.Patterns {
		// Some patterns were written down with their backslashes doubled.
		pattern, err := regexp.Compile(strings.ReplaceAll(source, `\\`, `\`))
		if err == nil {
			p.Patterns = append(p.Patterns, pattern)
		}
	}
	if p.ReplaceIfGiven {
		p.ForceNew = true
	}
	return nil
}

// legal writes a value of an enum the way values are compared; some numbers
// were written down as "7.000000".
func legal(element Element, value any) string {
	text := fmt.Sprint(value)
	if element == Int || element == Float {
		if number, err := strconv.ParseFloat(text, 64); err == nil {
			return strconv.FormatFloat(number, 'f', -1, 64)
		}
	}
	return text
}

func (p *Property) setFlags(flags string) {
	for _, f := range flags {
		switch f {
		case 'r':
			p.Required = true
		case 'o':
			p.Optional = true
		case 'c':
			p.Computed = true
		case 'f':
			p.ForceNew = true
		case 's':
			p.Sensitive = true
		case 'w':
			p.WriteOnly = true
		case 'd':
			p.Deprecated = true
		case 'u':
			p.Kept = true
		}
	}
}
