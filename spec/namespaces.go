package spec

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// namespaces are those that somebody reads: this program, the engine, and the
// providers in use. Beside them is the project's own.
var namespaces = []string{namespace, "aws", "kubernetes", "cloudflare", "random", "pulumi"}

// foreign refuses a key that nobody reads: one that was meant for this program would
// take away what it was to keep.
func (s *source) foreign(key string, n *node, c *collector) {
	if n.line > 0 {
		c.lines[key] = n.line
	}
	space, name, _ := strings.Cut(key, ":")
	known := fieldsOf(reflect.TypeFor[System]()).keys
	write := "nothing: leave the key out"
	if near := nearest(name, known); near != "" && nearest(space, namespaces) == namespace {
		write = s.moved(near, n)
	} else if near := nearest(space, namespaces); near != "" && near != namespace && name != "" {
		write = written(near+":"+name, n)
	}
	c.add(key, n.found(), fmt.Sprintf("no program here reads the namespace %q: what stands there would silently do nothing; known are %s", space, strings.Join(namespaces, ", ")), write)
}

// misshapen refuses a key that is no namespace with a name. The engine takes
// aws:config:region for aws:region, and refuses other keys of three parts.
func (s *source) misshapen(key string, n *node, c *collector) {
	if n.line > 0 {
		c.lines[key] = n.line
	}
	parts := slices.DeleteFunc(strings.Split(key, ":"), func(part string) bool { return part == "" || part == "config" })
	write := "nothing: leave the key out"
	if len(parts) == 2 {
		write = written(strings.Join(parts, ":"), n)
	}
	c.add(key, n.found(), "a key is a namespace, a colon and a name", write)
}

// isShaped tells whether a key is a namespace with a name.
func isShaped(key string) bool {
	space, name, spaced := strings.Cut(key, ":")
	return !spaced && key != "" || space != "" && name != "" && !strings.Contains(name, ":")
}

// written is a key with its value, as far as one line shows it.
func written(key string, n *node) string { return fmt.Sprintf("%s: %v", key, render(key, n.found())) }

// doubled finds keys that stand twice where no section of this program reads them:
// the engine refuses a file that has such.
func (c *collector) doubled(path string, n *node) {
	for _, field := range n.twice {
		c.twice(extended(path, field.key), field.value)
	}
	for _, field := range n.fields {
		c.doubled(extended(path, field.key), field.value)
	}
	for i, item := range n.items {
		c.doubled(under(path, i), item)
	}
}

// twice records a key that stands twice.
func (c *collector) twice(path string, n *node) {
	if n.line > 0 {
		c.lines[path] = n.line
	}
	c.unreadable(path, n.found(), "a key is written once: of two values one would be lost", "nothing: leave out one of the two")
}

// extended is the path of a key below one that has no namespace of its own.
func extended(path, key string) string {
	if path == "" {
		return key
	}
	return under(path, key)
}
