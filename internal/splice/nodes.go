package splice

import (
	"bytes"
	"errors"
	"strings"

	"gopkg.in/yaml.v3"
)

// nested is a value inside of what its path says.
func nested(path []any, value *yaml.Node) *yaml.Node {
	for i := len(path) - 1; i >= 0; i-- {
		if name, is := path[i].(string); is {
			key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name}
			value = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{key, value}}
			continue
		}
		value = &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{value}}
	}
	return value
}

// block is a value as lines of its own.
func block(value *yaml.Node, indent int) ([]string, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(value), encoder.Close()); err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(text.String()) {
		lines = append(lines, strings.Repeat(" ", indent)+line)
	}
	return lines, nil
}

// set puts a value at a path below a node, in the node itself.
func set(at *yaml.Node, path []any, value *yaml.Node) error {
	if len(path) == 0 {
		return errors.New("there is no such place")
	}
	switch step := path[0].(type) {
	case string:
		return setMember(at, step, path[1:], value)
	case int:
		switch {
		case at.Kind != yaml.SequenceNode || step > len(at.Content) || value == nil:
			return errors.New("there is no such item")
		case step == len(at.Content):
			at.Content = append(at.Content, nested(path[1:], value))
		case len(path) == 1:
			at.Content[step] = value
		default:
			return set(at.Content[step], path[1:], value)
		}
	}
	return nil
}

func setMember(at *yaml.Node, name string, rest []any, value *yaml.Node) error {
	if at.Kind != yaml.MappingNode {
		return errors.New("there is a value where others would have to be")
	}
	for i := 0; i < len(at.Content); i += 2 {
		switch {
		case at.Content[i].Value != name:
		case len(rest) > 0:
			return set(at.Content[i+1], rest, value)
		case value == nil:
			at.Content = append(at.Content[:i], at.Content[i+2:]...)
			return nil
		default:
			at.Content[i+1] = value
			return nil
		}
	}
	at.Content = append(at.Content, nested(append([]any{name}, rest...), value).Content...)
	return nil
}
