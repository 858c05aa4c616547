// Package splice changes single values of a YAML text and leaves the rest as it was
// written: comments, blank lines, order and quotes.
//
//	changed, err := splice.Become(stackFile, asThePulumiCLIWroteIt)
package splice

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"gopkg.in/yaml.v3"
)

// Become changes a text until it says what another one says. The error tells what
// can't be changed without writing all of it anew.
func Become(source, wanted []byte) ([]byte, error) {
	var target yaml.Node
	if err := yaml.Unmarshal(wanted, &target); err != nil {
		return nil, fmt.Errorf("reading what is wanted: %w", err)
	}
	text := source
	// One difference at a time: a change moves the lines of those that follow.
	for range maxChanges {
		var now yaml.Node
		if err := yaml.Unmarshal(text, &now); err != nil {
			return nil, fmt.Errorf("reading the text: %w", err)
		}
		change, differs := difference(content(&now), content(&target), nil)
		if !differs {
			return text, nil
		}
		next, err := apply(text, &now, change)
		if err != nil {
			return nil, fmt.Errorf("changing %s: %w", change, err)
		}
		if !says(next, change) {
			return nil, fmt.Errorf("changing %s: what is written around it is in the way", change)
		}
		text = next
	}
	return nil, errors.New("there is no end of differences")
}

// maxChanges is more than a person makes at once.
const maxChanges = 1000

// change is a value that is to stand at a path, nil for none.
type change struct {
	path  []any
	value *yaml.Node
}

func (c change) String() string {
	var text strings.Builder
	for _, step := range c.path {
		if index, is := step.(int); is {
			fmt.Fprintf(&text, "[%d]", index)
			continue
		}
		fmt.Fprintf(&text, ".%s", step)
	}
	return strings.TrimPrefix(text.String(), ".")
}

// content is a document's value, nil of an empty one.
func content(document *yaml.Node) *yaml.Node {
	if document.Kind == yaml.DocumentNode && len(document.Content) > 0 {
		return document.Content[0]
	}
	return nil
}

// difference is the first one between two values, as deep as it can be told.
func difference(a, b *yaml.Node, path []any) (change, bool) {
	here := change{path: path, value: b}
	switch {
	case a == nil || b == nil:
		return here, a != b
	case same(a, b):
		return change{}, false
	case a.Kind == yaml.MappingNode && b.Kind == yaml.MappingNode:
		return differentMember(a, b, path)
	case a.Kind == yaml.SequenceNode && b.Kind == yaml.SequenceNode && len(a.Content) <= len(b.Content):
		for i, item := range b.Content {
			var there *yaml.Node
			if i < len(a.Content) {
				there = a.Content[i]
			}
			if found, differs := difference(there, item, extended(path, i)); differs {
				return found, true
			}
		}
	}
	return here, true
}

func differentMember(a, b *yaml.Node, path []any) (change, bool) {
	for i := 0; i < len(b.Content); i += 2 {
		name := b.Content[i].Value
		if found, differs := difference(member(a, name), b.Content[i+1], extended(path, name)); differs {
			return found, true
		}
	}
	for i := 0; i < len(a.Content); i += 2 {
		if name := a.Content[i].Value; member(b, name) == nil {
			return change{path: extended(path, name)}, true
		}
	}
	return change{}, false
}

func extended(path []any, step any) []any { return append(path[:len(path):len(path)], step) }

// member is the value of a key, nil when there is none.
func member(mapping *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// same tells whether two nodes say the same.
func same(a, b *yaml.Node) bool {
	var x, y any
	return a.Decode(&x) == nil && b.Decode(&y) == nil && reflect.DeepEqual(x, y)
}

// says tells whether the text has what a change wanted, and can be read.
func says(text []byte, wanted change) bool {
	var document yaml.Node
	if yaml.Unmarshal(text, &document) != nil {
		return false
	}
	at := content(&document)
	for _, step := range wanted.path {
		switch step := step.(type) {
		case int:
			if at == nil || at.Kind != yaml.SequenceNode || step >= len(at.Content) {
				return wanted.value == nil
			}
			at = at.Content[step]
		case string:
			if at == nil || at.Kind != yaml.MappingNode {
				return wanted.value == nil
			}
			at = member(at, step)
		}
	}
	if at == nil || wanted.value == nil {
		return at == wanted.value
	}
	return same(at, wanted.value)
}

// inLine writes a value so that it fits into a line.
func inLine(value *yaml.Node) (string, error) {
	flow := *value
	if flow.Kind != yaml.ScalarNode {
		flow.Style = yaml.FlowStyle
	} else if strings.Contains(flow.Value, "\n") {
		flow.Style = yaml.DoubleQuotedStyle
	}
	flow.HeadComment, flow.LineComment, flow.FootComment = "", "", ""
	text, err := yaml.Marshal(&flow)
	text = bytes.TrimSuffix(text, []byte("\n"))
	if err == nil && bytes.ContainsRune(text, '\n') {
		err = errors.New("it does not fit into a line")
	}
	return string(text), err
}
