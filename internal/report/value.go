package report

import (
	"bytes"
	"encoding/json"
	"strings"

	"groundwork/internal/changes"
)

// shown is a value in one line, shortened.
func shown(value any) string { return brief(written(value)) }

// written is a value as JSON, without the escapes that only HTML needs. What
// stands for a secret or unknown value is no text and has no quotes.
func written(value any) string {
	if value == changes.Secret || value == changes.Unknown {
		return value.(string)
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return "[not JSON]"
	}
	return strings.TrimSuffix(buffer.String(), "\n")
}

// long is true of a value that one line doesn't show: a text of several lines, or
// a document, as JSON or as a tree, that is too long for one.
func long(value any) bool {
	if text, is := value.(string); is && strings.Contains(strings.TrimSuffix(text, "\n"), "\n") {
		return true
	}
	return treeOf(value) != nil && len(written(value)) > longest
}

// lines are a value's lines; none of one that isn't there.
func lines(value any) []string {
	if value == nil {
		return nil
	}
	if tree := treeOf(value); tree != nil {
		var indented bytes.Buffer
		if json.Indent(&indented, []byte(written(tree)), "", "  ") == nil {
			return strings.Split(indented.String(), "\n")
		}
	}
	if text, is := value.(string); is {
		return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	}
	return []string{written(value)}
}

// treeOf is a value that is a map or a list, or JSON of one; nil for others.
func treeOf(value any) any {
	switch v := value.(type) {
	case map[string]any, []any:
		return v
	case string:
		var tree any
		if (strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[")) && json.Unmarshal([]byte(v), &tree) == nil {
			return tree
		}
	}
	return nil
}
