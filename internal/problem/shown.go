package problem

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Shown is a text as a terminal, a comment or a log may have it: what is no visible
// letter stands as its escape, \u001b or \u202e, so that nothing is obeyed and nothing
// reads as something else. The escapes are JSON's: in JSON they change nothing.
// https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
func Shown(text string) string { return shown(text, func(rune) bool { return false }) }

func shown(text string, passes func(rune) bool) string {
	hidden := func(letter rune) bool { return hides(letter) && !passes(letter) }
	if !strings.ContainsFunc(text, hidden) {
		return text
	}
	var result strings.Builder
	for at := 0; at < len(text); {
		letter, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case !hidden(letter):
			result.WriteRune(letter)
		case letter == utf8.RuneError && size == 1:
			fmt.Fprintf(&result, `\u%04x`, text[at])
		case letter > 0xffff:
			high, low := utf16.EncodeRune(letter)
			fmt.Fprintf(&result, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&result, `\u%04x`, letter)
		}
		at += size
	}
	return result.String()
}

// hides tells whether a letter is not seen as itself.
func hides(letter rune) bool { return letter == utf8.RuneError || !strconv.IsPrint(letter) }

// Writer passes on what is written to it as Shown shows it, line by line: ends of
// lines, tabs and returns stay.
type Writer struct {
	To io.Writer
	// rest is a letter that is not written to its end.
	rest []byte
}

// Write implements io.Writer.
func (w *Writer) Write(content []byte) (int, error) {
	all := append(w.rest, content...)
	end := len(all)
	for cut := 1; cut < utf8.UTFMax && cut <= end; cut++ {
		if letter := all[end-cut]; utf8.RuneStart(letter) {
			if !utf8.FullRune(all[end-cut:]) {
				end -= cut
			}
			break
		}
	}
	w.rest = append([]byte(nil), all[end:]...)
	_, err := io.WriteString(w.To, shown(string(all[:end]), layout))
	return len(content), err
}

// layout is true of what puts text in its place and does no more.
func layout(letter rune) bool { return letter == '\n' || letter == '\t' || letter == '\r' }
