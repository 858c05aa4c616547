package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"gopkg.in/yaml.v3"
)

// maxNodes bounds what aliases may expand to, far above any real stack file.
const maxNodes = 20_000

// yamlReader turns YAML into nodes the way the Pulumi CLI reads a stack file
// (it uses the same parser), keeping lines and which values are encrypted.
type yamlReader struct {
	nodes int
	// wrong is what YAML allows and the CLI does not read.
	wrong []unreadableYAML
}

// unreadableYAML is why a file, or a part of it, can't be read.
type unreadableYAML struct {
	// key is the part's, "config" for the whole file.
	key         string
	line        int
	value       any
	rule, write string
}

// parseYAML reads a whole stack file, and tells what of it can't be read; the node is
// nil where nothing can. A file that says nothing is an empty section.
func parseYAML(content []byte) (*node, []unreadableYAML) {
	var document yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return &node{kind: object}, nil
	case err != nil:
		return nil, []unreadableYAML{explainYAML(content, err)}
	}
	var more yaml.Node
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, []unreadableYAML{secondDocument(content, &more, err)}
	}
	if len(document.Content) == 0 {
		return &node{kind: object}, nil
	}
	r := &yamlReader{}
	file := r.read("", document.Content[0])
	if r.nodes > maxNodes {
		return nil, []unreadableYAML{{"config", 0, raw("(the file)"), fmt.Sprintf("with what its aliases repeat, the file has more than %d values", maxNodes), "fewer values"}}
	}
	if file.kind == null {
		file = &node{kind: object}
	}
	if file.kind != object {
		r.wrong = append(r.wrong, unreadableYAML{"config", file.line, file.found(), "a stack file is a section with the key config; this is " + file.kind.String(), "config: with the keys of this stack below it, indented"})
		return nil, r.wrong
	}
	return file, r.wrong
}

func (r *yamlReader) read(path string, y *yaml.Node) *node {
	if r.nodes++; r.nodes > maxNodes {
		return &node{line: y.Line}
	}
	switch y.Kind {
	case yaml.AliasNode:
		// An alias inside its own anchor has no end; the bound stops it.
		return r.read(path, y.Alias)
	case yaml.SequenceNode:
		n := &node{kind: list, line: y.Line}
		for i, item := range y.Content {
			n.items = append(n.items, r.read(under(path, i), item))
		}
		return n
	case yaml.MappingNode:
		return r.section(path, y)
	}
	return scalar(y)
}

// section reads a mapping. `<<` adds the fields of other ones; {secure: ...} is
// an encrypted value.
func (r *yamlReader) section(path string, y *yaml.Node) *node {
	n := &node{kind: object, line: y.Line}
	there := make(map[string]bool, len(y.Content))
	var merged []field
	for i := 0; i+1 < len(y.Content); i += 2 {
		key, text := y.Content[i], y.Content[i].Value
		if key.Kind != yaml.ScalarNode && key.Kind != yaml.AliasNode {
			r.refuse(path, key.Line, "a key is a text; here a list or a section stands in its place", "the key as a text")
			continue
		}
		if key.Kind == yaml.AliasNode {
			text = key.Alias.Value
		}
		value := r.read(inFile(path, text), y.Content[i+1])
		value.line = key.Line
		switch merge := key.ShortTag() == "!!merge"; {
		case merge && there[text]:
			r.refuse(path, key.Line, "<< stands once in a section; it takes a list of sections", "<<: [*one, *other]")
		case merge:
			merged = append(merged, r.mergeable(path, value)...)
		case there[text]:
			n.twice = append(n.twice, field{text, value})
		default:
			n.fields = append(n.fields, field{text, value})
		}
		there[text] = true
	}
	for _, more := range merged {
		if !there[more.key] {
			there[more.key] = true
			n.fields = append(n.fields, more)
		}
	}
	if len(n.fields) == 1 && n.fields[0].key == "secure" && n.fields[0].value.kind == text {
		return &node{kind: text, line: y.Line, secure: true}
	}
	return n
}

// mergeable are the fields that a value adds to a section.
func (r *yamlReader) mergeable(path string, value *node) []field {
	fields := value.fields
	fine := value.kind == object
	if value.kind == list {
		fine = true
		for _, item := range value.items {
			fine = fine && item.kind == object
			fields = append(fields, item.fields...)
		}
	}
	if !fine {
		r.refuse(path, value.line, "<< takes a section, or a list of sections, whose keys it adds: this is "+value.kind.String(), "nothing: leave << out")
		return nil
	}
	return fields
}

func (r *yamlReader) refuse(path string, line int, rule, write string) {
	if path == "" {
		path = "config"
	}
	r.wrong = append(r.wrong, unreadableYAML{path, line, raw("(what it holds)"), rule, write})
}

// inFile is the path of a key: those under config have a namespace of their own.
func inFile(path, key string) string {
	if path == "config" {
		return key
	}
	return extended(path, key)
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
