package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many characters of a value are shown.
const longest = 120

// Escape makes any text inert in Markdown, wherever it stands in a line, a list or
// a table: as a span of code, in which GitHub and Gitea see no markup, mention,
// reference or address. What can't be seen is written out, and what is very long
// is shortened in the middle.
func Escape(text string) string { return code(brief(text)) }

// brief is clean text that is short enough for a line.
func brief(text string) string {
	// First roughly, so that a value of megabytes isn't written out before it is cut.
	return shorten(clean(shorten(text, 2*longest)), longest)
}

// clean writes out what can't be seen or would act on a terminal: control
// characters, line ends, escape sequences, direction marks, zero-width and
// look-alike spaces, bytes that are no UTF-8.
func clean(text string) string {
	if plain(text) {
		return text
	}
	var visible strings.Builder
	marks := 0
	for i, r := range text {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], "\ufffd"):
			fmt.Fprintf(&visible, `\x%02x`, text[i])
		case blank(r), marks > marksAtMost, !strconv.IsPrint(r):
			quoted := strconv.QuoteRuneToASCII(r)
			visible.WriteString(quoted[1 : len(quoted)-1])
		default:
			visible.WriteRune(r)
		}
	}
	return visible.String()
}

// marksAtMost is how many marks a letter may carry: written languages need two or
// three, a tower of them hides the lines around it.
const marksAtMost = 3

// plain is true of text that is printable ASCII, which most is.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// blank is true of letters that look like nothing: fillers of Hangul, the empty
// pattern of Braille. Unicode counts them as printable.
func blank(r rune) bool { return strings.ContainsRune("\u115f\u1160\u3164\uffa0\u2800", r) }

// shorten cuts the middle out of what is longer than a number of characters: names
// and paths differ at their ends.
func shorten(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	const cut = " [...] "
	head, tail := 0, len(text)
	kept := most - len(cut)
	for range kept * 2 / 3 {
		_, size := utf8.DecodeRuneInString(text[head:])
		head += size
	}
	for range kept - kept*2/3 {
		_, size := utf8.DecodeLastRuneInString(text[:tail])
		tail -= size
	}
	return text[:head] + cut + text[tail:]
}

// code is a span of code around clean text. A span ends at as many backticks as it
// began with, so it begins with more than are in it. A vertical bar would end a
// table's cell even inside a span.
func code(text string) string {
	text = strings.ReplaceAll(text, "|", "¦")
	if strings.Trim(text, " ") == "" {
		return "`" + strconv.Quote(text) + "`"
	}
	fence := strings.Repeat("`", ticks(text)+1)
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// ticks is the length of the longest run of backticks.
func ticks(text string) int {
	most, run := 0, 0
	for i := range len(text) {
		if text[i] != '`' {
			run = 0
			continue
		}
		run++
		most = max(most, run)
	}
	return most
}

// harmless is a word that means nothing to Markdown or to what a forge makes of
// text: no markup, no mention, no address, no :emoji:.
var harmless = regexp.MustCompile(`^[A-Za-z0-9%/.-]+(?:'[a-z]+)?$`)

// reference is a word that a forge may link: a commit, a number of a tracker, the
// name of a host. A line of text may not begin with a dash or a dot of ours.
var reference = regexp.MustCompile(`(?i)\b[0-9a-f]{7,64}\b|\bgh-[0-9]|\bwww\.|^[-.]|(?-i)\b[A-Z]+-[0-9]`)

const (
	// around may stand before and after a word without being part of it.
	before, after = `"'(`, `"'),.;:?!`
	// sentenceLongest is how long a sentence of ours gets with all it quotes.
	sentenceLongest = 500
)

// sentence is clean text that may be longer than a value.
func sentence(text string) string {
	return shorten(clean(shorten(text, 2*sentenceLongest)), sentenceLongest)
}

// prose makes a sentence inert, word by word: what isn't harmless becomes code.
func prose(text string) string {
	text = sentence(text)
	var said []string
	// Spaces at the beginning of a line would mean something.
	for word := range strings.FieldsSeq(text) {
		core := strings.TrimRight(strings.TrimLeft(word, before), after)
		if core == "" || harmless.MatchString(core) && !reference.MatchString(core) {
			said = append(said, shorten(word, longest))
			continue
		}
		start := strings.Index(word, core)
		said = append(said, word[:start]+code(shorten(core, longest))+word[start+len(core):])
	}
	if len(said) == 0 {
		return code(text)
	}
	return strings.Join(said, " ")
}
