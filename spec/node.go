package spec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// kind is what a value in a stack file is.
type kind int

const (
	null kind = iota
	text
	number
	boolean
	moment
	list
	object
)

func (k kind) String() string {
	return [...]string{"nothing", "a text", "a number", "true or false", "a date", "a list", "a section"}[k]
}

// node is one value of a stack file, as the file or the engine gave it.
type node struct {
	kind kind
	// text is a scalar's text. exact tells that it is also the text that a
	// reader of the parsed value sees: not so for 0x1F or 1_000.
	text  string
	exact bool
	// items are a list's values, fields a section's, in their order.
	items  []*node
	fields []field
	// twice are fields whose key was there before.
	twice []field
	// line is 0 where it is not known.
	line int
	// secure values are stored encrypted; where only the file was read, their
	// text is not known.
	secure bool
}

type field struct {
	key   string
	value *node
}

// found is the value for a message.
func (n *node) found() any {
	switch n.kind {
	case text:
		return n.text
	case list:
		return raw("[...]")
	case object:
		return raw("{...}")
	case null:
		return raw("(nothing)")
	}
	return raw(n.text)
}

// raw is text that a message shows without quotes.
type raw string

// parseText is the value of a top-level key as the engine hands it over: JSON
// for sections and lists, plain text for scalars.
func parseText(value string, secure bool) (*node, error) {
	if !strings.HasPrefix(value, "{") && !strings.HasPrefix(value, "[") {
		if value == "null" {
			return &node{kind: null, secure: secure}, nil
		}
		return &node{kind: text, text: value, exact: true, secure: secure}, nil
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(value)))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("it is not JSON: there is more after its end")
	}
	return fromJSON(tree, secure), nil
}

func fromJSON(value any, secure bool) *node {
	n := &node{exact: true, secure: secure}
	switch value := value.(type) {
	case string:
		n.kind, n.text = text, value
	case json.Number:
		n.kind, n.text = number, value.String()
	case bool:
		n.kind, n.text = boolean, fmt.Sprint(value)
	case []any:
		n.kind = list
		for _, item := range value {
			n.items = append(n.items, fromJSON(item, secure))
		}
	case map[string]any:
		n.kind = object
		for _, key := range slices.Sorted(maps.Keys(value)) {
			n.fields = append(n.fields, field{key, fromJSON(value[key], secure)})
		}
	}
	return n
}
