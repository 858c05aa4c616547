package spec

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"groundwork/internal/redact"
)

// breach is a way to break YAML: the parser's words for it, and ours.
type breach struct {
	// says is a part of what the parser says.
	says string
	// rule is what is wrong; write makes what to write of the line.
	rule  string
	write func(line string, before []string) string
}

// breaches are looked through in their order. The parser's words:
// https://github.com/go-yaml/yaml/blob/v3.0.1/scannerc.go and parserc.go beside it
var breaches = []breach{
	{"unknown anchor", "an alias repeats what an anchor (&name) before it marks, and there is none of this name", inQuotes},
	{"contains itself", "an alias repeats what its own anchor marks, and so has no end", inQuotes},
	{"mapping values are not allowed", "a second colon in a line, or a key that is deeper than the one above it allows", asText},
	{"did not find expected alphabetic", "& and * begin an anchor's name, of letters and digits; at the beginning of a text they need quotes", inQuotes},
	{"cannot start any token", "no text begins with this character, unless it is in quotes", inQuotes},
	{"could not find expected ':'", "a line is a key, a colon and a value, or an item of a list behind a dash", withColon},
	{"found unexpected end of stream", "a quote is opened here and not closed", closed},
	{"unknown escape character", `within double quotes a backslash begins an escape, such as \n; within single quotes it is a backslash`, singleQuoted},
	{"did not find expected ',' or '}'", "a section in braces is opened here, and what follows is no key behind a comma, nor its end", closed},
	{"did not find expected ',' or ']'", "a list in brackets is opened here, and what follows is no item behind a comma, nor its end", closed},
	{"did not find expected '-' indicator", "the items of a list stand below each other, each behind a dash", aligned},
	{"sequence entries are not allowed", "an item of a list stands on a line of its own, below its key", aligned},
	{"did not find expected key", "the keys of a section begin in the same column", aligned},
	{"did not find expected node content", "a value is missing, or begins with a character that needs quotes", inQuotes},
}

// explainYAML tells where a file that does not parse is broken, and what to write.
func explainYAML(content []byte, err error) unreadableYAML {
	lines := strings.SplitAfter(string(content), "\n")
	at := brokenLine(lines, err)
	line := strings.TrimRight(lines[at], "\r\n")
	why := unreadableYAML{key: "config", line: at + 1, value: raw(shortened(line))}
	why.rule, why.write = broken(line, lines[:at], err)
	if why.write = strings.TrimSpace(why.write); redact.Text(line) != line {
		why.value, why.write = raw(hidden), "the same, with what the rule says put right"
	}
	return why
}

// broken is why a line can't be read, and what to write in its place.
func broken(line string, before []string, err error) (rule, write string) {
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	switch {
	case strings.ContainsFunc(line, notYAML):
		return "the file must be YAML, which holds no control characters and is UTF-8", strings.Map(yamlOnly, line)
	case strings.Contains(indent, "\t"):
		return "the file must be YAML, in which lines are indented by spaces, never by tabs", aligned(line, before)
	}
	for _, breach := range breaches {
		if strings.Contains(err.Error(), breach.says) {
			return "the file must be YAML: " + breach.rule, breach.write(line, before)
		}
	}
	return "the file must be YAML: " + plainReason(err), asText(line, before)
}

var parserWords = regexp.MustCompile(`^yaml: (line [0-9]+: )?`)

// plainReason is what the parser says, without its name and its line, which is
// often another one.
func plainReason(err error) string { return parserWords.ReplaceAllString(err.Error(), "") }

// brokenLine is the index of the line at which a file breaks: the first that makes
// the parser say the same of the lines up to it as of the whole file.
func brokenLine(lines []string, err error) int {
	for i, line := range lines {
		if strings.ContainsFunc(strings.TrimRight(line, "\r\n"), notYAML) {
			return i
		}
	}
	count := sort.Search(len(lines), func(count int) bool { return samePart(lines[:count], err) })
	last := max(min(count, len(lines))-1, 0)
	for last > 0 && strings.TrimSpace(lines[last]) == "" {
		last--
	}
	return last
}

func samePart(lines []string, whole error) bool {
	var document yaml.Node
	err := yaml.Unmarshal([]byte(strings.Join(lines, "")), &document)
	return err != nil && plainReason(err) == plainReason(whole)
}

// notYAML is true of what a YAML stream can't hold.
// https://yaml.org/spec/1.2.2/#51-character-set
func notYAML(letter rune) bool {
	return letter == utf8.RuneError || letter < ' ' && letter != '\t' || letter == 0x7f
}

func yamlOnly(letter rune) rune {
	if notYAML(letter) {
		return -1
	}
	return letter
}

// longestShown is how much of a broken line is shown.
const longestShown = 80

func shortened(line string) string {
	line = strings.TrimSpace(line)
	if letters := []rune(line); len(letters) > longestShown {
		line = string(letters[:longestShown]) + "..."
	}
	return cmp.Or(line, "(an empty line)")
}

var keyed = regexp.MustCompile(`^(\s*(?:- )?[^\s:#]+:)\s+(.*)$`)

// inQuotes is the line with its value in quotes.
func inQuotes(line string, _ []string) string {
	if parts := keyed.FindStringSubmatch(line); parts != nil {
		return parts[1] + " " + strconv.Quote(strings.Trim(parts[2], `"`))
	}
	return "the value in quotes"
}

// asText is the line with a value in quotes if it holds a second colon, and otherwise
// as deep as the key above it.
func asText(line string, before []string) string {
	if parts := keyed.FindStringSubmatch(line); parts != nil && strings.Contains(parts[2]+" ", ": ") {
		return inQuotes(line, before)
	}
	return aligned(line, before)
}

func withColon(line string, _ []string) string {
	return strings.TrimRight(line, " ") + ": with its value behind the colon"
}

func singleQuoted(line string, _ []string) string {
	if parts := keyed.FindStringSubmatch(line); parts != nil {
		return parts[1] + " '" + strings.Trim(parts[2], `"`) + "'"
	}
	return "the value in single quotes"
}

// closed is the line with what it opens closed at its end.
func closed(line string, _ []string) string {
	var open []rune
	var quote rune
	for _, letter := range line {
		switch {
		case quote != 0 && letter == quote:
			quote = 0
		case quote != 0:
		case letter == '"' || letter == '\'':
			quote = letter
		case letter == '{':
			open = append(open, '}')
		case letter == '[':
			open = append(open, ']')
		case len(open) > 0 && letter == open[len(open)-1]:
			open = open[:len(open)-1]
		}
	}
	if quote != 0 {
		line += string(quote)
	}
	slices.Reverse(open)
	return line + string(open)
}

// aligned is the line below the key before it: as deep as that one.
func aligned(line string, before []string) string {
	for _, above := range slices.Backward(before) {
		if text := strings.TrimSpace(above); text != "" && text[0] != '#' {
			depth := len(above) - len(strings.TrimLeft(above, " "))
			return fmt.Sprintf("%s, indented by %d spaces as the line above it", strings.TrimSpace(line), depth)
		}
	}
	return strings.TrimSpace(line) + ", not indented"
}

// secondDocument tells of what stands behind the first document, which is all that
// is read.
func secondDocument(content []byte, more *yaml.Node, err error) unreadableYAML {
	if err != nil && !errors.Is(err, io.EOF) {
		return explainYAML(content, err)
	}
	return unreadableYAML{"config", more.Line, raw("(a second document)"), "a stack file is one YAML document: what stands behind --- or ... is not read", "nothing: leave out the line with --- or ..."}
}
