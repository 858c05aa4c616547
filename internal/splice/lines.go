package splice

import (
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// page is a text as its lines, each with its end.
type page struct{ lines []string }

func apply(text []byte, document *yaml.Node, wanted change) ([]byte, error) {
	p := &page{lines: strings.SplitAfter(string(text), "\n")}
	if last := len(p.lines) - 1; p.lines[last] == "" {
		p.lines = p.lines[:last]
	} else {
		p.lines[last] += "\n"
	}
	root := content(document)
	if root == nil { // nothing but comments, if anything
		rendered, err := block(nested(wanted.path, wanted.value), 0)
		p.lines = append(p.lines, rendered...)
		return p.text(), err
	}
	err := p.change(root, wanted.path, wanted.value)
	return p.text(), err
}

func (p *page) text() []byte { return []byte(strings.Join(p.lines, "")) }

// change puts a value at a path below a node that is written as a block.
func (p *page) change(at *yaml.Node, path []any, value *yaml.Node) error {
	if len(path) == 0 {
		return errors.New("it would be all of the text")
	}
	switch step := path[0].(type) {
	case string:
		if at.Kind != yaml.MappingNode {
			return fmt.Errorf("there is no place for %q", step)
		}
		for i := 0; i < len(at.Content); i += 2 {
			if at.Content[i].Value == step {
				return p.changeMember(at.Content[i], at.Content[i+1], path[1:], value)
			}
		}
		return p.insert(p.endOfMapping(at), at.Content[0].Column-1, nested(path, value))
	case int:
		if at.Kind != yaml.SequenceNode || step > len(at.Content) {
			return fmt.Errorf("there is no place for [%d]", step)
		}
		if step == len(at.Content) {
			end := p.end(at.Content[step-1].Line-1, at.Column-1, false)
			return p.insert(end, at.Column-1, nested(path, value))
		}
		return p.changeItem(at, at.Content[step], path[1:], value)
	}
	return errors.New("there is no such place")
}

func (p *page) changeMember(key, old *yaml.Node, rest []any, value *yaml.Node) error {
	first, indent := key.Line-1, key.Column-1
	end := p.end(first, indent, old.Kind == yaml.SequenceNode && old.Column == key.Column)
	switch {
	case value == nil && len(rest) == 0:
		p.replace(first, end)
		return nil
	case len(rest) > 0 && isBlock(old):
		return p.change(old, rest, value)
	case len(rest) > 0 && old.Kind != yaml.ScalarNode && len(old.Content) > 0: // in a line
		if err := set(old, rest, value); err != nil {
			return err
		}
		value, rest = old, nil
	case len(rest) > 0 && old.Kind == yaml.ScalarNode && old.Tag != "!!null":
		return errors.New("there is a value where others would have to be")
	}
	if len(rest) > 0 {
		value = nested(rest, value)
	}
	head := p.head(key)
	comment := ""
	if end == first+1 {
		comment = lineComment(key, old)
	}
	if value.Kind != yaml.ScalarNode && value.Style&yaml.FlowStyle == 0 && len(value.Content) > 0 {
		below, err := block(value, indent+2)
		p.replace(first, end, append([]string{head + comment + "\n"}, below...)...)
		return err
	}
	written, err := inLine(value)
	p.replace(first, end, head+" "+written+comment+"\n")
	return err
}

func (p *page) changeItem(list, old *yaml.Node, rest []any, value *yaml.Node) error {
	first := old.Line - 1
	switch {
	case value == nil:
		return errors.New("an item can't be taken out")
	case len(rest) > 0 && isBlock(old):
		return p.change(old, rest, value)
	case len(rest) > 0:
		if err := set(old, rest, value); err != nil {
			return err
		}
		value = old
	}
	written, err := inLine(value)
	head := string([]rune(p.lines[first])[:old.Column-1])
	p.replace(first, p.end(first, list.Column-1, false), head+written+lineComment(old, old)+"\n")
	return err
}

// head is the line of a key up to the end of its colon.
func (p *page) head(key *yaml.Node) string {
	line, length := []rune(p.lines[key.Line-1]), len([]rune(key.Value))
	if key.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		length += 2
	}
	from := key.Column - 1 + length
	colon := strings.IndexRune(string(line[min(from, len(line)):]), ':')
	return string(line[:min(from+max(colon, 0)+1, len(line))])
}

func lineComment(nodes ...*yaml.Node) string {
	for _, node := range nodes {
		if node.LineComment != "" {
			return " " + node.LineComment
		}
	}
	return ""
}

// isBlock tells whether what is in a node has lines of its own.
func isBlock(node *yaml.Node) bool {
	return node.Kind != yaml.ScalarNode && node.Style&yaml.FlowStyle == 0 && len(node.Content) > 0
}

// end is the line after what belongs to the one at first, which is indented that much:
// all that is indented more, without blank lines and comments at its end. A list may
// stand as far left as its key.
func (p *page) end(first, indent int, listed bool) int {
	end := first + 1
	for i := first + 1; i < len(p.lines); i++ {
		written := strings.TrimSpace(p.lines[i])
		deep := len(p.lines[i]) - len(strings.TrimLeft(p.lines[i], " "))
		switch {
		case written == "" || strings.HasPrefix(written, "#"):
			continue
		case deep > indent || listed && deep == indent && strings.HasPrefix(written, "-"):
			end = i + 1
		default:
			return end
		}
	}
	return end
}

func (p *page) endOfMapping(mapping *yaml.Node) int {
	key, value := mapping.Content[len(mapping.Content)-2], mapping.Content[len(mapping.Content)-1]
	return p.end(key.Line-1, key.Column-1, value.Kind == yaml.SequenceNode && value.Column == key.Column)
}

func (p *page) insert(at, indent int, value *yaml.Node) error {
	rendered, err := block(value, indent)
	p.replace(at, at, rendered...)
	return err
}

// replace puts lines in place of those from first until before end.
func (p *page) replace(first, end int, lines ...string) {
	p.lines = append(p.lines[:first:first], append(lines, p.lines[end:]...)...)
}
