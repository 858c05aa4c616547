package report

import (
	"bytes"
	"encoding/json"
	"strings"

	"groundwork/internal/changes"
)

// shown is a value in one line, shortened.
func shown(value any) string { return shorten(clean(written(value)), longest) }

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

// lines are a value's lines where it has several: a text of several lines, or a
// document in JSON that is too long for one; nil otherwise.
func lines(value any) []string {
	text, is := value.(string)
	if !is {
		return tree(value)
	}
	if strings.Contains(strings.TrimSuffix(text, "\n"), "\n") {
		return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	}
	if len(text) > longest && (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) {
		var document any
		if json.Unmarshal([]byte(text), &document) == nil {
			return tree(document)
		}
	}
	return nil
}

// tree writes a map or a list over several lines where one isn't enough.
func tree(value any) []string {
	switch value.(type) {
	case map[string]any, []any:
	default:
		return nil
	}
	written := written(value)
	if len(written) <= longest {
		return nil
	}
	var indented bytes.Buffer
	if json.Indent(&indented, []byte(written), "", "  ") != nil {
		return nil
	}
	return strings.Split(indented.String(), "\n")
}
