package toggles

import (
	"fmt"
	"slices"
	"strings"
)

// path is a place in a stack file's configuration: the key with its namespace, then
// the keys below it. Lists are values: no path leads into one.
type path []string

func (p path) below(key string) path { return append(slices.Clone(p), key) }

func (p path) beside(key string) path { return p[:len(p)-1].below(key) }

func (p path) last() string { return p[len(p)-1] }

// String is the path as messages write it.
func (p path) String() string {
	text := ""
	for i, key := range p {
		switch {
		case i == 0:
			text = key
		case strings.ContainsAny(key, ".[]\""):
			text += fmt.Sprintf("[%q]", key)
		default:
			text += "." + key
		}
	}
	return text
}

// within tells whether the path is the other one or below it.
func (p path) within(other path) bool {
	return len(p) >= len(other) && slices.Equal(p[:len(other)], other)
}

// apart tells whether neither path is within the other.
func (p path) apart(other path) bool { return !p.within(other) && !other.within(p) }

// parsePath reads a path as the check writes it. An index into a list is left out,
// with what follows: the list is the value.
func parsePath(text string) path {
	space, rest, found := strings.Cut(text, ":")
	if !found {
		return nil
	}
	var read path
	key := ""
	end := func() {
		if key != "" {
			read = append(read, key)
		}
		key = ""
	}
	for rest != "" {
		switch {
		case rest[0] == '.':
			end()
			rest = rest[1:]
		case strings.HasPrefix(rest, `["`) && strings.Contains(rest, `"]`):
			end()
			key, rest, _ = strings.Cut(rest[2:], `"]`)
		case rest[0] == '[':
			rest = ""
		default:
			key, rest = key+rest[:1], rest[1:]
		}
	}
	end()
	if len(read) == 0 {
		return nil
	}
	read[0] = space + ":" + read[0]
	return read
}

// tree is a stack file's configuration, or a section of it.
type tree = map[string]any

// copied is a deep copy.
func copied(value any) any {
	switch value := value.(type) {
	case tree:
		result := make(tree, len(value))
		for key, item := range value {
			result[key] = copied(item)
		}
		return result
	case []any:
		result := make([]any, len(value))
		for i, item := range value {
			result[i] = copied(item)
		}
		return result
	}
	return value
}

// edit sets what is at a path, or takes it out.
type edit struct {
	at     path
	value  any
	remove bool
}

// apply makes the edit. Sections on the way are made; what stands in their place is
// replaced.
func (e edit) apply(config tree) {
	section := config
	for _, key := range e.at[:len(e.at)-1] {
		below, is := section[key].(tree)
		if !is {
			if e.remove {
				return
			}
			below = tree{}
			section[key] = below
		}
		section = below
	}
	if e.remove {
		delete(section, e.at.last())
		return
	}
	section[e.at.last()] = copied(e.value)
}

// edited is a configuration with edits.
func edited(config tree, edits []edit) tree {
	result, _ := copied(config).(tree)
	for _, one := range edits {
		one.apply(result)
	}
	return result
}
