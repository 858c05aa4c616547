package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// longest is how many characters of a value are shown.
const longest = 120

// Escape makes any text inert in Markdown, wherever it stands in a line, a list or
// a table: as a span of code, in which GitHub and Gitea see no markup, mention,
// reference or address. What can't be seen is written out, and what is very long
// is shortened in the middle.
func Escape(text string) string { return code(shorten(clean(text), longest)) }

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
	if len(text) <= most {
		return text
	}
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	const cut = " [...] "
	head := (most - len(cut)) * 2 / 3
	tail := most - len(cut) - head
	return string(runes[:head]) + cut + string(runes[len(runes)-tail:])
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
var harmless = regexp.MustCompile(`^["'(]*[A-Za-z0-9%/.-]+(?:['"][a-z]+)?["'),.;:?!]*$`)

// reference is a word that a forge may link: a commit, a number of a tracker, a
// host name.
var reference = regexp.MustCompile(`(?i)\b[0-9a-f]{7,64}\b|\b[a-z]+-[0-9]+\b|\bwww\.|^["'(]*[-.]+`)

// prose makes a sentence inert, word by word: what isn't harmless becomes code.
func prose(sentence string) string {
	words := strings.Split(clean(sentence), " ")
	for i, word := range words {
		if word != "" && (!harmless.MatchString(word) || reference.MatchString(word)) {
			words[i] = code(shorten(word, longest))
		}
	}
	return strings.Join(words, " ")
}
