package spec

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// Every `write:` line is done as it says, in the file that it is about: its problem is
// gone and no other has come. What only a person can do, because it takes knowledge that
// no file has, is named in a golden.
func TestWhatTheCheckSaysToWriteIsRight(t *testing.T) {
	var left []string
	files := badFiles(t)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		content := files[name]
		before := problemsIn(content)
		for _, problem := range before {
			followed, ok := follow(content, problem)
			if !ok {
				left = append(left, name+" "+problem.Path+"\n  write: "+problem.Instead)
				continue
			}
			after := problemsIn(followed)
			assert.False(t, slices.ContainsFunc(after, func(still Problem) bool {
				return still.Path == problem.Path && still.Rule == problem.Rule && still.Value == problem.Value
			}) && breaking(before, problem) <= breaking(after, problem),
				"%s: it is still there\n%s: %s\nrule: %s\nwrite: %s\n", name, problem.Path, problem.Value, problem.Rule, problem.Instead)
			for _, other := range after {
				if uncovered[name+" "+problem.Path] {
					break
				}
				assert.LessOrEqual(t, breaking(after, other), breaking(before, other), "%s: %s says to write %s, and then comes\n%s: %s\nrule: %s", name, problem.Path, problem.Instead, other.Path, other.Value, other.Rule)
			}
		}
	}
	golden := "testdata/people.txt"
	told := strings.Join(slices.Compact(slices.Sorted(slices.Values(left))), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(told), 0o600))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	assert.Equal(t, string(want), told)
}

// uncovered are problems that cover others: what a value means is judged once it can be
// read, and hosts and zones once it is known whose they are.
var uncovered = map[string]bool{
	"a region of nowhere aws:region":                 true,
	"impossible.yaml groundwork:domain.name":         true,
	"unreadable.yaml groundwork:compute.eks.version": true,
	"unreadable.yaml groundwork:database.storage":    true,
}

// badFiles are files with mistakes, by name.
func badFiles(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(t, err)
		all[filepath.Base(file)] = content
	}
	for _, m := range mistakes {
		all[m.name] = []byte(m.file())
	}
	return all
}

func problemsIn(content []byte) Problems {
	_, err := parseFile(content, "Pulumi.dev.yaml", "stockindicator", "dev", today)
	var problems Problems
	errors.As(err, &problems)
	return problems
}

var particulars = regexp.MustCompile(`"[^"]*"|[0-9.]+(Mi|Gi|m)?`)

// breaking is how many problems break the same rule.
func breaking(all Problems, like Problem) int {
	number := 0
	for _, one := range all {
		if particulars.ReplaceAllString(one.Rule, "_") == particulars.ReplaceAllString(like.Rule, "_") {
			number++
		}
	}
	return number
}

// follow does what a problem says to write; ok is false where no program can.
func follow(content []byte, problem Problem) (followed []byte, ok bool) {
	var document yaml.Node
	if yaml.Unmarshal(content, &document) != nil || len(document.Content) == 0 {
		return nil, false
	}
	config := child(document.Content[0], "config")
	if config == nil {
		return nil, false
	}
	f := follower{config, split(problem.Path)}
	if !f.do(problem.Instead) {
		return nil, false
	}
	var buffer bytes.Buffer
	if yaml.NewEncoder(&buffer).Encode(document.Content[0]) != nil {
		return nil, false
	}
	return buffer.Bytes(), true
}

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
