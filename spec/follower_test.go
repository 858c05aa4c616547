package spec

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

type follower struct {
	config *yaml.Node
	path   []string
}

var (
	setsSecret = regexp.MustCompile(`^pulumi config set --secret --path '([^']+)'(, and its name under (\S+))?`)
	renames    = regexp.MustCompile(`^([A-Za-z0-9_-]+):$`)
)

// do does the first of the alternatives.
func (f follower) do(write string) bool {
	first, _, _ := strings.Cut(write, ", or ")
	if explained := strings.LastIndex(first, " ("); explained > 0 && strings.HasSuffix(first, ")") {
		first = first[:explained]
	}
	if secret := setsSecret.FindStringSubmatch(write); secret != nil {
		if slices.Contains(f.path, "env") {
			f.remove(f.path)
		}
		if secret[3] != "" {
			f.append(split(secret[3]), split(secret[1])[1])
		}
		f.set(split(secret[1]), "{secure: AAAB}")
		return true
	}
	if name := renames.FindStringSubmatch(first); name != nil {
		return f.rename(name[1])
	}
	if first == "nothing" || strings.HasPrefix(first, "nothing: ") {
		return f.remove(f.path)
	}
	for edit := range strings.SplitSeq(first, ", and ") {
		if !f.write(edit) {
			return false
		}
	}
	return true
}

// write sets a value, at the key itself, beside it or elsewhere.
func (f follower) write(text string) bool {
	text, beside := strings.CutSuffix(text, " beside it")
	last := f.path[len(f.path)-1]
	if _, err := strconv.Atoi(last); err == nil && !strings.Contains(text, ": ") {
		return f.set(f.path, text)
	}
	if strings.HasPrefix(text, "groundwork:") || strings.HasPrefix(text, "aws:") {
		at := strings.Index(text, ": ")
		return at > 0 && f.place(split(text[:at]), text[at+2:])
	}
	key, value, is := strings.Cut(text, ": ")
	if !is || strings.ContainsAny(key, " ") {
		return false
	}
	at := append(slices.Clone(f.path[:len(f.path)-1]), key)
	if strings.Contains(value, "...") {
		return f.rename(key)
	}
	if key != last && !beside {
		f.remove(f.path)
	}
	return f.set(at, value)
}

// place sets a value, or gives one that is not shown in full another key.
func (f follower) place(at []string, value string) bool {
	if strings.Contains(value, "...") {
		return f.renameAt(at)
	}
	if len(at) == 1 && len(f.path) == 1 && at[0] != f.path[0] {
		f.remove(f.path)
	}
	return f.set(at, value)
}

func (f follower) renameAt(at []string) bool { return f.rename(at[len(at)-1]) }

// rename gives the key at the path another name.
func (f follower) rename(name string) bool {
	section, last := f.find(f.path[:len(f.path)-1]), f.path[len(f.path)-1]
	for i := 0; section != nil && i+1 < len(section.Content); i += 2 {
		if section.Content[i].Value == last {
			section.Content[i].Value = name
			return true
		}
	}
	return false
}

// find is what stands at a path; nil is nothing.
func (f follower) find(path []string) *yaml.Node {
	node := f.config
	for _, part := range path {
		if node = child(node, part); node == nil {
			return nil
		}
	}
	return node
}

func child(node *yaml.Node, part string) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if index, err := strconv.Atoi(part); err == nil && node.Kind == yaml.SequenceNode && index < len(node.Content) {
		return node.Content[index]
	}
	for i := 0; node.Kind == yaml.MappingNode && i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == part {
			return node.Content[i+1]
		}
	}
	return nil
}

// set writes a value as YAML, and makes the sections on the way.
func (f follower) set(path []string, value string) bool {
	var document yaml.Node
	if yaml.Unmarshal([]byte(value), &document) != nil || len(document.Content) != 1 {
		return false
	}
	node := f.config
	for i, part := range path {
		below := child(node, part)
		if below == nil || i+1 < len(path) && below.Kind == yaml.ScalarNode {
			if node.Kind != yaml.MappingNode {
				return false
			}
			if below == nil {
				below = &yaml.Node{}
				node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: part}, below)
			}
			*below = yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		}
		node = below
	}
	*node = *document.Content[0]
	return true
}

// remove takes out a key with its value, the last where it stands twice, or an item.
func (f follower) remove(path []string) bool {
	section, last := f.find(path[:len(path)-1]), path[len(path)-1]
	if section == nil {
		return false
	}
	if index, err := strconv.Atoi(last); err == nil && section.Kind == yaml.SequenceNode && index < len(section.Content) {
		section.Content = slices.Delete(section.Content, index, index+1)
		return true
	}
	for i := len(section.Content) - 2; i >= 0 && section.Kind == yaml.MappingNode; i -= 2 {
		if section.Content[i].Value == last {
			section.Content = slices.Delete(section.Content, i, i+2)
			return true
		}
	}
	return false
}

func (f follower) append(path []string, name string) {
	if f.find(path) == nil {
		f.set(path, "["+name+"]")
		return
	}
	list := f.find(path)
	list.Content = append(list.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: name})
}

// split are the parts of a path: keys, and indexes as numbers.
func split(path string) []string {
	var parts []string
	part := ""
	end := func() {
		if part != "" {
			parts = append(parts, part)
		}
		part = ""
	}
	for path != "" {
		switch {
		case path[0] == '.':
			end()
			path = path[1:]
		case strings.HasPrefix(path, `["`) && strings.Contains(path, `"]`):
			end()
			quoted, rest, _ := strings.Cut(path[1:], `"]`)
			part, _ = strconv.Unquote(quoted + `"`)
			path = rest
		case path[0] == '[':
			end()
			part, path, _ = strings.Cut(path[1:], "]")
		default:
			part, path = part+path[:1], path[1:]
		}
	}
	end()
	return parts
}
