package drift

import (
	"encoding/json"
	"strings"
	"unicode"

	"groundwork/internal/changes"
)

const (
	// nameLimit and valueLimit are the longest name and value shown, in characters.
	nameLimit  = 200
	valueLimit = 300
)

// plainLine is a text as one line that does nothing to who reads it: no control
// characters, no terminal colours, nothing that turns the direction of writing.
// The clouds' names and values are whoever's wrote them.
func plainLine(said string, limit int) string {
	var line strings.Builder
	length := 0
	for _, r := range said {
		if length == limit {
			line.WriteRune('…')
			break
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			r = '\uFFFD'
		case r == '\u2028' || r == '\u2029':
			r = ' '
		}
		line.WriteRune(r)
		length++
	}
	return line.String()
}

// fence is lines as a code block in a language, with a fence longer than any in
// the lines.
func fence(language string, lines []string) string {
	longest := 0
	for _, line := range lines {
		longest = max(longest, longestRun(line, '`'))
	}
	ticks := strings.Repeat("`", max(3, longest+1))
	return ticks + language + "\n" + strings.Join(lines, "\n") + "\n" + ticks + "\n"
}

func longestRun(said string, wanted rune) int {
	longest, run := 0, 0
	for _, r := range said {
		if r != wanted {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// shellWord is a text as one word of a POSIX shell. A URN has a $ in it.
func shellWord(said string) string {
	said = plainLine(said, 1000)
	return "'" + strings.ReplaceAll(said, "'", `'\''`) + "'"
}

// shown is a value on one line: JSON, or what stands in place of it.
func shown(value any) string {
	if value == changes.Secret || value == changes.Unknown {
		return text(value)
	}
	var encoded strings.Builder
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "(not shown)"
	}
	return plainLine(strings.TrimSpace(encoded.String()), valueLimit)
}

// diffLines are a property's change as lines of a diff: what the state has, and
// what the cloud has.
func diffLines(property changes.Property) []string {
	path := plainLine(property.Path, nameLimit)
	if property.Before == changes.Secret || property.After == changes.Secret {
		return []string{"! " + path + ": changed; its value is secret"}
	}
	var lines []string
	if property.Before != nil {
		lines = append(lines, "- "+path+": "+shown(property.Before))
	}
	if property.After != nil {
		lines = append(lines, "+ "+path+": "+shown(property.After))
	}
	if len(lines) == 0 {
		lines = append(lines, "! "+path)
	}
	return lines
}
