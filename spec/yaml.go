package spec

import (
	"errors"
	"strconv"

	"gopkg.in/yaml.v3"
)

// maxNodes bounds what aliases may expand to, far above any real stack file.
const maxNodes = 20_000

// yamlReader turns YAML into nodes the way the Pulumi CLI reads a stack file
// (it uses the same parser), keeping lines and which values are encrypted.
type yamlReader struct{ nodes int }

var errTooLarge = errors.New("its aliases expand to too many values")

// parseYAML reads a whole stack file. A file that says nothing is an empty
// section.
func parseYAML(content []byte) (*node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, err
	}
	if len(document.Content) == 0 {
		return &node{kind: object}, nil
	}
	return new(yamlReader).read(document.Content[0])
}

func (r *yamlReader) read(y *yaml.Node) (*node, error) {
	if r.nodes++; r.nodes > maxNodes {
		return nil, errTooLarge
	}
	switch y.Kind {
	case yaml.AliasNode:
		// An alias inside its own anchor has no end; the bound stops it.
		return r.read(y.Alias)
	case yaml.SequenceNode:
		n := &node{kind: list, line: y.Line}
		for _, item := range y.Content {
			value, err := r.read(item)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, value)
		}
		return n, nil
	case yaml.MappingNode:
		return r.section(y)
	}
	return scalar(y), nil
}

// section reads a mapping. `<<` adds the fields of other ones; {secure: ...} is
// an encrypted value.
func (r *yamlReader) section(y *yaml.Node) (*node, error) {
	n := &node{kind: object, line: y.Line}
	var merged []field
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		value, err := r.read(y.Content[i+1])
		if err != nil {
			return nil, err
		}
		if value.line = key.Line; key.ShortTag() == "!!merge" {
			merged = append(merged, value.fields...)
			for _, item := range value.items {
				merged = append(merged, item.fields...)
			}
			continue
		}
		if n.has(key.Value) {
			n.twice = append(n.twice, field{key.Value, value})
			continue
		}
		n.fields = append(n.fields, field{key.Value, value})
	}
	for _, more := range merged {
		if !n.has(more.key) {
			n.fields = append(n.fields, more)
		}
	}
	if len(n.fields) == 1 && n.fields[0].key == "secure" && n.fields[0].value.kind == text {
		return &node{kind: text, line: y.Line, secure: true}, nil
	}
	return n, nil
}

func (n *node) has(key string) bool { return n.get(key) != nil }

func (n *node) get(key string) *node {
	for _, field := range n.fields {
		if field.key == key {
			return field.value
		}
	}
	return nil
}

func scalar(y *yaml.Node) *node {
	n := &node{kind: text, text: y.Value, exact: true, line: y.Line}
	switch y.ShortTag() {
	case "!!null":
		n.kind = null
	case "!!bool":
		n.kind = boolean
	case "!!timestamp":
		n.kind = moment
	case "!!float":
		n.kind = number
	case "!!int":
		n.kind = number
		var whole int64
		n.exact = y.Decode(&whole) == nil && strconv.FormatInt(whole, 10) == y.Value
	}
	return n
}
